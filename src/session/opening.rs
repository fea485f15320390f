//! Opening presets and persons by name or path, and what traces ask for.

use std::path::Path;

use super::arranging::first;
use crate::access::Body;
use crate::document::{Document, DocumentError};
use crate::engine::{Command, Music, MusicSetup, OtherSound};
use crate::input::trace::{self, Trace, TraceCommand, TraceError};
use crate::person::{Person, PersonSheet};
use crate::play::Edit;
use crate::preset::{Catalogue, FileKind, Preset, read_patch, read_scale};

/// A file that was opened: what it says and its fingerprint.
#[derive(Clone, Debug)]
pub struct Opened<T> {
    /// What it says.
    pub content: T,
    /// Fingerprint of its text, as traces and journals name it.
    pub fingerprint: String,
}

/// Opens a preset by its name in the catalogue or its path.
///
/// # Errors
/// Where there is none, or everything that is wrong in it.
pub fn preset(catalogue: &Catalogue, name: &str) -> Result<Opened<Preset>, Vec<DocumentError>> {
    let document = find(catalogue, FileKind::Preset, name)?;
    Ok(Opened { content: Preset::read(&document, catalogue)?, fingerprint: fingerprint(document.text()) })
}

/// The text of a preset that was opened.
#[cfg(feature = "app")]
pub(super) fn preset_text(catalogue: &Catalogue, name: &str) -> String {
    find(catalogue, FileKind::Preset, name).map(|document| document.text().to_owned()).unwrap_or_default()
}

/// Opens a person by its name in the catalogue or its path.
///
/// # Errors
/// Where there is none, or everything that is wrong in it.
pub fn person(catalogue: &Catalogue, name: &str) -> Result<Opened<Person>, Vec<DocumentError>> {
    let document = find(catalogue, FileKind::Person, name)?;
    Ok(Opened { content: Person::read(&document)?, fingerprint: fingerprint(document.text()) })
}

/// Opens a person by name or path, with the text of the file.
///
/// # Errors
/// As [`person`].
pub fn sheet(catalogue: &Catalogue, name: &str) -> Result<PersonSheet, Vec<DocumentError>> {
    PersonSheet::read(find(catalogue, FileKind::Person, name)?)
}

pub(super) fn find(
    catalogue: &Catalogue,
    kind: FileKind,
    name: &str,
) -> Result<Document, Vec<DocumentError>> {
    catalogue.document(kind, name, Path::new("")).map_err(|error| vec![error])
}

/// The trace that shows a preset, named by its name in the catalogue or its path.
///
/// # Errors
/// Where there is none, or everything that is wrong in it.
pub fn demo(catalogue: &Catalogue, preset: &str) -> Result<Trace, Vec<DocumentError>> {
    let document = catalogue.demo(preset).map_err(|error| vec![error])?;
    trace::parse(document.text()).map_err(|errors| {
        let at = |error: &TraceError| document.span_at(error.line as usize, error.column as usize);
        errors.iter().map(|error| document.error_at(at(error), error.message.clone())).collect()
    })
}

/// The engine's command for one of a trace; a preset is opened and built at `rate_hz`.
///
/// # Errors
/// A sentence, where a name is not there or its file is not right.
pub fn command(catalogue: &Catalogue, command: &TraceCommand, rate_hz: f64) -> Result<Command, String> {
    Ok(match command {
        TraceCommand::Silence => Command::Silence,
        TraceCommand::Finish => Command::Finish,
        TraceCommand::Rest => Command::Rest,
        TraceCommand::Call => Command::Call,
        TraceCommand::Acknowledge => Command::Acknowledge,
        TraceCommand::Bell => Command::Bell,
        TraceCommand::Fierceness(steps) => Command::Fierceness(*steps),
        TraceCommand::SoftStart => Command::SoftStart,
        TraceCommand::Tempo(bpm) => Command::Tempo(*bpm),
        TraceCommand::Tap => Command::Tap,
        TraceCommand::CountIn(bars) => Command::CountIn(*bars),
        TraceCommand::ClockOut(on) => Command::ClockOut(*on),
        TraceCommand::Recorded { part, clear } => {
            Command::Edit { part: *part, edit: if *clear { Edit::Clear } else { Edit::Undo } }
        }
        TraceCommand::Root(root) => Command::Root(*root),
        TraceCommand::Scale(id) => {
            let scale = find(catalogue, FileKind::Scale, id).and_then(|document| read_scale(&document));
            Command::Scale(scale.map_err(first)?)
        }
        TraceCommand::Preset(id) => {
            Command::Music(build(&preset(catalogue, id).map_err(first)?.content.setup, rate_hz)?)
        }
        TraceCommand::Person(id) => body(&person(catalogue, id).map_err(first)?.content, rate_hz),
        TraceCommand::Desk(_) | TraceCommand::Body(_) => {
            return Err("an edit changes what plays: there is nothing that plays".to_owned());
        }
        TraceCommand::Sound { part, patch } => {
            Command::Sound { part: *part, sound: sound(catalogue, patch, rate_hz)? }
        }
        TraceCommand::PartLevel { part, level_db } => Command::PartLevel { part: *part, level_db: *level_db },
        TraceCommand::PartMute { part, muted } => Command::PartMute { part: *part, muted: *muted },
        TraceCommand::Band(command) => Command::Band(*command),
        TraceCommand::MasterLevel(level_db) => Command::MasterLevel(*level_db),
    })
}

/// The voices of a patch, built at `rate_hz`.
///
/// # Errors
/// A sentence, where there is no such patch or it is not right.
pub fn sound(catalogue: &Catalogue, patch: &str, rate_hz: f64) -> Result<Box<OtherSound>, String> {
    let patch = find(catalogue, FileKind::Patch, patch).and_then(|document| read_patch(&document));
    Ok(OtherSound::build(rate_hz, &patch.map_err(first)?))
}

/// What lets `person` play, at `rate_hz`.
pub(super) fn body(person: &Person, rate_hz: f64) -> Command {
    Command::Body(Box::new(Body::new(rate_hz, person.body.clone())))
}

/// Music of `setup`, at `rate_hz`.
pub(super) fn build(setup: &MusicSetup, rate_hz: f64) -> Result<Box<Music>, String> {
    Music::build(rate_hz, setup).map_err(|error| error.to_string())
}

/// Sixteen hexadecimal digits that differ where texts differ (FNV-1a, 64 bits): enough to
/// say that a journal belongs to another version of a file, no protection against intent.
pub(super) fn fingerprint(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    format!("{hash:016x}")
}
