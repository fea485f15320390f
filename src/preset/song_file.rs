//! Songs as files: `*.song.toml`, and standard MIDI files.

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::named::{metre_of, pitch};
use super::{Catalogue, FileKind, PitchName, read_scale};
use crate::document::{Document, DocumentError, Findings};
use crate::music::{
    Pitch, Scale, Song, SongError, TrackChoice, read_chords, read_lyrics, read_melody, read_midi,
};
use crate::time::Metre;

/// Scale where the file names none.
const SCALE: &str = "major";
/// Lowest and highest root.
const ROOTS: std::ops::RangeInclusive<Pitch> = 24.0..=96.0;

/// A song: a melody, its chords, and where it comes from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Cantus song")]
pub(super) struct SongFile {
    /// Version of the file format, 1.
    #[allow(dead_code)]
    #[schemars(range(min = 1, max = 1))]
    format: i64,
    /// Title, in the song's own language.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// What it is, in one sentence.
    #[schemars(length(min = 1, max = 300))]
    pub about: String,
    /// Whose song it is: a people, a place, a language.
    #[schemars(length(min = 1, max = 80))]
    pub culture: String,
    /// How old it is and how it came to be, and why it is free to be used.
    #[schemars(length(min = 1, max = 400))]
    pub origin: String,
    /// Where its notes are from: in print, and what they were compared with.
    #[schemars(length(min = 1, max = 300))]
    pub source: String,
    /// Words to find it by, such as lullaby, dance, hymn, children.
    #[serde(default)]
    #[schemars(length(max = 12))]
    pub tags: Vec<String>,
    /// The note that the song is at home on, as the melody is written: a note name such as
    /// "D4" or a MIDI note number, 24 to 96.
    #[schemars(with = "PitchName", range(min = 24, max = 96))]
    pub root: Spanned<PitchName>,
    /// Scale, by its id; chords are counted in it, and notes beside it may be sung.
    #[schemars(with = "Option<String>", extend("default" = "major"))]
    pub scale: Option<Spanned<String>>,
    /// Beats in a bar (1 to 16) and the note value of a beat (2, 4, 8 or 16), such as "3/4".
    #[schemars(with = "Option<String>", extend("default" = "4/4"))]
    pub metre: Option<Spanned<String>>,
    /// Beats per minute at which it is usually sung, 30 to 240.
    #[schemars(range(min = 30, max = 240))]
    pub tempo_bpm: f64,
    /// The notes, a line a phrase.
    #[schemars(with = "String", length(min = 1, max = 100_000))]
    pub melody: Spanned<String>,
    /// Chords in Roman numerals, as many bars as the melody has after its upbeat.
    #[schemars(with = "Option<String>", length(max = 100_000))]
    pub chords: Option<Spanned<String>>,
    /// What is sung, a syllable a note, parted by blanks and "-"; "_" where a syllable goes on.
    #[schemars(with = "Option<String>", length(max = 100_000))]
    pub lyrics: Option<Spanned<String>>,
}

/// A song and what is said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct SongSheet {
    /// The song.
    pub song: Song,
    /// What it is, in one sentence.
    pub about: String,
    /// Whose song it is.
    pub culture: String,
    /// How it came to be.
    pub origin: String,
    /// Where its notes are from: in print, and what they were compared with.
    pub source: String,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// The song that `document` describes, its scale from `catalogue`.
///
/// # Errors
/// Everything that is wrong in it.
pub fn read_song(document: &Document, catalogue: &Catalogue) -> Result<SongSheet, Vec<DocumentError>> {
    let file: SongFile = document.read()?;
    let mut findings = Findings::new(document);
    let root = pitch(&file.root, ROOTS, &mut findings);
    let scale = scale_of(file.scale.as_ref(), document, catalogue, &mut findings);
    let metre = file.metre.as_ref().map_or_else(Metre::default, |written| metre_of(written, &mut findings));
    let at = |findings: &mut Findings<'_>, written: &Spanned<String>, error: SongError| {
        let place = document.span_within(written.span(), written.get_ref(), error.column);
        findings.add(place, error.kind.to_string());
    };
    let melody = match read_melody(file.melody.get_ref(), metre) {
        Ok(melody) => melody,
        Err(error) => {
            at(&mut findings, &file.melody, error);
            return Err(findings.into_errors());
        }
    };
    let mut chords = Vec::new();
    if let Some(written) = &file.chords {
        match read_chords(written.get_ref(), &scale, &melody) {
            Ok(read) => chords = read,
            Err(error) => at(&mut findings, written, error),
        }
    }
    let mut syllables = Vec::new();
    if let Some(written) = &file.lyrics {
        match read_lyrics(written.get_ref(), melody.notes.len()) {
            Ok(read) => syllables = read,
            Err(error) => at(&mut findings, written, error),
        }
    }
    let key = (root.unwrap_or(60.0), scale);
    match Song::new(file.name, key, (metre, file.tempo_bpm), &melody, chords) {
        Some(song) => findings.finish(SongSheet {
            song: song.with_syllables(syllables),
            about: file.about,
            culture: file.culture,
            origin: file.origin,
            source: file.source,
            tags: file.tags,
        }),
        None => {
            findings.add(file.melody.span(), "this melody has no notes");
            Err(findings.into_errors())
        }
    }
}

fn scale_of(
    written: Option<&Spanned<String>>,
    document: &Document,
    catalogue: &Catalogue,
    findings: &mut Findings<'_>,
) -> Scale {
    let Some(written) = written else { return Scale::major() };
    let base = document.path().parent().unwrap_or_else(|| Path::new(""));
    let found = catalogue.document(FileKind::Scale, written.get_ref(), base).map_err(|error| vec![error]);
    match found.and_then(|document| read_scale(&document)) {
        Ok(scale) => scale,
        Err(errors) => {
            let message = errors.first().map_or_else(
                || format!("the scale `{SCALE}` cannot be used"),
                |error| {
                    if error.line == 0 { error.message.clone() } else { error.to_string() }
                },
            );
            findings.add(written.span(), message);
            Scale::major()
        }
    }
}

/// Whether a file of this name is a standard MIDI file.
pub fn is_midi(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "mid" || ending == "midi")
}

/// The song in the MIDI file at `path` whose bytes are `bytes`.
///
/// # Errors
/// Where it is broken or has no such track; the place in the file is in the message.
pub fn read_midi_song(path: &Path, bytes: &[u8], track: &str) -> Result<Song, Vec<DocumentError>> {
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    read_midi(&name, bytes, TrackChoice::read(track))
        .map(|read| read.song)
        .map_err(|error| vec![DocumentError::of_file(path, error.to_string())])
}

/// The song named by `written`: an id or a path, and behind `#` the track of a MIDI file. A
/// path that is not absolute counts from `base`.
///
/// # Errors
/// Where there is no such song, or everything that is wrong in it.
pub fn find_song(catalogue: &Catalogue, written: &str, base: &Path) -> Result<Song, Vec<DocumentError>> {
    let (name, track) = written.split_once('#').unwrap_or((written, ""));
    let place = catalogue.place(FileKind::Song, name, base).map_err(|error| vec![error])?;
    if is_midi(place.path()) {
        let bytes = place.bytes().map_err(|error| vec![error])?;
        return read_midi_song(place.path(), &bytes, track);
    }
    let document = place.document(FileKind::Song).map_err(|error| vec![error])?;
    if written.contains('#') {
        let message = format!("`{name}` is no MIDI file and has no tracks: leave out #{track}");
        return Err(vec![DocumentError::of_file(name, message)]);
    }
    read_song(&document, catalogue).map(|sheet| sheet.song)
}
