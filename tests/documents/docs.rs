//! The docs' tables of fields are the schemas' own, and their examples are good files.
//!
//! `UPDATE_DOCS=1 cargo test --test documents` writes the tables anew.

use std::path::{Path, PathBuf};

use cantus::document::Document;
use cantus::files::{check_document, schema};
use cantus::preset::FileKind;
use serde_json::Value;

/// A page, the kind of file it shows, and its tables: name and place in the schema.
type Page = (&'static str, FileKind, &'static [(&'static str, &'static str)]);

const PAGES: &[Page] = &[
    (
        "docs/presets.md",
        FileKind::Preset,
        &[
            ("preset", ""),
            ("room", "/properties/room"),
            ("part", "/properties/part/items"),
            ("tone", "/properties/part/items/properties/effects/properties/tone"),
            ("chorus", "/properties/part/items/properties/effects/properties/chorus"),
            ("delay", "/properties/part/items/properties/effects/properties/delay"),
        ],
    ),
    (
        "docs/persons.md",
        FileKind::Person,
        &[
            ("person", ""),
            ("bind", "/properties/bind/items"),
            ("switch", "/properties/switch/additionalProperties"),
            ("axis", "/properties/axis/additionalProperties"),
            ("scan", "/properties/scan"),
            ("menu", "/properties/menu"),
            ("next", "/properties/next"),
        ],
    ),
    ("docs/setlists.md", FileKind::SetList, &[("setlist", ""), ("piece", "/properties/piece/items")]),
    ("docs/add-a-song.md", FileKind::Song, &[("song", "")]),
    ("docs/soundfonts.md", FileKind::Preset, &[("soundfont", "/properties/part/items/properties/soundfont")]),
    ("docs/modes/cue.md", FileKind::Preset, &[]),
    ("docs/band.md", FileKind::Preset, &[("band", "/properties/band")]),
    (
        "docs/add-a-style.md",
        FileKind::Style,
        &[
            ("style", ""),
            ("instrument", "/properties/bass"),
            ("row", "/properties/section/properties/a/items"),
        ],
    ),
    ("docs/add-a-preset.md", FileKind::Preset, &[]),
    ("docs/add-a-person.md", FileKind::Person, &[]),
];

fn page(path: &str) -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

fn table(schema: &Value) -> String {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut text = String::from("| field | meaning | unit | range | default |\n|---|---|---|---|---|\n");
    for (name, field) in schema["properties"].as_object().unwrap() {
        if name == "format" {
            text.push_str(
                "| `format` | Version of the file format; the first line. | | 1 | must be there |\n",
            );
            continue;
        }
        let meaning = field["description"].as_str().unwrap().replace('|', "\\|");
        let default =
            match field.get("default").filter(|value| !value.as_object().is_some_and(|o| o.is_empty())) {
                Some(value) => format!("`{value}`"),
                None if required.contains(&name.as_str()) => "must be there".to_owned(),
                None => String::new(),
            };
        text.push_str(&format!("| `{name}` | {meaning} | {} | {} | {default} |\n", unit(name), range(field)));
    }
    text
}

fn unit(name: &str) -> &'static str {
    let units = [
        ("_ms", "ms"),
        ("_db", "dB"),
        ("_hz", "Hz"),
        ("_bpm", "BPM"),
        ("_s", "s"),
        ("velocity", "MIDI velocity"),
    ];
    units.iter().find(|(ending, _)| name.ends_with(ending)).map_or("", |(_, unit)| unit)
}

fn range(field: &Value) -> String {
    let number = |key: &str| field.get(key).and_then(Value::as_f64);
    if let Some(words) = field.get("enum").and_then(Value::as_array) {
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    match (number("minimum"), number("maximum")) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        _ => match field["type"].as_str() {
            Some("boolean") => "`true`, `false`".to_owned(),
            Some("string") => "text".to_owned(),
            Some("array") => match (number("minItems"), number("maxItems")) {
                (Some(low), Some(high)) if low == high => format!("a list of {low}"),
                (Some(low), Some(high)) => format!("a list of {low} to {high}"),
                (None, Some(high)) => format!("a list of at most {high}"),
                _ => "a list".to_owned(),
            },
            _ => String::new(),
        },
    }
}

/// Every table between `<!-- fields NAME -->` and `<!-- end -->` is what the schema says.
#[test]
fn tables_are_the_schemas() {
    for (path, kind, tables) in PAGES {
        let schema = schema(*kind);
        let (file, text) = page(path);
        let mut fresh = text.clone();
        for (name, pointer) in *tables {
            let open = format!("<!-- fields {name} -->\n");
            let start = fresh.find(&open).unwrap_or_else(|| panic!("{path}: no {open}")) + open.len();
            let end = start + fresh[start..].find("<!-- end -->").expect("an end mark");
            fresh.replace_range(start..end, &table(schema.pointer(pointer).unwrap()));
        }
        if std::env::var_os("UPDATE_DOCS").is_some() {
            cantus::document::write_atomically(&file, &fresh).unwrap();
        } else {
            assert!(fresh == text, "{path} is stale: UPDATE_DOCS=1 cargo test --test documents");
        }
    }
}

/// Every example in the docs that is a whole file is a good one.
#[test]
fn examples_are_good() {
    let (catalogue, _folder) = super::with_patches();
    for (path, kind, _) in PAGES {
        let (_, text) = page(path);
        let mut examples = 0;
        for block in text.split("```toml\n").skip(1) {
            let example = block.split("```").next().unwrap();
            if !example.starts_with("format = 1") {
                continue;
            }
            examples += 1;
            let document = Document::new(*path, example.to_owned());
            if let Err(errors) = check_document(*kind, &document, &catalogue) {
                let unbuilt = |error: &cantus::document::DocumentError| error.message.contains("play mode");
                let missing = cantus::play::registry::MODES.is_empty();
                assert!(missing && errors.iter().all(unbuilt), "{example}\n{}", super::told(&errors));
            }
        }
        assert!(examples > 0, "{path} has no example");
    }
}
