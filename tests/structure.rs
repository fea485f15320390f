//! The house: imports point one way, and no file grows too long to read.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, lowest first: a room uses itself and those before it.
const ROOMS: [&str; 20] = [
    "time", "chance", "math", "nearest", "music", "input", "access", "play", "sound", "band", "engine",
    "document", "preset", "person", "files", "live", "device", "session", "ui", "cli",
];

/// Longest file, in lines.
const LONGEST: usize = 400;

/// Every Rust file below `folder`, with its text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 10, "{folder} has sources");
    found
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|known| *known == room)
}

/// The rooms that a source names: what follows `crate::`, also inside braces. Comments do not
/// count, since a link upwards binds nothing.
fn named_rooms(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .collect::<Vec<_>>()
        .join("\n");
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut rooms = Vec::new();
    for (_, rest) in code.match_indices("crate::").map(|(at, path)| (at, &code[at + path.len()..])) {
        match rest.strip_prefix('{') {
            None => rooms.push(word(rest)),
            Some(several) => {
                let mut depth = 0;
                let mut begins = true;
                for (at, c) in several.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => begins = true,
                        c if begins && c.is_alphanumeric() => {
                            rooms.push(word(&several[at..]));
                            begins = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    rooms
}

/// What a file imports from rooms that lie above its own, or beside the rooms by a chain of
/// `super` that leaves its own.
fn upward_imports(path: &Path, text: &str) -> Vec<String> {
    let inside: Vec<&str> = path.iter().map(|part| part.to_str().unwrap()).collect();
    let room = inside[0].trim_end_matches(".rs");
    let Some(own) = rank(room) else { return vec![format!("{} is in no known room", path.display())] };
    let mut wrong: Vec<String> = named_rooms(text)
        .into_iter()
        .filter(|named| rank(named).is_none_or(|named| named > own))
        .map(|named| format!("{}: `{room}` uses `{named}`", path.display()))
        .collect();
    // `mod.rs` stands for its folder; tests inside a file have one `super` more.
    let depth = inside.len() - usize::from(path.ends_with("mod.rs"));
    let leaves = "super::".repeat(depth);
    for line in
        text.lines().filter(|line| line.starts_with("use super::") || line.starts_with("pub use super::"))
    {
        if line.contains(&leaves) {
            wrong.push(format!("{}: `{line}` leaves `{room}`", path.display()));
        }
    }
    wrong
}

/// Imports point downwards: no room uses one above it, so there are no cycles between rooms.
#[test]
fn imports_point_downwards() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let path = path.strip_prefix(&src).unwrap();
        if path != Path::new("lib.rs") && path != Path::new("main.rs") {
            wrong.extend(upward_imports(path, &text));
        }
    }
    assert!(wrong.is_empty(), "imports that point upwards:\n{}", wrong.join("\n"));
}

/// Every room of the library is in the order above, and the order names no other.
#[test]
fn the_order_names_every_room() {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let mut declared: Vec<&str> = library
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod "))
        .map(|line| line.trim_end_matches(';'))
        .collect();
    let mut ordered = ROOMS.to_vec();
    declared.sort_unstable();
    ordered.sort_unstable();
    assert_eq!(declared, ordered);
}

/// The check above sees an upward import however it is written.
#[test]
fn upward_imports_are_seen() {
    let wrong = |path: &str, text: &str| upward_imports(Path::new(path), text).len();
    assert_eq!(wrong("music/lock.rs", "use crate::engine::Engine;\n"), 1);
    assert_eq!(wrong("music/lock.rs", "use crate::{math, engine::{Engine, Music}, time::Frames};\n"), 1);
    assert_eq!(wrong("music/lock.rs", "fn f(engine: &crate::engine::Engine) {}\n"), 1);
    assert_eq!(wrong("music/mod.rs", "use super::engine::Engine;\n"), 1);
    assert_eq!(wrong("input/trace/parse.rs", "use super::super::super::engine::Engine;\n"), 1);
    assert_eq!(wrong("time.rs", "use super::engine::Engine;\n"), 1);
    assert_eq!(wrong("attic/box.rs", ""), 1);
    assert_eq!(wrong("music/lock.rs", "use crate::nowhere::Thing;\n"), 1);
    assert_eq!(
        wrong("music/lock.rs", "use super::Scale;\nuse crate::{math, time::Frames};\n// crate::engine\n"),
        0
    );
    assert_eq!(wrong("input/trace/parse.rs", "use super::super::Role;\nuse crate::input::Control;\n"), 0);
}

/// No file is longer than can be read in one go.
#[test]
fn files_are_short() {
    let long: Vec<String> = ["src", "tests"]
        .into_iter()
        .flat_map(sources)
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "files over {LONGEST} lines:\n{}", long.join("\n"));
}
