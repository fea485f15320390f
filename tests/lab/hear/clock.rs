//! The MIDI clock that goes out of a port.

use std::fs::File;
use std::io::{Read, Write};

use cantus::device::clock::monotonic_ns;

use super::table::{robust_line, spread};

/// Ticks further off than this are looked at by themselves, in ns.
const OFF_NS: f64 = 1.0e6;

/// `clock DEVICE`: tells every byte that comes from a raw MIDI device, with its moment in
/// monotonic ns, until it is ended.
pub fn listen(arguments: &[&str]) -> Result<(), String> {
    let &[device] = arguments else { return Err("clock DEVICE".to_owned()) };
    let told = |error: std::io::Error| format!("{device}: {error}");
    let mut input = File::open(device).map_err(told)?;
    let mut out = std::io::stdout();
    let mut bytes = [0; 64];
    loop {
        let count = input.read(&mut bytes).map_err(told)?;
        let now_ns = monotonic_ns();
        for byte in &bytes[..count] {
            writeln!(out, "{now_ns} {byte:02x}").map_err(told)?;
        }
    }
}

/// `ticks FILE TICK_MS MOST_MS`: *start*, or a song position and *continue*, comes once, before or
/// within the first sixteenth of ticks, *stop* last and nothing else but ticks, `TICK_MS` apart, none
/// further than `MOST_MS` from its even place.
pub fn check(arguments: &[&str]) -> Result<(), String> {
    let &[file, tick_ms, most_ms] = arguments else { return Err("ticks FILE TICK_MS MOST_MS".to_owned()) };
    let tick_ms: f64 = tick_ms.parse().map_err(|_| "TICK_MS")?;
    let most_ms: f64 = most_ms.parse().map_err(|_| "MOST_MS")?;
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let bytes = text.lines().filter_map(|line| line.split_once(' '));
    // What is above F7 may come in the middle of other messages.
    let clock: Vec<(f64, &str)> = bytes
        .filter(|(_, byte)| ["f8", "fa", "fb", "fc", "f2"].contains(byte))
        .filter_map(|(at, byte)| Some((at.parse().ok()?, byte)))
        .collect();
    let words: Vec<&str> = clock.iter().map(|(_, byte)| *byte).collect();
    let before = words.iter().take_while(|word| **word == "f8").count();
    let begun = match &words[before..] {
        ["fa", rest @ ..] => rest,
        ["f2", "fb", rest @ ..] => rest,
        other => return Err(format!("it begins with {:?}", &other[..other.len().min(4)])),
    };
    let [ticks @ .., "fc"] = begun else { return Err(format!("it ends with {:?}", begun.last())) };
    let others = ticks.iter().filter(|word| **word != "f8").count();
    if before > 6 || others > 0 {
        return Err(format!("{before} ticks before it begins, {others} messages between that are none"));
    }
    let ticks: Vec<(f64, f64)> = (0..)
        .zip(clock.iter().filter(|(_, byte)| *byte == "f8"))
        .map(|(number, (at, _))| (f64::from(number), at - clock[0].0))
        .collect();
    let even = robust_line(&ticks, OFF_NS);
    let apart_ms = (even(1000.0) - even(0.0)) / 1.0e9;
    let off: Vec<f64> = ticks.iter().map(|(number, at)| (at - even(*number)) / 1.0e6).collect();
    let [least, _, _, _, most] = spread(&off);
    println!(
        "figure {} ticks, {apart_ms:.4} ms apart, {least:.3} to {most:.3} ms off their places;",
        ticks.len()
    );
    if ticks.len() < 100 || (apart_ms / tick_ms - 1.0).abs() > 1.0e-3 {
        return Err(format!("{} ticks, {apart_ms} ms apart instead of {tick_ms}", ticks.len()));
    }
    if least < -most_ms || most > most_ms {
        return Err(format!("a tick is {least} to {most} ms off its place"));
    }
    Ok(())
}
