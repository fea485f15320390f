//! A preset file with the changes of the desk in it: its comments and its order stay.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::document::set_value;
use crate::input::{ChordSource, DeskEdit, lock_name};
use crate::play::{OptionKind, registry};

/// Sound of a leader whom the preset does not know.
pub const LEADER_PATCH: &str = "soft_piano";
/// The sound in place of a drum kit, where a part is to play notes.
pub const PITCHED_PATCH: &str = "soft_piano";
/// The drum kit in place of a sound of notes, where a part is to play drums.
pub const DRUM_PATCH: &str = "kit_soft";
/// The lane of the leader.
const LEADER_LANE: u8 = crate::engine::LEADER_LANE;

/// `text`, a preset that can be read, with `edits` made in it. What a preset file does not hold,
/// such as muted parts and the master level, is left out, and so are levels within a band.
///
/// # Errors
/// A sentence, where the text is no preset.
pub fn edited_preset<'e>(text: &str, edits: impl Iterator<Item = &'e DeskEdit>) -> Result<String, String> {
    let mut file: DocumentMut = text.parse().map_err(|error| format!("{error}"))?;
    for edit in edits {
        write(&mut file, edit);
    }
    Ok(file.to_string())
}

fn write(file: &mut DocumentMut, edit: &DeskEdit) {
    match edit {
        DeskEdit::Level { lane, level_db } => set_mix(file, *lane, "level_db", f64::from(*level_db)),
        DeskEdit::Pan { lane, pan } => set_mix(file, *lane, "pan", f64::from(*pan)),
        DeskEdit::Mute { .. } | DeskEdit::Solo { .. } | DeskEdit::Master(_) => {}
        DeskEdit::Patch { part, id } => with_part(file, *part, |part| {
            set_value(part, "patch", id.as_str().into());
            part.remove("soundfont");
        }),
        DeskEdit::Font { part, bank, program, file: font } => with_part(file, *part, |part| {
            let mut table = InlineTable::new();
            table.insert("file", font.as_str().into());
            table.insert("bank", i64::from(*bank).into());
            table.insert("program", i64::from(*program).into());
            part.remove("soundfont");
            part.insert("soundfont", value(table));
        }),
        DeskEdit::Clip { part, file: clip } => with_part(file, *part, |part| add_clip(part, clip)),
        DeskEdit::Mode { part, id, song } => {
            let before = song_of(file, *part);
            with_part(file, *part, |part| set_mode(part, id, song.as_deref()));
            if let Some(song) = song {
                sing(file, before.as_deref(), song);
            }
        }
        DeskEdit::Register { part, low, high } => with_part(file, *part, |part| {
            set_value(part, "register", Value::Array([number(*low), number(*high)].into_iter().collect()));
        }),
        DeskEdit::Roles { part, roles } => with_part(file, *part, |part| {
            let mut words: Vec<String> = Vec::new();
            for role in roles.iter().map(ToString::to_string) {
                if !words.contains(&role) {
                    words.push(role);
                }
            }
            set_value(part, "roles", Value::Array(words.into_iter().collect::<Array>()));
        }),
        DeskEdit::Lock { part, lock } => {
            with_part(file, *part, |part| set_value(part, "lock", lock_name(*lock).into()));
        }
        DeskEdit::Tempo(tempo_bpm) => set_value(file, "tempo_bpm", number_of(*tempo_bpm)),
        DeskEdit::Metre { beats, unit } => set_metre(file, *beats, *unit),
        DeskEdit::Swing(percent) => set_value(file, "swing", number_of(*percent)),
        DeskEdit::Root(root) => set_value(file, "root", number(*root)),
        DeskEdit::Scale(id) => set_value(file, "scale", id.as_str().into()),
        DeskEdit::Chords(source) => set_chords(file, source),
        DeskEdit::Intensity(intensity) => {
            if let Some(band) = file.get_mut("band").and_then(Item::as_table_mut) {
                set_value(band, "follow", if intensity.is_some() { "fixed" } else { "player" }.into());
                if let Some(intensity) = intensity {
                    set_value(band, "intensity", i64::from(*intensity).into());
                }
            }
        }
    }
}

fn number(number: f32) -> Value {
    // The shortest digits that read back as the same.
    number.to_string().parse::<f64>().map_or_else(|_| number_of(f64::from(number)), number_of)
}

fn number_of(number: f64) -> Value {
    if number.fract() == 0.0 { (number as i64).into() } else { number.into() }
}

fn with_part(file: &mut DocumentMut, part: u8, change: impl FnOnce(&mut Table)) {
    let parts = file.get_mut("part").and_then(Item::as_array_of_tables_mut);
    if let Some(table) = parts.and_then(|parts| parts.get_mut(usize::from(part))) {
        change(table);
    }
}

fn set_mix(file: &mut DocumentMut, lane: u8, name: &str, amount: f64) {
    let amount = number(amount as f32);
    if lane == LEADER_LANE {
        if let Some(leader) = file.get_mut("leader").and_then(Item::as_table_mut) {
            set_value(leader, name, amount);
        }
    } else {
        with_part(file, lane, |part| set_value(part, name, amount));
    }
}

fn set_mode(part: &mut Table, id: &str, song: Option<&str>) {
    let Some(row) = registry::find(id) else { return };
    let old = part.get("mode").and_then(Item::as_str).and_then(registry::find);
    if part.get("name").is_none()
        && let Some(old) = old
    {
        // A part without a name has that of its mode, and keeps it.
        part.insert("name", value(old.label));
    }
    let was_unpitched = old.is_some_and(|old| old.unpitched);
    let spec = row.options.iter().find(|spec| spec.kind == OptionKind::Song);
    if old.is_some_and(|old| old.id == row.id) {
        // Another song is played as the one before was.
        if let (Some(spec), Some(song)) = (spec, song)
            && let Some(options) = part.get_mut("options").and_then(Item::as_table_like_mut)
        {
            options.insert(spec.name, value(song));
        }
        return;
    }
    set_value(part, "mode", row.id.into());
    part.remove("options");
    part.remove("clips");
    if let (Some(spec), Some(song)) = (spec, song) {
        let mut options = Table::new();
        options.insert(spec.name, value(song));
        part.insert("options", Item::Table(options));
    }
    if row.unpitched != was_unpitched {
        set_value(part, "patch", if row.unpitched { DRUM_PATCH } else { PITCHED_PATCH }.into());
        for name in ["soundfont", "register", "lock"] {
            part.remove(name);
        }
    }
}

/// A part plays a recorded sound, beside those it has.
fn add_clip(part: &mut Table, clip: &str) {
    let is_cue = part.get("mode").and_then(Item::as_str) == Some("cue");
    if !is_cue {
        let patch = part.get("patch").cloned();
        set_mode(part, "cue", None);
        // It stands in for sounds that are missing.
        if let Some(patch) = patch {
            part.insert("patch", patch);
        }
    }
    match part.get_mut("clips").and_then(Item::as_array_mut) {
        Some(clips) => clips.push(clip),
        None => {
            part.insert("clips", value([clip].into_iter().collect::<Array>()));
        }
    }
}

/// Name of the song that a part plays.
fn song_of(file: &DocumentMut, part: u8) -> Option<String> {
    let part = file.get("part")?.as_array_of_tables()?.get(usize::from(part))?;
    let row = registry::find(part.get("mode")?.as_str()?)?;
    let spec = row.options.iter().find(|spec| spec.kind == OptionKind::Song)?;
    Some(part.get("options")?.as_table_like()?.get(spec.name)?.as_str()?.to_owned())
}

/// Parts that played the song before play this one. Where it is the first of the piece, key, metre
/// and tempo are its own; a band keeps its metre.
fn sing(file: &mut DocumentMut, before: Option<&str>, song: &str) {
    let parts = file.get("part").and_then(Item::as_array_of_tables).map_or(0, toml_edit::ArrayOfTables::len);
    for number in 0..parts as u8 {
        if before.is_some() && song_of(file, number).as_deref() == before {
            with_part(file, number, |part| {
                let id = part.get("mode").and_then(Item::as_str).unwrap_or_default().to_owned();
                set_mode(part, &id, Some(song));
            });
        }
    }
    if (0..parts as u8).find_map(|number| song_of(file, number)).as_deref() != Some(song) {
        return;
    }
    for name in ["root", "scale", "tempo_bpm"] {
        file.remove(name);
    }
    if file.get("band").is_none() {
        file.remove("metre");
    }
}

fn set_metre(file: &mut DocumentMut, beats: u8, unit: u8) {
    let old = file.get("metre").and_then(Item::as_str).and_then(|metre| metre.split('/').next());
    let old: f64 = old.and_then(|beats| beats.trim().parse().ok()).unwrap_or(4.0);
    let longer = f64::from(beats) / old;
    // Chords without a length last a bar; those with one last as many bars as before.
    if let Some(chords) = file.get("progression").and_then(Item::as_str) {
        let chord =
            |word: &str| match word.split_once(':').map(|(chord, beats)| (chord, beats.parse::<f64>())) {
                Some((chord, Ok(beats))) => format!("{chord}:{}", beats * longer),
                _ => word.to_owned(),
            };
        let chords = chords.split_whitespace().map(chord).collect::<Vec<_>>().join(" ");
        set_value(file, "progression", chords.into());
    }
    set_value(file, "metre", format!("{beats}/{unit}").into());
}

fn set_chords(file: &mut DocumentMut, source: &ChordSource) {
    let leads = *source == ChordSource::Leader;
    let led = file.get("leader").and_then(Item::as_table).is_some_and(|leader| {
        let said = leader.get("chords").and_then(Item::as_bool);
        said.unwrap_or(file.get("progression").is_none())
    });
    match source {
        ChordSource::Progression(chords) => set_value(file, "progression", chords.as_str().into()),
        ChordSource::Still | ChordSource::Leader => {
            file.remove("progression");
            file.remove("progression_by");
        }
    }
    match file.get_mut("leader").and_then(Item::as_table_mut) {
        Some(leader) => set_value(leader, "chords", leads.into()),
        None if leads => {
            let mut leader = Table::new();
            leader.insert("patch", value(LEADER_PATCH));
            leader.insert("chords", value(true));
            leader.insert("sounding", value("glide"));
            file.insert("leader", Item::Table(leader));
        }
        None => {}
    }
    // Parts that do not say are locked to chords where somebody leads them, else to the scale.
    let (from, to) = match source {
        ChordSource::Leader if !led => ("scale", "chord"),
        ChordSource::Still if led => ("chord", "scale"),
        ChordSource::Progression(_) if led => ("", "chord"),
        _ => return,
    };
    let parts = file.get_mut("part").and_then(Item::as_array_of_tables_mut);
    for part in parts.into_iter().flat_map(|parts| parts.iter_mut()) {
        let unpitched =
            part.get("mode").and_then(Item::as_str).and_then(registry::find).is_some_and(|row| row.unpitched);
        if !unpitched && part.get("lock").and_then(Item::as_str).unwrap_or_default() == from {
            set_value(part, "lock", to.into());
        }
    }
}
