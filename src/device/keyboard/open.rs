//! One opened event device.

use std::fs::OpenOptions;
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::UNIX_EPOCH;

use evdev::raw_stream::RawDevice;

/// A key event, stamped on the monotonic clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyEvent {
    /// When the kernel got it, in monotonic ns.
    pub stamp_ns: u64,
    /// The key's code.
    pub code: u16,
    /// 1 pressed, 0 released, 2 repeated.
    pub value: i32,
}

/// What one read brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batch {
    /// Events in order.
    Whole,
    /// Events, then the kernel's queue overflowed: the keys' state has to be asked for.
    Lost,
}

/// An event device, open for reading.
pub struct OpenDevice {
    raw: RawDevice,
}

const EV_SYN: u16 = 0;
const SYN_DROPPED: u16 = 3;
const EV_KEY: u16 = 1;

impl OpenDevice {
    /// Opens a device and sets its stamps to the monotonic clock.
    pub fn open(path: &Path) -> io::Result<OpenDevice> {
        let file =
            OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_CLOEXEC).open(path)?;
        let raw = RawDevice::from_fd(file.into())?;
        let clock: libc::c_int = libc::CLOCK_MONOTONIC;
        // EVIOCSCLOCKID, _IOW('E', 0xa0, int) in linux/input.h.
        // SAFETY: the kernel reads one int from a valid place.
        if unsafe { libc::ioctl(raw.as_raw_fd(), 0x4004_45a0, &clock) } != 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(OpenDevice { raw })
    }

    /// Its file, to wait on.
    pub fn fd(&self) -> RawFd {
        self.raw.as_raw_fd()
    }

    /// Reads what is there and puts the key events into `keys`. An overflow ends the
    /// batch: what follows it in the queue is older than the state that is asked for.
    pub fn read(&mut self, keys: &mut Vec<KeyEvent>) -> io::Result<Batch> {
        keys.clear();
        let mut batch = Batch::Whole;
        for event in self.raw.fetch_events()? {
            match event.event_type().0 {
                EV_SYN if event.code() == SYN_DROPPED => batch = Batch::Lost,
                EV_KEY if batch == Batch::Whole => {
                    let stamp = event.timestamp().duration_since(UNIX_EPOCH).unwrap_or_default();
                    keys.push(KeyEvent {
                        stamp_ns: stamp.as_nanos() as u64,
                        code: event.code(),
                        value: event.value(),
                    });
                }
                _ => {}
            }
        }
        Ok(batch)
    }

    /// Throws away what is there, unlooked.
    pub fn discard(&mut self) -> io::Result<()> {
        self.raw.fetch_events().map(drop)
    }

    /// The keys that are down now. Key events that are still queued are dropped by the
    /// kernel, which makes this the state to go on from.
    pub fn down(&self) -> io::Result<Vec<u16>> {
        Ok(self.raw.get_key_state()?.iter().map(|key| key.code()).collect())
    }

    /// An axis' value, minimum and maximum; none if it has no such axis.
    pub fn axis(&self, code: u16) -> Option<(i32, i32, i32)> {
        let state = self.raw.get_abs_state().ok()?;
        let info = state.get(usize::from(code))?;
        Some((info.value, info.minimum, info.maximum))
    }

    /// Takes the device for the instrument alone, or gives it back.
    pub fn grab(&mut self, on: bool) -> io::Result<()> {
        if on { self.raw.grab() } else { self.raw.ungrab() }
    }
}
