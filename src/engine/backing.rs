//! The band's place in the music: its lanes, and how it hears players and harmony.

use super::lane::{BAND_LANE, Lane, Sounding};
use super::music::Music;
use super::touch::Touch;
use super::{PartSnapshot, Sink};
use crate::band::{Band, BandIntent, BandIntents, BandSetup, BandSnapshot, BandView, Beats};
use crate::input::{BandCommand, MAX_AXES, Role};
use crate::music::Chord;
use crate::play::Act;
use crate::sound::{Effects, EffectsSetup, PartMix, Patch};
use crate::time::Frames;

/// A press this much behind a bar line means that bar, in beats: 60 ms at 120 BPM.
const JUST_MISSED_BEATS: f64 = 0.125;

/// A band and what it sounds with.
pub(super) struct Backing {
    band: Band,
    /// Its instruments' lanes, by [`crate::band::Instrument::index`].
    lanes: [Option<Lane>; 4],
    intents: BandIntents,
    axes: [f32; MAX_AXES],
    pub(super) touch: Touch,
}

impl Backing {
    /// Builds it, its lanes the `voice`th and next ones of the music. Allocates.
    pub(super) fn build(setup: &BandSetup, mut voice: usize, rate_hz: f64, seed: u64) -> Self {
        let mut lanes = [None, None, None, None];
        for (number, instrument) in setup.style.instruments.iter().enumerate() {
            if let Some(sound) = instrument {
                let level_db = (sound.level_db + setup.level_db).clamp(-60.0, 12.0);
                let dry = Effects::new(rate_hz as f32, &EffectsSetup::default());
                let mix = PartMix::new(rate_hz as f32, level_db, sound.pan, sound.room_db);
                lanes[number] = Some(Lane::new(BAND_LANE + number as u8, voice, mix, dry, rate_hz));
                voice += 1;
            }
        }
        Backing {
            band: Band::new(rate_hz, setup.clone(), seed),
            lanes,
            intents: BandIntents::new(),
            axes: [0.0; MAX_AXES],
            touch: Touch::default(),
        }
    }

    /// The sounds of its lanes, in their order.
    pub(super) fn patches(setup: &BandSetup) -> impl Iterator<Item = &Patch> {
        setup.style.sounds()
    }

    /// Its lanes, in the order of their buses.
    pub(super) fn lanes_mut(&mut self) -> impl Iterator<Item = &mut Lane> {
        self.lanes.iter_mut().flatten()
    }

    /// Does what the band wants.
    fn play(&mut self, now: Frames, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        for intent in self.intents.take() {
            let (BandIntent::On { instrument, .. } | BandIntent::Off { instrument, .. }) = intent;
            let Some(lane) = &mut self.lanes[instrument.index()] else { continue };
            match intent {
                BandIntent::On { note, pitch, velocity, .. } => {
                    lane.start(now, (note, pitch, self.touch.of(velocity)), sound, sink);
                }
                BandIntent::Off { note, .. } => lane.end(now, note, sound, sink),
            }
        }
    }

    /// Ends all notes; the band waits for its beginning.
    pub(super) fn silence(&mut self, now: Frames, sound: &mut Sounding<'_>, sink: &mut dyn Sink) {
        self.band.silence();
        self.lanes_mut().for_each(|lane| lane.silence(now, sound, sink));
    }

    /// Comes to an end with the next bar.
    pub(super) fn finish(&mut self) {
        self.band.finish();
    }

    /// Exchanges everything but the lanes' places among voices and buses.
    pub(super) fn trade(&mut self, other: &mut Backing) {
        std::mem::swap(self, other);
        for (lane, other) in self.lanes.iter_mut().zip(&mut other.lanes) {
            if let (Some(lane), Some(other)) = (lane, other) {
                lane.trade_places(other);
            }
        }
    }

    pub(super) fn snapshot_lanes(&self, out: &mut [PartSnapshot]) {
        for lane in self.lanes.iter().flatten() {
            if let Some(snapshot) = out.get_mut(usize::from(lane.number())) {
                *snapshot = lane.snapshot();
            }
        }
    }
}

impl Music {
    /// When the band has something to do.
    pub(super) fn band_deadline(&self) -> Option<Frames> {
        let backing = self.backing.as_ref()?;
        backing.band.next_deadline(&self.band_view())
    }

    fn band_view(&self) -> BandView<'_> {
        BandView { harmony: &self.harmony, next: self.progression.next_chord(), beats: &self.transport }
    }

    /// Lets the band do what is due at `now`; says whether anything was.
    pub(super) fn wake_band(&mut self, now: Frames, sink: &mut dyn Sink) -> bool {
        let Some(backing) = &mut self.backing else { return false };
        let view =
            BandView { harmony: &self.harmony, next: self.progression.next_chord(), beats: &self.transport };
        if !backing.band.wake(now, &view, &mut backing.intents) {
            return false;
        }
        if backing.band.is_ending() && self.progression.rest() {
            self.harmony.chord = self.home;
        }
        let mut sound = Sounding { synth: &mut self.synth, a4_hz: self.a4_hz, rate_hz: self.rate_hz };
        backing.play(now, &mut sound, sink);
        true
    }

    /// The band hears what a player does, before anybody answers: the first press begins it,
    /// and is the first beat.
    pub(super) fn band_hears(&mut self, now: Frames, act: Act) {
        let Some(backing) = &mut self.backing else { return };
        match act {
            Act::Press { .. } => {
                if backing.band.begins_on_press(now) {
                    self.start_band(now);
                }
                if let Some(backing) = &mut self.backing {
                    backing.band.pressed(now);
                }
            }
            Act::Axis { role: Role::Axis(axis), value } => {
                let last = &mut backing.axes[usize::from(axis) % MAX_AXES];
                let by = value - std::mem::replace(last, value);
                backing.band.moved(now, by);
            }
            Act::Release { .. } | Act::Axis { .. } => backing.band.moved(now, 0.0),
        }
    }

    /// Begins: the first beat of the first chord falls on `now`. Where a clock from outside
    /// leads, the place is its own: the band begins with its next bar, in the chord that holds
    /// there.
    fn start_band(&mut self, now: Frames) {
        if self.backing.is_none() {
            return;
        }
        if !self.is_led_by_clock(now) {
            self.begin(now, 0);
        }
        if let Some(chord) = self.progression.restart(0.0) {
            self.harmony.chord = chord;
        }
        let beat = self.transport.beat_at(now);
        self.seek_chord(beat);
        let bar_beat = self.bar_line(beat);
        if let Some(backing) = &mut self.backing {
            backing.band.start(now, bar_beat);
        }
    }

    /// The beat of the bar line that is `beat`, comes next, or was just missed.
    fn bar_line(&self, beat: f64) -> f64 {
        let bar = f64::from(self.transport.metre().beats.max(1));
        ((beat - JUST_MISSED_BEATS) / bar).ceil().max(0.0) * bar
    }

    /// The place in the music is another: a band that plays goes on with the bar line there.
    pub(super) fn realign_band(&mut self, beat: f64) {
        let bar_beat = self.bar_line(beat);
        if let Some(backing) = &mut self.backing
            && !backing.band.is_waiting()
        {
            backing.band.realign(bar_beat, beat);
        }
    }

    /// The place is held: what the band sounds ends, and the rest waits.
    pub(super) fn hold_band(&mut self, now: Frames) {
        let beat = self.transport.beat_at(now);
        if let Some(backing) = &mut self.backing {
            backing.band.hold(beat);
        }
    }

    /// What the band does, where there is one.
    pub(super) fn band_snapshot(&self) -> Option<BandSnapshot> {
        self.backing.as_ref().map(|backing| backing.band.snapshot())
    }

    /// Somebody steers the band.
    pub(super) fn command_band(&mut self, now: Frames, command: BandCommand) {
        let Some(backing) = &mut self.backing else { return };
        match command {
            BandCommand::Start if backing.band.is_waiting() => self.start_band(now),
            BandCommand::Start => {}
            BandCommand::Stop => backing.band.finish(),
            BandCommand::Fill => backing.band.fill(),
            BandCommand::Intensity(intensity) => backing.band.set_intensity(intensity),
        }
    }
}

impl Beats for super::transport::Transport {
    fn beat_at(&self, frame: Frames) -> f64 {
        Self::beat_at(self, frame)
    }

    fn frame_of(&self, beat: f64) -> Frames {
        Self::frame_of(self, beat)
    }

    fn tempo_bpm(&self) -> f64 {
        Self::tempo_bpm(self)
    }
}

/// The chord to end on: the first of the progression where it stands on the root, else the
/// tonic of the scale.
pub(super) fn home(first: Option<Chord>, tonic: Chord) -> Chord {
    first.filter(|chord| chord.tones().first() == Some(&0.0)).unwrap_or(tonic)
}
