//! Renders end where the music does.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use cantus::session::offline::{Kept, Offline};
use common::{RATE_HZ, offline, person, preset, resolve};

/// Renders as `cantus render` does; returns the end in seconds.
fn to_its_end(offline: &mut Offline, kept: &mut Kept) -> f64 {
    let mut frames = 0;
    while !offline.is_over() {
        offline.lead_home();
        offline.render(&mut [0.0; 2 * 1024], kept, &mut resolve).unwrap();
        frames += 1024;
        assert!(frames as f64 <= 160.0 * RATE_HZ, "it never ends");
    }
    frames as f64 / RATE_HZ
}

/// A render ends when nothing more would be heard: what plays by itself goes on through its
/// quiet moments, is led home twelve seconds after the trace, and comes to an end of its own.
#[test]
fn what_plays_by_itself_is_rendered_to_its_end() {
    for id in
        ["loop-box", "slow-clouds", "river-talk", "phrase-a-press", "slow-dance", "first-notes", "scan-choir"]
    {
        let setup = preset(id);
        let mut played =
            offline(&setup, &person("anyone"), "0.5 a#0 down\n1.1 a#0 up\n3.5 a#0 down\n4.2 a#0 up\n");
        let mut kept = Kept::default();
        let end_s = to_its_end(&mut played, &mut kept);
        let notes = kept.notes.len();
        assert!(notes > 0 && kept.notes.iter().filter(|note| note.on).count() * 2 == notes, "{id}");
        for _ in 0..20 {
            played.render(&mut vec![0.0; 2 * RATE_HZ as usize], &mut kept, &mut resolve).unwrap();
        }
        assert_eq!(kept.notes.len(), notes, "{id} went on after its end at {end_s} s");
        println!("{id}: {end_s:.1} s");
    }
}
