//! Music built to play: modes, voices and room of one preset.

use super::backing::{Backing, home};
use super::hearing::Hearing;
use super::lane::{Lane, Sounding};
use super::leader::Leader;
use super::part::{Part, Pressing};
use super::progress::Progress;
use super::resting::Resting;
use super::timing::Timing;
use super::transport::Transport;
use super::{
    BAND_LANE, LEADER_LANE, MAX_LANES, MAX_PARTS, MusicSetup, PartSnapshot, SetupError, Sink, Stems,
};
use crate::chance::Chance;
use crate::music::{Chord, Harmony, LockSet, Pitch, Scale};
use crate::play::{Act, Build, Context, ScanTiming};
use crate::sound::{Bus, Patch, Room, Synth};
use crate::time::{BLOCK_FRAMES, BeatPosition, Frames, Metre};

/// Everything that belongs to one preset, built off the audio thread and swapped in
/// as one box.
pub struct Music {
    pub(super) parts: Vec<Part>,
    pub(super) leader: Option<Leader>,
    pub(super) synth: Synth,
    pub(super) room: Room,
    /// One for each lane that there is, in their order.
    buses: Vec<Bus>,
    send: Bus,
    pub(super) out: Bus,
    pub(super) harmony: Harmony,
    pub(super) progression: Progress,
    pub(super) transport: Transport,
    pub(super) timing: Timing,
    pub(super) a4_hz: f32,
    pub(super) backing: Option<Backing>,
    /// The chord that a band ends on.
    pub(super) home: Chord,
    pub(super) hearing: Hearing,
    pub(super) rate_hz: f64,
    /// How loud presses are that happen now.
    pub(super) pressing: Pressing,
    /// It rests until the next press.
    pub(super) resting: Option<Resting>,
}

impl Music {
    /// Builds it at `rate_hz`. Allocates.
    ///
    /// # Errors
    /// Where the setup has no parts, too many, or an unknown mode.
    pub fn build(rate_hz: f64, setup: &MusicSetup) -> Result<Box<Self>, SetupError> {
        if setup.parts.is_empty() || setup.parts.len() > MAX_PARTS {
            return Err(SetupError::Parts(setup.parts.len()));
        }
        let hearing = Hearing::new(&setup.parts)?;
        let chance = Chance::new(setup.seed);
        let mut parts = Vec::with_capacity(setup.parts.len());
        for (number, part) in setup.parts.iter().enumerate() {
            let own = part.seed.map(Chance::new);
            let seed = own.unwrap_or_else(|| chance.fork(number as u64)).bits();
            parts.push(Part::build(number as u8, part, Build { rate_hz, seed })?);
        }
        let leader = setup
            .leader
            .as_ref()
            .map(|leader| Leader::build(leader, setup.root, setup.scale, parts.len(), rate_hz));
        let patches = setup.parts.iter().map(|part| &part.patch);
        let mut patches: Vec<Patch> =
            patches.chain(setup.leader.as_ref().map(|leader| &leader.patch)).cloned().collect();
        let progression = Progress::new(setup.progression.clone(), setup.progression_by, rate_hz);
        let backing = setup.band.as_ref().map(|band| {
            let seed = chance.fork(u64::from(BAND_LANE)).bits();
            let backing = Backing::build(band, patches.len(), rate_hz, seed);
            patches.extend(Backing::patches(band).cloned());
            backing
        });
        let mut music = Box::new(Music {
            buses: vec![Bus::silent(); patches.len()],
            parts,
            leader,
            synth: Synth::new(rate_hz as f32, &patches),
            room: Room::new(rate_hz as f32, &setup.room),
            send: Bus::silent(),
            out: Bus::silent(),
            harmony: Harmony {
                root: setup.root,
                scale: setup.scale,
                chord: progression.first().unwrap_or_else(|| Chord::tonic(&setup.scale)),
            },
            transport: Transport::new(rate_hz, setup.tempo_bpm, setup.metre, setup.swing),
            timing: Timing::new(rate_hz, setup),
            a4_hz: setup.a4_hz,
            backing,
            home: home(setup.progression.first().map(|(chord, _)| *chord), Chord::tonic(&setup.scale)),
            hearing,
            rate_hz,
            progression,
            pressing: Pressing::default(),
            resting: None,
        });
        music.start_at(0);
        Ok(music)
    }

    /// The moment at which something here is due by itself: a chord, a mode's deadline.
    pub(super) fn next_deadline(&self) -> Option<Frames> {
        let chord = self.progression.next_beat().map(|beat| self.transport.frame_of(beat));
        let led = self.leader.as_ref().and_then(|leader| leader.following.next_deadline());
        let click = self.timing.next_click(&self.transport);
        let own = [chord, led, self.band_deadline(), click].into_iter().flatten();
        self.parts.iter().filter_map(Part::next_deadline).chain(own).min()
    }

    /// Does what is due at `now`. Returns whether anything was.
    pub(super) fn wake(&mut self, now: Frames, scan: &ScanTiming, sink: &mut dyn Sink) -> bool {
        let mut woke = self.next_chord(now);
        if self.leader.as_mut().is_some_and(|leader| leader.following.wake(now)) {
            woke = true;
            self.follow(now, sink);
        }
        woke |= self.timing.click(now, &self.transport);
        // Chords change before the band plays in them.
        woke = woke || self.wake_band(now, sink);
        for number in 0..self.parts.len() {
            if self.parts[number].next_deadline().is_some_and(|at| at <= now) {
                woke = true;
                self.with_part(number, now, scan, sink, |part, context, sound, sink| {
                    part.wake(now, context, sound, sink);
                });
            }
        }
        woke
    }

    fn next_chord(&mut self, now: Frames) -> bool {
        if self.progression.next_beat().is_none_or(|beat| self.transport.frame_of(beat) > now) {
            return false;
        }
        self.harmony.chord = self.progression.beat_came().unwrap_or(self.harmony.chord);
        true
    }

    /// The chord that holds at `beat`, where bars move the chords.
    pub(super) fn seek_chord(&mut self, beat: f64) {
        self.harmony.chord = self.progression.seek(beat).unwrap_or(self.harmony.chord);
    }

    /// Gives an act to every part that plays its role. Where it moves the chords on, all parts
    /// play it in the new one.
    pub(super) fn act(&mut self, now: Frames, scan: &ScanTiming, act: Act, sink: &mut dyn Sink) {
        let (Act::Press { role, .. } | Act::Release { role, .. } | Act::Axis { role, .. }) = act;
        if self.parts.iter().any(|part| part.plays(role)) {
            self.band_hears(now, act);
        }
        if matches!(act, Act::Press { .. }) && self.timing.tap_role == Some(role) {
            self.tap(now, scan, sink);
        }
        if self.parts.iter().any(|part| part.leads(act))
            && let Some(chord) = self.progression.pressed(now)
        {
            self.harmony.chord = chord;
        }
        for number in 0..self.parts.len() {
            if !self.parts[number].plays(role) {
                continue;
            }
            // Where too many wait for the grid, they happen now, in their order.
            while self.parts[number].assist.is_full()
                && let Some(waited) = self.parts[number].assist.pop_due(Frames::MAX)
            {
                self.with_part(number, now, scan, sink, |part, context, sound, sink| {
                    part.handle(now, waited, context, sound, sink);
                });
            }
            let act = self.parts[number].expressed(act, self.pressing);
            let Some(act) = self.parts[number].assist.take(now, act, &self.transport) else { continue };
            self.with_part(number, now, scan, sink, |part, context, sound, sink| {
                part.handle(now, act, context, sound, sink);
            });
        }
    }

    /// Lets a part do something, and those that listen to it hear what sounded.
    pub(super) fn with_part(
        &mut self,
        number: usize,
        now: Frames,
        scan: &ScanTiming,
        sink: &mut dyn Sink,
        call: impl FnOnce(&mut Part, &Context<'_>, &mut Sounding<'_>, &mut dyn Sink),
    ) {
        self.call_part(number, now, scan, sink, call);
        self.tell_listeners(now, scan, sink);
    }

    /// Hands on what was heard, and what that makes others play, until nobody has more to
    /// hear. No part hears itself, so this ends.
    pub(super) fn tell_listeners(&mut self, now: Frames, scan: &ScanTiming, sink: &mut dyn Sink) {
        while let Some(heard) = self.hearing.next() {
            for number in 0..self.parts.len() {
                if self.parts[number].listens == Some(heard.lane) {
                    self.call_part(number, now, scan, sink, |part, context, sound, sink| {
                        part.hear(now, heard, context, sound, sink);
                    });
                }
            }
        }
    }

    pub(super) fn call_part(
        &mut self,
        number: usize,
        now: Frames,
        scan: &ScanTiming,
        sink: &mut dyn Sink,
        call: impl FnOnce(&mut Part, &Context<'_>, &mut Sounding<'_>, &mut dyn Sink),
    ) {
        let part = &mut self.parts[number];
        let beat = self.transport.position_at(now);
        let metre = self.transport.metre();
        let lock = LockSet::new(&self.harmony, part.lock, beat.is_strong(metre));
        let context = Context {
            rate_hz: self.rate_hz,
            harmony: &self.harmony,
            lock: &lock,
            register: part.register,
            beat,
            tempo_bpm: self.transport.tempo_bpm(),
            metre,
            swing: self.transport.swing(),
            scan,
        };
        let mut sound = Sounding { synth: &mut self.synth, a4_hz: self.a4_hz, rate_hz: self.rate_hz };
        call(part, &context, &mut sound, &mut self.hearing.tapping(sink));
    }

    /// Releases every note; modes forget what they held. Sound rings out.
    pub(super) fn release(&mut self, now: Frames, sink: &mut dyn Sink) {
        let mut sound = Sounding { synth: &mut self.synth, a4_hz: self.a4_hz, rate_hz: self.rate_hz };
        for part in &mut self.parts {
            part.silence(now, &mut sound, sink);
        }
        if let Some(leader) = &mut self.leader {
            leader.silence(now, &mut sound, sink);
        }
        if let Some(backing) = &mut self.backing {
            backing.silence(now, &mut sound, sink);
        }
        self.hearing.forget();
        self.timing.silence();
    }

    /// Ends every note and fades voices and room within `fade_frames`.
    pub(super) fn silence(&mut self, now: Frames, fade_frames: Frames, sink: &mut dyn Sink) {
        self.release(now, sink);
        self.synth.silence(fade_frames);
        for lane in lanes(&mut self.parts, &mut self.leader, &mut self.backing) {
            lane.fade(fade_frames);
        }
        self.room.silence(fade_frames);
    }

    pub(super) fn finish(&mut self) {
        self.progression.finish(&self.harmony.chord);
        self.parts.iter_mut().for_each(Part::finish);
        if let Some(backing) = &mut self.backing {
            backing.finish();
        }
    }

    pub(super) fn set_root(&mut self, root: Pitch) {
        if (0.0..=127.0).contains(&root) {
            self.harmony.root = root;
            self.come_home(root, self.harmony.scale);
        }
    }

    /// Another scale; chords move to their nearest degrees in it.
    pub(super) fn set_scale(&mut self, scale: Scale) {
        self.harmony.scale = scale;
        self.come_home(self.harmony.root, scale);
        self.harmony.chord = fitted(&self.harmony.chord, &scale);
        self.home = fitted(&self.home, &scale);
        self.progression.fit(&scale, fitted);
    }

    pub(super) fn metre(&self) -> Metre {
        self.transport.metre()
    }

    pub(super) fn tempo_bpm(&self) -> f64 {
        self.transport.tempo_bpm()
    }

    /// The lane of this number.
    pub(super) fn lane_mut(&mut self, number: u8) -> Option<&mut Lane> {
        lanes(&mut self.parts, &mut self.leader, &mut self.backing).find(|lane| lane.number() == number)
    }

    pub(super) fn begin_block(&mut self) {
        self.buses.iter_mut().for_each(Bus::clear);
        self.send.clear();
        self.out.clear();
    }

    /// Renders frames `from..to` of this block into `out`, and each lane's part of it into
    /// `stems`, where they are kept.
    pub(super) fn render(&mut self, from: usize, to: usize, mut stems: Option<&mut Stems>) {
        self.synth.render(from, to, &mut self.buses);
        let tempo_bpm = self.transport.tempo_bpm();
        for (lane, bus) in lanes(&mut self.parts, &mut self.leader, &mut self.backing).zip(&mut self.buses) {
            lane.render(from, to, tempo_bpm, bus);
            let send = &mut self.send;
            match stems.as_deref_mut() {
                Some(stems) => stems.lane(lane.number(), (from, to), &mut self.out, |stem| {
                    lane.mix.render(from, to, bus, stem, send);
                }),
                None => lane.mix.render(from, to, bus, &mut self.out, send),
            }
        }
        match stems {
            Some(stems) => {
                stems.room((from, to), &mut self.out, |stem| self.room.render(from, to, &self.send, stem));
                stems.click((from, to), &mut self.out, |stem| self.timing.render(from, to, stem));
            }
            None => {
                self.room.render(from, to, &self.send, &mut self.out);
                self.timing.render(from, to, &mut self.out);
            }
        }
    }

    pub(super) fn end_block(&mut self) {
        for (lane, bus) in lanes(&mut self.parts, &mut self.leader, &mut self.backing).zip(&self.buses) {
            lane.peak = peak(bus);
        }
    }

    pub(super) fn sounding(&self) -> usize {
        let own: usize = self.parts.iter().map(|part| part.lane.sounding()).sum();
        self.synth.sounding() + own
    }

    pub(super) fn position_at(&self, frame: Frames) -> BeatPosition {
        self.transport.position_at(frame)
    }

    pub(super) fn part_count(&self) -> usize {
        self.parts.len()
    }

    /// What every lane shows, at its number.
    pub(super) fn snapshot_lanes(&self, out: &mut [PartSnapshot; MAX_LANES]) {
        for (snapshot, part) in out.iter_mut().zip(&self.parts) {
            *snapshot = part.snapshot();
        }
        if let Some(leader) = &self.leader {
            out[usize::from(LEADER_LANE)] = leader.snapshot();
        }
        if let Some(backing) = &self.backing {
            backing.snapshot_lanes(out);
        }
    }
}

/// All lanes that there are, in the order of their buses.
fn lanes<'a>(
    parts: &'a mut [Part],
    leader: &'a mut Option<Leader>,
    backing: &'a mut Option<Backing>,
) -> impl Iterator<Item = &'a mut Lane> {
    let parts = parts.iter_mut().map(|part| &mut part.lane);
    let leader = leader.as_mut().map(|leader| &mut leader.lane);
    parts.chain(leader).chain(backing.iter_mut().flat_map(Backing::lanes_mut))
}

/// Highest sample of a block; NaN counts as none.
pub(super) fn peak(bus: &Bus) -> f32 {
    let mut peak = 0.0f32;
    for frame in 0..BLOCK_FRAMES {
        peak = peak.max(bus.left[frame].abs()).max(bus.right[frame].abs());
    }
    peak
}

/// `chord` with each tone moved to the nearest degree of `scale`.
pub(crate) fn fitted(chord: &Chord, scale: &Scale) -> Chord {
    let set = LockSet::scale(&Harmony { root: 0.0, scale: *scale, chord: *chord });
    let mut tones = [0.0; crate::music::MAX_CHORD_TONES];
    let count = chord.tones().len();
    for (fitted, tone) in tones.iter_mut().zip(chord.tones()) {
        *fitted = set.snap(tone / 100.0) * 100.0;
    }
    Chord::new(&tones[..count])
}
