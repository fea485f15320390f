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

/// Live play for a given time exits with 0 and leaves recording, notes and journal; the
/// journal replays to the samples of the recording.
#[test]
fn live_play_is_kept_and_replays() {
    let home = Home::new();
    let (mut far, near) = terminal();
    let mut command = home.command();
    command.args(["play", "first-notes", "--audio", "null", "--for", "3"]);
    command.args(["--notes", "x.csv", "--journal", "y.trace", "--record", "z.wav"]);
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
    // Two keys by turns: a terminal repeats a held key, and one key in quick succession counts as held.
    let mut presses = 0;
    while let Ok(read) = far.read(&mut bytes)
        && read > 0
    {
        heard.extend_from_slice(&bytes[..read]);
        let text = String::from_utf8_lossy(&heard);
        let is_ready = text.contains("press a switch") && text.matches('\r').count() > 4 + presses * 4;
        if is_ready && presses < 4 {
            far.write_all([b" ", b"\r"][presses % 2]).unwrap();
            presses += 1;
        }
    }
    let status = child.wait().unwrap();
    let said = String::from_utf8_lossy(&heard).into_owned();
    assert!(status.success(), "{said}");

    let notes = std::fs::read_to_string(home.path("x.csv")).unwrap();
    assert!(notes.starts_with("time_s,part,event,pitch,velocity\n"));
    let ons = notes.lines().filter(|line| line.contains(",on,")).count();
    let journal = std::fs::read_to_string(home.path("y.trace")).unwrap();
    assert!(ons >= 1, "{presses} presses sounded nothing:\n{journal}\n{said}");
    assert_eq!(journal.lines().filter(|line| line.contains(" down")).count(), ons, "{journal}");
    assert!(!journal.contains("key:"), "a journal holds no keys: {journal}");

    println!("{ons} notes of {presses} presses replay");
    let recorded = samples(&home.path("z.wav"));
    let seconds = (recorded.len() as f64 / 96_000.0).to_string();
    home.run(&["render", "first-notes", "--trace", "y.trace", "-o", "again.wav", "--seconds", &seconds]).ok();
    let again = samples(&home.path("again.wav"));
    let differs = recorded.iter().zip(&again).position(|(a, b)| a != b);
    assert!(recorded.iter().any(|sample| *sample != 0.0), "the recording is silent");
    assert!(recorded.len().abs_diff(again.len()) <= 2);
    assert_eq!(differs, None, "of {} samples; the journal:\n{journal}", recorded.len());
}
