//! Presets, persons, scales and patches as files: shipped, good, bad and hostile.

// A test that cannot read what it has written has failed.
#![allow(clippy::unwrap_used)]

#[path = "documents/docs.rs"]
mod docs;
#[path = "documents/errors.rs"]
mod errors;
#[path = "documents/hostile.rs"]
mod hostile;
#[path = "documents/set_lists.rs"]
mod set_lists;

mod common;

use std::path::Path;

use cantus::access::BodySetup;
use cantus::document::{Document, DocumentError};
use cantus::files::{check_file, schema};
use cantus::input::Role;
use cantus::music::Lock;
use cantus::person::{DEFAULT_PERSON, Person};
use cantus::play::registry;
use cantus::preset::{Catalogue, DEFAULT_PRESET, FileKind, Preset};
use serde_json::Value;

const NOWHERE: &str = "";

fn preset(text: &str) -> Result<Preset, Vec<DocumentError>> {
    Preset::read(&Document::new("x.preset.toml", text.to_owned()), &with_patches().0)
}

fn person(text: &str) -> Result<Person, Vec<DocumentError>> {
    Person::read(&Document::new("x.person.toml", text.to_owned()))
}

/// All shipped files, and the patches that shipped presets name where they are not there yet.
fn with_patches() -> (Catalogue, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    if Catalogue::shipped().ids(FileKind::Patch).is_empty() {
        let patches = folder.path().join("patches");
        std::fs::create_dir(&patches).unwrap();
        for id in
            ["warm_pad", "flute", "bowed_string", "kalimba", "soft_piano", "bass", "choir", "bright_lead"]
        {
            let text = format!("format = 1\nname = \"{id}\"\n");
            std::fs::write(patches.join(format!("{id}.patch.toml")), text).unwrap();
        }
    }
    (Catalogue::with_folder(folder.path()), folder)
}

fn told(errors: &[DocumentError]) -> String {
    errors.iter().map(|error| format!("{error}\n")).collect()
}

const BIND: &str = "[[bind]]\nrole = \"a\"\ncontrol = \"key:space\"\n";

fn person_with(lines: &str) -> String {
    format!("format = 1\nname = \"x\"\nabout = \"x\"\n{lines}\n{BIND}")
}

fn preset_with(top: &str, part: &str) -> String {
    format!(
        "format = 1\nname = \"x\"\nabout = \"x\"\n{top}\n[[part]]\nmode = \"wander\"\npatch = \"kalimba\"\n{part}\n"
    )
}

/// Every shipped preset becomes music whose parts are all there.
#[test]
fn shipped_presets_are_good() {
    let (catalogue, _folder) = with_patches();
    let ids = catalogue.ids(FileKind::Preset);
    assert!(ids.len() >= 10, "{ids:?}");
    assert!(ids.iter().any(|id| id == DEFAULT_PRESET));
    for entry in catalogue.entries(FileKind::Preset) {
        assert_eq!(entry.problem, None);
        let modes = entry.modes.unwrap();
        assert!(modes.iter().all(|mode| registry::find(mode).is_some()), "{modes:?}");
        assert!(!entry.about.is_empty() && entry.about.ends_with('.'), "{}", entry.id);
        assert!(entry.tags.is_some_and(|tags| !tags.is_empty()), "{}", entry.id);
        // A preset in a mode that is not built yet is read as soon as the mode is.
        let missing = modes.iter().any(|mode| registry::find(mode).is_none());
        let document = catalogue.document(FileKind::Preset, &entry.id, Path::new(NOWHERE)).unwrap();
        match Preset::read(&document, &catalogue) {
            Ok(preset) => {
                assert_eq!(preset.setup.name, entry.name);
                assert!(!preset.setup.parts.is_empty());
                assert!(entry.root.is_none_or(|root| root == f64::from(preset.setup.root)));
            }
            Err(errors) if missing => {
                let others = errors.iter().filter(|error| !error.message.contains("play mode"));
                assert_eq!(others.count(), 0, "{}", told(&errors));
            }
            Err(errors) => panic!("{}", told(&errors)),
        }
    }
}

/// Every mode, several scales, roots and tempi, and a drum under a melody on one switch are
/// met in what is shipped.
#[test]
fn shipped_presets_differ() {
    let entries = Catalogue::shipped().entries(FileKind::Preset);
    let distinct = |of: fn(&cantus::preset::Entry) -> Option<String>| {
        entries.iter().filter_map(of).collect::<std::collections::BTreeSet<_>>().len()
    };
    let has =
        |entry: &cantus::preset::Entry, mode: &str| entry.modes.iter().flatten().any(|other| other == mode);
    for mode in registry::MODES {
        assert!(entries.iter().any(|entry| has(entry, mode.id)), "{}", mode.id);
    }
    assert!(entries.iter().any(|entry| has(entry, "beat") && has(entry, "wander")));
    for entry in &entries {
        assert!(matches!(entry.difficulty, Some(1..=3)), "{}", entry.id);
        let words = ["calm", "lively", "group", "song", "one switch", "joystick", "breath"];
        let tags = entry.tags.iter().flatten();
        assert!(tags.into_iter().any(|tag| words.contains(&tag.as_str())), "{} has no usual tag", entry.id);
    }
    assert!(distinct(|entry| entry.scale.clone()) >= 8);
    assert!(distinct(|entry| entry.root.map(|root| root.to_string())) >= 5);
    assert_eq!(distinct(|entry| Some(entry.about.clone())), entries.len());
}

/// Every shipped person is good, can press switch `a`, and has a body within the ranges.
#[test]
fn shipped_persons_are_good() {
    let catalogue = Catalogue::shipped();
    let ids = catalogue.ids(FileKind::Person);
    for id in ["anyone", "one-switch", "two-switches", "xbox-adaptive-controller"] {
        assert!(ids.iter().any(|other| other == id), "{id}");
    }
    for id in ids {
        let document = catalogue.document(FileKind::Person, &id, Path::new(NOWHERE)).unwrap();
        let person = Person::read(&document).unwrap_or_else(|errors| panic!("{}", told(&errors)));
        assert!(person.bindings.rows().iter().any(|row| row.role == Role::A), "{id}");
        assert!(person.body.softest_velocity <= person.body.loudest_velocity);
    }
}

/// The default person has switch `a` on everything that may get plugged in, and looks at
/// no ordinary key of a keyboard.
#[test]
fn anyone_plays_with_anything() {
    let document =
        Catalogue::shipped().document(FileKind::Person, DEFAULT_PERSON, Path::new(NOWHERE)).unwrap();
    let anyone = Person::read(&document).unwrap();
    for name in [
        "key:space",
        "key:enter",
        "key:left",
        "key:up",
        "key:f1",
        "key:f12",
        "pad:south",
        "pad:dpad_up",
        "pad:code288",
        "midi:note0",
        "midi:note127",
        "midi:sustain",
        "mouse:left",
        "touch:any",
    ] {
        let control = name.parse().unwrap();
        let rows = anyone.bindings.of("Some device", control);
        assert_eq!(rows.len(), 1, "{name}");
        assert_eq!(rows[0].role, Role::A, "{name}");
    }
    for name in ["key:a", "key:1", "key:left_ctrl", "key:escape", "key:tab"] {
        assert!(!anyone.bindings.wants("Keyboard", name.parse().unwrap()), "{name}");
    }
    assert_eq!(anyone.body.switches[0].long_press_ms, Some(1500.0));
}

/// What a file says is what comes out, field by field.
#[test]
fn a_preset_says_it_all() {
    let text = preset_with(
        "root = \"Bb3\"\nscale = \"dorian\"\nprogression = \"i IV:2\"\ntempo_bpm = 72.5\nmetre = \"3/4\"\na4_hz = 432\nseed = 9\n[room]\ndecay_s = 3\nbrightness = 0.25\nlevel_db = -20",
        "name = \"Tune\"\nroles = [\"b\", \"axis2\"]\nregister = [50, \"D5\"]\nlock = \"chord-on-beat\"\nlevel_db = -3\npan = -0.5\nroom_db = -12",
    );
    if registry::find("wander").is_none() {
        return;
    }
    let preset = preset(&text).unwrap_or_else(|errors| panic!("{}", told(&errors)));
    let setup = &preset.setup;
    assert_eq!((setup.root, setup.tempo_bpm, setup.a4_hz, setup.seed), (58.0, 72.5, 432.0, 9));
    assert_eq!((setup.metre.beats, setup.metre.unit), (3, 4));
    assert_eq!(setup.progression.iter().map(|(_, beats)| *beats).collect::<Vec<_>>(), [3.0, 2.0]);
    assert_eq!(setup.scale.degrees()[2], 300.0);
    assert_eq!((setup.room.decay_s, setup.room.brightness, setup.room.level_db), (3.0, 0.25, -20.0));
    let part = &setup.parts[0];
    assert_eq!((part.name.as_str(), part.mode), ("Tune", "wander"));
    assert_eq!(part.roles, [Role::Switch(1), Role::Axis(1)]);
    assert_eq!((part.register.low, part.register.high, part.lock), (50.0, 74.0, Lock::ChordOnBeat));
    assert_eq!((part.level_db, part.pan, part.room_db), (-3.0, -0.5, -12.0));
}

/// A person file that says only what it must gives the body that the program has by itself,
/// and the schema tells the same defaults.
#[test]
fn defaults_are_those_of_the_body() {
    let person = person(&person_with("")).unwrap_or_else(|errors| panic!("{}", told(&errors)));
    assert_eq!(person.body, BodySetup::default());

    let schema = schema(FileKind::Person);
    let default = |pointer: &str| schema.pointer(&format!("{pointer}/default")).cloned().unwrap();
    let body = BodySetup::default();
    let switch = "/properties/switch/additionalProperties/properties";
    let axis = "/properties/axis/additionalProperties/properties";
    for (pointer, value) in [
        ("/properties/loudest_db".to_owned(), body.loudest_db),
        ("/properties/softest_attack_ms".to_owned(), body.softest_attack_ms),
        ("/properties/softest_velocity".to_owned(), body.softest_velocity),
        ("/properties/loudest_velocity".to_owned(), body.loudest_velocity),
        ("/properties/max_hold_ms".to_owned(), body.max_hold_ms),
        (format!("{switch}/acceptance_ms"), body.switches[0].acceptance_ms),
        (format!("{switch}/lockout_ms"), body.switches[0].lockout_ms),
        (format!("{switch}/release_debounce_ms"), body.switches[0].release_debounce_ms),
        (format!("{axis}/dead_zone"), body.axes[0].dead_zone),
        (format!("{axis}/curve"), body.axes[0].curve),
        (format!("{axis}/smoothing_hz"), body.axes[0].smoothing_hz),
        (format!("{axis}/hysteresis"), body.axes[0].hysteresis),
        ("/properties/scan/properties/interval_ms".to_owned(), body.scan.interval_ms),
        ("/properties/scan/properties/first_extra_ms".to_owned(), body.scan.first_extra_ms),
    ] {
        let told = default(&pointer).as_f64().unwrap();
        assert!((told - f64::from(value)).abs() < 1e-6, "{pointer}: {told}, {value}");
    }
    for name in ["long_press_ms", "double_press_ms", "repeat_ms", "latch"] {
        assert_eq!(default(&format!("{switch}/{name}")), Value::from("off"));
    }
}

/// `[switch.default]` holds for all switches, `[switch.b]` overrides it field by field.
#[test]
fn one_switch_overrides_the_default() {
    let text = format!(
        "format = 1\nname = \"x\"\nabout = \"x\"\n{BIND}[switch.default]\nlockout_ms = 300\nlong_press_ms = 2000\n[switch.b]\nlong_press_ms = \"off\"\nlatch = \"timed\"\nlatch_ms = 900\n"
    );
    let body = person(&text).unwrap_or_else(|errors| panic!("{}", told(&errors))).body;
    assert_eq!((body.switches[0].lockout_ms, body.switches[0].long_press_ms), (300.0, Some(2000.0)));
    assert_eq!((body.switches[1].lockout_ms, body.switches[1].long_press_ms), (300.0, None));
    assert_eq!(body.switches[1].latch, cantus::access::Latch::Timed(900.0));
}

/// An axis takes the whole travel of the control that is bound to it, where the file does
/// not say which part is used.
#[test]
fn axes_fit_their_controls() {
    let text = "format = 1\nname = \"x\"\nabout = \"x\"\n[[bind]]\nrole = \"axis1\"\ncontrol = \"pad:lstick.x\"\n[[bind]]\nrole = \"axis2\"\ncontrol = \"midi:cc2\"\n[axis.axis2]\nhigh = 0.6\n";
    let axes = person(text).unwrap_or_else(|errors| panic!("{}", told(&errors))).body.axes;
    assert_eq!((axes[0].low, axes[0].high, axes[0].rest), (-1.0, 1.0, 0.5));
    assert_eq!((axes[1].low, axes[1].high, axes[1].rest), (0.0, 0.6, 0.0));
}

/// An own file takes the place of a shipped one, an own folder adds to what is shipped, and
/// a bad file is listed with what is wrong with it.
#[test]
fn own_files_come_first() {
    let folder = tempfile::tempdir().unwrap();
    let persons = folder.path().join("persons");
    std::fs::create_dir(&persons).unwrap();
    let text = person_with("").replace("name = \"x\"", "name = \"Mine\"");
    std::fs::write(persons.join("anyone.person.toml"), &text).unwrap();
    std::fs::write(persons.join("broken.person.toml"), "format = 1\nname = ").unwrap();
    std::fs::write(persons.join("notes.txt"), "x").unwrap();

    let catalogue = Catalogue::with_folder(folder.path());
    let document = catalogue.document(FileKind::Person, "anyone", Path::new(NOWHERE)).unwrap();
    assert_eq!(Person::read(&document).unwrap().name, "Mine");
    let entries = catalogue.entries(FileKind::Person);
    assert_eq!(entries.len(), Catalogue::shipped().ids(FileKind::Person).len() + 1);
    let broken = entries.iter().find(|entry| entry.id == "broken").unwrap();
    assert!(broken.own && broken.problem.is_some());
    let shipped = Catalogue::shipped().document(FileKind::Person, "anyone", Path::new(NOWHERE)).unwrap();
    assert_eq!(Person::read(&shipped).unwrap().name, "Anyone");
}

/// A file is found by name or by path; a name that is not there brings the nearest one.
#[test]
fn files_are_found_by_name_or_path() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("me.person.toml"), person_with("")).unwrap();
    let catalogue = Catalogue::shipped();
    let find = |name: &str| catalogue.document(FileKind::Person, name, folder.path());
    assert!(find("one-switch").is_ok());
    assert!(find("./me.person.toml").is_ok() && find("me.person.toml").is_ok());
    let error = find("one-swich").unwrap_err().to_string();
    assert!(error.contains("did you mean `one-switch`?"), "{error}");
    let error = find("zzzzzzzzz").unwrap_err().to_string();
    assert!(error.contains("cantus list persons"), "{error}");
    assert!(find("../../etc/passwd").unwrap_err().to_string().contains("ends in .person.toml"));
    assert!(find("nobody.person.toml").unwrap_err().to_string().contains("cannot be opened"));
}

/// A preset may name a Scala file beside it; what is wrong in that file is told at the name.
#[test]
fn scala_files_beside_a_preset() {
    let folder = tempfile::tempdir().unwrap();
    let scala: &[u8] = b"! x.scl\ncaf\xe9\n 3\n 200.0\n 3/2\n 2/1\n";
    std::fs::write(folder.path().join("x.scl"), scala).unwrap();
    std::fs::write(folder.path().join("bad.scl"), "x\n 2\n 200.0\n 3x/2\n").unwrap();
    let (catalogue, _patches) = with_patches();
    let read = |scale: &str| {
        let text = preset_with(&format!("scale = \"{scale}\""), "");
        Preset::read(&Document::new(folder.path().join("x.preset.toml"), text), &catalogue)
    };
    match read("x.scl") {
        Ok(preset) => assert_eq!(preset.setup.scale.degrees().len(), 3),
        Err(errors) => assert!(errors.iter().all(|error| error.line == 6), "{}", told(&errors)),
    }
    let text = told(&read("bad.scl").unwrap_err());
    assert!(text.contains(":4:9: the scale file") && text.contains("line 4: expected a ratio"), "{text}");

    assert_eq!(check_file(&folder.path().join("x.scl"), &catalogue), Ok(FileKind::Scale));
    let errors = check_file(&folder.path().join("bad.scl"), &catalogue).unwrap_err();
    assert_eq!((errors[0].line, errors[0].column), (4, 2));
}

/// `check` knows a file by its ending and says so where it does not.
#[test]
fn files_are_known_by_their_ending() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::shipped();
    for (name, text, kind) in [
        ("a.person.toml", person_with(""), FileKind::Person),
        (
            "a.scale.toml",
            "format = 1\nname = \"x\"\nabout = \"x\"\norigin = \"x\"\ncents = [0, 700]".to_owned(),
            FileKind::Scale,
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        assert_eq!(check_file(&path, &catalogue), Ok(kind));
    }
    let errors = check_file(Path::new("a.toml"), &catalogue).unwrap_err();
    assert!(errors[0].message.contains(".preset.toml"), "{}", errors[0]);
}

/// Every kind of file has a JSON Schema that says what it is, with a description for
/// every field.
#[test]
fn schemas_describe_every_field() {
    fn undescribed(name: &str, schema: &Value, found: &mut Vec<String>) {
        for (field, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if schema.get("description").is_none() {
                found.push(format!("{name}.{field}"));
            }
            for below in
                [Some(schema), schema.get("items"), schema.get("additionalProperties")].into_iter().flatten()
            {
                undescribed(field, below, found);
            }
        }
    }
    for kind in [FileKind::Preset, FileKind::Person] {
        let schema = schema(kind);
        let mut found = Vec::new();
        undescribed(kind.label(), &schema, &mut found);
        assert!(found.is_empty(), "{found:?}");
        assert!(!schema.to_string().contains("\"null\""));
        assert_eq!(schema["additionalProperties"], false);
    }
}
