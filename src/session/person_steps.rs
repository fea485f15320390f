//! Changes of who plays, taken back and made again: numbers, bindings, a fit, each as one step.
//!
//! What was kept of a fit is taken back with it: the file is again what it was before.

use std::path::PathBuf;

use super::fitting::FitState;
use super::open_music::UNDO_STEPS;
use super::opening::{self, fingerprint};
use super::running::Session;
use crate::document::write_atomically;
use crate::input::PersonEdit;
use crate::input::trace::TraceCommand;
use crate::person::PersonSheet;
use crate::preset::FileKind;

/// Changes of the person that plays.
#[derive(Default)]
pub(super) struct PersonSteps {
    /// The last one last.
    done: Vec<Step>,
    /// Those taken back, the last one last.
    undone: Vec<Step>,
}

/// One change.
#[derive(Clone)]
struct Step {
    before: PersonSheet,
    after: PersonSheet,
    /// The changes, and what takes them back.
    edits: Vec<PersonEdit>,
    back: Vec<PersonEdit>,
    /// It is a fit, which was kept or not.
    fit: Option<Option<Kept>>,
}

/// The file of a person before and after a fit was kept in it.
#[derive(Clone)]
pub(super) struct Kept {
    path: PathBuf,
    /// What it was; none where there was none.
    before: Option<String>,
    /// What is in it since.
    after: String,
    /// Changes that nobody had kept before.
    unkept: Vec<PersonEdit>,
}

impl PersonSteps {
    /// Whether what would be taken back next is a fit.
    pub(super) fn last_is_a_fit(&self) -> bool {
        self.done.last().is_some_and(|step| step.fit.is_some())
    }

    /// Somebody else plays: what was changed of the one before cannot be taken back here.
    pub(super) fn clear(&mut self) {
        *self = PersonSteps::default();
    }

    fn push(&mut self, step: Step) {
        self.done.push(step);
        if self.done.len() > UNDO_STEPS {
            self.done.remove(0);
        }
    }
}

impl Session {
    /// Changes who plays: a setting, a binding. What was held is let go.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it; nothing is changed then.
    pub fn edit_person(&mut self, edit: &PersonEdit) -> Result<(), String> {
        self.change_person(std::slice::from_ref(edit))
    }

    /// Changes who plays in several ways, as one change that can be taken back.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it; nothing is changed then.
    pub fn change_person(&mut self, edits: &[PersonEdit]) -> Result<(), String> {
        let before = self.person_sheet().clone();
        let mut back = Vec::new();
        for edit in edits {
            let way_back = self.person_sheet().way_back(edit);
            if let Err(error) = self.body_becomes(edit) {
                back.iter().for_each(|edit| drop(self.body_becomes(edit)));
                self.sheet_becomes(&before);
                return Err(error);
            }
            back.splice(0..0, way_back);
        }
        if edits.is_empty() {
            return Ok(());
        }
        self.person_edits.extend(edits.iter().cloned());
        let after = self.person_sheet().clone();
        self.person_steps.undone.clear();
        self.person_steps.push(Step { before, after, edits: edits.to_vec(), back, fit: None });
        Ok(())
    }

    /// Whether a change of who plays can be taken back, and whether one can be made again.
    pub fn can_undo_redo_person(&self) -> (bool, bool) {
        (!self.person_steps.done.is_empty(), !self.person_steps.undone.is_empty())
    }

    /// Takes the last change of who plays back, [`UNDO_STEPS`] of them at most, and says so. What
    /// was kept of a fit is kept no more, where nothing else was kept since; a second line says where
    /// that could not be written.
    ///
    /// # Errors
    /// A sentence, where there is none, or it cannot be.
    pub fn undo_person(&mut self) -> Result<String, String> {
        let step = self.person_steps.done.last().cloned().ok_or("There is nothing to take back.")?;
        self.person_becomes(&step.back, &step.before)?;
        self.draft_goes_on(&step.edits, &step.back);
        let mut said = "The switch is as it was before.".to_owned();
        if let Some(Some(kept)) = &step.fit
            && let Err(reason) = self.keep_as_before(kept)
        {
            said = format!("{said}\n{reason}");
        }
        if step.fit.is_some() && matches!(self.fit(), Some(FitState::Accepted { .. })) {
            self.end_fit();
        }
        self.person_steps.done.pop();
        self.person_steps.undone.push(step);
        Ok(said)
    }

    /// Makes the change of who plays again that was taken back last, and says so. What was kept of
    /// a fit is kept again.
    ///
    /// # Errors
    /// A sentence, where there is none, or it cannot be.
    pub fn redo_person(&mut self) -> Result<String, String> {
        let mut step = self.person_steps.undone.last().cloned().ok_or("There is nothing to make again.")?;
        let before = self.kept_before();
        self.person_becomes(&step.edits, &step.after)?;
        self.draft_goes_on(&step.back, &step.edits);
        let mut said = "The change holds again.".to_owned();
        if let Some(Some(_)) = step.fit {
            match self.save_person() {
                Ok(_) => step.fit = Some(before.map(|before| self.kept_since(before))),
                Err(reason) => said = format!("{said}\n{reason}"),
            }
        }
        self.person_steps.undone.pop();
        self.person_steps.push(step);
        Ok(said)
    }

    /// The last change was a fit. `before` is how the file was, where the fit was kept in it.
    pub(super) fn fitted(&mut self, before: Option<Kept>) {
        let kept = before.map(|before| self.kept_since(before));
        if let Some(step) = self.person_steps.done.last_mut() {
            step.fit = Some(kept);
        }
    }

    /// How the person's own file is, before something is kept in it; none where that is not known.
    pub(super) fn kept_before(&self) -> Option<Kept> {
        let path = self.own_place(FileKind::Person, &self.person_id).ok()?;
        let before = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(_) => return None,
        };
        Some(Kept { path, before, after: String::new(), unkept: self.person_edits.clone() })
    }

    fn kept_since(&self, before: Kept) -> Kept {
        Kept { after: self.person_sheet().text().to_owned(), ..before }
    }

    /// The file is again what it was before the fit, if the fit was the last to write it.
    fn keep_as_before(&mut self, kept: &Kept) -> Result<(), String> {
        let Kept { path, before, after, unkept } = kept;
        if std::fs::read_to_string(path).ok().as_ref() != Some(after) {
            return Ok(());
        }
        let written = match before {
            Some(text) => write_atomically(path, text),
            None => std::fs::remove_file(path),
        };
        written.map_err(|error| {
            format!("{} cannot be written: {error}. Everything plays on.", path.display())
        })?;
        if let Ok(sheet) = opening::sheet(&self.catalogue, &self.person_id) {
            self.keeping.played_by(fingerprint(sheet.text()));
        }
        self.person_edits.clone_from(unkept);
        self.look_for_copies();
        Ok(())
    }

    /// Who plays becomes `sheet` by `edits`, which the journal has.
    fn person_becomes(&mut self, edits: &[PersonEdit], sheet: &PersonSheet) -> Result<(), String> {
        // Where there was no room for all of them, they are there once more: each says what is to be.
        edits.iter().try_for_each(|edit| self.body_becomes(edit))?;
        self.sheet_becomes(sheet);
        Ok(())
    }

    /// What nobody has kept yet, with `edits` taken back by `back`: either they go, or what takes them
    /// back is to be kept as well.
    fn draft_goes_on(&mut self, edits: &[PersonEdit], back: &[PersonEdit]) {
        match self.person_edits.strip_suffix(edits) {
            Some(rest) => self.person_edits.truncate(rest.len()),
            None => self.person_edits.extend_from_slice(back),
        }
    }

    /// Takes the text of `sheet`, with its comments, where it describes the same body as now.
    fn sheet_becomes(&mut self, sheet: &PersonSheet) {
        if sheet.person().body == self.person().body {
            self.is_played_by(sheet);
        }
    }

    fn body_becomes(&mut self, edit: &PersonEdit) -> Result<(), String> {
        self.let_play(TraceCommand::Body(edit.clone()))
    }
}
