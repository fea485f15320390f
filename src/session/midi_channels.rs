//! Notes as MIDI says them: a channel a lane, whole keys, bends for what lies between.
//!
//! One bend holds for a whole channel. So a note that is bent otherwise than what sounds on its
//! lane's channel borrows a channel that no lane has, with its lane's sound: every note of a chord
//! is in tune, in any scale. Where all are taken it plays its nearest key on its own channel;
//! no note that sounds is ever bent by another.

use midly::num::u7;
use midly::{MidiMessage, PitchBend};

use super::midi_lanes::{DRUM_CHANNEL, LanePlan, default_channel};
use super::midi_message::{BEND_SEMITONES, Sent, bend_of, controller, off};
use crate::engine::{GlideRecord, NoteRecord};
use crate::time::Frames;

/// Steps of a glide, so that it is heard as one and sends little.
const GLIDE_STEPS: u64 = 48;
/// Number of channels.
const CHANNELS: usize = 16;
/// Most notes that are held at once; further ones are left out.
const MOST_HELD: usize = 512;

/// A note that sounds.
#[derive(Clone, Copy, Debug)]
struct Held {
    lane: u8,
    note: u32,
    channel: u8,
    key: u8,
    velocity: u8,
}

/// A bend on its way.
#[derive(Clone, Copy, Debug)]
struct Ramp {
    channel: u8,
    from: i16,
    to: i16,
    at: Frames,
    frames: Frames,
    next: Frames,
}

/// What a channel was told last.
#[derive(Clone, Copy, Debug, Default)]
struct Channel {
    /// The lane that used it last.
    lane: u8,
    /// Bend range and all that was said to it.
    prepared: bool,
    program: Option<u8>,
    bend: i16,
}

/// The sixteen channels of a port or a file.
#[derive(Clone, Debug, Default)]
pub struct Channels {
    lanes: Vec<LanePlan>,
    channels: [Channel; CHANNELS],
    held: Vec<Held>,
    ramps: Vec<Ramp>,
}

impl Channels {
    /// Channels for these lanes, of which nothing was told yet.
    pub fn new(lanes: Vec<LanePlan>) -> Self {
        Channels { lanes, ..Channels::default() }
    }

    /// Other music: further notes go by its lanes. What sounds ends where it began.
    pub fn replan(&mut self, lanes: Vec<LanePlan>) {
        self.lanes = lanes;
    }

    /// The receiver knows nothing of what was sent: it is another, or was away.
    pub fn forget(&mut self) {
        self.channels = [Channel::default(); CHANNELS];
        self.held.clear();
        self.ramps.clear();
    }

    /// Whether any note sounds.
    pub fn sounds(&self) -> bool {
        !self.held.is_empty()
    }

    /// A note started or ended.
    pub fn note(&mut self, note: &NoteRecord, out: &mut Vec<Sent>) {
        self.until(note.at, out);
        if note.on {
            self.on(note, out);
        } else if let Some(place) =
            self.held.iter().position(|held| held.lane == note.part && held.note == note.note)
        {
            let held = self.held.remove(place);
            self.off(note.at, held, out);
        }
    }

    fn on(&mut self, note: &NoteRecord, out: &mut Vec<Sent>) {
        if self.held.len() == MOST_HELD || !note.pitch.is_finite() {
            return;
        }
        let key = note.pitch.round().clamp(0.0, 127.0);
        let velocity = note.velocity.round().clamp(1.0, 127.0) as u8;
        let plan = self.lanes.iter().find(|plan| plan.lane == note.part);
        let (own, program) =
            plan.map_or((default_channel(note.part), None), |plan| (plan.channel, plan.program));
        let bend = if own == DRUM_CHANNEL { 0 } else { bend_of(note.pitch - key) };
        let channel = self.channel_for(own, program, bend);
        self.channels[usize::from(channel)].lane = note.part;
        self.prepare(note.at, channel, program, out);
        if !self.is_used(channel) {
            self.bend(note.at, channel, bend, out);
        }
        let key = key as u8;
        if self.held.iter().any(|held| held.channel == channel && held.key == key) {
            out.push(off(note.at, note.part, channel, key));
        }
        let message = MidiMessage::NoteOn { key: u7::new(key), vel: u7::new(velocity) };
        out.push(Sent { at: note.at, lane: note.part, channel, message });
        self.held.push(Held { lane: note.part, note: note.note, channel, key, velocity });
    }

    fn off(&mut self, at: Frames, ended: Held, out: &mut Vec<Sent>) {
        let again = self.held.iter().any(|held| held.channel == ended.channel && held.key == ended.key);
        // The key was struck again meanwhile: the later note ends it.
        if !again {
            out.push(off(at, ended.lane, ended.channel, ended.key));
        }
        if !self.is_used(ended.channel) {
            self.ramps.retain(|ramp| ramp.channel != ended.channel);
        }
    }

    /// A note that sounds glides: as a bend where that reaches and the note has its channel for
    /// itself, else it is struck anew.
    pub fn glide(&mut self, glide: &GlideRecord, out: &mut Vec<Sent>) {
        self.until(glide.at, out);
        let Some(place) =
            self.held.iter().position(|held| held.lane == glide.part && held.note == glide.note)
        else {
            return;
        };
        let held = self.held[place];
        if held.channel == DRUM_CHANNEL || !glide.pitch.is_finite() {
            return;
        }
        let away = glide.pitch - f32::from(held.key);
        let alone = self.held.iter().filter(|other| other.channel == held.channel).count() == 1;
        if away.abs() <= BEND_SEMITONES && alone {
            self.ramps.retain(|ramp| ramp.channel != held.channel);
            self.ramps.push(Ramp {
                channel: held.channel,
                from: self.channels[usize::from(held.channel)].bend,
                to: bend_of(away),
                at: glide.at,
                frames: glide.frames.max(1),
                next: glide.at,
            });
            self.until(glide.at, out);
        } else {
            let held = self.held.remove(place);
            self.off(glide.at, held, out);
            let anew = NoteRecord {
                at: glide.at,
                part: glide.part,
                on: true,
                pitch: glide.pitch,
                velocity: f32::from(held.velocity),
                note: glide.note,
            };
            self.on(&anew, out);
        }
    }

    /// Sends what glides have come to by `now`.
    pub fn until(&mut self, now: Frames, out: &mut Vec<Sent>) {
        let mut ramps = std::mem::take(&mut self.ramps);
        let first = out.len();
        for ramp in &mut ramps {
            let step = (ramp.frames / GLIDE_STEPS).max(1);
            while ramp.next <= now && ramp.next <= ramp.at + ramp.frames {
                let share = (ramp.next - ramp.at) as f64 / ramp.frames as f64;
                let way = f64::from(ramp.to) - f64::from(ramp.from);
                let bend = (f64::from(ramp.from) + way * share).round() as i16;
                self.bend(ramp.next, ramp.channel, bend, out);
                // The last step falls on the end.
                let end = ramp.at + ramp.frames;
                ramp.next = if ramp.next < end { (ramp.next + step).min(end) } else { end + 1 };
            }
        }
        ramps.retain(|ramp| ramp.next <= ramp.at + ramp.frames);
        self.ramps = ramps;
        out[first..].sort_by_key(|sent| sent.at);
    }

    /// Ends every note at `at`, and tells every channel that was used to be silent.
    pub fn all_off(&mut self, at: Frames, out: &mut Vec<Sent>) {
        self.ramps.clear();
        for held in std::mem::take(&mut self.held) {
            out.push(off(at, held.lane, held.channel, held.key));
        }
        for channel in 0..CHANNELS as u8 {
            if self.channels[usize::from(channel)].prepared {
                // All notes off, and the bend back to its middle.
                out.push(controller(at, self.channels[usize::from(channel)].lane, channel, 123, 0));
                self.bend(at, channel, 0, out);
            }
        }
    }

    fn is_used(&self, channel: u8) -> bool {
        self.held.iter().any(|held| held.channel == channel)
    }

    /// The channel for a note bent by `bend`: its lane's own, a borrowed one, or its own in spite
    /// of the bend.
    fn channel_for(&self, own: u8, program: Option<u8>, bend: i16) -> u8 {
        let state = |channel: u8| self.channels[usize::from(channel)];
        let glides = |channel: u8| self.ramps.iter().any(|ramp| ramp.channel == channel);
        let fits = |channel: u8| !self.is_used(channel) || state(channel).bend == bend && !glides(channel);
        if fits(own) || own == DRUM_CHANNEL {
            return own;
        }
        let spare = (0..CHANNELS as u8).filter(|channel| {
            *channel != DRUM_CHANNEL && self.lanes.iter().all(|plan| plan.channel != *channel)
        });
        let usable =
            |channel: &u8| !self.is_used(*channel) || fits(*channel) && state(*channel).program == program;
        // One that sounds with the same bend already, then one that needs to be told least.
        let rank = |channel: &u8| {
            (
                !self.is_used(*channel),
                state(*channel).bend != bend,
                state(*channel).program != program,
                *channel,
            )
        };
        spare.filter(usable).min_by_key(rank).unwrap_or(own)
    }

    fn prepare(&mut self, at: Frames, channel: u8, program: Option<u8>, out: &mut Vec<Sent>) {
        let state = &mut self.channels[usize::from(channel)];
        if !std::mem::replace(&mut state.prepared, true) && channel != DRUM_CHANNEL {
            // Registered parameter 0: the range of the bend; then none, so that nothing else
            // changes it by mistake.
            let range = BEND_SEMITONES as u8;
            for (number, value) in [(101, 0), (100, 0), (6, range), (38, 0), (101, 127), (100, 127)] {
                out.push(controller(at, state.lane, channel, number, value));
            }
        }
        if let Some(wanted) = program
            && state.program != Some(wanted)
        {
            state.program = Some(wanted);
            let message = MidiMessage::ProgramChange { program: u7::new(wanted & 0x7F) };
            out.push(Sent { at, lane: state.lane, channel, message });
        }
    }

    fn bend(&mut self, at: Frames, channel: u8, bend: i16, out: &mut Vec<Sent>) {
        let state = &mut self.channels[usize::from(channel)];
        if state.bend != bend {
            state.bend = bend;
            let message = MidiMessage::PitchBend { bend: PitchBend::from_int(bend) };
            out.push(Sent { at, lane: state.lane, channel, message });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::music::Pitch;
    use proptest::prelude::*;

    /// A receiver that takes a channel's bend for all its keys, as synthesisers do.
    #[derive(Default)]
    struct Receiver {
        bends: [f32; CHANNELS],
        down: Vec<(u8, u8)>,
    }

    impl Receiver {
        fn take(&mut self, sent: &Sent) {
            let channel = sent.channel;
            match sent.message {
                MidiMessage::NoteOn { key, .. } => self.down.push((channel, key.as_int())),
                MidiMessage::NoteOff { key, .. } => {
                    let place = self.down.iter().position(|down| *down == (channel, key.as_int()));
                    assert!(place.is_some(), "an end without a beginning: {sent:?}");
                    self.down.remove(place.unwrap());
                }
                MidiMessage::PitchBend { bend } => {
                    let bend = f32::from(bend.as_int()) / 8192.0 * BEND_SEMITONES;
                    let moved = (self.bends[usize::from(channel)] - bend).abs() > 0.001;
                    assert!(
                        !moved || !self.down.iter().any(|down| down.0 == channel),
                        "a note is bent by another"
                    );
                    self.bends[usize::from(channel)] = bend;
                }
                _ => {}
            }
        }

        fn sounds(&self, pitch: Pitch) -> bool {
            let pitch_of = |down: &(u8, u8)| f32::from(down.1) + self.bends[usize::from(down.0)];
            self.down.iter().any(|down| (pitch_of(down) - pitch).abs() < 0.01)
        }
    }

    fn lanes(count: u8) -> Vec<LanePlan> {
        let lane = |lane| LanePlan {
            lane,
            name: String::new(),
            channel: default_channel(lane),
            program: Some(lane),
        };
        (0..count).map(lane).collect()
    }

    fn record(at: Frames, part: u8, note: u32, pitch: Pitch, on: bool) -> NoteRecord {
        NoteRecord { at, part, on, pitch, velocity: if on { 80.0 } else { 0.0 }, note }
    }

    proptest! {
        /// Whatever is played, in any scale: every note is in tune where it begins and none is
        /// bent while it sounds, and at the end nothing hangs. (Three lanes, four notes at most:
        /// there are channels for all.)
        #[test]
        fn every_note_is_in_tune_and_ends(steps in prop::collection::vec((0_u8..3, 36.0_f32..96.0), 1..60)) {
            let (mut channels, mut receiver) = (Channels::new(lanes(3)), Receiver::default());
            let (mut held, mut out): (Vec<NoteRecord>, _) = (Vec::new(), Vec::new());
            for (number, (part, pitch)) in steps.into_iter().enumerate() {
                let at = number as Frames * 1000;
                if held.len() == 4 {
                    let oldest = held.remove(0);
                    channels.note(&record(at, oldest.part, oldest.note, oldest.pitch, false), &mut out);
                }
                let note = record(at, part, number as u32, pitch, true);
                channels.note(&note, &mut out);
                held.push(note);
                out.drain(..).for_each(|sent| receiver.take(&sent));
                for note in &held {
                    prop_assert!(receiver.sounds(note.pitch), "{} is not heard", note.pitch);
                }
            }
            channels.all_off(1_000_000, &mut out);
            out.iter().for_each(|sent| receiver.take(sent));
            prop_assert!(receiver.down.is_empty() && !channels.sounds());
            prop_assert!(receiver.bends.iter().all(|bend| *bend == 0.0));
        }
    }

    /// A glide within reach of the bend ends on its pitch to the cent; a further one strikes the
    /// note anew; both end.
    #[test]
    fn glides_arrive() {
        for (target, struck) in [(61.5_f32, 1), (67.25, 2)] {
            let (mut channels, mut out) = (Channels::new(lanes(1)), Vec::new());
            channels.note(&record(0, 0, 1, 60.0, true), &mut out);
            channels.glide(&GlideRecord { at: 100, part: 0, note: 1, pitch: target, frames: 4800 }, &mut out);
            channels.until(10_000, &mut out);
            assert!(out.windows(2).all(|pair| pair[0].at <= pair[1].at));
            let ons: Vec<u8> = out
                .iter()
                .filter_map(|sent| match sent.message {
                    MidiMessage::NoteOn { key, .. } => Some(key.as_int()),
                    _ => None,
                })
                .collect();
            assert_eq!(ons.len(), struck);
            let pitch = f32::from(*ons.last().unwrap())
                + f32::from(channels.channels[0].bend) / 8192.0 * BEND_SEMITONES;
            assert!((pitch - target).abs() < 0.01, "{pitch}");
            channels.note(&record(20_000, 0, 1, 60.0, false), &mut out);
            let ends = out.iter().filter(|sent| matches!(sent.message, MidiMessage::NoteOff { .. })).count();
            assert_eq!(ends, struck);
        }
    }
}
