//! What a part plays and with what sound, changed at the desk: mode, song, patch, SoundFont,
//! recorded sounds.

use std::path::Path;
use std::sync::Arc;

use super::arranging::{change_metre, first, leads, part_of, patch};
use crate::engine::{Arrangement, MusicSetup, PartSetup, fitted};
use crate::music::{Lock, Register, Song};
use crate::play::{OptionKind, OptionValue, Options, registry};
use crate::preset::{Catalogue, DRUM_PATCH, PITCHED_PATCH, find_song};
use crate::sound::Source;

/// The mode that plays sound files.
const CUE: &str = "cue";
/// Most recorded sounds of a part, as preset files have them.
const MOST_CLIPS: usize = 16;

pub(super) fn set_patch(catalogue: &Catalogue, part: &mut PartSetup, id: &str) -> Result<String, String> {
    if matches!(part.source, Source::Clips(_)) {
        return Err(format!("{} plays recorded sounds: they are what it sounds like.", part.name));
    }
    let patch = patch(catalogue, id)?;
    let drums = registry::find(part.mode).is_some_and(|row| row.unpitched);
    if drums && patch.engine.is_pitched() {
        return Err(format!("{} plays drums, and {} is no drum kit.", part.name, patch.name));
    }
    if !drums && !patch.engine.is_pitched() {
        return Err(format!("{} is a drum kit, and {} plays notes.", patch.name, part.name));
    }
    let said = format!("{}: {}.", part.name, patch.name);
    part.patch = patch;
    part.source = Source::Patch;
    Ok(said)
}

/// The part sounds with a preset of a SoundFont; its patch stands in where the file is missing.
pub(super) fn set_font(
    catalogue: &Catalogue,
    part: &mut PartSetup,
    file: &str,
    bank: u16,
    program: u16,
) -> Result<String, String> {
    if part.mode == CUE {
        return Err(format!("{} plays recorded sounds: they are what it sounds like.", part.name));
    }
    let font = catalogue.font(file, bank, program, Path::new(""))?;
    let said = format!("{}: {}.", part.name, font.name);
    part.source = Source::Font(Arc::new(font));
    Ok(said)
}

/// The part plays a recorded sound too; one that played notes plays this sound from now on.
pub(super) fn add_clip(catalogue: &Catalogue, part: &mut PartSetup, file: &str) -> Result<String, String> {
    let clip = catalogue.clip(file, Path::new(""))?;
    let mut clips = match (&part.source, part.mode) {
        (Source::Clips(clips), CUE) => clips.as_ref().clone(),
        _ => Vec::new(),
    };
    if clips.len() >= MOST_CLIPS {
        return Err(format!("{} has {MOST_CLIPS} recorded sounds: no more fit.", part.name));
    }
    let name = Path::new(&clip.name).file_name().unwrap_or_default().to_string_lossy().into_owned();
    clips.push(Some(clip));
    if part.mode != CUE
        && let Some(row) = registry::find(CUE)
    {
        part.mode = row.id;
        part.options = Options::defaults(row.options);
        (part.register, part.lock) = (Register::ALL, Lock::Off);
    }
    part.source = Source::Clips(Arc::new(clips));
    Ok(format!("{}: plays {name}.", part.name))
}

pub(super) fn set_mode(
    catalogue: &Catalogue,
    arrangement: &mut Arrangement,
    number: u8,
    id: &str,
    song: Option<&str>,
) -> Result<String, String> {
    let Some(row) = registry::find(id) else {
        let near = crate::nearest::nearest(id, registry::MODES.iter().map(|row| row.id));
        let near = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
        return Err(format!("There is no way to play `{id}`.{near}"));
    };
    let lock = if leads(arrangement) { Lock::Chord } else { Lock::Scale };
    let part = part_of(arrangement, number)?;
    if row.id == CUE && part.mode != CUE {
        return Err(format!("{} plays sound files: open one on this part.", row.label));
    }
    if part.mode == row.id && song.is_none() {
        return Ok(format!("{}: {}.", part.name, row.label));
    }
    let before = part.options.first_song().cloned();
    // Another song is played as the one before was: a note a press, or a phrase.
    let mut options = if part.mode == row.id { part.options.clone() } else { Options::defaults(row.options) };
    let mut chosen = None;
    for spec in row.options.iter().filter(|spec| spec.kind == OptionKind::Song) {
        let song = song.ok_or_else(|| format!("{} needs a song: choose one with it.", row.label))?;
        let song: Arc<Song> = find_song(catalogue, song, Path::new("")).map_err(first)?.into();
        options.set(spec.name, OptionValue::Song(Arc::clone(&song)))?;
        chosen = Some(song);
    }
    let was_unpitched = registry::find(part.mode).is_some_and(|row| row.unpitched);
    if part.patch.engine.is_pitched() == row.unpitched {
        part.patch = patch(catalogue, if row.unpitched { DRUM_PATCH } else { PITCHED_PATCH })?;
        part.source = Source::Patch;
    }
    if matches!(part.source, Source::Clips(_)) {
        part.source = Source::Patch;
    }
    if row.unpitched {
        (part.register, part.lock) = (Register::ALL, Lock::Off);
    } else if was_unpitched {
        (part.register, part.lock) = (Register::default(), lock);
    }
    part.mode = row.id;
    part.options = options;
    let said = match &chosen {
        Some(song) => format!("{}: {}.", part.name, song.name),
        None => format!("{}: {}.", part.name, row.label),
    };
    if let Some(song) = chosen {
        sing(&mut arrangement.setup, before.as_deref(), &song)?;
    }
    Ok(said)
}

/// Parts that played the song `before` together go on together. The first song of the music brings
/// its key, metre and tempo, and a scale that leaves it as it is, as where a preset says nothing
/// else; a band keeps its metre.
fn sing(setup: &mut MusicSetup, before: Option<&Song>, song: &Arc<Song>) -> Result<(), String> {
    for part in &mut setup.parts {
        let Some(row) = registry::find(part.mode) else { continue };
        let is_same = before.is_some() && part.options.first_song().map(Arc::as_ref) == before;
        for spec in row.options.iter().filter(|spec| is_same && spec.kind == OptionKind::Song) {
            part.options.set(spec.name, OptionValue::Song(Arc::clone(song)))?;
        }
    }
    let first = setup.parts.iter().find_map(|part| part.options.first_song());
    if first.is_some_and(|first| first != song) {
        return Ok(());
    }
    (setup.root, setup.scale, setup.tempo_bpm) = (song.root, song.lock_scale(), song.tempo_bpm);
    for (chord, _) in &mut setup.progression {
        *chord = fitted(chord, &setup.scale);
    }
    if setup.band.is_none() {
        change_metre(setup, song.metre);
    }
    Ok(())
}
