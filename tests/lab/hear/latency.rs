//! The way of each press, from the hand to the capture.
//!
//! `latency PERIOD CAPTURE.wav CAPTURE.csv RECORD.wav LATENCY.csv NOTES.csv PRESSES`, where
//! PRESSES holds the moment of each press in monotonic ns, one a line.

use super::table::{notes, robust_line, rows, spread};
use super::wave::Wave;

const RATE_HZ: f64 = 48_000.0;
const FRAME_US: f64 = 1.0e6 / RATE_HZ;
/// Callbacks woken this much later than usual do not tell where the device is.
const WOKEN_LATE_NS: f64 = 15_000.0;
/// Frames that have to agree before a capture counts as aligned.
const ALIGNED: usize = 4096;

pub fn run(arguments: &[&str]) -> Result<(), String> {
    let &[period, capture, callbacks, record, latency, notes_file, presses] = arguments else {
        return Err(
            "latency PERIOD CAPTURE.wav CAPTURE.csv RECORD.wav LATENCY.csv NOTES.csv PRESSES".to_owned()
        );
    };
    let period: f64 = period.parse().map_err(|_| "PERIOD")?;
    let presses = rows_of_numbers(presses)?;
    let taken = rows(latency)?;
    let notes = notes(notes_file)?;
    if presses.len() != taken.len() || notes.len() != taken.len() {
        let counts = (presses.len(), taken.len(), notes.len());
        return Err(format!("presses made, taken, notes: {counts:?}"));
    }
    let late = taken.iter().filter(|row| row[2] > 0.0).count();
    let same = taken.iter().zip(&notes).all(|(row, note)| (note.on_s * RATE_HZ).round() == row[1]);
    if late > 0 || !same {
        return Err(format!("{late} presses came too late for their moment; notes on their frames: {same}"));
    }
    let origin_ns = presses[0];
    let stamps: Vec<f64> = taken.iter().zip(&presses).map(|(row, press)| (row[0] - press) / 1.0e6).collect();
    tell("kernel's stamp after the press, ms", &stamps);

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

    whole(&presses, &taken, capture, callbacks, record)?;
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
fn whole(
    presses: &[f64],
    taken: &[Vec<f64>],
    capture: &str,
    callbacks: &str,
    record: &str,
) -> Result<(), String> {
    let captured = Wave::read(capture)?;
    let recorded = Wave::read(record)?;
    let shift = align(&recorded.left, &captured.left)?;
    let callbacks = rows(callbacks)?;
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

/// By how many frames the capture runs ahead of the recording: the sound is the same to the
/// bit, from the first sound on.
fn align(recorded: &[f32], captured: &[f32]) -> Result<i64, String> {
    let first = recorded.iter().position(|x| x.abs() > 1.0e-4).ok_or("nothing was recorded")?;
    let part = recorded.get(first..first + ALIGNED).ok_or("too little was recorded")?;
    let place =
        captured.windows(ALIGNED).position(|window| window == part).ok_or("the sound was not captured")?;
    let length = (recorded.len() - first).min(captured.len() - place);
    let same = (0..length).take_while(|i| recorded[first + i] == captured[place + i]).count();
    println!(
        "capture equals the recording for {:.2} s of {:.2} s",
        same as f64 / RATE_HZ,
        length as f64 / RATE_HZ
    );
    Ok(place as i64 - first as i64)
}

fn rows_of_numbers(path: &str) -> Result<Vec<f64>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(text.lines().filter_map(|line| line.trim().parse().ok()).collect())
}

fn tell(what: &str, values: &[f64]) {
    let [least, median, p90, p99, most] = spread(values);
    println!("figure {what}: min {least:.3} median {median:.3} p90 {p90:.3} p99 {p99:.3} max {most:.3};");
}
