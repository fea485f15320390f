//! What is changed at the desk while a session plays, and taken back.

use std::collections::VecDeque;

use super::running::{Session, locked};
use crate::engine::Arrangement;
use crate::input::trace::TraceCommand;
use crate::input::{DeskCommand, DeskEdit};

/// Said where too much was asked for at once.
pub(super) const TOO_MUCH: &str = "Too much at once: nothing was changed. Try again.";

impl Session {
    /// Changes the music that plays, at the next block, and says what it is now: “Melody: Flute.”
    /// It can be taken back by itself.
    ///
    /// # Errors
    /// A sentence that says why it cannot be; nothing is changed then.
    pub fn edit(&mut self, edit: &DeskEdit) -> Result<String, String> {
        self.desk(&DeskCommand::Edit(edit.clone()))
    }

    /// Goes on with the change before, where it moves the same thing: a hand on a fader that has
    /// not let go. Both are taken back as one.
    ///
    /// # Errors
    /// As [`edit`](Self::edit).
    pub fn edit_on(&mut self, edit: &DeskEdit) -> Result<String, String> {
        self.desk(&DeskCommand::More(edit.clone()))
    }

    /// Takes the last change back, up to [`UNDO_STEPS`](super::open_music::UNDO_STEPS) of them, and
    /// says which it was.
    ///
    /// # Errors
    /// A sentence, where there is nothing to take back.
    pub fn undo(&mut self) -> Result<String, String> {
        self.desk(&DeskCommand::Undo)
    }

    /// Makes the change again that was taken back last, and says which it was.
    ///
    /// # Errors
    /// A sentence, where there is none.
    pub fn redo(&mut self) -> Result<String, String> {
        self.desk(&DeskCommand::Redo)
    }

    /// Whether something can be taken back, and whether something can be made again.
    pub fn can_undo_redo(&self) -> (bool, bool) {
        (self.music.can_undo(), self.music.can_redo())
    }

    /// The music as it is arranged now.
    pub fn arrangement(&self) -> &Arrangement {
        self.music.arrangement()
    }

    fn desk(&mut self, command: &DeskCommand) -> Result<String, String> {
        self.change(TraceCommand::Desk(command.clone()))?;
        self.settings.level_db = self.music.arrangement().master_db;
        Ok(self.music.said().to_owned())
    }

    /// Changes what plays, and who.
    fn change(&mut self, written: TraceCommand) -> Result<(), String> {
        let rate_hz = f64::from(self.live.status().output.rate_hz);
        let mut changed = self.music.clone();
        let sent = changed.command(&written, rate_hz)?;
        if !self.keeping.send_change(&self.live, sent, written, &changed.arrangement().setup) {
            return Err(TOO_MUCH.to_owned());
        }
        self.music = changed;
        Ok(())
    }

    /// An engine was built anew, with music and person as they were opened: they are changed
    /// again.
    pub(super) fn change_again(&mut self) {
        let edits = self.music.edits().cloned().map(|edit| TraceCommand::Desk(DeskCommand::Edit(edit)));
        // Somebody else may play than the engine began with.
        let person = TraceCommand::Person(self.person_id.clone());
        let person_edits = self.person_edits.iter().cloned().map(TraceCommand::Body);
        self.changes_again = [person].into_iter().chain(person_edits).chain(edits).collect::<VecDeque<_>>();
        let opened = locked(&self.setup).clone();
        self.music.open(opened);
    }

    /// Sends on what is to be changed again, as far as there is room.
    pub(super) fn send_changes_again(&mut self) {
        while let Some(written) = self.changes_again.front().cloned() {
            // What cannot be any more, such as a file that is gone, is left out.
            if self.change(written).is_err_and(|error| error == TOO_MUCH) {
                return;
            }
            self.changes_again.pop_front();
        }
    }
}
