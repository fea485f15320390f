//! Traces of what one switch does with the menu, as text: `menu/*.menu`; and the laws of the menu.
//!
//! A line is a case: what the hand does (seconds), an arrow, what comes of it. A comment above it
//! says the law. `with …` sets the body for the cases below it. See the files; they are meant to
//! be read.

mod common;
#[path = "menu/laws.rs"]
mod laws;
#[path = "menu/stage.rs"]
mod stage;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use stage::Stage;

/// Writing to a string.
const IN_MEMORY: &str = "room in memory";

/// Every case of a file; returns how many there are and what does not hold.
fn failures(path: &Path) -> (usize, String) {
    let text = fs::read_to_string(path).expect("a readable file");
    let (mut law, mut with, mut cases, mut wrong) = (String::new(), String::new(), 0, String::new());
    // A line that starts with an arrow goes on with the one before, and so does one after a comma.
    let text = text.replace("\n    ->", " ->").replace(",\n", ", ");
    for line in text.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix('#') {
            law = comment.trim().to_owned();
        } else if let Some(settings) = line.strip_prefix("with") {
            settings.trim().clone_into(&mut with);
        } else if let Some((moves, wanted)) = line.split_once("->") {
            cases += 1;
            let tidy = |text: &str| text.split(',').map(str::trim).collect::<Vec<_>>().join(", ");
            let got = Stage::of(&with).play(moves);
            if tidy(wanted) != got {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                writeln!(
                    wrong,
                    "{file}: {law}\n  {}\n  wanted {}\n  got    {got}",
                    moves.trim(),
                    tidy(wanted)
                )
                .expect(IN_MEMORY);
            }
        } else {
            assert!(line.is_empty(), "{}: `{line}` is no case", path.display());
        }
    }
    (cases, wrong)
}

/// Every case in `menu/*.menu` holds.
#[test]
fn cases_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/menu");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut wrong, mut cases) = (String::new(), 0);
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "menu")) {
        let (count, failed) = failures(path);
        cases += count;
        wrong.push_str(&failed);
    }
    assert!(cases > 20, "only {cases} cases were found");
    assert!(wrong.is_empty(), "\n{wrong}");
}
