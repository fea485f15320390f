//! The laws of the instrument, over every shipped preset.

mod common;
#[path = "common/trace_gen.rs"]
mod trace_gen;

use cantus::engine::{BAND_LANE, Engine, Music, Retired, Sink};
use cantus::input::{Role, RoleEvent, RoleValue};
use cantus::math;
use cantus::music::LockSet;
use cantus::session::journal::Journal;
use cantus::session::offline::Kept;
use cantus::sound::loudness::Loudness;
use common::{RATE_HZ, person, preset, preset_ids, render};
use trace_gen::{random_leader, random_trace};

/// The switches of the person `everything` plays with in these tests, as roles.
const ROLE_LINES: [&str; 4] = ["a#0", "b#1", "c#2", "d#3"];
const AXIS_LINES: [&str; 2] = ["axis1#8", "axis2#9"];

fn trace(seed: u64, seconds: f64) -> String {
    random_trace(seed, seconds, &ROLE_LINES, &AXIS_LINES) + &random_leader(seed, seconds)
}

/// The same trace gives the same samples for every device buffer.
#[test]
fn buffers_do_not_matter() {
    let anyone = person("anyone");
    for id in preset_ids() {
        let setup = preset(&id);
        let played = trace(1, 3.0);
        let reference = render(&setup, &anyone, &played, 3.0, 64);
        for buffer in [1, 7, 480, 1024] {
            let other = render(&setup, &anyone, &played, 3.0, buffer);
            assert!(reference.audio == other.audio, "{id}: {buffer} frames differ");
            assert_eq!(reference.kept.notes, other.kept.notes, "{id}");
        }
    }
}

/// A journal of what was played replays to the same samples.
#[test]
fn journals_replay() {
    let anyone = person("anyone");
    for id in preset_ids() {
        let setup = preset(&id);
        let played = trace(2, 3.0) + "1.5 !tempo 133\n2.0 !silence\n2.2 !level 0 -9\n";
        let first = render(&setup, &anyone, &played, 3.0, 64);
        let mut text = Vec::new();
        let header = cantus::input::trace::Header { rate_hz: Some(48_000), ..Default::default() };
        let mut journal = Journal::new(&mut text, &header).unwrap();
        let commands = ["!tempo 133", "!silence", "!level 0 -9"];
        for applied in &first.kept.applied {
            journal.applied(applied).unwrap();
        }
        journal.finish().unwrap();
        let mut text = String::from_utf8(text).unwrap();
        for (at, command) in first.kept.commands_at.iter().zip(commands) {
            text += &format!("f{at} {command}\n");
        }
        let again = render(&setup, &anyone, &text, 3.0, 256);
        assert!(first.audio == again.audio, "{id}: the replay differs");
    }
}

/// Every pitch that starts is in the lock that holds at its onset, and in the register.
#[test]
fn pitches_are_locked() {
    struct Checked(Kept);
    impl Sink for Checked {
        fn note(&mut self, note: cantus::engine::NoteRecord) {
            self.0.note(note);
        }
        fn retired(&mut self, retired: Retired) -> Result<(), Retired> {
            self.0.retired(retired)
        }
    }
    let anyone = person("anyone");
    for id in preset_ids() {
        let setup = preset(&id);
        let mut offline = common::offline(&setup, &anyone, &trace(3, 20.0));
        let mut sink = Checked(Kept::default());
        let mut out = [0.0; 128];
        let mut seen = 0;
        for _ in 0..(20.0 * RATE_HZ) as usize / 64 {
            let before = offline.engine().snapshot().harmony;
            offline.render(&mut out, &mut sink, &mut common::resolve).unwrap();
            let after = offline.engine().snapshot().harmony;
            for note in sink.0.notes[seen..].iter().filter(|note| note.on && note.part < BAND_LANE) {
                let Some(part) = setup.parts.get(usize::from(note.part)) else {
                    assert_eq!(setup.leader.as_ref().unwrap().lock, cantus::music::Lock::Off);
                    continue;
                };
                let allowed = [before, after].iter().any(|harmony| {
                    [true, false]
                        .iter()
                        .any(|strong| LockSet::new(harmony, part.lock, *strong).contains(note.pitch))
                });
                assert!(
                    allowed,
                    "{id}: {note:?} is not in the lock of {before:?} or {after:?} ({:?})",
                    part.lock
                );
                assert!(part.register.contains(note.pitch), "{id}: {} is outside its register", note.pitch);
            }
            seen = sink.0.notes.len();
        }
        assert!(seen > 0, "{id} never sounded");
    }
}

/// Once all switches are up, every note that started has ended.
#[test]
fn nothing_hangs() {
    let anyone = person("anyone");
    for id in preset_ids() {
        let setup = preset(&id);
        for seed in 10..13 {
            let played = trace(seed, 8.0) + &common::led_home(&setup, 8.1);
            let rendered = render(&setup, &anyone, &played, 16.0 + common::way_home_s(&setup), 512);
            assert_eq!(rendered.hanging(), 0, "{id}, seed {seed}");
        }
    }
}

/// A vanished device and *silence* end every note; the next press plays again.
#[test]
fn losing_a_device_and_silence_end_everything() {
    let anyone = person("anyone");
    for id in preset_ids() {
        let setup = preset(&id);
        // A lost device lets go, and a mode may fade what it let go of; silence is at once.
        let lost =
            "2.0 a#0 lost\n2.0 b#1 lost\n2.0 c#2 lost\n2.0 d#3 lost\n2.0 axis1#8 lost\n2.0 axis2#9 lost\n";
        for (end, seconds) in [(lost, 14.0), ("2.0 !silence\n", 2.1)] {
            let hold: String = ROLE_LINES.iter().map(|role| format!("0.5 {role} down\n")).collect();
            let home = common::led_home(&setup, 2.05);
            let played = hold + "0.6 axis1#8 0.4\n0.7 axis2#9 0.8\n" + end + &home;
            let way_s = if end == lost { common::way_home_s(&setup) } else { 0.0 };
            let rendered = render(&setup, &anyone, &played, seconds + way_s, 512);
            assert_eq!(rendered.hanging(), 0, "{id}: {end}");
        }
        let again = "0.5 a#0 down\n0.6 axis1#8 -0.5\n1.0 !silence\n1.5 a#0 up\n2.0 axis1#8 0.9\n2.1 axis2#9 0.9\n2.1 a#0 down\n2.3 a#0 up\n2.4 b#1 down\n2.7 b#1 up\n";
        let rendered = render(&setup, &anyone, again, 4.0, 512);
        assert!(rendered.ons().iter().any(|note| note.at > (1.4 * RATE_HZ) as u64), "{id} stays silent");
    }
}

/// Shipped presets stay under −9 dBFS of sample peak and −6 dBTP of true peak, whatever is
/// played.
#[test]
fn the_ceiling_holds() {
    let anyone = person("anyone");
    let ceiling = math::db_to_gain(-9.0) * 1.000_001;
    for id in preset_ids() {
        let setup = preset(&id);
        for seed in 20..22 {
            let rendered = render(&setup, &anyone, &trace(seed, 6.0), 7.0, 512);
            let peak = rendered.audio.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
            assert!(rendered.audio.iter().all(|sample| sample.is_finite()), "{id}: not finite");
            assert!(peak <= ceiling, "{id}: {} dBFS", math::gain_to_db(peak));
            let mut loudness = Loudness::new(RATE_HZ as f32);
            loudness.add(&rendered.left(), &rendered.right());
            assert!(loudness.true_peak_db() <= -6.0, "{id}: {} dBTP", loudness.true_peak_db());
        }
    }
}

/// An offline onset falls on the exact frame of its event: silence before, sound from there.
#[test]
fn onsets_are_exact() {
    let anyone = person("anyone");
    let setup = preset("first-notes");
    for frame in [1u64, 63, 64, 65, 1000, 4801, 12_345] {
        let rendered = render(&setup, &anyone, &format!("f{frame} a#0 down\n"), 0.5, 333);
        assert_eq!(rendered.ons()[0].at, frame);
        let first = rendered.audio.iter().position(|sample| *sample != 0.0).unwrap() as u64 / 2;
        // The envelope starts at zero on the onset, so the first audible sample is the next.
        assert!((frame..=frame + 1).contains(&first), "onset at {frame}, sound at {first}");
    }
}

/// Ten thousand events in a block neither block the engine nor leave a note hanging.
#[test]
fn storms_pass() {
    let setup = preset("first-notes");
    let music = Music::build(RATE_HZ, &setup).unwrap();
    let mut engine = Engine::new(RATE_HZ, person("anyone").body, music);
    let mut kept = Kept::default();
    let event = |at, slot, value| RoleEvent {
        at,
        slot,
        role: Role::A,
        value,
        note: None,
        pulse: false,
        yields: false,
    };
    for n in 0..10_000u64 {
        engine.event(event(n % 64, (n % 256) as u8, RoleValue::Down { velocity: None }));
        engine.event(event(n % 64, (n % 256) as u8, RoleValue::Moved(f32::NAN)));
    }
    for slot in 0..=255 {
        engine.event(event(64, slot, RoleValue::Up));
    }
    let mut out = vec![0.0; 96_000];
    engine.render(&mut out, &mut kept);
    assert!(out.iter().all(|sample| sample.is_finite() && sample.abs() <= 0.3549));
    let (ons, offs): (Vec<_>, Vec<_>) =
        kept.notes.iter().copied().partition(|note: &cantus::engine::NoteRecord| note.on);
    assert!(!ons.is_empty());
    assert_eq!(ons.len(), offs.len());
    assert!(kept.notices.iter().any(|notice| matches!(notice, cantus::engine::Notice::Lost { .. })));
}

/// With other music, old notes end, the sound never jumps, held switches must be pressed
/// anew, and the new music plays.
#[test]
fn presets_change_while_playing() {
    let anyone = person("anyone");
    let ids: Vec<String> = preset_ids();
    let played = format!("0.5 a#0 down\n1.0 !preset {}\n2.0 a#0 up\n2.2 a#0 down\n2.6 a#0 up\n", ids[1]);
    let rendered = render(&preset("first-notes"), &anyone, &played, 4.0, 512);
    assert_eq!(rendered.hanging(), 0);
    let (at_1, at_2) = (RATE_HZ as u64, (2.15 * RATE_HZ) as u64);
    assert!(!rendered.ons().iter().any(|note| (at_1..at_2).contains(&note.at)));
    assert!(rendered.ons().iter().any(|note| note.at >= at_2));
}
