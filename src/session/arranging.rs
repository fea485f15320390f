//! What an edit does to the music, as data, and what is said of it.

use super::opening::find;
use super::playing;
use crate::document::DocumentError;
use crate::engine::{Arrangement, BAND_LANE, LEADER_LANE, LeaderSetup, MusicSetup, PartSetup, fitted};
use crate::input::{ChordSource, DeskEdit, lock_name};
use crate::music::{Lock, Progression, Register, pitch_name};
use crate::play::registry;
use crate::preset::{Catalogue, FileKind, LEADER_PATCH, read_patch, read_scale};
use crate::sound::Patch;
use crate::time::{Metre, Swing};

/// How long sounding notes glide into such a leader's chord, in ms.
const GLIDE_MS: f32 = 150.0;
/// How much of such a leader goes to the room, in dB.
const LEADER_ROOM_DB: f32 = -6.0;
/// Least width of a register, in semitones.
const OCTAVE: f32 = 12.0;

/// `arrangement` with `edit` made, and a sentence that says what it is now.
///
/// # Errors
/// A sentence that says why it cannot be; nothing is changed then.
pub(super) fn arrange(
    catalogue: &Catalogue,
    before: &Arrangement,
    edit: &DeskEdit,
) -> Result<(Arrangement, String), String> {
    let mut new = before.clone();
    let said = match edit {
        DeskEdit::Level { lane, level_db } => {
            mix(&mut new, *lane, |level, _| *level = *level_db)?;
            format!("{}: level {level_db:.0} dB.", name(&new, *lane))
        }
        DeskEdit::Pan { lane, pan } => {
            mix(&mut new, *lane, |_, side| *side = *pan)?;
            let side = match pan {
                pan if *pan < -0.05 => "left",
                pan if *pan > 0.05 => "right",
                _ => "in the middle",
            };
            format!("{}: {side}.", name(&new, *lane))
        }
        DeskEdit::Mute { lane, on } => {
            known(&new, *lane)?;
            new.muted[usize::from(*lane)] = *on;
            format!("{}: {}.", name(&new, *lane), if *on { "muted" } else { "heard again" })
        }
        DeskEdit::Solo { lane, on } => {
            known(&new, *lane)?;
            new.solo[usize::from(*lane)] = *on;
            format!("{}: {}.", name(&new, *lane), if *on { "alone" } else { "among the others" })
        }
        DeskEdit::Patch { part, id } => playing::set_patch(catalogue, part_of(&mut new, *part)?, id)?,
        DeskEdit::Font { part, bank, program, file } => {
            playing::set_font(catalogue, part_of(&mut new, *part)?, file, *bank, *program)?
        }
        DeskEdit::Clip { part, file } => playing::add_clip(catalogue, part_of(&mut new, *part)?, file)?,
        DeskEdit::Mode { part, id, song } => {
            playing::set_mode(catalogue, &mut new, *part, id, song.as_deref())?
        }
        DeskEdit::Register { part, low, high } => {
            if high - low < OCTAVE {
                return Err("A range goes from low to high and spans an octave at least.".to_owned());
            }
            let part = pitched(part_of(&mut new, *part)?)?;
            part.register = Register { low: *low, high: *high };
            format!("{}: from {} to {}.", part.name, pitch_name(*low), pitch_name(*high))
        }
        DeskEdit::Roles { part, roles } => {
            let part = part_of(&mut new, *part)?;
            part.roles.clear();
            for role in roles.iter().filter(|role| role.is_players()) {
                if !part.roles.contains(role) {
                    part.roles.push(*role);
                }
            }
            let roles: Vec<String> = part.roles.iter().map(ToString::to_string).collect();
            match roles.len() {
                0 => format!("{}: nobody plays it.", part.name),
                _ => format!("{}: played by {}.", part.name, roles.join(", ")),
            }
        }
        DeskEdit::Lock { part, lock } => {
            let part = pitched(part_of(&mut new, *part)?)?;
            part.lock = *lock;
            format!("{}: locked to {}.", part.name, lock_name(*lock))
        }
        DeskEdit::Tempo(tempo_bpm) => {
            new.setup.tempo_bpm = *tempo_bpm;
            format!("Tempo: {tempo_bpm:.0} beats a minute.")
        }
        DeskEdit::Metre { beats, unit } => set_metre(&mut new, Metre { beats: *beats, unit: *unit })?,
        DeskEdit::Swing(percent) => {
            if let Some(band) = &new.setup.band {
                return Err(format!("The band swings as its style does: {}.", band.style.name));
            }
            new.setup.swing = Swing::new(percent / 100.0);
            format!("Swing: {percent:.0} %.")
        }
        DeskEdit::Root(root) => {
            new.setup.root = *root;
            format!("Root: {}.", pitch_name(*root))
        }
        DeskEdit::Scale(id) => {
            let scale = find(catalogue, FileKind::Scale, id).and_then(|document| read_scale(&document));
            let scale = scale.map_err(first)?;
            new.setup.scale = scale;
            for (chord, _) in &mut new.setup.progression {
                *chord = fitted(chord, &scale);
            }
            format!("Scale: {}.", id.replace('_', " "))
        }
        DeskEdit::Chords(source) => set_chords(catalogue, &mut new, source)?,
        DeskEdit::Intensity(intensity) => {
            if new.setup.band.is_none() {
                return Err("This music has no band.".to_owned());
            }
            new.intensity = *intensity;
            match intensity {
                Some(intensity) => format!("The band: {intensity} of 3."),
                None => "The band follows the player.".to_owned(),
            }
        }
        DeskEdit::Master(level_db) => {
            new.master_db = *level_db;
            format!("Loudness: {level_db:.0} dB.")
        }
    };
    Ok((new, said))
}

/// The first of several errors, as a sentence.
pub(super) fn first(errors: Vec<DocumentError>) -> String {
    errors.first().map(ToString::to_string).unwrap_or_default()
}

/// Name of a lane for people.
fn name(arrangement: &Arrangement, lane: u8) -> String {
    let mut lanes = arrangement.setup.lanes().into_iter();
    lanes.find(|(number, _)| *number == lane).map_or_else(|| format!("Part {}", lane + 1), |(_, name)| name)
}

fn known(arrangement: &Arrangement, lane: u8) -> Result<(), String> {
    arrangement.mixed(lane).map(|_| ()).ok_or_else(|| no_part(lane))
}

fn no_part(lane: u8) -> String {
    format!("This music has no part {}.", u16::from(lane) + 1)
}

pub(super) fn part_of(arrangement: &mut Arrangement, part: u8) -> Result<&mut PartSetup, String> {
    arrangement.setup.parts.get_mut(usize::from(part)).ok_or_else(|| no_part(part))
}

fn pitched(part: &mut PartSetup) -> Result<&mut PartSetup, String> {
    match registry::find(part.mode) {
        Some(row) if row.unpitched => Err(format!("{} plays drums: they have no pitch.", part.name)),
        _ => Ok(part),
    }
}

pub(super) fn leads(arrangement: &Arrangement) -> bool {
    arrangement.setup.leader.as_ref().is_some_and(|leader| leader.follows_chords)
}

/// Changes level (in dB) and side of a lane.
fn mix(
    arrangement: &mut Arrangement,
    lane: u8,
    change: impl FnOnce(&mut f32, &mut f32),
) -> Result<(), String> {
    let setup = &mut arrangement.setup;
    if let Some(part) = setup.parts.get_mut(usize::from(lane)) {
        change(&mut part.level_db, &mut part.pan);
        return Ok(());
    }
    if let Some(leader) = setup.leader.as_mut().filter(|_| lane == LEADER_LANE) {
        change(&mut leader.level_db, &mut leader.pan);
        return Ok(());
    }
    let Some(band) = &mut setup.band else { return Err(no_part(lane)) };
    let number = lane.checked_sub(BAND_LANE).map(usize::from);
    let sound = number.and_then(|number| band.style.instruments.get_mut(number)?.as_mut());
    let Some(sound) = sound else { return Err(no_part(lane)) };
    // Levels of the band count beside that of all of it.
    sound.level_db += band.level_db;
    change(&mut sound.level_db, &mut sound.pan);
    sound.level_db -= band.level_db;
    Ok(())
}

pub(super) fn patch(catalogue: &Catalogue, id: &str) -> Result<Patch, String> {
    find(catalogue, FileKind::Patch, id).and_then(|document| read_patch(&document)).map_err(first)
}

fn set_metre(arrangement: &mut Arrangement, metre: Metre) -> Result<String, String> {
    let setup = &mut arrangement.setup;
    if let Some(band) = &setup.band {
        let Metre { beats, unit } = band.style.metre;
        return Err(format!("The band plays in {beats}/{unit}: {}.", band.style.name));
    }
    change_metre(setup, metre);
    Ok(format!("Metre: {}/{}.", metre.beats, metre.unit))
}

/// Another metre; chords last as many bars as before.
pub(super) fn change_metre(setup: &mut MusicSetup, metre: Metre) {
    let longer = f64::from(metre.beats) / f64::from(setup.metre.beats.max(1));
    setup.progression.iter_mut().for_each(|(_, beats)| *beats *= longer);
    setup.metre = metre;
}

fn set_chords(
    catalogue: &Catalogue,
    arrangement: &mut Arrangement,
    source: &ChordSource,
) -> Result<String, String> {
    let led = leads(arrangement);
    let setup = &mut arrangement.setup;
    let bar_beats = f64::from(setup.metre.beats);
    setup.progression = match source {
        ChordSource::Progression(chords) => Progression::parse(chords, &setup.scale, bar_beats)
            .map_err(|error| format!("Chord {}: {}.", error.column, error.kind))?
            .into_changes(),
        ChordSource::Still | ChordSource::Leader => Vec::new(),
    };
    let leader_leads = *source == ChordSource::Leader;
    match &mut setup.leader {
        Some(leader) => leader.follows_chords = leader_leads,
        None if leader_leads => setup.leader = Some(leader(patch(catalogue, LEADER_PATCH)?)),
        None => {}
    }
    // With a leader, parts play what is led; without any chords they have the whole scale again.
    let (from, to) = match source {
        ChordSource::Leader if !led => (Lock::Scale, Lock::Chord),
        ChordSource::Still if led => (Lock::Chord, Lock::Scale),
        _ => (Lock::Off, Lock::Off),
    };
    for part in &mut setup.parts {
        if part.lock == from {
            part.lock = to;
        }
    }
    Ok(match source {
        ChordSource::Still => "Chords: the tonic stays.".to_owned(),
        ChordSource::Progression(chords) => format!("Chords: {chords}."),
        ChordSource::Leader => "Chords: from whoever plays along on the MIDI keyboard.".to_owned(),
    })
}

fn leader(patch: Patch) -> LeaderSetup {
    LeaderSetup {
        name: "Leader".to_owned(),
        lock: Lock::Off,
        follows_chords: true,
        follows_key: false,
        glide_ms: Some(GLIDE_MS),
        patch,
        level_db: 0.0,
        pan: 0.0,
        room_db: LEADER_ROOM_DB,
    }
}
