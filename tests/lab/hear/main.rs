//! Hears what the loopback card carries, for the lab.
//!
//! `hear capture DEVICE FRAMES SECONDS OUT.wav OUT.csv` records with the moment of every
//! callback, `hear notes CAPTURE.wav NOTES.csv …` compares what was captured with the notes
//! that were to sound, `hear latency …` measures the way of each press.

mod capture;
mod latency;
mod level;
mod notes;
mod pitch;
mod table;
mod wave;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.split_first() {
        Some((&"capture", rest)) => capture::run(rest),
        Some((&"notes", rest)) => notes::run(rest),
        Some((&"latency", rest)) => latency::run(rest),
        _ => Err("one of: capture, notes, latency".to_owned()),
    };
    if let Err(error) = result {
        eprintln!("hear: {error}");
        std::process::exit(1);
    }
}
