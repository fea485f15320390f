//! `cantus list` and `cantus schema`: what there is.

use std::io::Write;

use serde_json::{Value, json};

use super::CommandError;
use super::args::{Listing, SchemaKind};
use crate::files::schema as schema_of;
use crate::play::registry::MODES;
use crate::preset::{Catalogue, Entry, FileKind};

pub(super) fn list(what: Listing, as_json: bool) -> Result<(), CommandError> {
    let rows = match what {
        Listing::Presets => entries(FileKind::Preset),
        Listing::Persons => entries(FileKind::Person),
        Listing::Scales => entries(FileKind::Scale),
        Listing::Styles => entries(FileKind::Style),
        Listing::Setlists => entries(FileKind::SetList),
        Listing::Patches => entries(FileKind::Patch),
        Listing::Songs => entries(FileKind::Song),
        Listing::Soundfonts => fonts(),
        Listing::Modes => modes(),
        Listing::Devices => devices(),
    };
    let text = if as_json {
        let text = serde_json::to_string_pretty(&Value::Array(rows)).map_err(CommandError::new)?;
        text + "\n"
    } else {
        table(&rows)
    };
    print(&text)
}

pub(super) fn schema(kind: SchemaKind) -> Result<(), CommandError> {
    let kind = match kind {
        SchemaKind::Preset => FileKind::Preset,
        SchemaKind::Person => FileKind::Person,
        SchemaKind::Song => FileKind::Song,
        SchemaKind::Style => FileKind::Style,
        SchemaKind::Setlist => FileKind::SetList,
        SchemaKind::Patch => FileKind::Patch,
    };
    print(&(serde_json::to_string_pretty(&schema_of(kind)).map_err(CommandError::new)? + "\n"))
}

/// A closed pipe (`cantus list presets | head`) is no error.
fn print(text: &str) -> Result<(), CommandError> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(CommandError::new(error)),
        _ => Ok(()),
    }
}

fn entries(kind: FileKind) -> Vec<Value> {
    let entries: Vec<Entry> = Catalogue::of_this_user().entries(kind);
    entries.iter().filter_map(|entry| serde_json::to_value(entry).ok()).collect()
}

fn fonts() -> Vec<Value> {
    let fonts = Catalogue::of_this_user().fonts();
    fonts.iter().filter_map(|font| serde_json::to_value(font).ok()).collect()
}

fn modes() -> Vec<Value> {
    MODES
        .iter()
        .map(|mode| {
            let options: Vec<Value> = mode
                .options
                .iter()
                .map(|option| json!({"name": option.name, "about": option.about}))
                .collect();
            json!({"id": mode.id, "name": mode.label, "about": mode.about, "options": options})
        })
        .collect()
}

#[cfg(feature = "app")]
fn devices() -> Vec<Value> {
    super::doctor::devices()
}

/// Built without devices, there are none.
#[cfg(not(feature = "app"))]
fn devices() -> Vec<Value> {
    Vec::new()
}

/// Rows for people: the name to write, then what it is.
fn table(rows: &[Value]) -> String {
    let text = |row: &Value, key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let width = rows.iter().map(|row| text(row, "id").chars().count()).max().unwrap_or(0);
    rows.iter()
        .map(|row| {
            let problem = row.get("problem").and_then(Value::as_str).map(|problem| format!("  [{problem}]"));
            let mut lines = format!(
                "{:width$}  {}{}\n",
                text(row, "id"),
                text(row, "about"),
                problem.unwrap_or_default()
            );
            for preset in row.get("presets").and_then(Value::as_array).into_iter().flatten() {
                if let Some(id) = preset.as_str() {
                    lines += &format!("    {id}\n");
                    continue;
                }
                let number = |key: &str| preset.get(key).and_then(Value::as_u64).unwrap_or_default();
                let (bank, program, name) = (number("bank"), number("program"), text(preset, "name"));
                lines += &format!("    bank = {bank:<3} program = {program:<3}  {name}\n");
            }
            lines
        })
        .collect()
}
