//! Notes of the band: those on their way, those that sound.

use arrayvec::ArrayVec;

use super::grid::{Accent, Hit, Tone};
use super::style::{Instrument, InstrumentSetup};
use super::tones::{self, Voicing};
use crate::music::{Chord, Harmony, LockSet, Pitch};
use crate::play::{NoteId, Velocity};
use crate::time::Frames;

/// Most notes of the band that sound, or wait to, at once.
const MAX_NOTES: usize = 48;
/// How long before its end a note of the bass or a chord is let go, so that the next one
/// speaks, in beats.
const GAP_BEATS: f64 = 0.04;
/// How long a drum's note lasts beyond its cell, in beats: kits ring as they will.
const DRUM_BEATS: f64 = 0.4;

/// Something the band wants to happen to a note, now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BandIntent {
    /// Start a note.
    On {
        /// Who plays it.
        instrument: Instrument,
        /// Its number, unique in the band while it sounds.
        note: NoteId,
        /// Its pitch: a tone of the chord, a step of the scale, or a percussion key.
        pitch: Pitch,
        /// Loudness.
        velocity: Velocity,
    },
    /// Release a note.
    Off {
        /// Who plays it.
        instrument: Instrument,
        /// Its number.
        note: NoteId,
    },
}

/// Intents of one call, in order.
pub type BandIntents = ArrayVec<BandIntent, 128>;

/// A hit that was decided and waits for its moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coming {
    pub(super) at: Frames,
    pub(super) instrument: Instrument,
    pub(super) drum: Pitch,
    pub(super) hit: Hit,
    pub(super) velocity: Velocity,
    /// The beat on which it ends.
    pub(super) end_beat: f64,
}

#[derive(Clone, Copy, Debug)]
struct Note {
    instrument: Instrument,
    note: NoteId,
    pitch: Pitch,
    velocity: Velocity,
    end_beat: f64,
}

/// What sounds and what is about to.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits {
    coming: ArrayVec<Coming, MAX_NOTES>,
    sounding: ArrayVec<Note, MAX_NOTES>,
    voicings: [Voicing; 4],
    bass: Option<Pitch>,
    last_note: NoteId,
}

impl Hits {
    /// Plays `coming` at its moment; left out where too much waits.
    pub(super) fn plan(&mut self, coming: Coming) {
        let _ = self.coming.try_push(coming);
    }

    /// The moment of the next hit.
    pub(super) fn next_hit(&self) -> Option<Frames> {
        self.coming.iter().map(|coming| coming.at).min()
    }

    /// The beat on which the next note ends.
    pub(super) fn next_end(&self) -> Option<f64> {
        self.sounding.iter().map(|note| note.end_beat).min_by(f64::total_cmp)
    }

    /// Forgets everything: it was silenced elsewhere.
    pub(super) fn forget(&mut self) {
        *self = Hits { last_note: self.last_note, ..Hits::default() };
    }

    /// The beats were counted anew: what sounds ends on `beat`, what was about to is dropped.
    pub(super) fn end_all_on(&mut self, beat: f64) {
        self.coming.clear();
        self.sounding.iter_mut().for_each(|note| note.end_beat = beat);
    }

    /// Ends the notes whose beat has come.
    pub(super) fn end_due(&mut self, beat: f64, out: &mut BandIntents) {
        self.end_where(|note| note.end_beat <= beat, out);
    }

    fn end_where(&mut self, ends: impl Fn(&Note) -> bool, out: &mut BandIntents) {
        // What finds no room in this call ends in the next one: it is due still.
        while !out.is_full()
            && let Some(place) = self.sounding.iter().position(&ends)
        {
            let note = self.sounding.remove(place);
            out.push(BandIntent::Off { instrument: note.instrument, note: note.note });
        }
    }

    /// Plays the first hit that is due at `now`; says whether there was one.
    pub(super) fn play_due(
        &mut self,
        now: Frames,
        setup: &[Option<InstrumentSetup>; 4],
        harmony: &Harmony,
        next: Option<&Chord>,
        out: &mut BandIntents,
    ) -> bool {
        let Some(place) = self.coming.iter().position(|coming| coming.at <= now) else { return false };
        let coming = self.coming.remove(place);
        let Some(setup) = &setup[coming.instrument.index()] else { return true };
        match coming.instrument {
            Instrument::Drums => {
                self.end_where(|note| note.instrument == Instrument::Drums && note.pitch == coming.drum, out);
                self.start(&coming, coming.drum, coming.end_beat + DRUM_BEATS, out);
            }
            Instrument::Bass => {
                let pitch = tones::bass(coming.hit.tone, harmony, next, setup.register, self.bass);
                self.end_where(|note| note.instrument == Instrument::Bass, out);
                self.bass = Some(pitch);
                self.start(&coming, pitch, coming.end_beat - GAP_BEATS, out);
            }
            Instrument::Chords => self.chord(&coming, setup, harmony, out),
            Instrument::Pad => self.chord(&coming, setup, harmony, out),
        }
        true
    }

    fn chord(&mut self, coming: &Coming, setup: &InstrumentSetup, harmony: &Harmony, out: &mut BandIntents) {
        let who = coming.instrument;
        let voicing = tones::voicing(harmony, setup.register, setup.voices, &self.voicings[who.index()]);
        self.voicings[who.index()] = voicing.clone();
        match coming.hit.tone {
            Tone::Voice(voice) => {
                let Some(&pitch) = voicing.get(usize::from(voice).min(voicing.len().saturating_sub(1)))
                else {
                    return;
                };
                let clashes = |note: &Note| note.pitch == pitch || !voicing.contains(&note.pitch);
                self.end_where(|note| note.instrument == who && clashes(note), out);
                self.start(coming, pitch, coming.end_beat - GAP_BEATS, out);
            }
            _ if who == Instrument::Pad => self.spread(coming, &voicing, out),
            _ => {
                self.end_where(|note| note.instrument == who, out);
                for &pitch in &voicing {
                    self.start(coming, pitch, coming.end_beat - GAP_BEATS, out);
                }
            }
        }
    }

    /// The pad's way from chord to chord: common tones sound on, the others move.
    fn spread(&mut self, coming: &Coming, voicing: &Voicing, out: &mut BandIntents) {
        let who = coming.instrument;
        self.end_where(|note| note.instrument == who && !voicing.contains(&note.pitch), out);
        for &pitch in voicing {
            let held = self.sounding.iter_mut().find(|note| note.instrument == who && note.pitch == pitch);
            match held {
                Some(note) => note.end_beat = coming.end_beat,
                None => self.start(coming, pitch, coming.end_beat, out),
            }
        }
    }

    fn start(&mut self, coming: &Coming, pitch: Pitch, end_beat: f64, out: &mut BandIntents) {
        if out.is_full() || self.sounding.is_full() {
            return;
        }
        self.last_note = self.last_note.wrapping_add(1);
        let (instrument, note, velocity) = (coming.instrument, self.last_note, coming.velocity);
        out.push(BandIntent::On { instrument, note, pitch, velocity });
        self.sounding.push(Note { instrument, note, pitch, velocity, end_beat });
    }

    /// Another chord came while notes sound: what does not belong to it ends; bass and pad
    /// take up the new one where their notes had longer than `worth_beats` to go and nothing
    /// of theirs is about to sound within `soon` frames anyway.
    pub(super) fn follow(
        &mut self,
        now: Frames,
        beat: f64,
        soon: Frames,
        setup: &[Option<InstrumentSetup>; 4],
        harmony: &Harmony,
        out: &mut BandIntents,
    ) {
        const WORTH_BEATS: f64 = 0.5;
        let set = LockSet::chord(harmony);
        for who in [Instrument::Bass, Instrument::Chords, Instrument::Pad] {
            let clashes = |note: &Note| note.instrument == who && !set.contains(note.pitch);
            let Some(longest) = self
                .sounding
                .iter()
                .filter(|note| clashes(note))
                .max_by(|one, other| one.end_beat.total_cmp(&other.end_beat))
            else {
                continue;
            };
            let Note { velocity, end_beat, .. } = *longest;
            self.end_where(clashes, out);
            let about_to =
                self.coming.iter().any(|coming| coming.instrument == who && coming.at <= now + soon);
            if who == Instrument::Chords
                || about_to
                || end_beat - beat < WORTH_BEATS
                || setup[who.index()].is_none()
            {
                continue;
            }
            let hit = Hit { tone: Tone::All, accent: Accent::Plain, cells: 1 };
            self.plan(Coming {
                at: now,
                instrument: who,
                drum: 0.0,
                hit,
                velocity: velocity * 0.92,
                end_beat,
            });
        }
    }
}
