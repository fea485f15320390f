//! Opening what the command line names.

use std::fs::File;
use std::path::Path;

use super::CommandError;
use crate::document::DocumentError;
use crate::input::trace::{self, Trace};
use crate::person::{Person, PersonSheet};
use crate::preset::{Catalogue, Preset};
use crate::session::opening::{self, Opened};

/// Longest trace file read, in bytes.
const MAX_TRACE_BYTES: u64 = 64 * 1024 * 1024;

pub(super) fn preset(catalogue: &Catalogue, name: &str) -> Result<Opened<Preset>, CommandError> {
    let opened = opening::preset(catalogue, name).map_err(|errors| all(&errors))?;
    for warning in &opened.content.warnings {
        eprintln!("{warning}");
    }
    Ok(opened)
}

pub(super) fn person(catalogue: &Catalogue, name: &str) -> Result<Opened<Person>, CommandError> {
    opening::person(catalogue, name).map_err(|errors| all(&errors))
}

pub(super) fn demo(catalogue: &Catalogue, preset: &str) -> Result<Trace, CommandError> {
    opening::demo(catalogue, preset).map_err(|errors| all(&errors))
}

pub(super) fn sheet(catalogue: &Catalogue, name: &str) -> Result<PersonSheet, CommandError> {
    opening::sheet(catalogue, name).map_err(|errors| all(&errors))
}

fn all(errors: &[DocumentError]) -> CommandError {
    CommandError::new(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"))
}

pub(super) fn trace(path: &Path) -> Result<Trace, CommandError> {
    trace_text(path).and_then(|text| {
        trace::parse(&text).map_err(|errors| {
            let lines: Vec<String> =
                errors.iter().map(|error| format!("{}: {error}", path.display())).collect();
            CommandError::new(lines.join("\n"))
        })
    })
}

/// The text of a trace; `-` is the standard input.
fn trace_text(path: &Path) -> Result<String, CommandError> {
    let cannot = |error: &dyn std::fmt::Display| {
        CommandError::new(format!("{}: the trace cannot be read: {error}", path.display()))
    };
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)
            .map_err(|error| cannot(&error))?;
        bytes
    } else {
        let length = std::fs::metadata(path).map_err(|error| cannot(&error))?.len();
        if length > MAX_TRACE_BYTES {
            return Err(cannot(&format!("it is longer than {} MiB", MAX_TRACE_BYTES >> 20)));
        }
        std::fs::read(path).map_err(|error| cannot(&error))?
    };
    String::from_utf8(bytes).map_err(|error| {
        let line =
            error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|&&b| b == b'\n').count() + 1;
        cannot(&format!("line {line} is not text (UTF-8)"))
    })
}

pub(super) fn create(path: &Path) -> Result<File, CommandError> {
    File::create(path).map_err(|error| cannot_write(path, &error))
}

pub(super) fn cannot_write(path: &Path, error: &dyn std::fmt::Display) -> CommandError {
    CommandError::new(format!("{} cannot be written: {error}", path.display()))
}
