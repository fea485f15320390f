//! `cantus bench`: speed, against a reference kernel timed in the same run.
//!
//! Times are CPU time of this thread where the system tells it, so that other programs
//! disturb them little; each figure is the median of rounds that take turns.

mod load;

use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

use load::{Bands, Full, burst, driven, every_effect, noise, sounding};

use super::args::BenchArgs;
use super::{CommandError, load as files};
use crate::engine::{Engine, Music};
use crate::input::{Role, RoleEvent, RoleValue};
use crate::person::DEFAULT_PERSON;
use crate::preset::{Catalogue, DEFAULT_PRESET};
use crate::session::offline::Kept;
use crate::sound::denormals::FlushDenormals;
use crate::sound::engines::{ENGINES, EngineId};
use crate::sound::reference::{ReferenceKernel, bench_patch, bench_patch_of};
use crate::sound::{Bus, Effects, Guard, GuardSetup, MAX_VOICES, Room, RoomSetup};
use crate::time::BLOCK_FRAMES;

const RATE_HZ: f32 = 48_000.0;
/// Blocks in one timing: 0.1 s of sound.
const BLOCKS: usize = 75;
/// Timings of each figure.
const ROUNDS: usize = 41;
/// Starts of the program that are timed.
const STARTS: usize = 7;

/// What was measured. Names are those of the JSON object.
struct Figures {
    voice_us_per_s: f64,
    reference_voice_us_per_s: f64,
    voice_ratio: f64,
    reverb_us_per_s: f64,
    effects_us_per_s: f64,
    guard_us_per_s: f64,
    /// Beside the subtractive engine: name, cost of a voice, and that as a multiple of the bank's.
    engines: Vec<(&'static str, f64, f64)>,
    driven_us_per_s: f64,
    band_us_per_s: f64,
    full_preset_percent: f64,
    render_128_voices_percent: f64,
    worst_block_us: f64,
    worst_block_with_steals_us: f64,
    startup_ms: f64,
    peak_rss_mib: f64,
}

pub(super) fn bench(args: &BenchArgs) -> Result<(), CommandError> {
    if args.first_sample {
        return first_sample();
    }
    let figures = measure()?;
    let mut json = json!({
        "voice_us_per_s": round(figures.voice_us_per_s),
        "reference_voice_us_per_s": round(figures.reference_voice_us_per_s),
        "voice_ratio": round(figures.voice_ratio),
        "reverb_us_per_s": round(figures.reverb_us_per_s),
        "effects_us_per_s": round(figures.effects_us_per_s),
        "guard_us_per_s": round(figures.guard_us_per_s),
        "driven_us_per_s": round(figures.driven_us_per_s),
        "band_us_per_s": round(figures.band_us_per_s),
        "full_preset_percent": round(figures.full_preset_percent),
        "render_128_voices_percent": round(figures.render_128_voices_percent),
        "worst_block_us": round(figures.worst_block_us),
        "worst_block_with_steals_us": round(figures.worst_block_with_steals_us),
        "startup_ms": round(figures.startup_ms),
        "peak_rss_mib": round(figures.peak_rss_mib),
    });
    if let Some(json) = json.as_object_mut() {
        for (name, us_per_s, ratio) in &figures.engines {
            json.insert(format!("{name}_us_per_s"), round(*us_per_s).into());
            json.insert(format!("{name}_ratio"), round(*ratio).into());
        }
    }
    if args.json {
        println!("{json}");
    } else {
        table(&json);
    }
    Ok(())
}

fn round(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

/// Name, unit and meaning of each figure, for people.
const ROWS: [(&str, &str, &str); 24] = [
    ("voice_us_per_s", "µs/s", "one voice, moving filter"),
    ("reference_voice_us_per_s", "µs/s", "the same by the reference kernel, in the same run"),
    ("voice_ratio", "", "voice to reference; goal 1.25 at most"),
    ("reverb_us_per_s", "µs/s", "the room"),
    ("effects_us_per_s", "µs/s", "tone, chorus and delay of one part"),
    ("guard_us_per_s", "µs/s", "the guard"),
    ("struck_us_per_s", "µs/s", "one voice of twelve modes"),
    ("struck_ratio", "", "to one subtractive voice; goal 1.5 at most, for every engine"),
    ("plucked_us_per_s", "µs/s", "one string with its body"),
    ("plucked_ratio", "", "to one subtractive voice"),
    ("fm_us_per_s", "µs/s", "one voice of two carriers"),
    ("fm_ratio", "", "to one subtractive voice"),
    ("drums_us_per_s", "µs/s", "one hit with skin, noise and metal"),
    ("drums_ratio", "", "to one subtractive voice"),
    ("breath_us_per_s", "µs/s", "one wind with pipe and air"),
    ("breath_ratio", "", "to one subtractive voice"),
    ("driven_us_per_s", "µs/s", "the first voice through an amplifier"),
    ("band_us_per_s", "µs/s", "a band of four at its fullest, its voices and its mix included"),
    (
        "full_preset_percent",
        "%",
        "of a core: 8 parts with all effects, a band of 4, 64 voices of all engines, room, guard; goal 4",
    ),
    ("render_128_voices_percent", "%", "of a core: 128 voices and the room; goal 3.5 at most"),
    ("worst_block_us", "µs", "a block with 128 note-ons; goal 133 at most"),
    ("worst_block_with_steals_us", "µs", "the same where 128 others sound and are stolen; goal 133 at most"),
    ("startup_ms", "ms", "start of a headless render to its first sample; goal 50 at most"),
    ("peak_rss_mib", "MiB", "memory of that; goal 20 at most"),
];

fn table(json: &Value) {
    for (name, unit, about) in ROWS {
        let figure = json.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
        println!("{name:27} {figure:>9.2} {unit:5} {about}");
    }
}

fn measure() -> Result<Figures, CommandError> {
    let _flush = FlushDenormals::new();
    let patch = bench_patch();
    let mut reference = ReferenceKernel::new(RATE_HZ, MAX_VOICES);
    let mut room = Room::new(RATE_HZ, &RoomSetup::default());
    let mut effects = Effects::new(RATE_HZ, &every_effect());
    let mut guard = Guard::new(RATE_HZ, &GuardSetup::default());
    let noise = noise();
    let (mut voices, mut yards, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (mut rooms, mut guards, mut bursts) = (Vec::new(), Vec::new(), Vec::new());
    let others: Vec<_> = ENGINES.iter().filter(|row| row.id != EngineId::Subtractive).collect();
    let mut engines = vec![(Vec::new(), Vec::new()); others.len()];
    let mut full = Full::new();
    let mut fulls = Vec::new();
    let mut bands = Bands::new()?;
    let (mut banded, mut drives, mut steals) = (Vec::new(), Vec::new(), Vec::new());
    let driven = driven();
    let mut worked = Vec::new();
    for _ in 0..ROUNDS {
        let yard = a_second(|bus| reference.render_block(bus));
        let mut bank = sounding(&patch);
        let voice = a_second(|bus| bank.render(0, BLOCK_FRAMES, std::slice::from_mut(bus)));
        ratios.push(voice / yard);
        voices.push(voice / MAX_VOICES as f64);
        yards.push(yard / MAX_VOICES as f64);
        rooms.push(a_second(|bus| room.render(0, BLOCK_FRAMES, &noise, bus)));
        worked.push(a_second(|bus| {
            bus.clone_from(&noise);
            effects.render(0, BLOCK_FRAMES, bus);
        }));
        guards.push(a_second(|bus| {
            bus.left.copy_from_slice(&noise.left);
            bus.right.copy_from_slice(&noise.right);
            black_box(guard.process(0, BLOCK_FRAMES, bus));
        }));
        for (row, (costs, ratios)) in others.iter().zip(&mut engines) {
            let mut bank = sounding(&bench_patch_of(row.id));
            let cost = a_second(|bus| bank.render(0, BLOCK_FRAMES, std::slice::from_mut(bus)));
            costs.push(cost / MAX_VOICES as f64);
            ratios.push(cost / voice);
        }
        full.start();
        fulls.push(a_second(|bus| full.render(bus)) / 1.0e4);
        let with = a_second(|_| bands.render(true));
        banded.push(with - a_second(|_| bands.render(false)));
        let mut bank = sounding(&driven);
        let cost = a_second(|bus| bank.render(0, BLOCK_FRAMES, std::slice::from_mut(bus)));
        drives.push(cost / MAX_VOICES as f64);
        bursts.push(burst(&patch, false));
        steals.push(burst(&patch, true));
    }
    let voice_us_per_s = median(voices);
    let reverb_us_per_s = median(rooms);
    let engines =
        others.iter().zip(engines).map(|(row, (costs, ratios))| (row.name, median(costs), median(ratios)));
    let engines = engines.collect();
    let (startup_ms, peak_rss_mib) = starts()?;
    Ok(Figures {
        voice_us_per_s,
        reference_voice_us_per_s: median(yards),
        voice_ratio: median(ratios),
        reverb_us_per_s,
        effects_us_per_s: median(worked),
        guard_us_per_s: median(guards),
        engines,
        driven_us_per_s: median(drives),
        band_us_per_s: median(banded),
        full_preset_percent: median(fulls),
        render_128_voices_percent: (voice_us_per_s * MAX_VOICES as f64 + reverb_us_per_s) / 1.0e4,
        worst_block_us: median(bursts),
        worst_block_with_steals_us: median(steals),
        startup_ms,
        peak_rss_mib,
    })
}

/// CPU time of a second of sound, in µs.
fn a_second(mut block: impl FnMut(&mut Bus)) -> f64 {
    let mut bus = Bus::silent();
    let start_us = cpu_us();
    for _ in 0..BLOCKS {
        bus.clear();
        block(&mut bus);
        black_box(&bus);
    }
    (cpu_us() - start_us) * f64::from(RATE_HZ) / (BLOCKS * BLOCK_FRAMES) as f64
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// CPU time of this thread, in µs.
#[cfg(all(target_os = "linux", feature = "app"))]
fn cpu_us() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes into a valid structure.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 * 1.0e6 + time.tv_nsec as f64 / 1.0e3
}

/// Where the system does not tell, the wall clock has to do.
#[cfg(not(all(target_os = "linux", feature = "app")))]
fn cpu_us() -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(now).elapsed().as_secs_f64() * 1.0e6
}

#[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Starts this program anew, again and again, and times it to its first sample.
fn starts() -> Result<(f64, f64), CommandError> {
    let program = std::env::current_exe().map_err(CommandError::new)?;
    let (mut times, mut sizes) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let start = now();
        let mut child = Command::new(&program)
            .args(["bench", "--first-sample"])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(CommandError::new)?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(CommandError::new)?;
        }
        times.push(start.elapsed().as_secs_f64() * 1.0e3);
        sizes.push(line.trim().parse().unwrap_or(f64::NAN));
        child.wait().map_err(CommandError::new)?;
    }
    Ok((median(times), median(sizes)))
}

/// What a headless render does up to its first sample, then how much memory that took.
fn first_sample() -> Result<(), CommandError> {
    let catalogue = Catalogue::of_this_user();
    let setup = files::preset(&catalogue, DEFAULT_PRESET)?.content.setup;
    let person = files::person(&catalogue, DEFAULT_PERSON)?.content;
    let music = Music::build(f64::from(RATE_HZ), &setup).map_err(CommandError::new)?;
    let mut engine = Engine::new(f64::from(RATE_HZ), person.body, music);
    let down = RoleValue::Down { velocity: None };
    engine.event(RoleEvent {
        at: 0,
        slot: 0,
        role: Role::A,
        value: down,
        note: None,
        pulse: false,
        yields: false,
    });
    let mut out = [0.0; 2 * BLOCK_FRAMES];
    engine.render(&mut out, &mut Kept::default());
    if out.iter().all(|sample| *sample == 0.0) {
        return Err(CommandError::new("the first block is silent"));
    }
    println!("{:.2}", peak_rss_mib());
    Ok(())
}

/// Most memory this program has held, in MiB; NaN where the system does not tell.
fn peak_rss_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}
