//! Hears what the loopback card carries, for the lab.
//!
//! `hear capture DEVICE FRAMES SECONDS OUT.wav OUT.csv` records with the moment of every
//! callback, `hear notes CAPTURE.wav NOTES.csv …` compares what was captured with the notes
//! that were to sound, `hear latency …` measures the way of each press, `hear share …` the
//! part of it that is the instrument's own, `hear clock DEVICE` and `hear ticks …` listen to a MIDI
//! clock.
//!
//! Exit status: 0 as it should be, 1 not so, 3 nothing was shown because the card lost frames.

mod capture;
mod clock;
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
        Some((&"latency", rest)) => match latency::run(rest) {
            Ok(Some(lost)) => {
                eprintln!("hear: {lost}");
                std::process::exit(3);
            }
            other => other.map(|_| ()),
        },
        Some((&"share", rest)) => latency::share(rest),
        Some((&"clock", rest)) => clock::listen(rest),
        Some((&"ticks", rest)) => clock::check(rest),
        _ => Err("one of: capture, notes, latency, share, clock, ticks".to_owned()),
    };
    if let Err(error) = result {
        eprintln!("hear: {error}");
        std::process::exit(1);
    }
}
