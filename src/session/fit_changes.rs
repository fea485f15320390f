//! What accepting a fit changes of a person: only what was found, and what they use.

use crate::access::{FitProposal, MenuOpens};
use crate::input::{PersonEdit, Role};
use crate::person::{Person, PersonSetting, Value};

/// What accepting a fit changes.
pub struct FitChanges {
    /// Settings that come to be other than they are.
    pub settings: Vec<FitChange>,
    /// The menu opens after a rest, no more by a long press.
    pub menu_after_rest: bool,
}

/// One setting that a fit changes.
pub struct FitChange {
    /// The setting.
    pub row: &'static PersonSetting,
    /// Its value now.
    pub now: Value,
    /// Its value once the fit is accepted.
    pub then: Value,
}

/// What accepting `proposal` for the switch `role` changes of `person`.
pub fn fit_changes(person: &Person, role: Role, proposal: &FitProposal) -> FitChanges {
    let wanted = [
        ("scan.interval_ms", Some(Value::Number(proposal.scan_interval_ms))),
        ("acceptance_ms", Some(Value::Number(proposal.acceptance_ms))),
        ("lockout_ms", proposal.lockout_ms.map(Value::Number)),
        ("release_debounce_ms", proposal.release_debounce_ms.map(Value::Number)),
        ("long_press_ms", proposal.long_press_ms.map(Value::Number)),
        ("pulse", Some(Value::Flag(proposal.pulse))),
    ];
    let settings = wanted
        .into_iter()
        .filter_map(|(id, value)| Some((PersonSetting::find(id)?, value?)))
        .map(|(row, then)| FitChange { row, now: row.value(person, role), then })
        // A long press that is off is off for a reason.
        .filter(|change| change.now != change.then && change.now != Value::Off)
        .collect();
    // What cannot be held opens no menu: it is offered after a rest instead.
    let menu_after_rest = proposal.pulse && person.body.menu.opens == MenuOpens::LongPress;
    FitChanges { settings, menu_after_rest }
}

impl FitChanges {
    /// The edits that make them, for the switch `role`.
    pub(super) fn edits(&self, role: Role) -> Vec<PersonEdit> {
        let settings = self.settings.iter().map(|change| change.row.edit(role, change.then));
        settings.chain(self.menu_after_rest.then(menu_opens_after_rest)).collect()
    }
}

fn menu_opens_after_rest() -> PersonEdit {
    PersonEdit::Set { key: "menu.opens_by".to_owned(), value: "\"rest\"".to_owned() }
}
