//! Who a key belongs to: whether the stage or the terminal has focus, and whether the
//! keyboard reader has seen a key that the terminal now reports as well.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};

/// Whether the terminal or the stage has focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FocusState {
    /// Nobody can tell: ordinary keyboards are left to the terminal.
    Unknown,
    /// Keys that are pressed now are meant for the instrument.
    Here,
    /// Keys that are pressed now are meant for something else.
    Elsewhere,
}

/// A key that the terminal reports within this time after the keyboard reader saw
/// activity is the same key. A terminal gets a key some milliseconds after the kernel.
pub const SAME_KEY_BEFORE_NS: u64 = 100_000_000;

/// How long the terminal waits for the keyboard reader to claim a key, in ns. Only keys
/// that no readable keyboard sent (an on-screen keyboard) are late by it.
pub const SAME_KEY_AFTER_NS: u64 = 30_000_000;

/// Shared between the keyboard reader and whoever knows about focus.
#[derive(Debug)]
pub struct Focus {
    state: AtomicU8,
    mouse_elsewhere: AtomicBool,
    readers: AtomicUsize,
    held: AtomicUsize,
    last_key_ns: AtomicU64,
    #[cfg(target_os = "linux")]
    waker: super::keyboard::Waker,
    #[cfg(target_os = "linux")]
    window_waker: super::keyboard::Waker,
}

impl Default for Focus {
    fn default() -> Self {
        Focus {
            state: AtomicU8::new(0),
            mouse_elsewhere: AtomicBool::new(false),
            readers: AtomicUsize::new(0),
            held: AtomicUsize::new(0),
            last_key_ns: AtomicU64::new(0),
            #[cfg(target_os = "linux")]
            waker: super::keyboard::Waker::new(),
            #[cfg(target_os = "linux")]
            window_waker: super::keyboard::Waker::new(),
        }
    }
}

impl Focus {
    /// What is known about focus; at first nothing.
    pub fn state(&self) -> FocusState {
        match self.state.load(Ordering::Acquire) {
            1 => FocusState::Here,
            2 => FocusState::Elsewhere,
            _ => FocusState::Unknown,
        }
    }

    /// Sets what is known. Whoever reads keys wakes and releases what ordinary
    /// keyboards hold when focus goes.
    pub fn set(&self, state: FocusState) {
        let code = match state {
            FocusState::Unknown => 0,
            FocusState::Here => 1,
            FocusState::Elsewhere => 2,
        };
        self.state.store(code, Ordering::Release);
        #[cfg(target_os = "linux")]
        {
            self.waker.wake();
            self.window_waker.wake();
        }
    }

    /// Says that mouse clicks come from the terminal or the window, which know where
    /// the pointer is; the reader then leaves ordinary mice alone.
    pub fn mouse_comes_from_elsewhere(&self, elsewhere: bool) {
        self.mouse_elsewhere.store(elsewhere, Ordering::Release);
    }

    /// Whether the keyboard reader may look at ordinary mice and touch screens now.
    pub fn mouse_is_read(&self) -> bool {
        self.state() == FocusState::Here && !self.mouse_elsewhere.load(Ordering::Acquire)
    }

    /// Sets how many keys-bearing devices the keyboard reader has open.
    pub fn set_readers(&self, count: usize) {
        self.readers.store(count, Ordering::Release);
    }

    /// Sets how many keys are held on the devices that are read: while one is, what the
    /// terminal reports may be its repeats.
    pub fn set_held(&self, count: usize) {
        self.held.store(count, Ordering::Release);
    }

    /// Notes that a device that is being read had a key down or repeating. No key is
    /// noted, only the time.
    pub fn key_seen(&self, stamp_ns: u64) {
        self.last_key_ns.fetch_max(stamp_ns, Ordering::AcqRel);
    }

    /// Whether the keyboard reader reads any keys, so that the terminal has to ask
    /// [`Focus::is_claimed`].
    pub fn may_be_claimed(&self) -> bool {
        self.readers.load(Ordering::Acquire) > 0
    }

    /// Whether a key that the terminal reported at `terminal_ns` came from a device the
    /// keyboard reader reads.
    pub fn is_claimed(&self, terminal_ns: u64) -> bool {
        let seen = self.last_key_ns.load(Ordering::Acquire);
        let near =
            seen != 0 && seen + SAME_KEY_BEFORE_NS >= terminal_ns && seen <= terminal_ns + SAME_KEY_AFTER_NS;
        self.may_be_claimed() && (near || self.held.load(Ordering::Acquire) > 0)
    }

    /// Wakes who reads the keys of the window's display.
    #[cfg(target_os = "linux")]
    pub(super) fn window_waker(&self) -> &super::keyboard::Waker {
        &self.window_waker
    }

    #[cfg(target_os = "linux")]
    pub(super) fn waker(&self) -> &super::keyboard::Waker {
        &self.waker
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key has one owner: what the reader saw is not taken from the terminal again,
    /// what it did not see is.
    #[test]
    fn a_key_has_one_owner() {
        let focus = Focus::default();
        let ms = 1_000_000;
        assert!(!focus.is_claimed(1_000 * ms), "nothing is read, the terminal owns all");
        focus.set_readers(1);
        assert!(!focus.is_claimed(1_000 * ms), "nothing was seen");
        focus.key_seen(1_000 * ms);
        assert!(focus.is_claimed(1_004 * ms), "the terminal is a little late");
        assert!(focus.is_claimed(995 * ms), "the reader is a little late");
        assert!(!focus.is_claimed(2_000 * ms), "an on-screen keyboard a second later");
        focus.set_held(1);
        assert!(focus.is_claimed(2_000 * ms), "the repeats of a key that is held");
        focus.set_held(0);
        focus.set_readers(0);
        assert!(!focus.is_claimed(1_004 * ms));
    }

    /// Nothing is known about focus at first, and ordinary mice are read only with it
    /// and while nobody else owns the pointer.
    #[test]
    fn focus_starts_unknown() {
        let focus = Focus::default();
        assert_eq!(focus.state(), FocusState::Unknown);
        assert!(!focus.mouse_is_read());
        focus.set(FocusState::Here);
        assert!(focus.mouse_is_read());
        focus.mouse_comes_from_elsewhere(true);
        assert!(!focus.mouse_is_read());
        focus.set(FocusState::Elsewhere);
        assert_eq!(focus.state(), FocusState::Elsewhere);
    }
}
