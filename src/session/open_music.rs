//! The music that plays, as it has been changed since it was opened, and the way back.
//!
//! Live play and replays both turn commands of traces into commands of the engine here, in
//! their order: so what was changed, and what was taken back, replays to the same sound.

use std::sync::Arc;

use super::arranging::{arrange, first};
use super::opening;
use crate::engine::{Arrangement, Command, MusicSetup, Revision};
use crate::input::trace::TraceCommand;
use crate::input::{DeskCommand, DeskEdit};
use crate::person::PersonSheet;
use crate::preset::Catalogue;

/// Changes that can be taken back.
pub const UNDO_STEPS: usize = 20;

/// The music that plays, and what was done to it.
///
/// A clone is cheap: what is heavy is shared.
#[derive(Clone)]
pub struct OpenMusic {
    catalogue: Arc<Catalogue>,
    now: Arc<Arrangement>,
    /// Who plays, where that is known.
    person: Option<Arc<PersonSheet>>,
    done: Vec<Done>,
    /// Changes taken back, the last one last.
    undone: Vec<(DeskEdit, Arc<Arrangement>)>,
    /// What is said of the last command.
    said: String,
}

/// A change that was made.
#[derive(Clone)]
struct Done {
    edit: DeskEdit,
    /// The music before it; none where it is too long ago to be taken back.
    before: Option<Arc<Arrangement>>,
}

impl OpenMusic {
    /// Music as it was opened, at a master level in dB.
    pub fn new(catalogue: Catalogue, setup: MusicSetup, master_db: f32) -> Self {
        OpenMusic {
            catalogue: Arc::new(catalogue),
            now: Arc::new(Arrangement::new(setup, master_db)),
            person: None,
            done: Vec::new(),
            undone: Vec::new(),
            said: String::new(),
        }
    }

    /// The same, played by somebody.
    #[must_use]
    pub fn played_by(mut self, person: PersonSheet) -> Self {
        self.person = Some(Arc::new(person));
        self
    }

    /// Who plays, where that is known.
    pub fn person(&self) -> Option<&PersonSheet> {
        self.person.as_deref()
    }

    /// Other music is opened; what was done to the music before is done with.
    pub fn open(&mut self, setup: MusicSetup) {
        self.now = Arc::new(Arrangement::new(setup, self.now.master_db));
        self.done.clear();
        self.undone.clear();
    }

    /// The music as it is now.
    pub fn arrangement(&self) -> &Arrangement {
        &self.now
    }

    /// Changes since the music was opened, in their order, those taken back left out.
    pub fn edits(&self) -> impl Iterator<Item = &DeskEdit> {
        self.done.iter().map(|done| &done.edit)
    }

    /// Whether something can be taken back.
    pub fn can_undo(&self) -> bool {
        self.done.last().is_some_and(|done| done.before.is_some())
    }

    /// Whether something that was taken back can be made again.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// What was said of the last change: “Melody: Flute.”
    pub fn said(&self) -> &str {
        &self.said
    }

    /// The engine's command for one of a trace, at `rate_hz`. What it changes is changed here.
    ///
    /// # Errors
    /// A sentence that says why it cannot be done; nothing is changed then.
    pub fn command(&mut self, command: &TraceCommand, rate_hz: f64) -> Result<Command, String> {
        match command {
            TraceCommand::Desk(command) => self.desk(command, rate_hz),
            TraceCommand::Preset(id) => {
                let opened = opening::preset(&self.catalogue, id).map_err(first)?;
                let music = opening::build(&opened.content.setup, rate_hz)?;
                self.open(opened.content.setup);
                Ok(Command::Music(music))
            }
            TraceCommand::Person(id) => {
                let person = opening::sheet(&self.catalogue, id).map_err(first)?;
                self.play_by(person, rate_hz)
            }
            TraceCommand::Body(edit) => {
                let person = self.person.as_ref().ok_or("It is not known who plays.")?;
                let person = person.edited(edit)?;
                self.play_by(person, rate_hz)
            }
            other => {
                let command = opening::command(&self.catalogue, other, rate_hz)?;
                self.note(other);
                Ok(command)
            }
        }
    }

    /// What another command than of the desk does to the music. It is not taken back with a
    /// change that was made before it.
    pub fn note(&mut self, command: &TraceCommand) {
        let edit = match command {
            TraceCommand::Tempo(tempo_bpm) => DeskEdit::Tempo(*tempo_bpm),
            TraceCommand::Root(root) => DeskEdit::Root(*root),
            TraceCommand::Scale(id) => DeskEdit::Scale(id.clone()),
            TraceCommand::PartLevel { part, level_db } => {
                DeskEdit::Level { lane: *part, level_db: *level_db }
            }
            TraceCommand::PartMute { part, muted } => DeskEdit::Mute { lane: *part, on: *muted },
            TraceCommand::MasterLevel(level_db) => DeskEdit::Master(*level_db),
            TraceCommand::Band(crate::input::BandCommand::Intensity(intensity)) => {
                DeskEdit::Intensity(*intensity)
            }
            _ => return,
        };
        let before = self.done.iter_mut().filter_map(|done| done.before.as_mut());
        let after = self.undone.iter_mut().map(|(_, after)| after);
        for arrangement in before.chain(after).chain([&mut self.now]) {
            // A lane that is not there has nothing to remember.
            if let Ok((changed, _)) = arrange(&self.catalogue, arrangement, &edit) {
                *arrangement = Arc::new(changed);
            }
        }
    }

    fn play_by(&mut self, person: PersonSheet, rate_hz: f64) -> Result<Command, String> {
        let command = opening::body(person.person(), rate_hz);
        self.person = Some(Arc::new(person));
        Ok(command)
    }

    fn desk(&mut self, command: &DeskCommand, rate_hz: f64) -> Result<Command, String> {
        match command {
            DeskCommand::Edit(edit) => self.edit(edit, false, rate_hz),
            DeskCommand::More(edit) => self.edit(edit, true, rate_hz),
            DeskCommand::Undo => self.undo(rate_hz),
            DeskCommand::Redo => self.redo(rate_hz),
        }
    }

    fn edit(&mut self, edit: &DeskEdit, more: bool, rate_hz: f64) -> Result<Command, String> {
        let (new, said) = arrange(&self.catalogue, &self.now, edit)?;
        let command = self.become_of(Arc::new(new), rate_hz)?;
        self.said = said;
        self.undone.clear();
        match self.done.last_mut().filter(|last| more && last.edit.same_control(edit)) {
            Some(last) => last.edit = edit.clone(),
            None => {
                let before = Some(std::mem::replace(&mut self.now, Arc::clone(&command.1)));
                self.done.push(Done { edit: edit.clone(), before });
            }
        }
        self.now = command.1;
        if let Some(old) = self.done.len().checked_sub(UNDO_STEPS + 1) {
            self.done[old].before = None;
        }
        Ok(command.0)
    }

    fn undo(&mut self, rate_hz: f64) -> Result<Command, String> {
        let nothing = || "There is nothing to take back.".to_owned();
        let Done { edit, before } = self.done.last().ok_or_else(nothing)?.clone();
        let (command, before) = self.become_of(before.ok_or_else(nothing)?, rate_hz)?;
        self.said = format!("Taken back: {}", self.sentence(&before, &edit));
        self.done.pop();
        self.undone.push((edit, std::mem::replace(&mut self.now, before)));
        Ok(command)
    }

    fn redo(&mut self, rate_hz: f64) -> Result<Command, String> {
        let (edit, after) = self.undone.last().ok_or("There is nothing to make again.")?.clone();
        let (command, after) = self.become_of(after, rate_hz)?;
        self.said = format!("Made again: {}", self.sentence(&self.now, &edit));
        self.undone.pop();
        let before = Some(std::mem::replace(&mut self.now, after));
        self.done.push(Done { edit, before });
        Ok(command)
    }

    fn sentence(&self, before: &Arrangement, edit: &DeskEdit) -> String {
        arrange(&self.catalogue, before, edit).map(|(_, said)| said).unwrap_or_default()
    }

    /// The command that makes other music of what plays.
    fn become_of(&self, new: Arc<Arrangement>, rate_hz: f64) -> Result<(Command, Arc<Arrangement>), String> {
        let revision = Revision::between(&self.now, &new, rate_hz).map_err(|error| error.to_string())?;
        Ok((Command::Revise(revision), new))
    }
}
