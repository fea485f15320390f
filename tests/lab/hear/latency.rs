//! The way of each press, from the hand to the capture.
//!
//! `latency PERIOD CAPTURE.wav CAPTURE.csv RECORD.wav LATENCY.csv NOTES.csv PRESSES`, where
//! PRESSES holds the moment of each press in monotonic ns, one a line.
//!
//! `share PERIOD LATENCY.csv` looks at the own share alone.

use super::table::{notes, robust_line, rows, spread};
use super::wave::Wave;

const RATE_HZ: f64 = 48_000.0;
const FRAME_US: f64 = 1.0e6 / RATE_HZ;
/// Callbacks woken this much later than usual do not tell where the device is.
const WOKEN_LATE_NS: f64 = 15_000.0;
/// Frames that have to agree before a capture counts as aligned.
const ALIGNED: usize = 4096;
/// What was measured counts up to the last press and so many frames after it.
const AFTER_LAST: i64 = 4800;

/// Returns what the card lost, if it lost something: then nothing was shown, neither that the
/// way of a press is as it should be nor that it is not. Its frames do not lie on one line
/// with time, and presses that came meanwhile have another way.
pub fn run(arguments: &[&str]) -> Result<Option<String>, String> {
    let &[period, capture, callbacks, record, latency, notes_file, presses] = arguments else {
        return Err(
            "latency PERIOD CAPTURE.wav CAPTURE.csv RECORD.wav LATENCY.csv NOTES.csv PRESSES".to_owned()
        );
    };
    let presses = rows_of_numbers(presses)?;
    let taken = rows(latency)?;
    let notes = notes(notes_file)?;
    let restarts = |row: Option<&Vec<f64>>| row.map_or(0.0, |row| row[6]);
    let redrawn = restarts(taken.last()) - restarts(taken.first());
    if redrawn > 0.0 {
        return Ok(Some(format!(
            "the card lost frames of what was played, {redrawn} times between the presses"
        )));
    }
    let last = notes.iter().map(|note| (note.on_s * RATE_HZ).round() as i64).max().unwrap_or(0);
    let shift = match align(&Wave::read(record)?.left, &Wave::read(capture)?.left, last + AFTER_LAST)? {
        Aligned::Whole(shift) => shift,
        Aligned::Lost(lost) => return Ok(Some(lost)),
    };
    if presses.len() != taken.len() || notes.len() != taken.len() {
        let counts = (presses.len(), taken.len(), notes.len());
        return Err(format!("presses made, taken, notes: {counts:?}"));
    }
    if !taken.iter().zip(&notes).all(|(row, note)| (note.on_s * RATE_HZ).round() == row[1]) {
        return Err("notes are not on the frames of their presses".to_owned());
    }
    let stamps: Vec<f64> = taken.iter().zip(&presses).map(|(row, press)| (row[0] - press) / 1.0e6).collect();
    tell("kernel's stamp after the press, ms", &stamps);
    whole(&presses, &taken, shift, &rows(callbacks)?)?;
    own_share(period, &taken)?;
    Ok(None)
}

/// See the top.
pub fn share(arguments: &[&str]) -> Result<(), String> {
    let &[period, latency] = arguments else { return Err("share PERIOD LATENCY.csv".to_owned()) };
    own_share(period, &rows(latency)?)
}

/// From the stamp to the sample leaving the callback: at most the period and 64 frames, and
/// the same to a frame for every press.
fn own_share(period: &str, taken: &[Vec<f64>]) -> Result<(), String> {
    let period: f64 = period.parse().map_err(|_| "PERIOD")?;
    let origin_ns = taken.first().ok_or("no presses")?[0];
    let late = taken.iter().filter(|row| row[2] > 0.0).count();
    if late > 0 {
        return Err(format!("{late} presses came too late for their moment"));
    }
    let limit_us = (period + 64.0) * FRAME_US;
    let own: Vec<f64> = taken.iter().map(|row| row[5]).collect();
    tell("own share by each callback's moment, us", &own);
    // Callbacks wake late by chance; the device plays its frames evenly all the same. So the
    // frames' moments are those on the straight line through the callbacks' beginnings.
    let beginnings: Vec<_> = taken.iter().map(|row| (row[4], row[3] - origin_ns)).collect();
    let even = robust_line(&beginnings, WOKEN_LATE_NS);
    let late: Vec<f64> = beginnings.iter().map(|(frame, ns)| (ns - even(*frame)) / 1000.0).collect();
    tell("callbacks woken late, us", &late);
    let share: Vec<f64> = taken.iter().map(|row| (even(row[1]) - (row[0] - origin_ns)) / 1000.0).collect();
    tell("own share, us", &share);
    // The stamp falls into a frame, and a sound begins with a frame.
    let frame_ns = (even(1.0e6) - even(0.0)) / 1.0e6;
    let place = |row: &Vec<f64>| row[1] - ((row[0] - origin_ns - even(0.0)) / frame_ns).floor();
    let whole_frames: Vec<f64> = taken.iter().map(place).collect();
    tell("own share, whole frames", &whole_frames);
    let [least, _, _, _, most] = spread(&share);
    let [fewest, _, _, _, most_frames] = spread(&whole_frames);
    println!(
        "figure own share at most {most:.1} us of {limit_us:.1}; spread {:.2} us, {} whole frames;",
        most - least,
        most_frames - fewest
    );
    if most > limit_us {
        return Err(format!(
            "the own share is {most:.1} us, more than period and 64 frames: {limit_us:.1} us"
        ));
    }
    if most_frames - fewest > 1.0 {
        return Err("the own share spreads over more than a frame".to_owned());
    }
    Ok(())
}

/// From each press to the callback that captured its first frame.
fn whole(presses: &[f64], taken: &[Vec<f64>], shift: i64, callbacks: &[Vec<f64>]) -> Result<(), String> {
    let (mut seen, mut own_time) = (Vec::new(), Vec::new());
    for (press, row) in presses.iter().zip(taken) {
        let frame = row[1] + shift as f64;
        let next = callbacks.partition_point(|callback| callback[1] <= frame);
        let (Some(callback), Some(after)) = (callbacks.get(next - 1), callbacks.get(next)) else {
            return Err("the capture ended before the last press".to_owned());
        };
        seen.push((callback[0] - press) / 1.0e6);
        own_time.push((callback[0] - press) / 1.0e6 - (after[1] - frame) * 1000.0 / RATE_HZ);
    }
    tell("press to seen by capture, ms", &seen);
    tell("press to the sample's own time, ms", &own_time);
    Ok(())
}

/// How capture and recording lie to each other.
enum Aligned {
    /// By how many frames the capture runs ahead; every frame that counts is there.
    Whole(i64),
    /// What is missing.
    Lost(String),
}

/// Compares what was captured with what was recorded, from the first sound to the frame `until`
/// of the recording: it is the same to the bit, or the card lost something.
fn align(recorded: &[f32], captured: &[f32], until: i64) -> Result<Aligned, String> {
    let first = recorded.iter().position(|x| x.abs() > 1.0e-4).ok_or("nothing was recorded")?;
    let part = recorded.get(first..first + ALIGNED).ok_or("too little was recorded")?;
    let until = usize::try_from(until).unwrap_or(0).min(recorded.len());
    let Some(place) = captured.windows(ALIGNED).position(|window| window == part) else {
        return Ok(Aligned::Lost("the first sound was not captured whole".to_owned()));
    };
    let wanted = until.saturating_sub(first);
    let same = recorded[first..].iter().zip(&captured[place..]).take_while(|(a, b)| a == b).count();
    let seconds = |frames: usize| frames as f64 / RATE_HZ;
    println!("capture equals the recording for {:.2} s of {:.2} s", seconds(same), seconds(wanted));
    if same < wanted {
        return Ok(Aligned::Lost(format!(
            "the recorder lost frames {:.2} s after the first sound, in the middle of the presses",
            seconds(same)
        )));
    }
    Ok(Aligned::Whole(place as i64 - first as i64))
}

fn rows_of_numbers(path: &str) -> Result<Vec<f64>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(text.lines().filter_map(|line| line.trim().parse().ok()).collect())
}

fn tell(what: &str, values: &[f64]) {
    let [least, median, p90, p99, most] = spread(values);
    println!("figure {what}: min {least:.3} median {median:.3} p90 {p90:.3} p99 {p99:.3} max {most:.3};");
}
