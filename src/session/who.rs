//! Who plays: another person, or the same one otherwise, while everything else plays on.

use super::editing::TOO_MUCH;
use super::running::Session;
use crate::input::trace::TraceCommand;
use crate::person::{Binder, Person, PersonSheet};

impl Session {
    /// Lets somebody else play, by name in the catalogue or path, and says who. What was held is
    /// let go; everything else plays on. How loud it may get is theirs from now on.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the file; whoever played before plays on.
    pub fn set_person(&mut self, name: &str) -> Result<String, String> {
        self.let_play(TraceCommand::Person(name.to_owned()))?;
        self.put_person_away();
        self.fit_somebody_else();
        self.person_steps.clear();
        name.clone_into(&mut self.person_id);
        self.person_edits.clear();
        self.settings.played(&self.playing, name);
        self.look_for_copies();
        self.bring_person_back();
        Ok(format!("{} plays.", self.person().name))
    }

    /// Who plays.
    pub fn person(&self) -> &Person {
        self.person_sheet().person()
    }

    /// Who plays, and the file that says so, as it is now.
    pub fn person_sheet(&self) -> &PersonSheet {
        match self.music.person() {
            Some(person) => person,
            None => unreachable!("a session begins with somebody who plays"),
        }
    }

    /// Name of who plays in the catalogue, or the path.
    pub fn person_id(&self) -> &str {
        &self.person_id
    }

    pub(super) fn let_play(&mut self, written: TraceCommand) -> Result<(), String> {
        let rate_hz = f64::from(self.live.status().output.rate_hz);
        let mut changed = self.music.clone();
        let command = changed.command(&written, rate_hz)?;
        let before = self.person().clone();
        let after = changed.person().map_or(&before, PersonSheet::person);
        // A binding may leave the body as it is: nothing is sent then, and the journal has no keys.
        if after.body != before.body && !self.keeping.send(&self.live, command, written) {
            return Err(TOO_MUCH.to_owned());
        }
        if after.bindings != before.bindings {
            self.live.set_binder(Binder::new(after));
        }
        self.music = changed;
        Ok(())
    }

    /// The file of who plays reads like `sheet` from now on; their body is the same.
    pub(super) fn is_played_by(&mut self, sheet: &PersonSheet) {
        if sheet.person().bindings != self.person().bindings {
            self.live.set_binder(Binder::new(sheet.person()));
        }
        self.music = self.music.clone().played_by(sheet.clone());
    }
}
