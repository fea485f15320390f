//! What would take a change of a person back, as changes themselves: so that what was taken back
//! replays, and survives a crash.

use super::PersonSheet;
use crate::input::{PersonEdit, Role};

impl PersonSheet {
    /// Changes that make what `edit` changes again what it is now. Thresholds of bindings are not
    /// among them.
    pub fn way_back(&self, edit: &PersonEdit) -> Vec<PersonEdit> {
        match edit {
            PersonEdit::Set { key, .. } | PersonEdit::Unset { key } => vec![self.setting_back(key)],
            PersonEdit::Fit { role, .. } => self.fit_back(*role),
            PersonEdit::Bind { role, control }
            | PersonEdit::Also { role, control }
            | PersonEdit::Unbind { role, control } => self.bindings_back(*role, control),
        }
    }

    fn setting_back(&self, key: &str) -> PersonEdit {
        let key = key.to_owned();
        match self.written(&key) {
            Some(value) => PersonEdit::Set { key, value },
            None => PersonEdit::Unset { key },
        }
    }

    /// All of a fit at once first: one end alone may lie beyond the other.
    fn fit_back(&self, role: Role) -> Vec<PersonEdit> {
        let Role::Axis(number) = role else { return Vec::new() };
        let fit = self.person().body.axes.get(usize::from(number)).copied().unwrap_or_default();
        let (low, high, rest, dead_zone) = (fit.low, fit.high, fit.rest, fit.dead_zone);
        let keys = ["low", "high", "rest", "dead_zone"].map(|name| format!("axis.{role}.{name}"));
        let each = keys.iter().map(|key| self.setting_back(key));
        [PersonEdit::Fit { role, low, high, rest, dead_zone }].into_iter().chain(each).collect()
    }

    fn bindings_back(&self, role: Role, control: &str) -> Vec<PersonEdit> {
        let before = self.controls(role);
        if before.is_empty() {
            return vec![PersonEdit::Unbind { role, control: control.to_owned() }];
        }
        let edits = before.into_iter().enumerate().map(|(place, control)| match place {
            0 => PersonEdit::Bind { role, control },
            _ => PersonEdit::Also { role, control },
        });
        edits.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    const TEXT: &str = "\
format = 1
name = \"Kim\"
about = \"One switch.\"

[[bind]]
role = \"a\"
controls = [\"key:space\", \"pad[Box]:any\"]

[switch.a]
lockout_ms = 150

[axis.axis1]
low = 0.125
";

    /// Whatever was changed is again as it was, by changes alone.
    #[test]
    fn every_change_has_its_way_back() {
        let before = PersonSheet::read(Document::new("kim.person.toml", TEXT)).unwrap();
        for edit in [
            "set switch.a.lockout_ms 250",
            "set switch.b.long_press_ms 1500",
            "set scan.style \"step\"",
            "set menu.opens_by \"rest\"",
            "unset switch.a.lockout_ms",
            "bind a key:f1",
            "also a key:f1",
            "unbind a key:space",
            "bind b key:enter",
            "bind axis1 pad:lstick.x",
            "fit axis1 -0.25 0.5 0.2 0.05",
        ] {
            let edit = edit.parse().unwrap();
            let mut sheet = before.edited(&edit).unwrap();
            assert_ne!(sheet.person(), before.person(), "{edit}");
            for back in before.way_back(&edit) {
                sheet = sheet.edited(&back).unwrap_or_else(|error| panic!("{back}: {error}"));
            }
            assert_eq!(sheet.person(), before.person(), "{edit}");
        }
    }
}
