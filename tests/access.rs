//! Traces of what hands do and what Cantus makes of it, as text: `access/*.access`.
//!
//! One frame is one millisecond here. A line is a case: what the control does, an arrow,
//! what it means. A comment above it says the law. `with …` sets the body for the cases
//! below it, from the defaults. See the files; they are meant to be read.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cantus::access::{Body, BodySetup, Gesture, GestureKind, Gestures, Latch, MenuOpens};
use cantus::input::{Role, RoleEvent, RoleValue};
use cantus::time::Frames;

const RATE_HZ: f64 = 1000.0;
/// Cases that never come to rest end here.
const LAST_FRAME: Frames = 700_000;

/// Writing to a string.
const IN_MEMORY: &str = "room in memory";

/// `b:down#2` is `down` by slot 2 in role `b`.
struct Word<'a> {
    verb: &'a str,
    role: Option<Role>,
    slot: u8,
}

fn word(text: &str) -> Word<'_> {
    let (role, rest) = match text.split_once(':') {
        Some((role, rest)) => (Some(role.parse().expect("role")), rest),
        None => (None, text),
    };
    let (verb, slot) = match rest.split_once('#') {
        Some((verb, slot)) => (verb, slot.parse().expect("slot")),
        None => (rest, 0),
    };
    Word { verb, role, slot }
}

fn set(setup: &mut BodySetup, text: &str) {
    let (key, value) = text.split_once('=').unwrap_or((text, "true"));
    let (role, key) = match key.split_once('.') {
        Some((role, key)) => (Some(role.parse::<Role>().expect("role")), key),
        None => (None, key),
    };
    let number = || value.parse::<f32>().unwrap_or_else(|_| panic!("`{text}`: not a number"));
    let switch = &mut setup.switches[role.map_or(0, |role| role.index() % 16)];
    let axis = &mut setup.axes[role.map_or(0, |role| role.index() % 16 % 8)];
    match key {
        "acceptance" => switch.acceptance_ms = number(),
        "lockout" => switch.lockout_ms = number(),
        "debounce" => switch.release_debounce_ms = number(),
        "long" => switch.long_press_ms = Some(number()),
        "double" => switch.double_press_ms = Some(number()),
        "repeat" => switch.repeat_ms = Some(number()),
        "pulse" => switch.pulse = true,
        "latch" => {
            switch.latch = match value.split_once(':') {
                Some(("timed", length)) => Latch::Timed(length.parse().expect("length")),
                _ => Latch::Toggle,
            }
        }
        "menu" => setup.menu.opens = MenuOpens::Switch(value.parse::<Role>().expect("role").index() as u8),
        "hold" => setup.max_hold_ms = number(),
        "low" => axis.low = number(),
        "high" => axis.high = number(),
        "dead" => axis.dead_zone = number(),
        "rest" => axis.rest = number(),
        "curve" => axis.curve = number(),
        "invert" => axis.invert = true,
        "smoothing" => axis.smoothing_hz = number(),
        "hysteresis" => axis.hysteresis = number(),
        _ => panic!("`{text}`: no such setting"),
    }
}

fn told(at: Frames, gesture: &Gesture, text: &mut String) {
    if !text.is_empty() {
        text.push_str(", ");
    }
    if !matches!(gesture.role, Role::A | Role::Axis(0)) {
        write!(text, "{}:", gesture.role).expect(IN_MEMORY);
    }
    text.push_str(match gesture.kind {
        GestureKind::Press { .. } => "press",
        GestureKind::Release => "release",
        GestureKind::LongPress => "long",
        GestureKind::DoublePress => "double",
        GestureKind::Axis(_) => "axis",
        GestureKind::Stuck => "stuck",
        GestureKind::LongPressNear => "near",
        GestureKind::Choose { .. } => "choose",
        GestureKind::ChooseEnd { let_go: true } => "chosen",
        GestureKind::ChooseEnd { let_go: false } => "dropped",
    });
    if gesture.slot != 0 {
        write!(text, "#{}", gesture.slot).expect(IN_MEMORY);
    }
    write!(text, " {at}").expect(IN_MEMORY);
    match gesture.kind {
        GestureKind::Press { velocity, note } => {
            if let Some(velocity) = velocity {
                write!(text, " v{velocity}").expect(IN_MEMORY);
            }
            if let Some(note) = note {
                write!(text, " n{note}").expect(IN_MEMORY);
            }
        }
        GestureKind::Axis(value) => write!(text, " {value:.3}").expect(IN_MEMORY),
        _ => {}
    }
}

/// Wakes the body for all that is due until `end`.
fn run(body: &mut Body, end: Frames, text: &mut String) {
    while let Some(at) = body.next_deadline().filter(|&at| at <= end) {
        let mut out = Gestures::new();
        body.wake(at, &mut out);
        out.iter().for_each(|gesture| told(at, gesture, text));
        assert!(body.next_deadline().is_none_or(|next| next > at), "stalls at {at}");
    }
}

/// What `body` makes of `moves`.
fn play(setup: &BodySetup, moves: &str) -> String {
    let mut body = Body::new(RATE_HZ, setup.clone());
    // In these cases switch `p` is one that is held to play.
    body.set_holding(1 << 15);
    let mut text = String::new();
    let mut end = LAST_FRAME;
    for step in moves.split('/') {
        let parts: Vec<&str> = step.split_whitespace().collect();
        let Word { verb, role, slot } = word(parts[0]);
        let at: Frames = parts[1].parse().expect("time");
        if verb == "until" {
            end = at;
            continue;
        }
        run(&mut body, at, &mut text);
        match verb {
            "forget" => {
                body.forget_held();
                continue;
            }
            "menu" => {
                body.set_choosing(parts[2] == "on");
                continue;
            }
            _ => {}
        }
        let figure = |mark: char| parts.iter().find_map(|part| part.strip_prefix(mark)?.parse().ok());
        let value = match verb {
            "down" | "tap" => RoleValue::Down { velocity: figure('v') },
            "up" => RoleValue::Up,
            "lost" => RoleValue::Lost,
            "move" => RoleValue::Moved(parts[2].parse().expect("value")),
            _ => panic!("`{verb}`: no such move"),
        };
        let role = role.unwrap_or(if verb == "move" { Role::Axis(0) } else { Role::A });
        let event =
            RoleEvent { at, slot, role, value, note: figure('n'), pulse: verb == "tap", yields: false };
        let mut out = Gestures::new();
        body.handle(at, &event, &mut out);
        out.iter().for_each(|gesture| told(at, gesture, &mut text));
    }
    run(&mut body, end, &mut text);
    if text.is_empty() { "nothing".to_owned() } else { text }
}

/// Every case of a file; returns what does not hold.
fn failures(path: &Path) -> (usize, String) {
    let text = fs::read_to_string(path).expect("a readable file");
    let mut setup = BodySetup::default();
    let mut law = String::new();
    let mut cases = 0;
    let mut wrong = String::new();
    // A line that starts with an arrow goes on with the one before.
    let text = text.replace("\n    ->", " ->");
    for line in text.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix('#') {
            law = comment.trim().to_owned();
        } else if let Some(settings) = line.strip_prefix("with") {
            setup = BodySetup::default();
            settings.split_whitespace().for_each(|text| set(&mut setup, text));
        } else if let Some((moves, wanted)) = line.split_once("->") {
            cases += 1;
            let wanted = wanted.split(',').map(str::trim).collect::<Vec<_>>().join(", ");
            let got = play(&setup, moves);
            if got != wanted {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                writeln!(wrong, "{file}: {law}\n  {}\n  wanted {wanted}\n  got    {got}", moves.trim())
                    .expect(IN_MEMORY);
            }
        } else {
            assert!(line.is_empty(), "{}: `{line}` is no case", path.display());
        }
    }
    (cases, wrong)
}

/// Every case in `access/*.access` holds.
#[test]
fn cases_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/access");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut wrong = String::new();
    let mut cases = 0;
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "access")) {
        let (count, failed) = failures(path);
        cases += count;
        wrong.push_str(&failed);
    }
    assert!(cases > 60, "only {cases} cases were found");
    assert!(wrong.is_empty(), "\n{wrong}");
}
