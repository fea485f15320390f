//! The keyboard reader's thread.

mod grabs;

use std::io;
use std::sync::mpsc::Receiver;

use super::classify::{Facts, Owner, control, needs_focus, owner};
use super::edges::{Edge, Edges};
use super::grab::Grab;
use super::open::{Batch, KeyEvent, OpenDevice};
use super::{NodeId, facts, list_nodes, udev_record, udev_runs};
use crate::device::clock::{SECOND_NS, monotonic_ns};
use crate::device::focus::{Focus, FocusState};
use crate::input::ControlValue;
use crate::live::{Alert, AlertLevel, DeviceId, DeviceKind, Port};

/// What the person file and the stage ask of the reader.
#[derive(Debug, Default)]
pub struct KeyboardOptions {
    /// Identities the person file confirms as switch boxes.
    pub confirmed: Vec<String>,
    /// Requests about grabbing, from whoever asks the people.
    pub requests: Option<Receiver<Request>>,
}

/// A request about a device that has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Take it for the instrument alone, for ten seconds.
    Grab(DeviceId),
    /// Keep it taken.
    KeepGrab(DeviceId),
    /// Give it back.
    Release(DeviceId),
}

/// How long udev may take to describe a new device, in ns.
const UDEV_PATIENCE_NS: u64 = 2 * SECOND_NS;
/// How often the reader looks round, in ms, and while a device is not described yet.
const LOOK_MS: i32 = 250;
const LOOK_SOON_MS: i32 = 20;

/// Reads until the port says stop.
pub fn run(mut port: Box<dyn Port>, focus: &Focus, options: &KeyboardOptions) {
    let mut reader = Reader {
        port: port.as_mut(),
        focus,
        options,
        watch: Watch::new(),
        nodes: Vec::new(),
        settled: Vec::new(),
        closed_keyboards: Vec::new(),
        waiting: Vec::new(),
        past: Vec::new(),
        told_unreadable: false,
        keys: Vec::with_capacity(64),
    };
    reader.look();
    while !reader.port.stopping() {
        reader.turn();
    }
    for node in &mut reader.nodes {
        let _ = node.open.grab(false);
    }
    focus.set_readers(0);
    focus.set_held(0);
}

struct Node {
    id: NodeId,
    facts: Facts,
    kind: DeviceKind,
    open: OpenDevice,
    edges: Edges,
    grab: Grab,
    /// Given when the device may first play: an ordinary keyboard with focus.
    device: Option<DeviceId>,
}

struct Reader<'a> {
    port: &'a mut dyn Port,
    focus: &'a Focus,
    options: &'a KeyboardOptions,
    watch: Watch,
    nodes: Vec<Node>,
    /// Nodes that are nobody's, somebody else's or not readable, as they stand.
    settled: Vec<NodeId>,
    /// Of these, ordinary keyboards that may not be read: they cannot be taken from anybody.
    closed_keyboards: Vec<NodeId>,
    /// Nodes udev has not described yet, and since when.
    waiting: Vec<(NodeId, u64)>,
    /// Device numbers that went, with the udev record they had: a record that has not
    /// changed is not the new device's.
    past: Vec<(u64, String)>,
    told_unreadable: bool,
    keys: Vec<KeyEvent>,
}

impl Reader<'_> {
    fn turn(&mut self) {
        let readable = |fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
        let mut polled = vec![readable(self.watch.fd), readable(self.focus.waker().raw())];
        polled.extend(self.nodes.iter().map(|node| readable(node.open.fd())));
        let timeout = if self.waiting.is_empty() { LOOK_MS } else { LOOK_SOON_MS };
        // SAFETY: `polled` is a valid array of its own length.
        let ready = unsafe { libc::poll(polled.as_mut_ptr(), polled.len() as libc::nfds_t, timeout) };
        if ready > 0 && polled[1].revents != 0 {
            self.focus.waker().clear();
        }
        self.heed_focus();
        // From the last to the first, so that a device that goes does not shift the others.
        for place in (0..self.nodes.len()).rev() {
            // The kernel lets go all keys of a device that is pulled out: these are no
            // releases of the person's, and what is gone is not read any more.
            let events = polled[place + 2].revents;
            let pulled_out = events & (libc::POLLHUP | libc::POLLERR) != 0;
            if pulled_out || events != 0 && self.read(place).is_err() {
                self.gone(place);
            }
        }
        self.focus.set_held(self.nodes.iter().map(|node| node.edges.held()).sum());
        if ready == 0 || polled[0].revents != 0 || self.watch.fd < 0 {
            self.watch.clear();
            self.look();
        }
        self.heed_grabs();
    }

    /// Whether a device may play now.
    fn plays(&self, kind: DeviceKind) -> bool {
        match kind {
            DeviceKind::Mouse | DeviceKind::Touch => self.focus.mouse_is_read(),
            kind => !needs_focus(kind) || self.focus.state() == FocusState::Here,
        }
    }

    fn heed_focus(&mut self) {
        let now_ns = monotonic_ns();
        for place in 0..self.nodes.len() {
            if !self.plays(self.nodes[place].kind) {
                let edges = self.nodes[place].edges.release_all();
                self.tell(place, now_ns, edges);
            } else if self.nodes[place].device.is_none() {
                let node = &mut self.nodes[place];
                let identity = node.facts.identity();
                node.device = Some(self.port.arrived(node.kind, &node.facts.name, &identity));
            }
        }
    }

    fn tell(&mut self, place: usize, stamp_ns: u64, edges: impl IntoIterator<Item = Edge>) {
        let Some(device) = self.nodes[place].device else { return };
        for edge in edges {
            let Some(control) = control(edge.code) else { continue };
            let value = if edge.down { ControlValue::Down { velocity: None } } else { ControlValue::Up };
            self.port.event(device, stamp_ns, control, value);
        }
    }

    fn read(&mut self, place: usize) -> io::Result<()> {
        let plays = self.plays(self.nodes[place].kind);
        let device = match self.nodes[place].device {
            Some(device) if plays => device,
            _ => return would_block_is_fine(self.nodes[place].open.discard()),
        };
        let mut keys = std::mem::take(&mut self.keys);
        let batch = match self.nodes[place].open.read(&mut keys) {
            Ok(batch) => batch,
            Err(error) => {
                self.keys = keys;
                return would_block_is_fine(Err(error));
            }
        };
        for key in &keys {
            if key.value != 0 {
                self.focus.key_seen(key.stamp_ns);
            }
            let Some(control) = control(key.code) else { continue };
            let port = &mut *self.port;
            let edge = self.nodes[place].edges.key(key.code, key.value, || port.wants(device, control));
            self.tell(place, key.stamp_ns, edge);
        }
        self.keys = keys;
        if batch == Batch::Lost {
            let down = self.nodes[place].open.down()?;
            let port = &mut *self.port;
            let wanted = |code| control(code).is_some_and(|control| port.wants(device, control));
            let edges = self.nodes[place].edges.reconcile(&down, wanted);
            self.tell(place, monotonic_ns(), edges);
        }
        Ok(())
    }

    fn gone(&mut self, place: usize) {
        let node = self.nodes.remove(place);
        if let Some(record) = udev_record(node.id.rdev) {
            self.past.push((node.id.rdev, record.initialized));
        }
        // The node may stand in the directory a little longer.
        self.settled.push(node.id);
        if let Some(device) = node.device {
            self.port.gone(device);
        }
        self.focus.set_readers(self.nodes.len());
    }

    /// Looks for devices that came, went, or became readable.
    fn look(&mut self) {
        let there = list_nodes();
        self.settled.retain(|node| there.contains(node));
        self.forget_closed_keyboards(&there);
        self.waiting.retain(|(node, _)| there.contains(node));
        for node in there {
            let known = self.nodes.iter().any(|open| open.id.path == node.path && open.id.rdev == node.rdev);
            if !known && !self.settled.contains(&node) {
                self.consider(node);
            }
        }
        self.heed_focus();
    }

    fn consider(&mut self, node: NodeId) {
        let now_ns = monotonic_ns();
        let record = udev_record(node.rdev)
            .filter(|record| !self.past.contains(&(node.rdev, record.initialized.clone())));
        if record.is_none() && udev_runs() {
            match self.waiting.iter().find(|(waiting, _)| *waiting == node) {
                None => return self.waiting.push((node, now_ns)),
                Some((_, since)) if now_ns - since < UDEV_PATIENCE_NS => return,
                Some(_) => {}
            }
        }
        self.waiting.retain(|(waiting, _)| *waiting != node);
        let Some(facts) = facts(&node, record.as_ref()) else { return };
        let Owner::Reader(kind) = owner(&facts, &self.options.confirmed) else {
            return self.settled.push(node);
        };
        match OpenDevice::open(&node.path) {
            Ok(open) => {
                self.past.retain(|(rdev, _)| *rdev != node.rdev);
                self.nodes.push(Node {
                    id: node,
                    facts,
                    kind,
                    open,
                    edges: Edges::default(),
                    grab: Grab::Free,
                    device: None,
                });
                self.focus.set_readers(self.nodes.len());
            }
            Err(error) => {
                if kind == DeviceKind::Keyboard {
                    self.closed_keyboards.push(node.clone());
                }
                self.settled.push(node);
                self.tell_unreadable(&facts, kind, &error);
            }
        }
    }

    fn tell_unreadable(&mut self, facts: &Facts, kind: DeviceKind, error: &io::Error) {
        if error.kind() != io::ErrorKind::PermissionDenied {
            return;
        }
        let alert = if needs_focus(kind) {
            if std::mem::replace(&mut self.told_unreadable, true) {
                return;
            }
            Alert {
                level: AlertLevel::Note,
                what: "Keyboards and mice cannot be read directly (no permission).".into(),
                still: "Keys typed in the terminal play, without their length.".into(),
                advice: "For the length of presses see docs/inputs.md, “Reading keyboards”.".into(),
            }
        } else {
            Alert {
                level: AlertLevel::Warning,
                what: format!("The switch box “{}” is plugged in but cannot be read (no permission).", facts.name),
                still: "All other inputs play.".into(),
                advice: "Install docs/linux/70-cantus-switches.rules (docs/inputs.md says how), then plug it in again."
                    .into(),
            }
        };
        self.port.alert(alert);
    }
}

fn would_block_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
            Ok(())
        }
        other => other,
    }
}

/// Notices that something changed in the directory of devices.
struct Watch {
    fd: libc::c_int,
}

impl Watch {
    fn new() -> Watch {
        // SAFETY: the path is a valid C string; a watch that fails leaves the reader
        // looking round on time alone.
        let fd = unsafe {
            let fd = libc::inotify_init1(libc::IN_NONBLOCK | libc::IN_CLOEXEC);
            let mask = libc::IN_CREATE | libc::IN_DELETE | libc::IN_ATTRIB | libc::IN_MOVED_TO;
            if fd >= 0 && libc::inotify_add_watch(fd, c"/dev/input".as_ptr(), mask) < 0 {
                libc::close(fd);
                -1
            } else {
                fd
            }
        };
        Watch { fd }
    }

    fn clear(&mut self) {
        if self.fd < 0 {
            // The directory comes with the first device.
            *self = Watch::new();
            return;
        }
        let mut buffer = [0_u8; 4096];
        // SAFETY: reads into a valid buffer of that length.
        while unsafe { libc::read(self.fd, buffer.as_mut_ptr().cast(), buffer.len()) } > 0 {}
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if self.fd >= 0 {
            // SAFETY: opened by us, closed once.
            unsafe { libc::close(self.fd) };
        }
    }
}
