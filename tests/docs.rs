//! The docs: lists are what the program has, and links lead somewhere.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes the lists anew.

// A test that cannot read what it has written has failed.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use cantus::document::write_atomically;
use cantus::files::check_file;
use cantus::music::ScaleFile;
use cantus::play::OptionKind;
use cantus::play::registry::MODES;
use cantus::preset::{Catalogue, FileKind, read_patch, read_song, read_style};
use cantus::sound::Patch;
use cantus::sound::patch::FAMILIES;

/// Pages that other pages link to and that are not written yet.
const PENDING: &[&str] = &[];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn is_fresh(page: &str, text: &str) {
    let path = root().join(page);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        write_atomically(&path, text).unwrap();
    } else {
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == text, "{page} is stale: UPDATE_DOCS=1 cargo test --test docs");
    }
}

const MADE: &str =
    "<!-- Made by tests/docs.rs from the program itself: UPDATE_DOCS=1 cargo test --test docs -->\n";

/// A cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn option_row(name: &str, about: &str, kind: OptionKind) -> String {
    let (range, default, unit) = match kind {
        OptionKind::Number { min, max, default, unit } => {
            (format!("{min} to {max}"), format!("`{default}`"), unit)
        }
        OptionKind::Choice { values, default } => {
            let words: Vec<String> = values.iter().map(|word| format!("`\"{word}\"`")).collect();
            (words.join(", "), format!("`\"{default}\"`"), "")
        }
        OptionKind::Flag { default } => ("`true`, `false`".to_owned(), format!("`{default}`"), ""),
        OptionKind::Song => {
            ("the name of a [song](songs.md), or a file".to_owned(), "must be there".to_owned(), "")
        }
    };
    format!("| `{name}` | {} | {range} | {unit} | {default} |\n", cell(about))
}

fn modes_page() -> String {
    let mut page = String::from("# Play modes\n\n");
    page += MADE;
    page += "\nA play mode says what a press means. A part of a [preset](presets.md) names one with `mode`, and sets its\n\
             options under `[part.options]`. Roles are bound to switches and movements by the [person file](persons.md).\n\
             [How to add one](add-a-mode.md).\n\n| mode | what it is to play |\n|---|---|\n";
    for mode in MODES {
        page += &format!("| [`{0}`](#{0}) | {1} |\n", mode.id, cell(mode.about));
    }
    for mode in MODES {
        page += &format!("\n## {}\n\n{}: {}\n", mode.id, mode.label, mode.about);
        let more = format!("modes/{}.md", mode.id);
        if root().join("docs").join(&more).exists() {
            page += &format!("[More about it, and what was measured]({more}).\n");
        }
        page += "\n| role | what it does |\n|---|---|\n";
        for (role, does) in mode.roles {
            page += &format!("| {} | {} |\n", cell(role), cell(does));
        }
        page += "\n| option | meaning | range | unit | default |\n|---|---|---|---|---|\n";
        for option in mode.options {
            page += &option_row(option.name, option.about, option.kind);
        }
    }
    page
}

fn scales_page() -> String {
    let catalogue = Catalogue::shipped();
    let ids = catalogue.ids(FileKind::Scale);
    let mut page = String::from("# Scales\n\n");
    page += MADE;
    page += &format!(
        "\nThe {} scales that ship. A [preset](presets.md) names one with `scale = \"ID\"`, or a Scala file.\n\
         Degrees are in cents above the root; they repeat after an octave (1200 cents) where nothing else is said.\n\
         [How to add one](add-a-scale.md).\n\n| id | name | degrees in cents | how it sounds | where it comes from |\n\
         |---|---|---|---|---|\n",
        ids.len()
    );
    for id in ids {
        let document = catalogue.document(FileKind::Scale, &id, Path::new("")).unwrap();
        let scale: ScaleFile = document.read().unwrap_or_else(|errors| panic!("{}", errors[0]));
        let mut degrees = scale.cents.iter().map(f32::to_string).collect::<Vec<_>>().join(" ");
        if scale.period_cents != 1200.0 {
            degrees += &format!(" (repeats after {})", scale.period_cents);
        }
        page += &format!(
            "| `{id}` | {} | {degrees} | {} | {} |\n",
            cell(&scale.name),
            cell(&scale.about),
            cell(&scale.origin)
        );
    }
    page
}

/// Word of a label as files have it.
fn word(label: impl serde::Serialize) -> String {
    serde_json::to_value(label).unwrap().as_str().unwrap().to_owned()
}

fn patches_page() -> String {
    let mut text = MADE.to_owned()
        + "# Sounds\n\nEvery sound that ships with Cantus, by family, and in a family from tender to fierce. A preset says \
         `patch = \"ID\"`. All are equally loud (within 1 LU on the same notes), in tune within 3 cents and no two alike: \
         what differs is how they feel. Kits lie 3 LU lower, because their peaks stand out. [Add your own](add-a-patch.md).\n";
    let catalogue = Catalogue::shipped();
    let patches: Vec<(String, Patch)> = catalogue
        .ids(FileKind::Patch)
        .into_iter()
        .map(|id| {
            let document = catalogue.document(FileKind::Patch, &id, Path::new("")).unwrap();
            (id, read_patch(&document).unwrap())
        })
        .collect();
    for family in FAMILIES {
        let mut of_family: Vec<_> = patches.iter().filter(|(_, patch)| patch.family == family).collect();
        of_family.sort_by_key(|(_, patch)| patch.temper);
        let title = word(family);
        text += &format!(
            "\n## {}{}\n\n| id | temper | engine | sound |\n|---|---|---|---|\n",
            title[..1].to_uppercase(),
            &title[1..]
        );
        for (id, patch) in of_family {
            let (temper, engine) = (word(patch.temper), patch.engine.row().name);
            text += &format!("| `{id}` | {temper} | {engine} | {} |\n", cell(&patch.about));
        }
    }
    text
}

fn songs_page() -> String {
    let catalogue = Catalogue::shipped();
    let ids = catalogue.ids(FileKind::Song);
    let mut page = String::from("# Songs\n\n");
    page += MADE;
    page += &format!(
        "\nThe {} songs that ship, for the mode [`song`](modes/song.md): traditional tunes and tunes whose makers died\n\
         long ago. A [preset](presets.md) names one with `song = \"ID\"` under `[part.options]`.\n\
         [How to add one](add-a-song.md), the text format and MIDI files included.\n\n\
         The last column says what the notes rest on. The collections they were compared with are the Essen Folksong\n\
         Collection (H. Schaffrath 1995), the Nottingham Music Database (E. Foxley) and SymbTr (M. K. Karaosmanoğlu\n\
         2012). From Oceania there are an Australian song and one that a queen of\n\
         Hawaiʻi published herself: other songs of its first peoples are theirs to give.\n\n\
         | id | title | whose | metre | notes | phrases | range | what it is | where it comes from | where its notes are from |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
        ids.len()
    );
    for id in ids {
        let document = catalogue.document(FileKind::Song, &id, Path::new("")).unwrap();
        let sheet = read_song(&document, &catalogue).unwrap_or_else(|errors| panic!("{}", errors[0]));
        let song = &sheet.song;
        let (low, high) = song.range();
        page += &format!(
            "| `{id}` | {} | {} | {}/{} | {} | {} | {} semitones | {} | {} | {} |\n",
            cell(&song.name),
            cell(&sheet.culture),
            song.metre.beats,
            song.metre.unit,
            song.notes().len(),
            song.phrases().len(),
            high - low,
            cell(&sheet.about),
            cell(&sheet.origin),
            cell(&sheet.source)
        );
    }
    page
}

fn styles_page() -> String {
    let catalogue = Catalogue::shipped();
    let entries = catalogue.entries(FileKind::Style);
    let mut page = String::from("# Accompaniment styles\n\n");
    page += MADE;
    page += &format!(
        "\nThe {} styles that ship: what a preset's [band](band.md) plays. [How to add one](add-a-style.md).\n\n\
         | id | name | metre | tempo in BPM | how it sounds | where it comes from |\n|---|---|---|---|---|---|\n",
        entries.len()
    );
    for entry in entries {
        let document = catalogue.document(FileKind::Style, &entry.id, Path::new("")).unwrap();
        let style = read_style(&document, &catalogue).unwrap_or_else(|errors| panic!("{}", errors[0]));
        let [slowest, fastest] = style.tempo_bpm;
        page += &format!(
            "| `{}` | {} | {}/{} | {slowest} to {fastest} | {} | {} |\n",
            entry.id,
            cell(&style.name),
            style.metre.beats,
            style.metre.unit,
            cell(&entry.about),
            cell(&style.origin)
        );
    }
    page
}

/// The page of sounds is what the shipped files say.
#[test]
fn sounds_are_the_files() {
    is_fresh("docs/patches.md", &patches_page());
}

/// The page of songs is what the shipped files say.
#[test]
fn songs_are_the_files() {
    is_fresh("docs/songs.md", &songs_page());
}

/// The page of styles is what the shipped files say.
#[test]
fn styles_are_the_files() {
    is_fresh("docs/styles.md", &styles_page());
}

/// The page of modes is what the registry says.
#[test]
fn modes_are_the_registry() {
    is_fresh("docs/modes.md", &modes_page());
}

/// The page of scales is what the shipped files say.
#[test]
fn scales_are_the_files() {
    is_fresh("docs/scales.md", &scales_page());
}

/// Every whole file shown in "add a patch" is a good patch.
#[test]
fn patch_examples_are_good() {
    let page = std::fs::read_to_string(root().join("docs/add-a-patch.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut examples = 0;
    for block in page.split("```toml\n").skip(1) {
        let path = folder.path().join("example.patch.toml");
        std::fs::write(&path, block.split("```").next().unwrap()).unwrap();
        if let Err(errors) = check_file(&path, &Catalogue::shipped()) {
            panic!("{}", errors[0]);
        }
        examples += 1;
    }
    assert!(examples > 0);
}

/// "Add a device" shows the device that the tests compile and run, to the letter.
#[test]
fn documented_device_is_the_tested_one() {
    let page = std::fs::read_to_string(root().join("docs/add-a-device.md")).unwrap();
    assert!(page.contains(include_str!("../docs/example_device.rs")));
}

fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

/// Targets of the Markdown links in `text`, code aside.
fn links(text: &str) -> Vec<String> {
    let prose: String = text.split("```").step_by(2).collect();
    prose.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
}

/// The anchors that GitHub gives the headings of a page.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix('#'));
    headings
        .map(|heading| {
            let words = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// Every relative link of README, CONTRIBUTING and docs leads to a file that is there, and
/// to a heading in it where it names one.
#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            if PENDING.iter().any(|pending| target.ends_with(pending)) {
                continue;
            }
            let has_anchor = || {
                let text = std::fs::read_to_string(&target).unwrap_or_default();
                anchors(&text).iter().any(|other| other == anchor)
            };
            if !target.exists() || (!anchor.is_empty() && !has_anchor()) {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
