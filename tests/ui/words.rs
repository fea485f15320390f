//! Every text is there in every language, and none is there for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cantus::input::Control;
use cantus::play::registry::MODES;
use cantus::preset::{Catalogue, FileKind};
use cantus::session::opening;
use cantus::ui::{LANGUAGES, Language, Words, control_name, part_key};
use fluent_bundle::FluentResource;

/// Keys of a Fluent file, with the values that each text has.
fn keys(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut last = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| !key.contains(' ')) {
            key.clone_into(&mut last);
            assert!(keys.insert(last.clone(), BTreeSet::new()).is_none(), "`{key}` is there twice");
        }
        for value in line.split("{ $").skip(1) {
            let name: String = value.chars().take_while(char::is_ascii_alphabetic).collect();
            keys.get_mut(&last).unwrap().insert(name);
        }
    }
    keys
}

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

fn src(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)
}

/// Literals of the window's sources that are keys or the beginning of some, in which `{}` stands for
/// any word.
fn named(sections: &BTreeSet<String>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (_, text) in sources(&src("ui")) {
        for literal in text.split('"').skip(1).step_by(2) {
            let shape: String = literal
                .split('{')
                .map(|piece| piece.split('}').next_back().unwrap())
                .collect::<Vec<_>>()
                .join("{}");
            let is_key =
                shape.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-{}".contains(c));
            let section = shape.split('-').next().unwrap().to_owned();
            if is_key
                && !shape.ends_with('-')
                && shape.contains('-')
                && !section.is_empty()
                && sections.contains(&section)
            {
                named.insert(shape);
            }
        }
    }
    named
}

fn fits(shape: &str, key: &str) -> bool {
    match shape.split_once("{}") {
        Some((front, back)) => key.len() > shape.len() - 2 && key.starts_with(front) && key.ends_with(back),
        None => shape == key,
    }
}

/// Every file is right Fluent, and all have the same keys with the same values.
#[test]
fn languages_say_the_same() {
    let english = keys(LANGUAGES[0].text());
    for language in LANGUAGES {
        let errors = FluentResource::try_new(language.text().to_owned()).err().map(|(_, errors)| errors);
        assert!(errors.is_none(), "{}: {errors:?}", language.name);
        let own = keys(language.text());
        let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        let more: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(
            missing.is_empty() && more.is_empty(),
            "{}: missing {missing:?}, more {more:?}",
            language.name
        );
        for (key, values) in &own {
            assert_eq!(values, &english[key], "{}: values of `{key}`", language.name);
        }
    }
}

/// Every key that the window names is there, and every key that is there is named.
#[test]
fn no_key_is_missing_or_unused() {
    let english = keys(LANGUAGES[0].text());
    let sections: BTreeSet<String> =
        english.keys().map(|key| key.split('-').next().unwrap().to_owned()).collect();
    let named = named(&sections);
    let missing: Vec<_> = named.iter().filter(|shape| !english.keys().any(|key| fits(shape, key))).collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
    let unused: Vec<_> = english
        .keys()
        .filter(|key| !key.starts_with("told-") && !named.iter().any(|shape| fits(shape, key)))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

/// Every preset and person that is shipped has a name and a sentence in German, every patch a name, and
/// there are none for what is not shipped.
#[test]
fn what_is_shipped_has_its_names() {
    let german = Language::of_code("de").unwrap();
    let errors = FluentResource::try_new(german.names().to_owned()).err().map(|(_, errors)| errors);
    assert!(errors.is_none(), "{errors:?}");
    let catalogue = Catalogue::shipped();
    let ids = |kind, prefix: &str| -> BTreeSet<String> {
        catalogue.ids(kind).into_iter().map(|id| format!("{prefix}-{id}")).collect()
    };
    let (presets, persons) = (ids(FileKind::Preset, "preset"), ids(FileKind::Person, "person"));
    let mut shipped = ids(FileKind::Patch, "patch");
    shipped.extend(presets.iter().chain(&persons).cloned());
    let mut named: BTreeMap<&str, bool> = BTreeMap::new();
    let mut last = "";
    for line in german.names().lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(" = ") {
            Some(("    .about", _)) => drop(named.insert(last, true)),
            Some((key, _)) => {
                last = key;
                assert!(named.insert(key, false).is_none(), "`{key}` is there twice");
            }
            None => assert!(line.is_empty(), "{line}"),
        }
    }
    let missing: Vec<_> = shipped.iter().filter(|key| !named.contains_key(key.as_str())).collect();
    assert!(missing.is_empty(), "no German name for {missing:?}");
    let silent: Vec<_> = presets.iter().chain(&persons).filter(|key| !named[key.as_str()]).collect();
    assert!(silent.is_empty(), "no German sentence for {silent:?}");
    shipped.extend(ids(FileKind::Scale, "scale"));
    shipped.extend(ids(FileKind::Style, "style"));
    for preset in catalogue.ids(FileKind::Preset) {
        let setup = opening::preset(&catalogue, &preset).unwrap().content.setup;
        shipped.extend(setup.lanes().into_iter().map(|(_, name)| format!("part-{}", part_key(&name))));
    }
    shipped.extend(MODES.iter().map(|row| format!("part-{}", part_key(row.label))));
    let unused: Vec<_> = named.keys().filter(|key| !shipped.contains(**key)).collect();
    assert!(unused.is_empty(), "nothing is called {unused:?}");
}

/// In the German window the shipped piece has its German name, also where it is searched, and a copy
/// with a name of its own keeps it.
#[test]
fn shipped_names_are_german() {
    let words = Words::new(Language::of_code("de").unwrap());
    let names = words.names();
    assert_eq!(names.of(FileKind::Preset, "Tide"), "Gezeiten");
    assert_eq!(names.of(FileKind::Preset, "My own tide"), "My own tide");
    assert_eq!(names.of(FileKind::Person, "One switch"), "Ein Schalter");
    assert_eq!(names.of(FileKind::Patch, "Flute"), "Flöte");
    assert_eq!(names.of(FileKind::Scale, "Dorian"), "Dorisch");
    assert_eq!(names.part("Low comb"), "Tiefer Kamm");
    assert_eq!(Words::new(LANGUAGES[0]).names().of(FileKind::Preset, "Tide"), "Tide");
}

/// Every sentence of the instrument that is told in other languages is one that it says: the text
/// between its values stands somewhere in the sources.
#[test]
fn sentences_are_those_of_the_instrument() {
    let mut whole = String::new();
    for (path, text) in sources(&src("")) {
        if !path.starts_with(src("ui")) || path.starts_with(src("ui/picture")) {
            whole += &text;
        }
    }
    // A literal that goes on in the next line is one line.
    let whole: Vec<&str> = whole.split("\\\n").map(str::trim_start).collect();
    let whole = whole.concat();
    for line in LANGUAGES[0].text().lines().filter(|line| line.starts_with("told-")) {
        let (key, text) = line.split_once(" = ").unwrap();
        for piece in text.split("{ $").map(|piece| piece.split_once(" }").map_or(piece, |(_, text)| text)) {
            assert!(whole.contains(piece), "`{key}`: nobody says `{piece}`");
        }
    }
}

/// Every control that a person file can name has words of its own in each language: none is told by its
/// name in files.
#[test]
fn every_control_has_words() {
    let keys = (1..=255).map(Control::Key).filter(|key| !key.to_string().contains("code"));
    let others = [
        "pad:south",
        "pad:c",
        "pad:north",
        "pad:z",
        "pad:mode",
        "pad:left_thumb",
        "pad:right_shoulder",
        "pad:dpad_left",
        "pad:lstick.x",
        "pad:rstick.y",
        "pad:ltrigger",
        "pad:code288",
        "pad:axis40",
        "midi:note60",
        "midi:cc1",
        "midi:cc2",
        "midi:cc20",
        "midi:bend",
        "midi:pressure",
        "mouse:middle",
        "touch:any",
        "key:code700",
    ];
    let controls: Vec<Control> = keys.chain(others.map(|name| name.parse().unwrap())).collect();
    assert!(controls.len() > 120);
    let [english, german] = LANGUAGES.map(Words::new);
    for control in controls {
        let written = control.to_string();
        let name = written.split_once(':').unwrap().1;
        let [english, german] = [&english, &german].map(|words| control_name(words, control, "Pad"));
        for said in [&english, &german] {
            assert!(
                !said.contains(['_', '{', ':']) && !said.contains(&format!("-{name}")),
                "{written}: {said}"
            );
        }
        // A word that is not one letter, a digit or F and a number is another in German.
        let is_letter =
            name.len() == 1 || name.strip_prefix('f').is_some_and(|rest| rest.parse::<u8>().is_ok());
        let same = ["escape", "pause"];
        assert!(english != german || is_letter || same.contains(&name), "{written}: {english}, {german}");
        if name.len() > 3 {
            assert!(
                !german.contains(name) || same.contains(&name.to_lowercase().as_str()),
                "{written}: {german}"
            );
        }
    }
    let on = |name: &str, device: &str| control_name(&english, name.parse().unwrap(), device);
    assert_eq!(on("pad:south", "Microsoft X-Box Adaptive Controller"), "button A of the gamepad");
    assert_eq!(on("pad:south", "Some pad"), "the lower button of the gamepad");
    assert_eq!([on("key:f5", ""), on("key:keypad7", "")], ["the F5 key", "7 on the number pad"]);
    assert_eq!(control_name(&german, "key:keypad_enter".parse().unwrap(), ""), "Enter auf dem Ziffernblock");
}
