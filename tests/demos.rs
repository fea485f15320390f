//! Demonstrations: small traces and the notes they give, to read like a score.
//!
//! `presets/demos/PRESET.trace` is played in that preset. Of some the notes are kept as a
//! snapshot, a line for each press and for each note: when (s), part, note, cents beside it,
//! velocity, and how long. Accept new ones with `INSTA_UPDATE=always cargo test --test demos`.
//!
//! `cargo test --test demos -- --nocapture shows` prints what is measured of each.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::fmt::Write;
use std::path::Path;

use cantus::engine::{
    BAND_LANE, Engine, LEADER_LANE, MAX_LANES, Music, MusicSetup, NoteRecord, Notice, Retired, Sink, Stems,
};
use cantus::input::trace;
use cantus::music::LockSet;
use cantus::person::Binder;
use cantus::preset::{Catalogue, FileKind};
use cantus::session::offline::{Offline, Script};
use cantus::sound::loudness::Loudness;
use common::{RATE_HZ, person, preset, preset_ids, render};

/// How long after the last line a demonstration is listened to, in s.
const TAIL_S: f64 = 8.0;

const NAMES: [&str; 12] = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

fn note_name(pitch: f32) -> String {
    let near = pitch.round() as i32;
    let cents = ((pitch - near as f32) * 100.0).round() as i32;
    let name = format!("{}{}", NAMES[near.rem_euclid(12) as usize], near.div_euclid(12) - 1);
    if cents == 0 { name } else { format!("{name}{cents:+}") }
}

/// The text of a preset's demonstration.
fn demo(id: &str) -> String {
    let found = Catalogue::shipped().demo(id);
    found.unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

/// Seconds of the last line of a trace.
fn length_s(text: &str) -> f64 {
    let starts = text.lines().filter_map(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    starts.fold(0.0, f64::max)
}

/// Demonstrations whose notes are kept: one of each way to play that a score shows well.
const SCORES: [&str; 10] = [
    "campfire",
    "harbour-fado",
    "hijaz-dusk",
    "kora-morning",
    "music-box",
    "neon-road",
    "night-gongs",
    "river-talk",
    "skylark",
    "slow-clouds",
];

/// These demonstrations play what is kept: each press sounds at once, on the frame of its
/// moment, and every note ends.
#[test]
fn demonstrations_are_kept() {
    for id in SCORES {
        let text = demo(id);
        let setup = preset(id);
        let rendered = render(&setup, &person("anyone"), &text, length_s(&text) + TAIL_S, 64);
        let mut score = String::new();
        let mut presses = text
            .lines()
            .filter(|line| line.ends_with(" down"))
            .filter_map(|line| line.split_whitespace().next()?.parse::<f64>().ok())
            .peekable();
        for note in rendered.ons() {
            let at = note.at as f64 / RATE_HZ;
            while let Some(press) = presses.next_if(|press| *press <= at + 1e-6) {
                writeln!(score, "{press:.3} press").unwrap();
                let sounds = rendered.ons().iter().any(|on| on.at == (press * RATE_HZ).round() as u64);
                assert!(sounds, "{id}: the press at {press} s does not sound at once");
            }
            let end =
                rendered.kept.notes.iter().find(|off| {
                    !off.on && off.part == note.part && off.note == note.note && off.at >= note.at
                });
            let long = end.map_or_else(
                || "rings".to_owned(),
                |off| format!("{:.3}", (off.at - note.at) as f64 / RATE_HZ),
            );
            let part = &setup.parts[usize::from(note.part)].name;
            writeln!(score, "{at:.3}   {part}: {} v{:.0} {long}", note_name(note.pitch), note.velocity)
                .unwrap();
        }
        insta::with_settings!({ snapshot_path => "demos", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(id, score);
        });
    }
}

/// What was heard of a demonstration.
struct Show {
    notes: Vec<NoteRecord>,
    lanes: Vec<Loudness>,
    mix: Loudness,
    lost: u32,
    seconds: f64,
    ends_in_silence: bool,
}

impl Sink for Show {
    fn note(&mut self, note: NoteRecord) {
        self.notes.push(note);
    }

    fn notice(&mut self, notice: Notice) {
        self.lost += u32::from(matches!(notice, Notice::Lost { .. } | Notice::NotFinite));
    }

    fn stems(&mut self, stems: &Stems) {
        for (loudness, bus) in self.lanes.iter_mut().zip(&stems.lanes) {
            loudness.add(&bus.left, &bus.right);
        }
    }

    fn retired(&mut self, _: Retired) -> Result<(), Retired> {
        Ok(())
    }
}

/// Plays the demonstration until it has rung out; every pitch is in the lock that holds at its
/// onset.
fn show(id: &str, setup: &MusicSetup) -> Show {
    let trace = trace::parse(&demo(id)).unwrap_or_else(|errors| panic!("{id}: {}", errors[0]));
    let anyone = person("anyone");
    let mut engine = Engine::new(RATE_HZ, anyone.body.clone(), Music::build(RATE_HZ, setup).unwrap());
    engine.keep_stems();
    let mut offline = Offline::new(engine, Script::new(&trace, &mut Binder::new(&anyone), RATE_HZ));
    let new = || Loudness::new(RATE_HZ as f32);
    let mut show = Show {
        notes: Vec::new(),
        lanes: (0..MAX_LANES).map(|_| new()).collect(),
        mix: new(),
        lost: 0,
        seconds: 0.0,
        ends_in_silence: false,
    };
    let mut seen = 0;
    let mut out = [0.0; 128];
    let sounds = |show: &Show| {
        let ons = show.notes.iter().filter(|note| note.on).count();
        2 * ons > show.notes.len() || !show.ends_in_silence
    };
    while (!offline.is_over() || sounds(&show)) && show.seconds < 90.0 {
        let before = offline.engine().snapshot().harmony;
        offline.render(&mut out, &mut show, &mut common::resolve).unwrap();
        let after = offline.engine().snapshot().harmony;
        for note in show.notes[seen..].iter().filter(|note| note.on && note.part < LEADER_LANE) {
            let lock = setup.parts[usize::from(note.part)].lock;
            let is_allowed = [before, after].iter().any(|harmony| {
                [true, false].iter().any(|strong| LockSet::new(harmony, lock, *strong).contains(note.pitch))
            });
            assert!(is_allowed, "{id}: {} is out of tune", note.pitch);
        }
        seen = show.notes.len();
        let (left, right): (Vec<f32>, Vec<f32>) = out.chunks(2).map(|frame| (frame[0], frame[1])).unzip();
        show.mix.add(&left, &right);
        show.seconds += 64.0 / RATE_HZ;
        show.ends_in_silence = out.iter().all(|sample| sample.abs() < 3.0e-4);
    }
    show
}

fn entropy(pitches: &[i32]) -> (f64, usize) {
    let mut sorted = pitches.to_vec();
    sorted.sort_unstable();
    let counts: Vec<f64> = sorted.chunk_by(|one, other| one == other).map(|run| run.len() as f64).collect();
    let total = sorted.len().max(1) as f64;
    (counts.iter().map(|count| -count / total * (count / total).log2()).sum(), counts.len())
}

/// Every shipped preset has a tiny demonstration that says what it shows, and a difficulty. It
/// lasts 8 to 60 s with its ring-out and ends in silence, every part sounds and every pitch is in
/// tune; it is as loud as presets are, and no part is more than 18 LU softer than another, the
/// band no more than 9 LU louder than the players. With pitches, it has at least 1.75 bits of
/// entropy in its most varied part.
#[test]
fn every_preset_shows_itself() {
    println!("preset: s, notes, LUFS, LU of each lane under the mix, entropy (bits), pitches");
    let mut wrong = String::new();
    for entry in Catalogue::shipped().entries(FileKind::Preset) {
        let id = entry.id;
        let mut hold = |holds: bool, what: String| {
            if !holds {
                writeln!(wrong, "{id}: {what}").unwrap();
            }
        };
        hold(entry.difficulty.is_some(), "no difficulty".to_owned());
        let text = demo(&id);
        hold(text.len() < 4096, format!("{} bytes", text.len()));
        hold(
            text.lines().nth(1).is_some_and(|line| line.starts_with("# ") && line.ends_with('.')),
            "no sentence".to_owned(),
        );
        let setup = preset(&id);
        let show = show(&id, &setup);
        let ons: Vec<&NoteRecord> = show.notes.iter().filter(|note| note.on).collect();
        hold((8.0..60.0).contains(&show.seconds), format!("{:.0} s", show.seconds));
        hold(show.ends_in_silence, "it does not end".to_owned());
        hold(show.lost == 0, format!("{} losses", show.lost));
        hold(ons.len() * 2 == show.notes.len(), "notes hang".to_owned());
        let lufs = show.mix.integrated();
        hold((-28.0..=-21.0).contains(&lufs), format!("{lufs:.1} LUFS"));
        let loudness: Vec<f64> = show.lanes.iter().map(Loudness::integrated).collect();
        let mut players = Vec::new();
        let mut most = (0.0, 0);
        for (number, part) in setup.parts.iter().enumerate() {
            let own: Vec<i32> = ons
                .iter()
                .filter(|note| usize::from(note.part) == number)
                .map(|note| (note.pitch * 100.0).round() as i32)
                .collect();
            hold(!own.is_empty(), format!("{} does not sound", part.name));
            players.push(loudness[number]);
            let varied = entropy(&own);
            if !["beat", "cue"].contains(&part.mode) && varied.0 > most.0 {
                most = varied;
            }
        }
        let loudest = players.iter().copied().fold(-120.0, f64::max);
        let softest = players.iter().copied().fold(0.0, f64::min);
        hold(loudest - softest <= 18.0, format!("a part is {:.1} LU softer than another", loudest - softest));
        let band: f64 = loudness[usize::from(BAND_LANE)..].iter().map(|lufs| 10f64.powf(lufs / 10.0)).sum();
        let over = 10.0 * band.max(1e-12).log10() - loudest;
        hold(over <= 9.0, format!("the band is {over:.1} LU louder than the players"));
        let pitched = setup.parts.iter().any(|part| !["beat", "cue"].contains(&part.mode));
        hold(!pitched || most.0 >= 1.75, format!("{:.2} bits", most.0));
        let lanes: Vec<String> =
            loudness.iter().filter(|lufs| **lufs > -100.0).map(|own| format!("{:.0}", own - lufs)).collect();
        println!(
            "{id:18} {:4.0} {:4} {lufs:6.1}  {:24} band {over:5.1}  {:5.2} {:3}",
            show.seconds,
            ons.len(),
            lanes.join(" "),
            most.0,
            most.1
        );
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every demonstration is of a preset that is there.
#[test]
fn every_demonstration_has_its_preset() {
    let ids = preset_ids();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("presets/demos")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let id = name.strip_suffix(".trace").unwrap_or_else(|| panic!("{name} is no trace"));
        assert!(ids.iter().any(|known| known == id), "there is no preset for {name}");
    }
}
