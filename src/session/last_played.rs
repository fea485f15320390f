//! What was played in the last five minutes, to be kept as notes and as a trace afterwards.

use std::collections::VecDeque;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use super::journal::Journal;
use super::kept_files::Fetched;
use super::last_minutes::KEPT_S;
use super::midi_file::Score;
use super::midi_lanes::LanePlan;
use crate::engine::{Applied, GlideRecord, NoteRecord, TempoMark};
use crate::input::RoleEvent;
use crate::input::trace::{Header, TraceCommand};
use crate::time::Frames;

/// Most that is remembered: more than any hand plays in five minutes; a stick that never rests is
/// remembered for less.
const MOST: usize = 100_000;

#[derive(Clone, Debug)]
enum Played {
    Applied(Applied),
    Command(TraceCommand),
    Lanes(Vec<LanePlan>),
    Note(NoteRecord),
    Glide(GlideRecord),
    Tempo(TempoMark),
}

/// Everything of the last five minutes, as long as one engine counts the frames.
#[derive(Debug)]
pub(super) struct LastPlayed {
    rate_hz: u32,
    /// What held where it begins.
    header: Header,
    lanes: Vec<LanePlan>,
    tempo: Option<TempoMark>,
    played: VecDeque<(Frames, Played)>,
}

impl LastPlayed {
    /// Nothing yet, of music with these lanes.
    pub(super) fn new(rate_hz: u32, header: &Header, lanes: &[LanePlan]) -> Self {
        LastPlayed {
            rate_hz,
            header: Header { rate_hz: Some(rate_hz), ..header.clone() },
            lanes: lanes.to_vec(),
            tempo: None,
            played: VecDeque::new(),
        }
    }

    /// What happened since the last call.
    pub(super) fn push(&mut self, fetched: &Fetched) {
        let commands = fetched.commands.iter().map(|(at, command)| (*at, Played::Command(command.clone())));
        let lanes = fetched.lanes.iter().map(|(at, lanes)| (*at, Played::Lanes(lanes.clone())));
        let tempos = fetched.tempos.iter().map(|mark| (mark.at, Played::Tempo(*mark)));
        let applied = fetched.applied.iter().map(|applied| (applied.event.at, Played::Applied(*applied)));
        let notes = fetched.notes.iter().map(|note| (note.at, Played::Note(*note)));
        let glides = fetched.glides.iter().map(|glide| (glide.at, Played::Glide(*glide)));
        let mut all: Vec<_> =
            commands.chain(lanes).chain(tempos).chain(applied).chain(notes).chain(glides).collect();
        all.sort_by_key(|(at, _)| *at);
        let newest = all.last().map_or(0, |(at, _)| *at);
        self.played.extend(all);
        let from = newest.saturating_sub(KEPT_S * u64::from(self.rate_hz));
        while self.played.len() > MOST || self.played.front().is_some_and(|(at, _)| *at < from) {
            self.forget_first();
        }
    }

    fn forget_first(&mut self) {
        match self.played.pop_front() {
            Some((_, Played::Lanes(lanes))) => {
                self.lanes = lanes;
                // Which file it was, is in the commands of earlier minutes.
                (self.header.preset, self.header.seed) = (None, None);
            }
            Some((_, Played::Tempo(mark))) => self.tempo = Some(mark),
            _ => {}
        }
    }

    /// Writes what was played from `from` on: a MIDI file and a trace, whose time begins there.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub(super) fn write(&self, from: Frames, midi: &Path, trace: &Path) -> std::io::Result<()> {
        let mut score = Score::default();
        score.lanes(0, self.lanes.clone());
        let mut journal = Journal::new(BufWriter::new(File::create(trace)?), &self.header)?;
        if let Some(mark) = self.tempo {
            score.tempo(&TempoMark { at: 0, ..mark });
            journal.command(0, TraceCommand::Tempo(mark.tempo_bpm))?;
        }
        let mut sounding: Vec<(u8, u32)> = Vec::new();
        for (at, played) in self.played.iter().filter(|(at, _)| *at >= from) {
            let at = at - from;
            match played {
                Played::Applied(applied) => {
                    journal.applied(&Applied { event: RoleEvent { at, ..applied.event }, ..*applied })?;
                }
                Played::Command(command) => journal.command(at, command.clone())?,
                Played::Lanes(lanes) => score.lanes(at, lanes.clone()),
                Played::Note(note) => {
                    let id = (note.part, note.note);
                    if note.on {
                        sounding.push(id);
                    } else if !sounding.contains(&id) {
                        // It began before.
                        continue;
                    } else {
                        sounding.retain(|other| *other != id);
                    }
                    score.note(&NoteRecord { at, ..*note });
                }
                Played::Glide(glide) => score.glide(&GlideRecord { at, ..*glide }),
                Played::Tempo(mark) => score.tempo(&TempoMark { at, ..*mark }),
            }
        }
        journal.finish()?;
        score.write(midi, f64::from(self.rate_hz))
    }
}
