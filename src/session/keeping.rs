//! What is kept of live play, and what is handed on: recording, journal, notes, MIDI.

use std::collections::BTreeMap;

use super::error::SessionError;
use super::keep::Keep;
use super::kept_files::{Fetched, KeptFiles};
use super::last_played::LastPlayed;
use super::midi_lanes::{LanePlan, plan};
use super::midi_out::MidiOut;
use super::recorder::Recorder;
use super::stem_recorder::StemRecorder;
use crate::engine::{Command, Music, MusicSetup, Notice};
use crate::input::trace::{Header, TraceCommand};
use crate::live::{Alert, Live};

/// A command on its way, and what begins with it.
struct Sent {
    written: TraceCommand,
    lanes: Option<Vec<LanePlan>>,
}

/// The files of one live play.
pub(super) struct Keeping {
    keep: Keep,
    pub(super) recorder: Option<Recorder>,
    pub(super) last: LastPlayed,
    stems: Option<StemRecorder>,
    files: KeptFiles,
    midi_out: Option<MidiOut>,
    /// What plays now: a new engine plays it from its beginning.
    header: Header,
    lanes: Vec<LanePlan>,
    /// Commands that were sent and have not taken effect yet, by number.
    sent: BTreeMap<u64, Sent>,
    /// Commands that took effect before it was known which they were.
    applied: Vec<(u64, u64)>,
    engine_rebuilds: u32,
    said: Vec<String>,
    error: Option<SessionError>,
}

impl Keeping {
    /// Begins to keep and to hand on what `live` plays from its first frame on. `first` are the
    /// commands that hold from there, as the journal writes them.
    pub(super) fn start(
        keep: &Keep,
        live: &mut Live,
        header: Header,
        setup: &MusicSetup,
        midi_out: Option<MidiOut>,
        first: Vec<TraceCommand>,
    ) -> Result<Self, SessionError> {
        let status = live.status();
        let recorder = live.tap().map(|tap| Recorder::start(keep.record.as_deref(), tap)).transpose()?;
        let lanes = plan(setup);
        let stems = match (&keep.stems, live.stems()) {
            (Some(folder), Some(tap)) => Some(StemRecorder::start(folder, tap, &lanes)?),
            _ => None,
        };
        let files = KeptFiles::open(keep, 1, status.output.rate_hz, &header, &lanes)?;
        let tells_clock = first.contains(&TraceCommand::ClockOut(true));
        let what = if tells_clock { "MIDI and its clock go" } else { "MIDI goes" };
        let said = midi_out.iter().map(|out| format!("{what} to “{}”.", out.name())).collect();
        let sent = first.into_iter().map(|written| Sent { written, lanes: None });
        Ok(Keeping {
            keep: keep.clone(),
            recorder,
            last: LastPlayed::new(status.output.rate_hz, &header, &lanes),
            stems,
            files,
            midi_out,
            header,
            lanes,
            sent: (0..).zip(sent).collect(),
            applied: Vec::new(),
            engine_rebuilds: status.engine_rebuilds,
            said,
            error: None,
        })
    }

    /// Sends a command and remembers it for the journal. Says whether there was room.
    pub(super) fn send(&mut self, live: &Live, command: Command, written: TraceCommand) -> bool {
        self.send_with(live, command, Sent { written, lanes: None })
    }

    /// Sends other music, the preset `id` with this fingerprint. Says whether there was room.
    pub(super) fn send_music(
        &mut self,
        live: &Live,
        music: Box<Music>,
        id: &str,
        fingerprint: &str,
        setup: &MusicSetup,
    ) -> bool {
        let lanes = plan(setup);
        let sent = Sent { written: TraceCommand::Preset(id.to_owned()), lanes: Some(lanes.clone()) };
        let fits = self.send_with(live, Command::Music(music), sent);
        if fits {
            if let Some(out) = &self.midi_out {
                out.plan(lanes.clone());
            }
            self.lanes = lanes;
            self.header.preset = Some(fingerprint.to_owned());
            self.header.seed = Some(setup.seed);
        }
        fits
    }

    /// Sends a change of the music, which is `setup` then. Says whether there was room.
    pub(super) fn send_change(
        &mut self,
        live: &Live,
        command: Command,
        written: TraceCommand,
        setup: &MusicSetup,
    ) -> bool {
        let rebuilds = matches!(&command, Command::Revise(revision) if revision.rebuilds());
        let lanes = rebuilds.then(|| plan(setup));
        let fits = self.send_with(live, command, Sent { written, lanes: lanes.clone() });
        if fits && let Some(lanes) = lanes {
            if let Some(out) = &self.midi_out {
                out.plan(lanes.clone());
            }
            self.lanes = lanes;
        }
        fits
    }

    /// The file of who plays has this fingerprint from now on.
    pub(super) fn played_by(&mut self, fingerprint: String) {
        self.header.person = Some(fingerprint);
    }

    fn send_with(&mut self, live: &Live, command: Command, sent: Sent) -> bool {
        match live.command(command) {
            Ok(number) => {
                self.sent.insert(number, sent);
                true
            }
            Err(_) => false,
        }
    }

    /// Writes what happened since the last call, and hands it on.
    pub(super) fn round(&mut self, live: &mut Live) -> Fetched {
        let mut fetched = Fetched::default();
        self.fetch(live, &mut fetched);
        let status = live.status();
        let is_anew = status.engine_rebuilds != self.engine_rebuilds;
        if is_anew {
            // Whatever the old engine had to say was there before this was known.
            self.fetch(live, &mut fetched);
        }
        let written = self.files.write(&fetched);
        self.note(written);
        self.last.push(&fetched);
        if is_anew {
            self.engine_rebuilds = status.engine_rebuilds;
            self.begin_files(status.output.rate_hz);
        }
        fetched
    }

    fn fetch(&mut self, live: &mut Live, fetched: &mut Fetched) {
        for number in live.soft_starts() {
            self.sent.insert(number, Sent { written: TraceCommand::SoftStart, lanes: None });
        }
        for notice in live.notices() {
            match notice {
                Notice::CommandApplied { at, number } => self.applied.push((at, number)),
                Notice::Tempo(mark) => fetched.tempos.push(mark),
                other => fetched.notices.push(other),
            }
        }
        fetched.timings.extend(live.timings());
        fetched.applied.extend(live.applied());
        fetched.notes.extend(live.notes());
        fetched.glides.extend(live.glides());
        let sent = &mut self.sent;
        self.applied.retain(|(at, number)| match sent.remove(number) {
            Some(known) => {
                fetched.commands.push((*at, known.written));
                fetched.lanes.extend(known.lanes.map(|lanes| (*at, lanes)));
                false
            }
            None => true,
        });
    }

    /// An engine that was built anew counts frames from 0: files of its own go on with it.
    fn begin_files(&mut self, rate_hz: u32) {
        self.applied.clear();
        self.last = LastPlayed::new(rate_hz, &self.header, &self.lanes);
        let cut = self.files.cut();
        self.note(cut);
        let number = self.engine_rebuilds + 1;
        match KeptFiles::open(&self.keep, number, rate_hz, &self.header, &self.lanes) {
            Ok(files) => {
                let old = std::mem::replace(&mut self.files, files);
                let names = self.files.names();
                if !names.is_empty() {
                    self.said.push(format!(
                        "The instrument was set up anew for this output. What was kept is whole, and goes on in {}.",
                        names.join(", ")
                    ));
                }
                let finished = old.finish();
                self.note(finished);
            }
            Err(error) => self.note(Err(error)),
        }
    }

    fn note(&mut self, result: Result<(), SessionError>) {
        if let Err(error) = result {
            self.error.get_or_insert(error);
        }
    }

    /// What people should know since the last call.
    pub(super) fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }

    /// Alerts of what is handed on, since the last call.
    pub(super) fn alerts(&self) -> Vec<Alert> {
        self.midi_out.as_ref().map_or_else(Vec::new, MidiOut::alerts)
    }

    /// What went wrong since the last call.
    pub(super) fn check(&mut self) -> Result<(), SessionError> {
        self.error.take().map_or(Ok(()), Err)
    }

    /// Writes what is left and closes every file; other instruments fall silent.
    pub(super) fn finish(mut self, live: &mut Live) -> Result<(), SessionError> {
        self.round(live);
        drop(self.midi_out.take());
        let mut result = self.check();
        if let Some(recorder) = self.recorder.take() {
            result = result.and(recorder.finish().map(drop).map_err(SessionError::from));
        }
        if let Some(stems) = self.stems.take() {
            result = result.and(stems.finish().map_err(SessionError::from));
        }
        result.and(self.files.finish())
    }
}
