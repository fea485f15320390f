//! Music that takes over from music that plays: what has not changed plays on in it.

use arrayvec::ArrayVec;

use super::lane::{Lane, Sounding};
use super::part::Playing;
use super::{MAX_PARTS, Music, Sink};
use crate::play::ScanTiming;
use crate::sound::Synth;
use crate::time::{Frames, Metre, Swing};

/// What goes on of a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct PartCarried {
    /// Its mode, with all that it remembers.
    pub(super) mode: bool,
    /// Its voices and effects.
    pub(super) sound: bool,
}

/// What goes on of music that another takes over from. Room, place, tempo and band always do.
#[derive(Clone, Debug)]
pub(super) struct Carried {
    pub(super) parts: ArrayVec<PartCarried, MAX_PARTS>,
    pub(super) leader: bool,
    pub(super) chords: bool,
    /// A count-in, taps, a clock that is followed.
    pub(super) timing: bool,
}

impl Carried {
    pub(super) fn is_everything(&self) -> bool {
        self.leader && self.chords && self.timing && self.parts.iter().all(|part| part.mode && part.sound)
    }
}

/// Exchanges two lanes and their voices.
fn trade(own: (&mut Lane, &mut Synth), other: (&mut Lane, &mut Synth)) {
    own.0.trade(other.0);
    own.1.exchange(own.0.voice(), other.1, other.0.voice());
}

impl Music {
    /// Takes over from `old`, which plays, what is `carried`, at its place in the music. What is
    /// left in `old` was ended and rings out there.
    pub(super) fn take_over(&mut self, now: Frames, old: &mut Music, carried: &Carried, sink: &mut dyn Sink) {
        for (number, carried) in carried.parts.iter().enumerate() {
            self.take_part(now, old, (number, *carried), sink);
        }
        self.take_leader(now, old, carried.leader, sink);
        if let (Some(own), Some(theirs)) = (&mut self.backing, &mut old.backing) {
            own.trade(theirs);
            for (lane, other) in own.lanes_mut().zip(theirs.lanes_mut()) {
                self.synth.exchange(lane.voice(), &mut old.synth, other.voice());
            }
        }
        std::mem::swap(&mut self.room, &mut old.room);
        self.transport.clone_from(&old.transport);
        let written = self.harmony;
        self.harmony = old.harmony;
        if carried.chords {
            std::mem::swap(&mut self.progression, &mut old.progression);
            self.home = old.home;
        } else {
            let place = self.progression.go_on_from(&old.progression, self.transport.beat_at(now));
            self.harmony.chord = place.unwrap_or(written.chord);
        }
        if carried.timing {
            std::mem::swap(&mut self.timing, &mut old.timing);
        }
        self.pressing = old.pressing;
    }

    fn take_part(
        &mut self,
        now: Frames,
        old: &mut Music,
        (number, carried): (usize, PartCarried),
        sink: &mut dyn Sink,
    ) {
        let (fresh, was) = (&mut self.parts[number], &mut old.parts[number]);
        let held = was.lane.held();
        if !carried.mode || !carried.sound {
            let mut sound = Sounding { synth: &mut old.synth, a4_hz: old.a4_hz, rate_hz: old.rate_hz };
            if carried.mode {
                was.lane.silence(now, &mut sound, sink);
            } else {
                was.silence(now, &mut sound, sink);
            }
        }
        if carried.mode {
            fresh.trade_mode(was);
        }
        if carried.sound {
            trade((&mut fresh.lane, &mut self.synth), (&mut was.lane, &mut old.synth));
        } else {
            fresh.lane.mix.set_out_from(&was.lane.mix);
            if carried.mode {
                // What its player holds is heard at once as it sounds from now on.
                let mut sound = Sounding { synth: &mut self.synth, a4_hz: self.a4_hz, rate_hz: self.rate_hz };
                fresh.lane.go_on(now, &held, &mut sound, sink);
            }
        }
    }

    fn take_leader(&mut self, now: Frames, old: &mut Music, carried: bool, sink: &mut dyn Sink) {
        if carried {
            std::mem::swap(&mut self.leader, &mut old.leader);
            if let (Some(own), Some(theirs)) = (&mut self.leader, &mut old.leader) {
                own.lane.trade_places(&mut theirs.lane);
                self.synth.exchange(own.lane.voice(), &mut old.synth, theirs.lane.voice());
            }
        } else if let Some(leader) = &mut old.leader {
            let mut sound = Sounding { synth: &mut old.synth, a4_hz: old.a4_hz, rate_hz: old.rate_hz };
            leader.silence(now, &mut sound, sink);
            if let Some(fresh) = &mut self.leader {
                fresh.lane.mix.set_out_from(&leader.lane.mix);
            }
        }
    }

    /// Who plays each part from now on.
    pub(super) fn play_by(&mut self, now: Frames, playing: &[Playing], sink: &mut dyn Sink) {
        let mut sound = Sounding { synth: &mut self.synth, a4_hz: self.a4_hz, rate_hz: self.rate_hz };
        for (part, playing) in self.parts.iter_mut().zip(playing) {
            part.play_by(now, playing, &mut sound, sink);
        }
    }

    /// Other tempo, swing and metre, where they are given; the place stays.
    pub(super) fn change_time(
        &mut self,
        now: Frames,
        scan: &ScanTiming,
        (tempo_bpm, swing, metre): (Option<f64>, Option<Swing>, Option<Metre>),
        sink: &mut dyn Sink,
    ) {
        if let Some(swing) = swing {
            self.transport.set_swing(swing);
        }
        if let Some(metre) = metre {
            self.transport.set_metre(now, metre);
            self.seek_chord(self.transport.beat_at(now));
        }
        if let Some(tempo_bpm) = tempo_bpm {
            self.transport.set_tempo(now, tempo_bpm);
        }
        if tempo_bpm.is_some() || swing.is_some() || metre.is_some() {
            self.retime(now, scan, sink);
        }
    }
}
