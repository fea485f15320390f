//! Live play without a sound card: what it keeps, and that it replays.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::ptr::{null, null_mut};

use super::Home;

/// A terminal of our own: its far end for us, its near end for the program.
fn terminal() -> (File, OwnedFd) {
    let (mut far, mut near) = (-1, -1);
    // SAFETY: both places are ours; name, settings and size may be null.
    let made = unsafe { libc::openpty(&mut far, &mut near, null_mut(), null(), null()) };
    assert_eq!(made, 0, "no terminal can be made");
    // SAFETY: the call succeeded, so both are open and nobody else owns them.
    unsafe { (File::from_raw_fd(far), OwnedFd::from_raw_fd(near)) }
}

fn samples(path: &Path) -> Vec<f32> {
    hound::WavReader::open(path).unwrap().into_samples::<f32>().map(Result::unwrap).collect()
}

/// Plays `args` at a terminal: one after the other, each of `keys` is pressed once what is
/// shown contains its word and has moved on since the one before. Returns what was shown.
fn play(home: &Home, args: &[&str], keys: &[(&str, &[u8])]) -> String {
    at_terminal(home, &[&["play", "--audio", "null"], args].concat(), keys)
}

/// The same for any command.
fn at_terminal(home: &Home, args: &[&str], keys: &[(&str, &[u8])]) -> String {
    let (mut far, near) = terminal();
    let mut command = home.command();
    command.args(args);
    command.stdin(near.try_clone().unwrap()).stdout(near.try_clone().unwrap()).stderr(near);
    // SAFETY: both calls are allowed between fork and exec; 0 is the near end by then.
    unsafe {
        command.pre_exec(|| {
            libc::setsid();
            libc::ioctl(0, libc::TIOCSCTTY, 0);
            Ok(())
        });
    }
    let mut child = command.spawn().unwrap();
    // The near end closes with the program, so that reading ends.
    drop(command);

    // The status line moves while something sounds: its redraws are the beat of the presses.
    let mut heard = Vec::new();
    let mut bytes = [0; 256];
    let mut pressed = 0;
    while let Ok(read) = far.read(&mut bytes)
        && read > 0
    {
        heard.extend_from_slice(&bytes[..read]);
        let text = String::from_utf8_lossy(&heard);
        if let Some((word, key)) = keys.get(pressed)
            && text.contains(word)
            && text.matches('\r').count() > 4 + pressed * 4
        {
            far.write_all(key).unwrap();
            pressed += 1;
        }
    }
    let status = child.wait().unwrap();
    let said = String::from_utf8_lossy(&heard).into_owned();
    assert!(status.success(), "{said}");
    said
}

/// Live play for a given time exits with 0 and leaves recording, notes and journal; the
/// journal replays to the samples of the recording.
#[test]
fn live_play_is_kept_and_replays() {
    let home = Home::new();
    // Two keys by turns: a terminal repeats a held key, and one key in quick succession counts as held.
    let keys = [b" ", b"\r", b" ", b"\r"].map(|key| ("press a switch", key.as_slice()));
    let args = ["first-notes", "--for", "3", "--notes", "x.csv", "--journal", "y.trace", "--record", "z.wav"];
    let said = play(&home, &args, &keys);

    let notes = std::fs::read_to_string(home.path("x.csv")).unwrap();
    assert!(notes.starts_with("time_s,part,event,pitch,velocity\n"));
    let ons = notes.lines().filter(|line| line.contains(",on,")).count();
    let journal = std::fs::read_to_string(home.path("y.trace")).unwrap();
    assert!(ons >= 1, "the presses sounded nothing:\n{journal}\n{said}");
    assert_eq!(journal.lines().filter(|line| line.contains(" down")).count(), ons, "{journal}");
    assert!(!journal.contains("key:"), "a journal holds no keys: {journal}");

    println!("{ons} notes replay");
    let recorded = samples(&home.path("z.wav"));
    let seconds = (recorded.len() as f64 / 96_000.0).to_string();
    home.run(&["render", "first-notes", "--trace", "y.trace", "-o", "again.wav", "--seconds", &seconds]).ok();
    let again = samples(&home.path("again.wav"));
    let differs = recorded.iter().zip(&again).position(|(a, b)| a != b);
    assert!(recorded.iter().any(|sample| *sample != 0.0), "the recording is silent");
    assert!(recorded.len().abs_diff(again.len()) <= 2);
    assert_eq!(differs, None, "of {} samples; the journal:\n{journal}", recorded.len());
}

/// The person's gesture goes on in a set list: the next piece is told, stands in the journal as the
/// preset that it is, with what is its own in the list, and the whole replays to the samples of
/// the recording.
#[test]
fn a_gesture_goes_on_in_a_set_list() {
    let home = Home::new();
    let text = "format = 1\nname = \"Two\"\nabout = \"Two pieces.\"\n[[piece]]\npreset = \"first-notes\"\n\
                [[piece]]\npreset = \"five-bells\"\ntempo_bpm = 70\nroot = \"A4\"\n";
    std::fs::write(home.path("two.setlist.toml"), text).unwrap();
    let page_down = b"\x1b[6~".as_slice();
    let keys =
        [("press a switch", b" ".as_slice()), ("Two, 1 of 2", page_down), ("2 of 2", b"\r".as_slice())];
    let args =
        ["two.setlist.toml", "--for", "4", "--journal", "y.trace", "--record", "z.wav", "--stems", "parts"];
    let said = play(&home, &args, &keys);
    assert!(said.contains("2 of 2  Five bells"), "{said}");
    let journal = std::fs::read_to_string(home.path("y.trace")).unwrap();
    let place = |what: &str| journal.find(what).unwrap_or_else(|| panic!("no {what}: {journal}"));
    assert!(place("!preset five-bells") < place("!tempo 70") && place("!tempo 70") < place("!root 69"));
    assert!(place(" p#") < place("!preset five-bells"), "{journal}");
    let recorded = samples(&home.path("z.wav"));
    let seconds = (recorded.len() as f64 / 96_000.0).to_string();
    home.run(&["render", "first-notes", "--trace", "y.trace", "-o", "again.wav", "--seconds", &seconds]).ok();
    let again = samples(&home.path("again.wav"));
    assert_eq!(recorded.iter().zip(&again).position(|(a, b)| a != b), None, "{journal}");
    let mix = samples(&home.path("parts/mix.wav"));
    assert!(mix.len().abs_diff(recorded.len()) <= 128 && mix.iter().any(|sample| *sample != 0.0));
}

/// `play --demo` plays the preset's demonstration by itself, then says that it is the people's turn.
#[test]
fn a_demonstration_plays_itself() {
    let home = Home::new();
    std::fs::create_dir_all(home.path("x")).unwrap();
    let preset =
        "format = 1\nname = \"x\"\nabout = \"x.\"\n[[part]]\nmode = \"wander\"\npatch = \"kalimba\"\n";
    std::fs::write(home.path("x/x.preset.toml"), preset).unwrap();
    std::fs::write(
        home.path("x/x.trace"),
        "0.1 a#1 down\n0.3 a#1 up\n0.5 !tempo 99\n0.7 a#1 down\n0.9 a#1 up\n",
    )
    .unwrap();
    let said = play(
        &home,
        &["x/x.preset.toml", "--demo", "--for", "3", "--notes", "x.csv", "--journal", "y.trace"],
        &[],
    );
    assert!(said.contains("Now it is yours"), "{said}");
    let notes = std::fs::read_to_string(home.path("x.csv")).unwrap();
    let ons: Vec<f64> = notes
        .lines()
        .filter(|line| line.contains(",on,"))
        .map(|line| line.split(',').next().unwrap().parse().unwrap())
        .collect();
    // A busy machine may stumble between the two.
    assert!(ons.len() == 2 && (ons[1] - ons[0] - 0.6).abs() < 0.2, "{notes}");
    assert!(std::fs::read_to_string(home.path("y.trace")).unwrap().contains("!tempo 99"));
}

/// `cantus fit` says what to do, rings, and leaves everything as it was where somebody ends it; a person
/// who is not there is told as such.
#[test]
fn a_fit_is_left_without_harm() {
    let home = Home::new();
    let args = ["fit", "--audio", "null", "--person", "one-switch"];
    let said = at_terminal(&home, &args, &[("0 of one bell answered", b"q")]);
    assert!(said.contains("Press when you hear the bell") && said.contains("left as it was"), "{said}");
    assert!(!home.path("settings/cantus/persons").exists());
    let failed = home.run(&["fit", "--audio", "null", "--person", "nobody"]);
    assert!(!failed.0.status.success() && failed.stderr().contains("nobody"));
}
