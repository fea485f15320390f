//! Whatever the fuzzer starts from, and whatever it ever found, in every test run.
//!
//! `fuzz/run` looks for more; what it finds goes to `fuzz/found/TARGET/` once it is mended.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::path::{Path, PathBuf};

type Target = fn(&[u8]);

/// Every target of `fuzz/Cargo.toml`.
const TARGETS: [(&str, Target); 13] = [
    ("preset", targets::preset),
    ("person", targets::person),
    ("patch", targets::patch),
    ("scale", targets::scale),
    ("scala", targets::scala),
    ("style", targets::style),
    ("set_list", targets::set_list),
    ("song", targets::song),
    ("song_midi", targets::song_midi),
    ("leader_midi", targets::leader_midi),
    ("soundfont", targets::soundfont),
    ("clip", targets::clip),
    ("trace", targets::trace),
];

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(folder: PathBuf) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Every input that was ever found, and every seed, is refused with a sentence or can be used;
/// so is each of them cut off anywhere in its first kilobyte.
#[test]
fn what_was_found_stays_mended() {
    // Readers that are guarded against panics in other people's code may panic inside.
    targets::let_guarded_readers_fail();
    let mut played = 0;
    for (name, target) in TARGETS {
        for folder in ["found", "seeds"] {
            for path in files(root(&format!("fuzz/{folder}/{name}"))) {
                println!("{}", path.display());
                let bytes = std::fs::read(&path).unwrap();
                target(&bytes);
                (0..bytes.len().min(1024)).step_by(7).for_each(|end| target(&bytes[..end]));
                played += 1;
            }
        }
    }
    assert!(played > 0, "fuzz/found and fuzz/seeds are there");
}

/// The targets here are those that the fuzzer runs.
#[test]
fn every_target_is_played() {
    let manifest = std::fs::read_to_string(root("fuzz/Cargo.toml")).unwrap();
    let names: Vec<&str> =
        manifest.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    let played: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names[1..], played, "fuzz/Cargo.toml and tests/fuzzed.rs name the same targets");
    for (name, _) in TARGETS {
        assert!(root(&format!("fuzz/fuzz_targets/{name}.rs")).exists(), "{name}");
    }
}
