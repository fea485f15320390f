//! The MIDI thread: looks for ports, joins what their callbacks push.

use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

use midir::{MidiInput, MidiInputConnection};

use super::keys::HeldKeys;
use super::parser::{Message, Parser};
use super::ports::{identity, is_ignored, listened_to, shown_name, stable_name};
use crate::device::clock::{OriginFilter, monotonic_ns};
use crate::live::{Alert, AlertLevel, DeviceId, DeviceKind, Port};

/// How often ports are looked for, in ms: there is no notice of new ones.
const LOOK_MS: u64 = 500;
/// Messages that may wait between the ports and this thread.
const QUEUE: usize = 1024;
/// Ports that are opened at most: each takes one of the sequencer's 32 queues.
const MAX_PORTS: usize = 24;
/// Longest message that plays, in bytes. System exclusive is longer and says nothing here.
const LONGEST: usize = 3;

const CLIENT_NAME: &str = "Cantus in";

/// The MIDI ports that could play, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MidiPorts {
    /// Their names.
    Found(Vec<String>),
    /// The system has no MIDI; what to do.
    NoMidi(&'static str),
}

/// The MIDI ports there are.
pub fn list_ports() -> MidiPorts {
    match open_input() {
        Ok(input) => {
            let names =
                input.ports().iter().filter_map(|port| input.port_name(port).ok()).collect::<Vec<_>>();
            let stable = names.iter().map(|name| stable_name(name)).filter(|name| !is_ignored(name));
            MidiPorts::Found(stable.map(shown_name).collect())
        }
        Err(advice) => MidiPorts::NoMidi(advice),
    }
}

/// Why this machine has no MIDI, as what to do; none where it has. The sequencer's file is tried
/// because the library writes to the terminal when it is missing.
pub(super) fn no_midi_advice() -> Option<&'static str> {
    #[cfg(target_os = "linux")]
    {
        let sequencer = std::fs::OpenOptions::new().read(true).write(true).open("/dev/snd/seq");
        if let Err(error) = sequencer {
            return Some(if error.kind() == std::io::ErrorKind::PermissionDenied {
                "This user may not use MIDI: log in at the machine itself, or join the group “audio”."
            } else {
                "This machine has no MIDI sequencer (`sudo modprobe snd-seq` adds it where the system has one)."
            });
        }
    }
    None
}

fn open_input() -> Result<MidiInput, &'static str> {
    if let Some(advice) = no_midi_advice() {
        return Err(advice);
    }
    MidiInput::new(CLIENT_NAME).map_err(|_| "The system's MIDI could not be opened.")
}

struct Pushed {
    /// Which opened port, by [`OpenPort::number`].
    port: u64,
    stamp_ns: u64,
    received_ns: u64,
    bytes: [u8; LONGEST],
    length: usize,
}

struct OpenPort {
    /// Counted from the first port opened; none is used twice.
    number: u64,
    id: String,
    identity: String,
    device: DeviceId,
    parser: Parser,
    held: HeldKeys,
    origin: OriginFilter,
    /// Set by the callback when the queue was full: a note-off may be lost.
    lost: Arc<AtomicBool>,
    _connection: MidiInputConnection<()>,
}

/// Listens until the port says stop.
pub fn run(mut port: Box<dyn Port>) {
    let (push, pushed) = sync_channel::<Pushed>(QUEUE);
    let mut midi: Option<MidiInput> = None;
    let mut open: Vec<OpenPort> = Vec::new();
    let mut refused: Vec<String> = Vec::new();
    let mut next_number = 0;
    let mut told_none = false;
    let mut next_look_ns = 0;
    while !port.stopping() {
        let now_ns = monotonic_ns();
        if now_ns >= next_look_ns {
            next_look_ns = now_ns + LOOK_MS * 1_000_000;
            if midi.is_none() {
                match open_input() {
                    Ok(input) => midi = Some(input),
                    Err(advice) if !std::mem::replace(&mut told_none, true) => port.alert(no_midi(advice)),
                    Err(_) => {}
                }
            }
            if let Some(midi) = &midi {
                look(midi, port.as_mut(), &push, &mut open, &mut refused, &mut next_number);
            }
            for open in &mut open {
                if open.lost.swap(false, Ordering::AcqRel) {
                    let device = open.device;
                    open.held.release_all(|(control, value)| port.event(device, now_ns, control, value));
                }
            }
        }
        let wait = Duration::from_nanos(next_look_ns.saturating_sub(now_ns).min(LOOK_MS * 1_000_000));
        match pushed.recv_timeout(wait) {
            Ok(message) => take(&message, port.as_mut(), &mut open),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn take(pushed: &Pushed, port: &mut dyn Port, open: &mut [OpenPort]) {
    let Some(open) = open.iter_mut().find(|open| open.number == pushed.port) else { return };
    let stamp_ns = open.origin.map(pushed.stamp_ns, pushed.received_ns);
    for byte in &pushed.bytes[..pushed.length] {
        let Some(message) = open.parser.byte(*byte) else { continue };
        if let Message::Clock(message) = message {
            port.clock(stamp_ns, message);
        }
        open.held.take(message, |(control, value)| {
            if port.wants(open.device, control) {
                port.event(open.device, stamp_ns, control, value);
            }
        });
    }
}

/// Opens the ports that came and gives up those that went.
fn look(
    midi: &MidiInput,
    port: &mut dyn Port,
    push: &SyncSender<Pushed>,
    open: &mut Vec<OpenPort>,
    refused: &mut Vec<String>,
    next_number: &mut u64,
) {
    let there = midi.ports();
    // A port may be replaced by another of the same number between two looks.
    let listened =
        std::fs::read_to_string("/proc/asound/seq/clients").map(|text| listened_to(&text, CLIENT_NAME));
    let same = |open: &OpenPort| {
        let heard = listened.as_ref().map_or(true, |listened| listened.contains(&open.id));
        heard
            && there.iter().any(|there| {
                there.id() == open.id
                    && midi
                        .port_name(there)
                        .is_ok_and(|name| open.identity.starts_with(&format!("midi:{}", stable_name(&name))))
            })
    };
    let (stays, went): (Vec<_>, Vec<_>) = std::mem::take(open).into_iter().partition(same);
    *open = stays;
    for went in went {
        port.gone(went.device);
    }
    refused.retain(|id| there.iter().any(|there| there.id() == *id));
    for there in &there {
        let id = there.id();
        let Ok(name) = midi.port_name(there) else { continue };
        let stable = stable_name(&name);
        if is_ignored(stable) || refused.contains(&id) || open.iter().any(|open| open.id == id) {
            continue;
        }
        if open.len() == MAX_PORTS {
            refused.push(id);
            port.alert(Alert {
                level: AlertLevel::Note,
                what: format!("“{}” is one MIDI port too many.", shown_name(stable)),
                still: format!("The first {MAX_PORTS} ports play."),
                advice: "Unplug MIDI devices that nobody plays.".into(),
            });
            continue;
        }
        let taken: Vec<&str> = open.iter().map(|open| open.identity.as_str()).collect();
        let identity = identity(stable, &taken);
        let lost = Arc::new(AtomicBool::new(false));
        let number = *next_number;
        *next_number += 1;
        // Only a port that really opened has arrived.
        match connect(there, number, push.clone(), lost.clone()) {
            Some(connection) => {
                let device = port.arrived(DeviceKind::Midi, &shown_name(stable), &identity);
                open.push(OpenPort {
                    number,
                    id,
                    identity,
                    device,
                    parser: Parser::default(),
                    held: HeldKeys::default(),
                    origin: OriginFilter::default(),
                    lost,
                    _connection: connection,
                });
            }
            None => {
                refused.push(id);
                port.alert(cannot_open(&shown_name(stable)));
            }
        }
    }
}

fn connect(
    there: &midir::MidiInputPort,
    port: u64,
    push: SyncSender<Pushed>,
    lost: Arc<AtomicBool>,
) -> Option<MidiInputConnection<()>> {
    let input = open_input().ok()?;
    let callback = move |stamp_us: u64, message: &[u8], _: &mut ()| {
        if message.is_empty() || message.len() > LONGEST {
            return;
        }
        let mut bytes = [0; LONGEST];
        bytes[..message.len()].copy_from_slice(message);
        let pushed = Pushed {
            port,
            stamp_ns: stamp_us.saturating_mul(1_000),
            received_ns: monotonic_ns(),
            bytes,
            length: message.len(),
        };
        if push.try_send(pushed).is_err() {
            lost.store(true, Ordering::Release);
        }
    };
    input.connect(there, "listen", callback, ()).ok()
}

fn no_midi(advice: &str) -> Alert {
    Alert {
        level: AlertLevel::Note,
        what: "There is no MIDI on this machine.".into(),
        still: "Keys, switches and gamepads play.".into(),
        advice: advice.into(),
    }
}

fn cannot_open(name: &str) -> Alert {
    Alert {
        level: AlertLevel::Warning,
        what: format!("The MIDI device “{name}” is there but cannot be opened."),
        still: "Everything else plays.".into(),
        advice: "Close other programs that use it, then plug it in again.".into(),
    }
}
