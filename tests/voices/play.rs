//! Playing the shipped patches, and looking at what comes out.

use cantus::sound::{Bus, Patch, Synth};
use cantus::time::BLOCK_FRAMES;

pub const RATE_HZ: f32 = 48_000.0;

/// All shipped patches that have a pitch, from tender to fierce.
pub const IDS: [&str; 37] = [
    "warm_pad",
    "choir",
    "singing_bowl",
    "harp",
    "kalimba",
    "music_box",
    "soft_piano",
    "night_wind",
    "pan_flute",
    "vibraphone",
    "flute",
    "ocarina",
    "clarinet",
    "nylon_guitar",
    "koto",
    "marimba",
    "bells",
    "gamelan",
    "crystal",
    "electric_piano",
    "bowed_string",
    "bass",
    "plucked_bass",
    "oud",
    "steel_pan",
    "accordion",
    "bright_lead",
    "saxophone",
    "brass",
    "great_drum",
    "gong",
    "rock_organ",
    "rock_guitar",
    "roar",
    "fire_lead",
    "growl",
    "storm",
];

/// All shipped drum kits.
pub const KITS: [&str; 3] = ["kit_soft", "kit_full", "kit_hands"];

/// Patches that die away by themselves, faster the higher they are.
pub const DYING: [&str; 17] = [
    "kalimba",
    "soft_piano",
    "singing_bowl",
    "harp",
    "music_box",
    "nylon_guitar",
    "koto",
    "marimba",
    "bells",
    "electric_piano",
    "plucked_bass",
    "oud",
    "steel_pan",
    "vibraphone",
    "gamelan",
    "gong",
    "great_drum",
];

pub fn patch(id: &str) -> Patch {
    let path = format!("{}/presets/patches/{id}.patch.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("a shipped patch");
    let patch: Patch = toml::from_str(&text).expect("a patch file");
    patch.check().expect("values in range");
    patch
}

pub fn hz(pitch: f32) -> f32 {
    440.0 * ((pitch - 69.0) / 12.0).exp2()
}

/// Stereo sound.
#[derive(Default, Clone, PartialEq)]
pub struct Sound {
    pub left: Vec<f32>,
    pub right: Vec<f32>,
}

impl Sound {
    pub fn mono(&self) -> Vec<f64> {
        self.left.iter().zip(&self.right).map(|(l, r)| f64::from((l + r) / 2.0)).collect()
    }
}

/// A note of a trace: start and length in seconds, pitch, velocity.
#[derive(Clone, Copy)]
pub struct Note {
    pub start_s: f32,
    pub held_s: f32,
    pub pitch: f32,
    pub velocity: f32,
}

/// Plays `notes` on `patch` for `seconds`.
pub fn play(patch: &Patch, notes: &[Note], seconds: f32) -> Sound {
    let mut synth = Synth::new(RATE_HZ, std::slice::from_ref(patch));
    let frame = |s: f32| (s * RATE_HZ) as usize;
    let mut events: Vec<(usize, bool, usize)> = Vec::new();
    for (id, note) in notes.iter().enumerate() {
        events.push((frame(note.start_s), true, id));
        events.push((frame(note.start_s + note.held_s), false, id));
    }
    events.sort_by_key(|e| (e.0, e.1));
    let mut sound = Sound::default();
    let mut events = events.into_iter().peekable();
    for block in 0..frame(seconds).div_ceil(BLOCK_FRAMES) {
        let start = block * BLOCK_FRAMES;
        let mut bus = [Bus::silent()];
        let mut from = 0;
        while let Some(&(at, on, id)) = events.peek().filter(|e| e.0 < start + BLOCK_FRAMES) {
            synth.render(from, at - start, &mut bus);
            from = at - start;
            if on {
                synth.note_on(0, id as u32, hz(notes[id].pitch), notes[id].velocity);
            } else {
                synth.note_off(0, id as u32);
            }
            events.next();
        }
        synth.render(from, BLOCK_FRAMES, &mut bus);
        sound.left.extend(bus[0].left);
        sound.right.extend(bus[0].right);
    }
    sound
}

/// Eight notes at the pace of a calm melody.
pub fn eight_notes(pitches: [f32; 8], velocity: f32) -> Vec<Note> {
    let note = |(index, pitch)| Note { start_s: index as f32 * 0.45, held_s: 0.4, pitch, velocity };
    pitches.into_iter().enumerate().map(note).collect()
}

/// The eight-note trace of the loudness law: a major pentatonic arch from `root`.
pub fn arch(root: f32, velocity: f32) -> Vec<Note> {
    eight_notes([0.0, 2.0, 4.0, 7.0, 9.0, 12.0, 7.0, 4.0].map(|step| root + step), velocity)
}

/// Seconds that hold the trace and its ring.
pub const TRACE_S: f32 = 4.2;
