//! From a preset file to checked music.

use std::path::{Path, PathBuf};

use toml::Spanned;

use super::file::{LeaderTable, LockName, PartTable, PresetFile, RoomTable, SoundingName};
use super::leading;
use super::named::{metre_of, pitch};
use super::song_shelf::SongShelf;
use super::timing;
use super::{Catalogue, FileKind, read_patch, read_scale};
use crate::document::{Document, DocumentError, Findings, Span};
use crate::engine::{LeaderSetup, MusicSetup, PartSetup};
use crate::input::Role;
use crate::music::{Lock, Pitch, Progression, Register, Scale};
use crate::nearest::nearest;
use crate::play::{OptionKind, OptionValue, Options, registry};
use crate::sound::{Patch, RoomSetup};
use crate::time::Metre;

/// Scale where the file names none.
pub(super) const SCALE: &str = "major";
/// Root where the file names none: middle C.
pub(super) const ROOT: Pitch = 60.0;
/// Lowest and highest root.
const ROOTS: std::ops::RangeInclusive<Pitch> = 24.0..=96.0;
/// Tempo where the file names none.
const TEMPO_BPM: f64 = 90.0;
/// Tuning where the file names none (ISO 16).
const A4_HZ: f64 = 440.0;
/// How long sounding notes glide into a leader's chord where the file says nothing.
const GLIDE_MS: f64 = 150.0;
/// How much of a part goes to the room where the file says nothing.
const ROOM_SEND_DB: f64 = -6.0;

/// Music and what is said about it.
#[derive(Clone, Debug)]
pub struct Preset {
    /// What it is like to play, in one sentence.
    pub about: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// What it asks of whoever plays, 1 to 3, where the file says so.
    pub difficulty: Option<u8>,
    /// The scale as the file names it.
    pub scale: String,
    /// A picture of it, where the file names one; whether it is there is not looked at yet.
    pub picture: Option<PathBuf>,
    /// The music, ready to be built.
    pub setup: MusicSetup,
    /// The sounds that go round in each part, by their names, its own first.
    pub sound_rings: Vec<Vec<String>>,
    /// Sound files that cannot be played: everything else can.
    pub warnings: Vec<DocumentError>,
}

impl Preset {
    /// The preset that `document` describes, with scales, patches and songs from `catalogue`.
    ///
    /// Where it has no root, scale, metre or tempo of its own, it takes those of its first
    /// song, and a scale that holds every note of that song: the pitch lock leaves it as it is.
    ///
    /// # Errors
    /// Everything that is wrong in it, from the top of the file to its end.
    pub fn read(document: &Document, catalogue: &Catalogue) -> Result<Self, Vec<DocumentError>> {
        let file: PresetFile = document.read()?;
        let base = document.path().parent().unwrap_or_else(|| Path::new(""));
        let mut songs = SongShelf::default();
        let song = songs.first(catalogue, base, &file.part);
        let (findings, warnings) = (Findings::new(document), Findings::new(document));
        let lock = Lock::Scale;
        let mut reading = Reading { catalogue, base, songs, lock, findings, warnings };
        let root = root(&file, &mut reading.findings);
        let mut band = file.band.as_ref().and_then(|table| reading.band(table));
        let metre = metre(&file, &mut reading.findings);
        let metre = metre.or(song.as_ref().map(|song| song.metre));
        let metre = metre.or(band.as_ref().map(|band| band.style.metre)).unwrap_or_default();
        let fit = super::band::fit(&mut reading.findings, document, &file, metre, &mut band);
        let (scale_name, scale, degrees) = match (&file.scale, &song) {
            (None, Some(song)) => (format!("of {}", song.name), song.lock_scale(), song.scale),
            (written, _) => {
                let scale = reading.scale(written.as_ref());
                (written.as_ref().map_or(SCALE, |name| name.get_ref().as_str()).to_owned(), scale, scale)
            }
        };
        let progression = match &file.progression {
            Some(written) => {
                let bar_beats = f64::from(metre.beats);
                Progression::parse(written.get_ref(), &degrees, bar_beats).map_or_else(
                    |error| {
                        let place = document.span_within(written.span(), written.get_ref(), error.column);
                        reading.findings.add(place, error.kind.to_string());
                        Vec::new()
                    },
                    Progression::into_changes,
                )
            }
            None => Vec::new(),
        };
        reading.lock = if reading.leads_chords(&file) { Lock::Chord } else { Lock::Scale };
        let tap = timing::tap(file.tap.as_ref(), &mut reading.findings);
        let listens = super::listens::lanes(&file.part, &mut reading.findings);
        let parts = file
            .part
            .iter()
            .zip(listens)
            .filter_map(|(part, listens)| reading.part(part, listens, tap))
            .collect();
        let sound_rings = file.part.iter().map(|table| reading.sound_ring(table)).collect();
        let leader = file.leader.as_ref().and_then(|table| reading.leader(table));
        let progression_by = leading::progression_by(&file, &mut reading.findings);
        let setup = MusicSetup {
            name: file.name,
            root: root.or(song.as_ref().map(|song| song.root)).unwrap_or(ROOT),
            scale,
            progression,
            progression_by,
            tempo_bpm: file
                .tempo_bpm
                .or(song.as_ref().map(|song| song.tempo_bpm))
                .or(fit.tempo_bpm)
                .unwrap_or(TEMPO_BPM),
            metre,
            count_in_bars: file.count_in_bars.unwrap_or(0),
            tap,
            swing: fit.swing,
            a4_hz: file.a4_hz.unwrap_or(A4_HZ) as f32,
            room: room(&file.room),
            seed: file.seed.unwrap_or(1),
            parts,
            leader,
            band,
        };
        let warnings = reading.warnings.into_errors();
        reading.findings.finish(Preset {
            about: file.about,
            tags: file.tags,
            difficulty: file.difficulty,
            scale: scale_name,
            picture: file.picture.map(|picture| document.beside(&picture)),
            setup,
            sound_rings,
            warnings,
        })
    }
}

/// A preset while it is read.
pub(super) struct Reading<'d> {
    pub(super) catalogue: &'d Catalogue,
    pub(super) base: &'d Path,
    pub(super) songs: SongShelf,
    /// What parts are locked to that do not say.
    pub(super) lock: Lock,
    pub(super) findings: Findings<'d>,
    /// What is missing without keeping the music from playing.
    pub(super) warnings: Findings<'d>,
}

impl Reading<'_> {
    fn scale(&mut self, name: Option<&Spanned<String>>) -> Scale {
        match name {
            Some(name) => self.named(FileKind::Scale, name, read_scale).unwrap_or_default(),
            None => Scale::major(),
        }
    }

    /// What the file named by `written` holds; an error in that file is told here in short.
    pub(super) fn named<T>(
        &mut self,
        kind: FileKind,
        written: &Spanned<String>,
        read: impl Fn(&Document) -> Result<T, Vec<DocumentError>>,
    ) -> Option<T> {
        let found = self.catalogue.document(kind, written.get_ref(), self.base);
        let message = match found.map_err(|error| vec![error]).and_then(|document| read(&document)) {
            Ok(value) => return Some(value),
            Err(errors) => match errors.first() {
                Some(error) if error.line == 0 => error.message.clone(),
                Some(error) => format!(
                    "the {} file {} cannot be used: line {}: {}",
                    kind.label(),
                    error.path.display(),
                    error.line,
                    error.message
                ),
                None => format!("the {} `{}` cannot be used", kind.label(), written.get_ref()),
            },
        };
        self.findings.add(written.span(), message);
        None
    }

    /// Whether the chords are a leader's. A preset has chords from one source.
    fn leads_chords(&mut self, file: &PresetFile) -> bool {
        let Some(leader) = &file.leader else { return false };
        match (&leader.chords, &file.progression) {
            (Some(chords), Some(_)) if *chords.get_ref() => {
                let message =
                    "the chords come from the progression or from the leader: take one of them away";
                self.findings.add(chords.span(), message);
                true
            }
            (Some(chords), _) => *chords.get_ref(),
            (None, progression) => progression.is_none(),
        }
    }

    fn leader(&mut self, table: &LeaderTable) -> Option<LeaderSetup> {
        let patch: Patch = self.named(FileKind::Patch, &table.patch, read_patch)?;
        Some(LeaderSetup {
            name: table.name.clone().unwrap_or_else(|| "Leader".to_owned()),
            lock: table.lock.map_or(Lock::Off, LockName::lock),
            follows_chords: self.lock == Lock::Chord,
            follows_key: table.key.unwrap_or(false),
            glide_ms: (table.sounding == Some(SoundingName::Glide))
                .then(|| table.glide_ms.unwrap_or(GLIDE_MS) as f32),
            patch,
            level_db: table.level_db.unwrap_or(0.0) as f32,
            pan: table.pan.unwrap_or(0.0) as f32,
            room_db: table.room_db.unwrap_or(ROOM_SEND_DB) as f32,
        })
    }

    fn part(&mut self, table: &PartTable, listens: Option<u8>, tap: Option<Role>) -> Option<PartSetup> {
        let roles = self.roles(table, tap);
        let register = self.register(table);
        let patch: Option<Patch> = self.named(FileKind::Patch, &table.patch, read_patch);
        let source = self.source(table);
        let Some(row) = registry::find(table.mode.get_ref()) else {
            self.findings.add(table.mode.span(), unknown_mode(table.mode.get_ref()));
            return None;
        };
        let mut options = Options::defaults(row.options);
        for (name, value) in &table.options {
            if let Err((span, message)) = self.set_option(&mut options, row.options, name, value) {
                self.findings.add(span, message);
            }
        }
        for spec in row.options.iter().filter(|spec| spec.kind == OptionKind::Song) {
            if !table.options.iter().any(|(name, _)| name.get_ref() == spec.name) {
                let message = format!(
                    "the mode `{}` needs a song: write {} = \"ID\" under [part.options]; `cantus list songs` shows \
                     all there are",
                    row.id, spec.name
                );
                self.findings.add(table.mode.span(), message);
            }
        }
        Some(PartSetup {
            name: table.name.clone().unwrap_or_else(|| row.label.to_owned()),
            mode: row.id,
            options,
            roles,
            register: if row.unpitched { Register::ALL } else { register },
            lock: match table.lock {
                _ if row.unpitched => Lock::Off,
                lock => lock.map_or(self.lock, LockName::lock),
            },
            assist: timing::assist(table),
            listens,
            expression: leading::expression(table, &mut self.findings),
            seed: table.seed,
            leads: table.leads.as_ref().is_some_and(|leads| *leads.get_ref()),
            patch: patch?,
            source,
            level_db: table.level_db.unwrap_or(0.0) as f32,
            pan: table.pan.unwrap_or(0.0) as f32,
            room_db: table.room_db.unwrap_or(ROOM_SEND_DB) as f32,
            effects: table.effects.clone(),
        })
    }

    fn roles(&mut self, table: &PartTable, tap: Option<Role>) -> Vec<Role> {
        let Some(written) = &table.roles else {
            let plays = |role: &Role| matches!(role, Role::Switch(_)) && tap != Some(*role);
            return Role::all().filter(plays).collect();
        };
        let mut roles = Vec::new();
        for word in written {
            match word.get_ref().parse::<Role>() {
                Ok(role) if roles.contains(&role) => {
                    self.findings.add(word.span(), format!("the role `{role}` is named twice"));
                }
                Ok(role) => roles.push(role),
                Err(error) => self.findings.add(word.span(), error.to_string()),
            }
        }
        roles
    }

    fn register(&mut self, table: &PartTable) -> Register {
        let Some(written) = &table.register else { return Register::default() };
        let [low, high] = written.get_ref();
        let (Some(lowest), Some(highest)) =
            (pitch(low, 0.0..=127.0, &mut self.findings), pitch(high, 0.0..=127.0, &mut self.findings))
        else {
            return Register::default();
        };
        if highest - lowest < 12.0 {
            self.findings
                .add(written.span(), "a register goes from low to high and spans an octave at least");
        }
        Register { low: lowest, high: highest }
    }

    /// Sets one option; where it does not fit, whether its name or its value is the place to look.
    fn set_option(
        &mut self,
        options: &mut Options,
        specs: &[crate::play::OptionSpec],
        name: &Spanned<String>,
        value: &Spanned<toml::Value>,
    ) -> Result<(), (Span, String)> {
        let known = specs.iter().find(|spec| spec.name == name.get_ref());
        let given = match value.get_ref() {
            toml::Value::String(written) if known.is_some_and(|spec| spec.kind == OptionKind::Song) => {
                let song = self.songs.song(self.catalogue, self.base, written);
                OptionValue::Song(song.map_err(|message| (value.span(), message))?)
            }
            toml::Value::Integer(number) => OptionValue::Number(*number as f64),
            toml::Value::Float(number) => OptionValue::Number(*number),
            toml::Value::Boolean(yes) => OptionValue::Flag(*yes),
            toml::Value::String(word) => OptionValue::Choice(word.clone()),
            _ => {
                return Err((
                    value.span(),
                    "expected a number, a word in quotes, or true or false".to_owned(),
                ));
            }
        };
        let place = if known.is_some() { value.span() } else { name.span() };
        options.set(name.get_ref(), given).map_err(|message| (place, message))
    }
}

fn unknown_mode(name: &str) -> String {
    let ids = registry::MODES.iter().map(|row| row.id);
    match nearest(name, ids.clone()) {
        Some(near) => format!("there is no play mode `{name}`: did you mean `{near}`?"),
        None => {
            let ids: Vec<&str> = ids.collect();
            format!("there is no play mode `{name}`; there is {}", ids.join(", "))
        }
    }
}

pub(super) fn root(file: &PresetFile, findings: &mut Findings<'_>) -> Option<Pitch> {
    file.root.as_ref().and_then(|written| pitch(written, ROOTS, findings))
}

fn metre(file: &PresetFile, findings: &mut Findings<'_>) -> Option<Metre> {
    file.metre.as_ref().map(|written| metre_of(written, findings))
}

fn room(table: &RoomTable) -> RoomSetup {
    let default = RoomSetup::default();
    let or = |value: Option<f64>, default: f32| value.map_or(default, |value| value as f32);
    RoomSetup {
        decay_s: or(table.decay_s, default.decay_s),
        brightness: or(table.brightness, default.brightness),
        level_db: or(table.level_db, default.level_db),
    }
}
