//! What a session writes down as it goes: what was set, and changes that nobody has kept yet.
//!
//! Both are written soon after they changed, and at most once in [`PACE`], by the time of the
//! session's rounds: a crash costs a moment of them, and a hand on a fader wears out no disk.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::drafts::Drafts;
use super::ending::{Mark, is_running};
use super::news::{not_remembered, restored};
use super::pen::Pen;
use super::running::Session;
use super::settings::Settings;
use crate::input::trace::TraceCommand;
use crate::input::{DeskCommand, DeskEdit};
use crate::live::Alert;

/// From one writing to the next.
pub const PACE: Duration = Duration::from_secs(1);

/// What is written down, and where.
#[derive(Debug, Default)]
pub(super) struct Notebook {
    settings: Option<PathBuf>,
    /// Beside the settings: `unsaved.toml`.
    drafts: Option<PathBuf>,
    /// What the files hold.
    saved: Settings,
    written: Drafts,
    /// Changes of pieces and persons that are not played now.
    pub(super) away: Drafts,
    pen: Pen,
    settings_written: Option<Instant>,
    drafts_looked_at: Option<Instant>,
    /// Drafts that were restored are not written anew before it is time to: a change that brings the
    /// program down at once is not there the next time.
    waits: bool,
    /// It was told that something cannot be written.
    told: bool,
    /// That this session runs; it goes with the session.
    mark: Option<Mark>,
    /// The session before ended badly.
    pub(super) crashed: bool,
}

impl Notebook {
    /// A notebook beside `settings`, with what was not kept the last time. Where another session of
    /// the same user runs, changes that were not kept are that one's.
    pub(super) fn open(settings: Option<PathBuf>, saved: &Settings) -> Self {
        let beside = |name: &str| settings.as_ref().map(|path| path.with_file_name(name));
        let (mark, crashed) = beside("running")
            .map(|path| Mark::set(&path, std::process::id(), is_running))
            .map_or((None, false), |(mark, crashed)| (Some(mark), crashed));
        let is_alone = mark.as_ref().is_none_or(|mark| !mark.is_beside());
        let drafts = beside("unsaved.toml").filter(|_| is_alone);
        let away = drafts.as_deref().map(Drafts::take).unwrap_or_default();
        let waits = !away.is_empty();
        Notebook { settings, drafts, saved: saved.clone(), away, waits, mark, crashed, ..Notebook::default() }
    }

    /// Has settings written that have changed, where it is time to.
    fn write_settings(&mut self, now: Instant, settings: &Settings) {
        if self.saved == *settings || !is_due(self.settings_written, now) {
            return;
        }
        self.settings_written = Some(now);
        self.saved = settings.clone();
        if let Some(path) = self.settings.clone() {
            let settings = settings.clone();
            self.pen.write(move || settings.save(&path));
        }
    }

    /// Whether it is time to look for changes that nobody has kept.
    fn looks_at_drafts(&mut self, now: Instant) -> bool {
        if std::mem::take(&mut self.waits) {
            self.drafts_looked_at = Some(now);
        }
        let looks = is_due(self.drafts_looked_at, now);
        if looks {
            self.drafts_looked_at = Some(now);
        }
        looks
    }

    /// Has these changes written, where the file has others.
    fn write_drafts(&mut self, drafts: Drafts) {
        if self.written == drafts {
            return;
        }
        self.written = drafts.clone();
        if let Some(path) = self.drafts.clone() {
            self.pen.write(move || drafts.save(&path));
        }
    }

    /// The session ends: what was set stays, and what was not kept is there the next time.
    pub(super) fn close(self, settings: &Settings, drafts: &Drafts) -> std::io::Result<()> {
        // What is being written is older.
        drop(self.pen);
        self.settings.as_deref().map_or(Ok(()), |path| settings.save(path))?;
        if let Some(path) = &self.drafts {
            Drafts::forget(path)?;
            drafts.save(path)?;
        }
        // Only now it has ended well.
        drop(self.mark);
        Ok(())
    }
}

/// Whether it is long enough since the last time.
fn is_due(last: Option<Instant>, now: Instant) -> bool {
    last.is_none_or(|last| now.saturating_duration_since(last) >= PACE)
}

impl Session {
    /// What is remembered from one time to the next.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes what is remembered; it is written soon.
    pub fn remember(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
    }

    /// Whether the session before ended badly.
    pub fn crashed(&self) -> bool {
        self.notebook.crashed
    }

    /// Has written down what has changed; to be called in every round.
    pub(super) fn write_down(&mut self, now: Instant) -> Option<Alert> {
        self.notebook.write_settings(now, &self.settings);
        if self.notebook.looks_at_drafts(now) {
            let drafts = self.drafts();
            self.notebook.write_drafts(drafts);
        }
        let error = self.notebook.pen.failure()?;
        (!std::mem::replace(&mut self.notebook.told, true)).then(|| not_remembered(error))
    }

    /// All changes that nobody has kept.
    pub(super) fn drafts(&self) -> Drafts {
        let mut drafts = self.notebook.away.clone();
        let (music, person) = (self.music_draft(), self.person_edits.clone());
        if !music.is_empty() {
            drafts.presets.insert(self.playing.clone(), music);
        }
        if !person.is_empty() {
            drafts.persons.insert(self.person_id.clone(), person);
        }
        drafts
    }

    /// Changes of the music that its file does not have, those that are still to be made again
    /// with them.
    fn music_draft(&self) -> Vec<DeskEdit> {
        let again = self.changes_again.iter().filter_map(|change| match change {
            TraceCommand::Desk(DeskCommand::Edit(edit)) => Some(edit),
            _ => None,
        });
        let edits: Vec<&DeskEdit> =
            self.music.edits().chain(again).filter(|edit| edit.is_of_the_piece()).collect();
        let kept: Vec<&DeskEdit> = self.kept_edits.iter().collect();
        // What was taken back after it was kept has no edit of its own.
        edits.strip_prefix(kept.as_slice()).unwrap_or(&edits).iter().map(|edit| (*edit).clone()).collect()
    }

    /// The piece that plays is left, with what was changed of it.
    pub(super) fn put_music_away(&mut self) {
        let draft = self.music_draft();
        if !draft.is_empty() {
            self.notebook.away.presets.insert(self.playing.clone(), draft);
        }
    }

    /// Makes the changes again that were made to the piece when it was played before.
    pub(super) fn bring_music_back(&mut self) {
        let edits = self.notebook.away.presets.remove(&self.playing).unwrap_or_default();
        self.changes_again.extend(edits.into_iter().map(|edit| TraceCommand::Desk(DeskCommand::Edit(edit))));
    }

    /// Whoever played is left, with what was changed of them.
    pub(super) fn put_person_away(&mut self) {
        let draft = self.person_edits.clone();
        if !draft.is_empty() {
            self.notebook.away.persons.insert(self.person_id.clone(), draft);
        }
    }

    /// Makes the changes again that were made to whoever plays.
    pub(super) fn bring_person_back(&mut self) {
        for edit in self.notebook.away.persons.remove(&self.person_id).unwrap_or_default() {
            // What cannot be any more is left out.
            let _ = self.edit_person(&edit);
        }
    }

    /// Brings back what was not kept the last time, and says so.
    pub(super) fn restore(&mut self) {
        if self.notebook.away.is_empty() {
            return;
        }
        let away = &self.notebook.away;
        let music = away.presets.keys().map(|preset| self.name_of_piece(preset));
        let names: Vec<String> = music.chain(away.persons.keys().map(|name| plain(name))).collect();
        self.lacks.push(restored(&names.join(", ")));
        self.bring_person_back();
        self.bring_music_back();
    }

    fn name_of_piece(&self, preset: &str) -> String {
        if preset == self.playing { self.music_name() } else { plain(preset) }
    }
}

/// The name of a file for people: `calm night`.
fn plain(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.split('.').next().unwrap_or(name).replace(['-', '_'], " ")
}
