//! Whether what was captured is what was to sound.
//!
//! `notes CAPTURE.wav NOTES.csv [--expect PITCH,…] [--count N] [--silence-after SECONDS]`
//!
//! `--in-order`: only the number of onsets, their order and their pitches count, not their
//! moments: what is captured by a server without a clock of its own has gaps on a busy machine.
//! A note that breaks off and goes on is one note, so neighbours have to differ in pitch.

use super::level::{level_db, onsets};
use super::pitch::pitch;
use super::table::{self, Note};
use super::wave::Wave;

/// How far a captured pitch may be from its note.
const CENTS: f64 = 20.0;
/// The same where frames may be missing in the middle of a note: a quarter of a step.
const CENTS_IN_ORDER: f64 = 50.0;
/// How far a captured onset may be from its note, once the offset is known, in seconds.
const TIME_S: f64 = 0.030;
/// What counts as silence.
const SILENT_DB: f64 = -70.0;
/// What is left out after an onset, where strike and attack are, and what is looked at.
const SKIP_S: f64 = 0.035;
const LOOK_S: f64 = 0.09;

pub fn run(arguments: &[&str]) -> Result<(), String> {
    let [wave, notes, rest @ ..] = arguments else {
        return Err("notes CAPTURE.wav NOTES.csv …".to_owned());
    };
    let option = |name: &str| {
        rest.iter().position(|word| *word == name).map(|place| rest.get(place + 1).copied().unwrap_or(""))
    };
    let wave = Wave::read(wave)?;
    let notes = table::notes(notes)?;
    if let Some(expected) = option("--expect") {
        expect(&notes, expected)?;
    }
    if let Some(count) = option("--count")
        && count != notes.len().to_string()
    {
        return Err(format!("{count} notes were to sound, {} did", notes.len()));
    }
    let heard = onsets(&wave.left, wave.rate_hz);
    if rest.contains(&"--in-order") {
        return in_order(&wave, &heard, &notes);
    }
    let offset_s = offset(&heard, &notes).ok_or("nothing was captured")?;
    let mut missing = Vec::new();
    let (mut cents, mut late_ms) = (Vec::new(), Vec::new());
    for (number, note) in notes.iter().enumerate() {
        let at_s = note.on_s + offset_s;
        let near = heard.iter().map(|s| s - at_s).min_by(|a, b| a.abs().total_cmp(&b.abs()));
        match near {
            Some(error_s) if error_s.abs() <= TIME_S => late_ms.push(error_s * 1000.0),
            _ => {
                missing.push(number + 1);
                continue;
            }
        }
        cents.push(100.0 * (heard_pitch(&wave, at_s).unwrap_or(f64::NAN) - note.pitch));
    }
    println!("offset {offset_s:.4} s; onsets heard {heard:.3?}");
    println!("cents off {cents:.1?}");
    if heard.len() != notes.len() {
        return Err(format!(
            "{} onsets were captured of {} notes; missing {missing:?}",
            heard.len(),
            notes.len()
        ));
    }
    if !missing.is_empty() {
        return Err(format!("notes {missing:?} were not captured"));
    }
    let furthest = cents.iter().fold(0.0f64, |most, cents| most.max(cents.abs()));
    if cents.iter().any(|cents| cents.is_nan()) || furthest > CENTS {
        return Err(format!("a pitch is {furthest:.1} cents off"));
    }
    if let Some(after_s) = option("--silence-after") {
        let after_s = after_s.parse().map_err(|_| "--silence-after SECONDS")?;
        silence(&wave, &notes, offset_s, after_s)?;
    }
    let spread = table::spread(&late_ms);
    println!(
        "figure {} notes, {} onsets captured, pitch within {furthest:.1} cents, time within {:.1} ms",
        notes.len(),
        heard.len(),
        spread[0].abs().max(spread[4].abs())
    );
    Ok(())
}

/// Every note is there, one after another, with its pitch.
fn in_order(wave: &Wave, heard: &[f64], notes: &[Note]) -> Result<(), String> {
    let mut pitches: Vec<f64> =
        heard.iter().map(|at_s| heard_pitch(wave, *at_s).unwrap_or(f64::NAN)).collect();
    println!("onsets heard {heard:.3?}, pitches {pitches:.2?}");
    pitches.dedup_by(|next, before| 100.0 * (*next - *before).abs() <= CENTS_IN_ORDER);
    if pitches.len() != notes.len() {
        return Err(format!("{} notes were captured of {}", pitches.len(), notes.len()));
    }
    let off = notes.iter().zip(&pitches).map(|(note, pitch)| (100.0 * (pitch - note.pitch)).abs());
    let furthest =
        off.fold(0.0f64, |most, cents| if cents.is_nan() { f64::INFINITY } else { most.max(cents) });
    if furthest > CENTS_IN_ORDER {
        return Err(format!("a pitch is {furthest:.1} cents off"));
    }
    println!(
        "figure {} notes, all captured in order, pitch within {furthest:.1} cents, broken off {} times",
        notes.len(),
        heard.len() - notes.len()
    );
    Ok(())
}

fn expect(notes: &[Note], expected: &str) -> Result<(), String> {
    let expected: Vec<f64> = expected.split(',').filter_map(|word| word.parse().ok()).collect();
    let got: Vec<f64> = notes.iter().map(|note| note.pitch).collect();
    let same = expected.len() == got.len() && expected.iter().zip(&got).all(|(a, b)| (a - b).abs() < 0.01);
    if same { Ok(()) } else { Err(format!("expected {expected:?}, played {got:?}")) }
}

/// The offset from the notes' time to the capture's with which most onsets have a note.
fn offset(heard: &[f64], notes: &[Note]) -> Option<f64> {
    let fits = |offset_s: f64| -> usize {
        let near = |note: &&Note| heard.iter().any(|s| (s - note.on_s - offset_s).abs() <= TIME_S / 2.0);
        notes.iter().filter(near).count()
    };
    let candidates = heard.iter().flat_map(|s| notes.iter().map(move |note| s - note.on_s));
    let best = candidates.max_by_key(|offset_s| fits(*offset_s))?;
    // The middle of those that fit.
    let near = |note: &Note| heard.iter().map(|s| s - note.on_s).find(|s| (s - best).abs() <= TIME_S / 2.0);
    let all: Vec<f64> = notes.iter().filter_map(near).collect();
    Some(table::spread(&all)[1])
}

fn heard_pitch(wave: &Wave, at_s: f64) -> Option<f64> {
    let at = |s: f64| ((s * wave.rate_hz) as usize).min(wave.left.len());
    pitch(&wave.left[at(at_s + SKIP_S)..at(at_s + SKIP_S + LOOK_S)], wave.rate_hz)
}

/// Where no note is on for longer than `after_s`, nothing sounds.
fn silence(wave: &Wave, notes: &[Note], offset_s: f64, after_s: f64) -> Result<(), String> {
    let end_s = wave.left.len() as f64 / wave.rate_hz;
    let mut looked = 0;
    for note in notes {
        let from_s = note.off_s + after_s;
        let others = notes.iter().filter(|other| other.off_s > note.off_s);
        let to_s = others.map(|other| other.on_s).fold(end_s - offset_s, f64::min);
        if to_s > from_s + 0.05 {
            looked += 1;
            let level = level_db(&wave.left, wave.rate_hz, from_s + offset_s, to_s + offset_s);
            if level > SILENT_DB {
                return Err(format!("{level:.1} dBFS after the note that ended at {:.3} s", note.off_s));
            }
        }
    }
    if looked == 0 { Err("no pause to look at".to_owned()) } else { Ok(()) }
}
