//! Keys of an X11 display, beside the window's own event loop: that loop waits behind painting,
//! this thread waits for nothing but the keys.
//!
//! XInput 2 tells raw key events to whoever asks, whichever window has focus: so they are looked
//! at only while ours has it, and only keys that are bound. A keyboard whose event device can be
//! read belongs to [`keyboard`](super::keyboard), which is nearer to the hand; this thread owns
//! the others (no permission to read, or no event device at all as with on-screen keyboards).

use std::collections::BTreeMap;
use std::os::fd::AsRawFd;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xinput::{self, ConnectionExt as _, XIEventMask};
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _};
use x11rb::rust_connection::RustConnection;

use super::clock::monotonic_ns;
use super::focus::{Focus, FocusState};
use super::keyboard::{Edge, Edges, control};
use crate::input::ControlValue;
use crate::live::{Alert, AlertLevel, DISPLAY_KEYS, DeviceId, DeviceKind, Port};

/// How often the thread looks whether it is to end, in ms.
const LOOK_MS: i32 = 250;
/// X11 keycodes are the kernel's codes and 8, since the first of them is 8 by the protocol.
const FIRST_KEYCODE: u32 = 8;
/// XInput 2's numbers for all devices and for all masters.
const ALL_DEVICES: u16 = 0;
const ALL_MASTERS: u16 = 1;
/// Longest name of a device's node, in units of four bytes.
const NODE_WORDS: u32 = 64;

/// The display's keys, asked for and not read yet.
pub struct X11Keys {
    connection: RustConnection,
    node_property: u32,
    /// Whether a device is ours, by its number.
    owned: BTreeMap<u16, bool>,
    edges: Edges,
}

/// Asks the display for its keys; none where it is no X11 display or cannot tell them.
pub fn open() -> Option<X11Keys> {
    // A Wayland session's X server sees only the keys of its own windows, and ours is none.
    if std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty()) {
        return None;
    }
    connect().map_err(|error| tracing::debug!(%error, "no raw keys from X11")).ok()
}

fn connect() -> Result<X11Keys, Box<dyn std::error::Error>> {
    let (connection, screen) = RustConnection::connect(None)?;
    connection.xinput_xi_query_version(2, 2)?.reply()?;
    let root = connection.setup().roots.get(screen).ok_or("no such screen")?.root;
    let keys = XIEventMask::RAW_KEY_PRESS | XIEventMask::RAW_KEY_RELEASE;
    let masks = [
        xinput::EventMask { deviceid: ALL_MASTERS, mask: vec![keys] },
        xinput::EventMask { deviceid: ALL_DEVICES, mask: vec![XIEventMask::HIERARCHY] },
    ];
    connection.xinput_xi_select_events(root, &masks)?.check()?;
    let node_property = connection.intern_atom(false, b"Device Node")?.reply()?.atom;
    Ok(X11Keys { connection, node_property, owned: BTreeMap::new(), edges: Edges::default() })
}

impl X11Keys {
    /// Reads until the port says stop or the display is gone.
    pub fn run(mut self, mut port: Box<dyn Port>, focus: &Focus) {
        let mut device = None;
        while !port.stopping() {
            self.wait(focus);
            focus.window_waker().clear();
            let stamp_ns = monotonic_ns();
            let here = focus.state() == FocusState::Here;
            match device {
                None if here => {
                    device = Some(port.arrived(DeviceKind::Keyboard, DISPLAY_KEYS, "x11/keys"));
                }
                Some(device) if !here => {
                    let held = self.edges.release_all();
                    tell(port.as_mut(), device, stamp_ns, held);
                }
                _ => {}
            }
            loop {
                match self.connection.poll_for_event() {
                    Ok(Some(event)) => {
                        let edge = self.edge(&event, here, device, port.as_ref());
                        if let Some(device) = device {
                            tell(port.as_mut(), device, stamp_ns, edge);
                        }
                    }
                    Ok(None) => break,
                    Err(error) => return port.alert(display_gone(&error)),
                }
            }
        }
    }

    /// Waits for keys, focus, or the time to look round.
    fn wait(&self, focus: &Focus) {
        let readable = |fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
        let display = self.connection.stream().as_raw_fd();
        let mut polled = [readable(display), readable(focus.window_waker().raw())];
        // SAFETY: `polled` is a valid array of its own length.
        unsafe { libc::poll(polled.as_mut_ptr(), polled.len() as libc::nfds_t, LOOK_MS) };
    }

    fn edge(&mut self, event: &Event, here: bool, device: Option<DeviceId>, port: &dyn Port) -> Option<Edge> {
        let (key, down) = match event {
            Event::XinputRawKeyPress(key) => (key, true),
            Event::XinputRawKeyRelease(key) => (key, false),
            // Devices came or went: numbers may mean others now.
            Event::XinputHierarchy(_) => {
                self.owned.clear();
                return None;
            }
            _ => return None,
        };
        let code = u16::try_from(key.detail.checked_sub(FIRST_KEYCODE)?).ok()?;
        let control = control(code)?;
        let device = device?;
        if down && (!here || !port.wants(device, control) || !self.owns(key.sourceid)) {
            return None;
        }
        self.edges.key(code, i32::from(down), || true)
    }

    /// Whether the keys of this device are ours: nobody reads them from the kernel.
    fn owns(&mut self, source: u16) -> bool {
        if let Some(owned) = self.owned.get(&source) {
            return *owned;
        }
        let owned = !self.node(source).is_some_and(|node| is_readable(&node));
        self.owned.insert(source, owned);
        owned
    }

    /// The event device behind a device of the display.
    fn node(&self, source: u16) -> Option<Vec<u8>> {
        let asked = self.connection.xinput_xi_get_property(
            source,
            false,
            self.node_property,
            AtomEnum::STRING.into(),
            0,
            NODE_WORDS,
        );
        let reply = asked.ok()?.reply().ok()?;
        let mut name = reply.items.as_data8()?.clone();
        name.retain(|byte| *byte != 0);
        (!name.is_empty()).then_some(name)
    }
}

fn is_readable(node: &[u8]) -> bool {
    use std::os::unix::ffi::OsStrExt;
    std::fs::File::open(std::ffi::OsStr::from_bytes(node)).is_ok()
}

fn tell(port: &mut dyn Port, device: DeviceId, stamp_ns: u64, edges: impl IntoIterator<Item = Edge>) {
    for edge in edges {
        let Some(control) = control(edge.code) else { continue };
        let value = if edge.down { ControlValue::Down { velocity: None } } else { ControlValue::Up };
        port.event(device, stamp_ns, control, value);
    }
}

fn display_gone(error: &dyn std::fmt::Display) -> Alert {
    Alert {
        level: AlertLevel::Warning,
        what: format!("The display tells no keys any more ({error})."),
        still: "Switch boxes, gamepads and MIDI play on.".to_owned(),
        advice: "Start Cantus anew to play with the keyboard again.".to_owned(),
    }
}
