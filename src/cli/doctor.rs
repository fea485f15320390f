//! `cantus doctor`: what this machine has, and what to do about what is missing.

use serde_json::{Value, json};

use super::{CommandError, load};
use crate::device::audio::{AudioSurvey, SoundServer, Trial, list_outputs, survey, try_output};
use crate::device::midi::{MidiPorts, list_outputs as list_midi_outputs, list_ports};
use crate::engine::{Engine, Music};
use crate::input::{RoleEvent, RoleValue};
use crate::live::{AlertLevel, AudioChoice, Realtime};
use crate::person::DEFAULT_PERSON;
use crate::preset::{Catalogue, DEFAULT_PRESET};
use crate::session::offline::Kept;
use crate::session::room::{Facts, findings};

/// Frames in a period that the default output is tried with.
const TRIED_FRAMES: u32 = 64;

pub(super) fn doctor() -> Result<(), CommandError> {
    crate::device::audio::hush_alsa();
    sound();
    switches();
    midi();
    typing();
    room();
    headroom()
}

fn heading(text: &str) {
    println!("\n{text}");
}

/// A finding, and what to do; an empty advice is left out.
fn finding(good: bool, what: &str, advice: &str) {
    println!("  {} {what}", if good { "✓" } else { "!" });
    if !advice.is_empty() {
        println!("    → {advice}");
    }
}

fn sound() {
    heading("Sound");
    let found: AudioSurvey = survey();
    let outputs =
        found.hosts.iter().flat_map(|host| &host.devices).filter(|device| device.formats.is_ok()).count();
    for host in &found.hosts {
        for device in &host.devices {
            let listed = &device.listed;
            let what = match &device.formats {
                Ok(formats) => {
                    let formats: Vec<String> = formats
                        .iter()
                        .map(|row| format!("{} {}–{} Hz", row.format, row.rate_hz.0, row.rate_hz.1))
                        .collect();
                    formats.join(", ")
                }
                Err(error) => error.to_string(),
            };
            println!("    {} ({}): {what}", listed.name, listed.id);
        }
    }
    match found.server {
        Some(SoundServer::PipeWire) => println!("    PipeWire runs."),
        Some(SoundServer::PulseAudio) => println!("    PulseAudio runs."),
        None => {}
    }
    match try_output(&AudioChoice::Default, TRIED_FRAMES) {
        Ok(trial) => tried(&trial),
        Err(error) => finding(
            false,
            &format!("The default output does not play: {error}."),
            if outputs == 0 {
                "Plug in headphones, a loudspeaker or a USB sound card, then look again. Until then everything \
                 works but is not heard."
            } else {
                "Choose one of the outputs above: cantus play --audio NAME."
            },
        ),
    }
    other_systems(&found);
}

/// The sound systems beside ALSA that answer: what each would give.
fn other_systems(found: &AudioSurvey) {
    let others = found.hosts.iter().filter(|host| host.name != "alsa" && !host.devices.is_empty());
    for host in others {
        match try_output(&AudioChoice::Device(host.name.clone()), TRIED_FRAMES) {
            Ok(trial) => tried(&trial),
            Err(error) => finding(false, &format!("{} does not play: {error}.", host.name), error.advice()),
        }
    }
}

fn tried(trial: &Trial) {
    let output = &trial.output;
    let good = trial.called && trial.xruns == 0;
    finding(
        good,
        &format!(
            "{}: {} Hz, {} channels, {}, {} frames × 2. From press to callback {:.1} ms, from there to the ear {:.1} ms. \
             {} interruptions in the trial.",
            output.name,
            output.rate_hz,
            output.channels,
            output.format,
            output.buffer_frames,
            trial.own_latency_ms,
            trial.device_latency_ms,
            trial.xruns,
        ),
        if good { "" } else { "Cantus makes the buffer larger by itself where the sound is interrupted." },
    );
    match trial.realtime {
        Realtime::Refused => finding(
            false,
            "The audio thread has no real-time priority: under load the sound may crackle.",
            "Install rtkit (apt install rtkit), or let this user have rtprio in /etc/security/limits.d.",
        ),
        Realtime::Granted => finding(true, "The audio thread has real-time priority.", ""),
        _ => {}
    }
}

#[cfg(target_os = "linux")]
fn switches() {
    use crate::device::keyboard::{Readable, list_devices};
    heading("Switches, keyboards, gamepads");
    let devices = list_devices(&[]);
    if devices.is_empty() {
        finding(
            false,
            "Nothing to press is plugged in, as far as the system shows.",
            "Plug in a switch box, a gamepad or a keyboard.",
        );
    }
    for device in devices {
        let readable = device.readable == Readable::Yes;
        let what = format!("{} ({:?}, {})", device.name, device.kind, device.identity);
        finding(readable, &what, device.advice);
    }
}

#[cfg(not(target_os = "linux"))]
fn switches() {}

fn midi() {
    heading("MIDI");
    match list_ports() {
        MidiPorts::Found(names) if names.is_empty() => finding(true, "No MIDI device is plugged in.", ""),
        MidiPorts::Found(names) => names.iter().for_each(|name| finding(true, name, "")),
        // Told in the room check, with what to do.
        MidiPorts::NoMidi(_) => finding(false, "None.", ""),
    }
}

#[cfg(target_os = "linux")]
fn typing() {
    let aids = crate::device::keyboard::typing_aids();
    heading("Keyboard settings");
    let on = |state: Option<bool>| match state {
        Some(true) => "on",
        Some(false) => "off",
        None => "not known",
    };
    let what =
        format!("Slow keys {}, bounce keys {} ({}).", on(aids.slow_keys), on(aids.bounce_keys), aids.source);
    finding(aids.slow_keys != Some(true) && aids.bounce_keys != Some(true), &what, "");
    if aids.slow_keys.is_none() && aids.bounce_keys.is_none() {
        println!("    → {}", aids.advice());
    }
}

#[cfg(not(target_os = "linux"))]
fn typing() {}

/// What the window's room check tells: the same list.
fn room() {
    heading("Room check");
    let room = crate::device::room::look_round(&[]);
    let found = findings(&Facts { room, ..Facts::default() });
    if found.is_empty() {
        finding(true, "Nothing else to look at.", "");
    }
    for alert in found {
        finding(alert.level == AlertLevel::Note, &format!("{} {}", alert.what, alert.still), &alert.advice);
    }
}

/// How long two seconds of busy playing take to compute, against those two seconds.
fn headroom() -> Result<(), CommandError> {
    heading("Speed");
    const RATE_HZ: f64 = 48_000.0;
    let catalogue = Catalogue::shipped();
    let setup = load::preset(&catalogue, DEFAULT_PRESET)?.content.setup;
    let person = load::person(&catalogue, DEFAULT_PERSON)?.content;
    let music = Music::build(RATE_HZ, &setup).map_err(CommandError::new)?;
    let mut engine = Engine::new(RATE_HZ, person.body, music);
    for press in 0..20u64 {
        for (at, value) in
            [(press * 4800, RoleValue::Down { velocity: None }), (press * 4800 + 4000, RoleValue::Up)]
        {
            engine.event(RoleEvent::of_a(at, value));
        }
    }
    let mut out = vec![0.0; 2 * 96_000];
    let start_ns = crate::live::monotonic_ns();
    engine.render(&mut out, &mut Kept::default());
    let share = (crate::live::monotonic_ns() - start_ns) as f64 / 2.0e9;
    finding(
        share < 0.5,
        &format!("Playing takes {:.1} % of one processor core.", share * 100.0),
        if share < 0.5 { "" } else { "Close other programs; use a faster machine for larger presets." },
    );
    Ok(())
}

/// Everything that is plugged in, for `cantus list devices`.
pub(super) fn devices() -> Vec<Value> {
    crate::device::audio::hush_alsa();
    let mut rows: Vec<Value> = list_outputs()
        .into_iter()
        .map(|output| json!({"id": output.id, "name": output.name, "about": format!("Sound output. {}", output.about)}))
        .collect();
    #[cfg(target_os = "linux")]
    for device in crate::device::keyboard::list_devices(&[]) {
        let about = format!("{:?} at {}. {}", device.kind, device.node, device.advice);
        rows.push(json!({"id": device.identity, "name": device.name, "about": about.trim()}));
    }
    if let MidiPorts::Found(names) = list_ports() {
        rows.extend(
            names
                .into_iter()
                .map(|name| json!({"id": format!("midi:{name}"), "name": name, "about": "MIDI input."})),
        );
    }
    if let MidiPorts::Found(names) = list_midi_outputs() {
        let row = |name: String| json!({"id": format!("midi-out:{name}"), "name": name, "about": "MIDI output (`--midi-out`)."});
        rows.extend(names.into_iter().map(row));
    }
    rows
}
