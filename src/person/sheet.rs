//! A person file that is changed while it is used: its comments and its order stay.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

use super::Person;
use crate::document::{Document, set_value};
use crate::input::{PersonEdit, Role};

/// A person, and the text that says so.
#[derive(Clone, Debug)]
pub struct PersonSheet {
    document: Document,
    person: Person,
}

impl PersonSheet {
    /// The person that `document` describes.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn read(document: Document) -> Result<Self, Vec<crate::document::DocumentError>> {
        let person = Person::read(&document)?;
        Ok(PersonSheet { document, person })
    }

    /// The person.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// The file as it is now.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// What stands at `key`, as the file writes it; none where it says nothing of it.
    pub(super) fn written(&self, key: &str) -> Option<String> {
        let file = self.text().parse::<DocumentMut>().ok()?;
        let item = key.split('.').try_fold(file.as_item(), |item, name| item.get(name))?;
        Some(item.as_value()?.clone().decorated("", "").to_string())
    }

    /// Controls that play `role`, as the file writes them.
    pub(super) fn controls(&self, role: Role) -> Vec<String> {
        let file: Option<DocumentMut> = self.text().parse().ok();
        let tables = file.as_ref().and_then(|file| file.get("bind")?.as_array_of_tables());
        let of_role = tables.into_iter().flatten().filter(|table| is_of(table, role));
        of_role.flat_map(controls_of).collect()
    }

    /// The same person with a change.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn edited(&self, edit: &PersonEdit) -> Result<PersonSheet, String> {
        let mut file: DocumentMut = self.text().parse().map_err(|error| format!("{error}"))?;
        match edit {
            PersonEdit::Set { key, value } => set(&mut file, key, value)?,
            PersonEdit::Unset { key } => unset(&mut file, key),
            PersonEdit::Bind { role, control } => bind(&mut file, *role, control, true),
            PersonEdit::Also { role, control } => bind(&mut file, *role, control, false),
            PersonEdit::Unbind { role, control } => unbind(&mut file, *role, control),
            PersonEdit::Fit { role, low, high, rest, dead_zone } => {
                for (name, number) in [("low", low), ("high", high), ("rest", rest), ("dead_zone", dead_zone)]
                {
                    // Four digits say more than any hand repeats.
                    set(&mut file, &format!("axis.{role}.{name}"), &format!("{number:.4}"))?;
                }
            }
        }
        let document = Document::new(self.document.path(), file.to_string());
        PersonSheet::read(document)
            .map_err(|errors| errors.first().map(|error| error.message.clone()).unwrap_or_default())
    }
}

/// Sets what stands at `key`, its tables made where they are missing.
fn set(file: &mut DocumentMut, key: &str, written: &str) -> Result<(), String> {
    let new: Value =
        written.parse().map_err(|_| format!("`{written}` is no value: write 250, true or \"off\""))?;
    let mut names: Vec<&str> = key.split('.').collect();
    let last = names.pop().unwrap_or_default();
    let mut table: &mut Table = file.as_table_mut();
    for name in names {
        let item = table.entry(name).or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        table = item.as_table_mut().ok_or_else(|| format!("`{key}` is no setting of a person"))?;
    }
    table.set_implicit(false);
    set_value(table, last, new);
    Ok(())
}

/// Takes out what stands at `key`.
fn unset(file: &mut DocumentMut, key: &str) {
    let (tables, last) = key.rsplit_once('.').map_or((None, key), |(tables, last)| (Some(tables), last));
    let mut names = tables.into_iter().flat_map(|tables| tables.split('.'));
    let table = names.try_fold(file.as_item_mut(), |item, name| item.get_mut(name));
    if let Some(table) = table.and_then(Item::as_table_like_mut) {
        table.remove(last);
    }
}

fn is_of(table: &Table, role: Role) -> bool {
    table.get("role").and_then(Item::as_str) == Some(role.to_string().as_str())
}

fn controls_of(table: &Table) -> Vec<String> {
    let one = table.get("control").and_then(Item::as_str).map(str::to_owned);
    let several = table.get("controls").and_then(Item::as_array).into_iter().flatten();
    one.into_iter().chain(several.filter_map(|item| item.as_str().map(str::to_owned))).collect()
}

fn write_controls(table: &mut Table, controls: &[String]) {
    table.remove("control");
    match table.get_mut("controls").and_then(Item::as_array_mut) {
        Some(array) => {
            array.clear();
            array.extend(controls.iter().map(String::as_str));
        }
        None => {
            table.insert("controls", value(controls.iter().map(String::as_str).collect::<Array>()));
        }
    }
}

/// `role` is played by `control`, alone or too.
fn bind(file: &mut DocumentMut, role: Role, control: &str, alone: bool) {
    let item = file.entry("bind").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(tables) = item.as_array_of_tables_mut() else { return };
    let first = (0..tables.len()).find(|place| tables.get(*place).is_some_and(|table| is_of(table, role)));
    let Some(first) = first else {
        let mut table = Table::new();
        table.insert("role", value(role.to_string()));
        table.insert("controls", value(Array::from_iter([control])));
        return tables.push(table);
    };
    if alone {
        for place in (first + 1..tables.len()).rev() {
            if tables.get(place).is_some_and(|table| is_of(table, role)) {
                tables.remove(place);
            }
        }
    }
    if let Some(table) = tables.get_mut(first) {
        let mut controls = controls_of(table);
        if alone {
            controls.clear();
            // They were measured for what played the role before.
            table.remove("threshold");
            table.remove("hysteresis");
        }
        if !controls.iter().any(|known| known == control) {
            controls.push(control.to_owned());
        }
        write_controls(table, &controls);
    }
}

/// `control` plays `role` no more; a binding without controls goes.
fn unbind(file: &mut DocumentMut, role: Role, control: &str) {
    let Some(tables) = file.get_mut("bind").and_then(Item::as_array_of_tables_mut) else { return };
    for place in (0..tables.len()).rev() {
        let Some(table) = tables.get_mut(place).filter(|table| is_of(table, role)) else { continue };
        let mut controls = controls_of(table);
        controls.retain(|known| known != control);
        if controls.is_empty() {
            tables.remove(place);
        } else {
            write_controls(table, &controls);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# My own notes.
format = 1
name = \"Kim\"   # who it is
about = \"One switch.\"

[[bind]]
role = \"a\"
# What the box sends.
controls = [\"key:space\", \"pad:any\"]

[switch.a]
lockout_ms = 150 # measured
";

    fn edited(text: &str, edits: &[&str]) -> String {
        let mut sheet = PersonSheet::read(Document::new("kim.person.toml", text.to_owned())).unwrap();
        for edit in edits {
            sheet = sheet.edited(&edit.parse().unwrap()).unwrap_or_else(|error| panic!("{edit}: {error}"));
        }
        sheet.text().to_owned()
    }

    /// A setting changes its value and nothing else of the file; a new one comes with its table.
    #[test]
    fn comments_and_order_stay() {
        let text = edited(TEXT, &["set switch.a.lockout_ms 250"]);
        assert_eq!(text, TEXT.replace("150", "250"));
        let text = edited(TEXT, &["set scan.interval_ms 1200", "set switch.a.long_press_ms \"off\""]);
        assert!(text.contains("lockout_ms = 150 # measured\nlong_press_ms = \"off\"\n"), "{text}");
        assert!(text.contains("[scan]\ninterval_ms = 1200\n"), "{text}");
    }

    /// Binding leaves the role to one control, or gives it one more; unbinding takes it away.
    #[test]
    fn bindings_change() {
        let text = edited(TEXT, &["bind a key:f1", "also a pad:south", "bind b key:enter"]);
        assert!(text.contains("# What the box sends.\ncontrols = [\"key:f1\", \"pad:south\"]"), "{text}");
        assert!(text.contains("role = \"b\"\ncontrols = [\"key:enter\"]"), "{text}");
        let text = edited(&text, &["unbind b key:enter", "unbind a pad:south"]);
        assert!(!text.contains("\"b\"") && !text.contains("pad:south"), "{text}");
    }

    /// What a person file cannot have is refused, in words.
    #[test]
    fn nonsense_is_refused() {
        let sheet = PersonSheet::read(Document::new("kim.person.toml", TEXT)).unwrap();
        for (edit, told) in [
            ("set switch.a.lockout_ms 99999", "5000"),
            ("set switch.a.lockuot_ms 10", "lockout_ms"),
            ("set name.first \"x\"", "no setting"),
            ("set scan.interval_ms very", "no value"),
            ("bind a key:spcae", "key:space"),
        ] {
            let error = sheet.edited(&edit.parse().unwrap()).unwrap_err();
            assert!(error.contains(told), "{edit}: {error}");
        }
    }
}
