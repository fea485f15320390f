//! What happens in an audio callback, with a clock that the test makes up.

use assert_no_alloc::assert_no_alloc;
use cantus::chance::Chance;
use cantus::engine::{Applied, Command, Music, NoteRecord, Retired, Sink};
use cantus::input::{Role, RoleEvent, RoleValue};
use cantus::live::{Link, LiveEngine, handover, lead_frames};
use cantus::sound::denormals::FlushDenormals;

use crate::setup::{RATE_HZ, drain, engine, live_engine, music_setup, press, release};

/// Whatever comes in, an audio callback neither allocates nor frees: events from every
/// source, every kind of command, other music, a recording.
#[test]
fn callbacks_never_allocate() {
    let (mut live, mut control) = live_engine(true);
    let mut tap = control.tap.take().unwrap();
    let mut recorded = Vec::with_capacity(1 << 20);
    let mut chance = Chance::new(3);
    let mut out = vec![0.0; 2 * 480];
    live.open(480);
    let mut loudest = 0.0f32;
    for round in 0..2_000u64 {
        for source in &mut control.sources {
            let slot = chance.below(20) as u8;
            let stamp_ns = 1_000_000_000 + round * 10_000_000 + chance.below(20_000_000) as u64;
            let event = if chance.happens(0.6) { press(slot) } else { release(slot) };
            source.push(event, stamp_ns);
        }
        if round % 50 == 0 {
            let commands = [
                Command::Silence,
                Command::Tempo(90.0 + round as f64 / 20.0),
                Command::Music(Music::build(RATE_HZ, &music_setup()).unwrap()),
                Command::SoftStart,
                Command::MasterLevel(-3.0),
            ];
            for command in commands {
                let _ = control.commands.push(command);
            }
        }
        assert_no_alloc(|| live.callback(1_000_000_000 + round * 10_000_000, &mut out));
        loudest = out.iter().fold(loudest, |peak, sample| peak.max(sample.abs()));
        drain(&mut control.retired);
        drain(&mut control.notices);
        drain(&mut control.notes);
        drain(&mut control.applied);
        recorded.clear();
        tap.read(&mut recorded);
        assert_eq!(recorded, out);
    }
    assert!(loudest > 0.001);
}

/// Where the parts are recorded one by one, a callback copies every block of them on its way to files, in
/// order and adding up to what is heard, and neither allocates nor frees; where nobody fetches them, what
/// has no room is counted and nothing else happens.
#[test]
fn stems_leave_without_allocating() {
    let mut engine = engine(RATE_HZ);
    engine.keep_stems();
    let Link { audio: mut ends, control } = Link::new(&engine.snapshot(), false);
    let mut tap = ends.keep_stems();
    let mut live = LiveEngine::new(engine, ends);
    let mut sources = control.sources;
    live.open(480);
    let mut out = vec![0.0; 2 * 480];
    let (mut blocks, mut loudest) = (0u64, 0.0f32);
    let lost = control.losses.counts().tap_frames;
    for round in 0..400u64 {
        let now_ns = 1_000_000_000 + round * 10_000_000;
        let event = if round % 40 < 20 { press(0) } else { release(0) };
        if round % 20 == 0 {
            assert!(sources[0].push(event, now_ns));
        }
        assert_no_alloc(|| {
            live.callback(now_ns, &mut out);
            while let Some(stems) = tap.pop() {
                assert_eq!(stems.at, blocks * 64);
                blocks += 1;
                let mix = stems.mix.left.iter().fold(0.0f32, |most, sample| most.max(sample.abs()));
                loudest = loudest.max(mix);
            }
        });
    }
    assert_eq!(blocks, 400 * 480 / 64);
    assert!(loudest > 0.001);
    assert_eq!(control.losses.counts().tap_frames, lost);
    assert_no_alloc(|| {
        (400..700u64).for_each(|round| live.callback(1_000_000_000 + round * 10_000_000, &mut out))
    });
    assert!(control.losses.counts().tap_frames > lost);
    assert!(std::iter::from_fn(|| tap.pop()).count() >= 1024);
}

/// Events of one callback take effect in the order of their frames; of one frame, in the
/// order of sources.
#[test]
fn sources_are_merged_in_order() {
    let (mut live, mut control) = live_engine(false);
    live.open(256);
    let now_ns = 1_000_000_000;
    for (source, events) in [(2, [(8, 40), (9, 70)]), (1, [(7, 70), (6, 200)]), (0, [(4, 70), (5, 199)])] {
        for (slot, at) in events {
            let before_ns = (lead_frames(256) - at) as f64 * 1.0e9 / RATE_HZ;
            assert!(control.sources[source].push(press(slot), now_ns - before_ns as u64));
        }
    }
    live.callback(now_ns, &mut [0.0; 512]);
    let order: Vec<_> = drain(&mut control.applied)
        .into_iter()
        .map(|applied| (applied.event.slot, applied.event.at))
        .collect();
    assert_eq!(order, [(8, 40), (4, 70), (7, 70), (9, 70), (5, 199), (6, 200)]);
}

/// Under callbacks that come late by chance and a card that is off by 150 ppm, every press
/// sounds a constant time after its stamp, within one frame, none is too late, and that
/// time is the period and at most 64 frames.
#[test]
fn latency_is_constant() {
    for (period, jitter_ns) in [(64usize, 60_000.0), (128, 60_000.0), (256, 50_000.0)] {
        let (mut live, mut control) = live_engine(false);
        live.open(period);
        let mut chance = Chance::new(11);
        let mut out = vec![0.0; period * 2];
        let period_ns = period as f64 * 1.0e9 / (RATE_HZ * 1.000_15);
        let callbacks = (40.0e9 / period_ns) as u64;
        let mut stamps: Vec<f64> = Vec::new();
        let mut pressed = false;
        for callback in 0..callbacks {
            let ideal_ns = 9.0e9 + callback as f64 * period_ns;
            let late_ns = -jitter_ns * f64::from((1.0 - chance.unit()).max(1.0e-6)).ln();
            live.callback((ideal_ns + late_ns) as u64, &mut out);
            // Between this callback and the next somebody presses, and the press takes up
            // to 0.3 ms to get through.
            let stamp_ns = ideal_ns + late_ns + f64::from(chance.unit()) * (period_ns - 500_000.0).max(0.0);
            if callback as f64 * period_ns > 20.0e9 && chance.happens(0.2) {
                let event = if pressed { release(0) } else { press(0) };
                pressed = !pressed;
                assert!(control.sources[0].push(event, stamp_ns as u64));
                stamps.push((stamp_ns - 9.0e9) / period_ns * period as f64);
            }
            drain(&mut control.notes);
        }
        live.callback((9.0e9 + callbacks as f64 * period_ns) as u64, &mut out);
        let applied = drain(&mut control.applied);
        assert!(applied.len() > 200 && applied.len() <= stamps.len());
        let delays: Vec<f64> = applied
            .iter()
            .zip(&stamps)
            .map(|(applied, stamp)| {
                assert_eq!(applied.late_frames, 0, "period {period}");
                applied.event.at as f64 - stamp
            })
            .collect();
        let least = delays.iter().copied().fold(f64::INFINITY, f64::min);
        let most = delays.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        println!("period {period}: {least:.2} to {most:.2} frames after the stamp");
        // Rounding to whole frames alone spreads by one.
        assert!(most - least <= 1.5, "period {period}: spread of {}", most - least);
        assert!(
            most <= (period + 64) as f64 + 1.0 && least > period as f64,
            "period {period}: {least}..{most}"
        );
    }
}

/// What is done while the device loses frames takes effect with the first callback after it,
/// in its order, and what is done afterwards sounds at its constant time again: nobody waits
/// for the time that was lost.
#[test]
fn lost_time_puts_off_nothing() {
    let (mut live, mut control) = live_engine(false);
    live.open(64);
    let period_ns = 64.0e9 / RATE_HZ;
    let mut now_ns = 9_000_000_000.0;
    for _ in 0..2_000 {
        live.callback(now_ns as u64, &mut [0.0; 128]);
        now_ns += period_ns;
    }
    // The device stands still for half a second.
    for (after_ms, event) in [(100.0, press(0)), (180.0, release(0)), (400.0, press(1)), (499.0, release(1))]
    {
        assert!(control.sources[0].push(event, (now_ns + after_ms * 1.0e6) as u64));
    }
    now_ns += 500.0e6;
    live.xrun();
    let gap_end = live.position();
    let mut pressed = Vec::new();
    for callback in 0..40 {
        live.callback(now_ns as u64, &mut [0.0; 128]);
        if callback >= 4 {
            // A third of a period after the callback.
            let frame = live.position() - 64 + 21 + lead_frames(64);
            pressed.push(frame);
            let event = if callback % 2 == 0 { press(2) } else { release(2) };
            assert!(control.sources[0].push(event, (now_ns + 21.5e9 / RATE_HZ) as u64));
        }
        // The ring of two periods is filled at once.
        now_ns += if callback == 0 { 0.0 } else { period_ns };
    }
    let applied: Vec<_> = drain(&mut control.applied)
        .into_iter()
        .map(|applied| (applied.event.slot, applied.event.at))
        .collect();
    let during: Vec<_> = applied.iter().take(4).map(|(slot, at)| (*slot, at - gap_end < 128)).collect();
    assert_eq!(during, [(0, true), (0, true), (1, true), (1, true)], "{applied:?}");
    assert!(applied.len() > 30);
    for ((_, at), frame) in applied[4..].iter().zip(pressed) {
        assert!(at.abs_diff(frame) <= 1, "{at} instead of {frame}");
    }
}

/// Keeps what an engine hands out.
#[derive(Default)]
struct Kept {
    notes: Vec<NoteRecord>,
}

impl Sink for Kept {
    fn note(&mut self, note: NoteRecord) {
        self.notes.push(note);
    }

    fn retired(&mut self, _retired: Retired) -> Result<(), Retired> {
        Ok(())
    }
}

/// What took effect live, put into a fresh engine, gives the same samples and notes.
#[test]
fn a_journal_replays_to_the_same_sound() {
    let (mut live, mut control) = live_engine(false);
    let mut chance = Chance::new(5);
    let (mut heard, mut applied, mut notes) = (Vec::new(), Vec::<Applied>::new(), Vec::new());
    let mut now_ns = 1_000_000_000u64;
    for _ in 0..1_500 {
        let frames = 1 + chance.below(500);
        let mut out = vec![0.0; frames * 2];
        let slot = chance.below(4) as u8;
        let stamp_ns = now_ns + chance.below(700) as u64 * 20_833;
        let event = if chance.happens(0.5) { press(slot) } else { release(slot) };
        control.sources[chance.below(3)].push(event, stamp_ns);
        live.callback(now_ns, &mut out);
        now_ns += frames as u64 * 20_833;
        heard.extend(out);
        applied.extend(drain(&mut control.applied));
        notes.extend(drain(&mut control.notes));
    }
    let _flush = FlushDenormals::new();
    let mut again = engine(RATE_HZ);
    let mut replayed = vec![0.0; heard.len()];
    let mut kept = Kept::default();
    let mut left = applied.iter().peekable();
    for (block, out) in replayed.chunks_mut(2 * 64).enumerate() {
        while let Some(applied) = left.next_if(|applied| applied.event.at < (block as u64 + 1) * 64) {
            assert!(again.event(applied.event));
        }
        again.render(out, &mut kept);
    }
    assert!(notes.len() > 100 && heard.iter().any(|sample| sample.abs() > 0.001));
    kept.notes.truncate(notes.len());
    assert_eq!(kept.notes, notes);
    assert!(heard.iter().zip(&replayed).all(|(a, b)| a.to_bits() == b.to_bits()));
}

/// A flood fills the queues and is counted; every release of an accepted press still gets
/// through, and *silence* still has room.
#[test]
fn floods_leave_room_for_releases_and_silence() {
    let (mut live, mut control) = live_engine(false);
    let source = &mut control.sources[0];
    let mut accepted = std::collections::BTreeSet::new();
    for n in 0..10_000u32 {
        let slot = (n % 251) as u8;
        if source.push(press(slot), 0) {
            accepted.insert(slot);
        }
        source.push(RoleEvent { value: RoleValue::Moved(0.5), role: Role::Axis(0), ..press(250) }, 0);
    }
    for slot in 0..=250 {
        assert!(source.push(release(slot), 0), "slot {slot}");
    }
    while control.commands.push(Command::Finish).is_ok() {}
    assert!(control.commands.push(Command::Silence).is_ok());
    let lost = control.losses.counts();
    assert!(
        lost.presses > 9_000 && lost.moves > 9_000 && lost.releases == 0 && lost.commands == 1,
        "{lost:?}"
    );
    let mut released = std::collections::BTreeSet::new();
    for callback in 0..8 {
        live.callback(1_000_000_000 + callback * 1_000_000, &mut [0.0; 128]);
        for applied in drain(&mut control.applied) {
            if applied.event.value == RoleValue::Up {
                released.insert(applied.event.slot);
            }
        }
    }
    assert_eq!(released, accepted);
}

/// The engine comes back from an output that is called off, after a fade to silence, and
/// from one that just vanishes; its time goes on where it was.
#[test]
fn the_engine_survives_its_outputs() {
    let (live, mut control) = live_engine(false);
    control.sources[0].push(press(0), 0);
    let mut out = [0.0; 2 * 256];
    let (mut head, mut tail) = handover(256);
    assert!(tail.give(Box::new(live)).is_ok());
    for _ in 0..40 {
        head.fill(&mut out);
    }
    assert!(out.iter().any(|sample| *sample != 0.0));
    tail.recall();
    let mut calls = 0;
    let engine = loop {
        head.fill(&mut out);
        calls += 1;
        if let Some(engine) = tail.take() {
            break engine;
        }
        assert!(calls < 20, "the fade never ends");
    };
    assert_eq!(out[out.len() - 2..], [0.0, 0.0]);
    let position = engine.position();
    assert_eq!(position, (40 + calls) * 256);
    head.fill(&mut out);
    assert!(out.iter().all(|sample| *sample == 0.0));

    let (mut head, mut tail) = handover(64);
    assert!(tail.give(engine).is_ok());
    head.fill(&mut out);
    drop(head);
    assert_eq!(tail.take().map(|engine| engine.position()), Some(position + 256));
}
