//! Raw mode, and the way back out of it whatever happens.

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::os::fd::RawFd;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};

use crate::device::guarded;

/// Why there is no terminal to play on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTerminal {
    /// The program's input is a file, a pipe or nothing.
    #[error("the program was not started in a terminal")]
    NotATerminal,
    /// Started with `&`: the terminal belongs to another program.
    #[error("the program runs in the terminal's background")]
    Background,
    /// The terminal refuses raw mode.
    #[error("the terminal cannot be set to report single keys")]
    Refused,
}

const IN: RawFd = libc::STDIN_FILENO;

/// What the terminal was set to before; leaked once, so that a signal may read it.
static BEFORE: AtomicPtr<libc::termios> = AtomicPtr::new(std::ptr::null_mut());
static IS_RAW: AtomicBool = AtomicBool::new(false);
static KITTY: AtomicBool = AtomicBool::new(false);
static SIGNALS: AtomicU32 = AtomicU32::new(0);

/// Mouse off, focus reports off, paste brackets off, keyboard repeats on, cursor shown.
const RESTORE: &[u8] = b"\x1b[?1000l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?8h\x1b[?25h";
const RESTORE_KITTY: &[u8] = b"\x1b[<u";

/// The terminal in raw mode; dropped, it is as before.
#[derive(Debug)]
pub struct RawTerminal(());

impl RawTerminal {
    /// Sets the terminal to report every key at once and show none. Signals and panics
    /// set it back.
    pub fn open() -> Result<RawTerminal, NoTerminal> {
        // SAFETY: plain calls on the standard input; the settings are written before they
        // are read.
        unsafe {
            if libc::isatty(IN) != 1 {
                return Err(NoTerminal::NotATerminal);
            }
            if libc::tcgetpgrp(IN) != libc::getpgrp() {
                return Err(NoTerminal::Background);
            }
            let mut settings = MaybeUninit::<libc::termios>::uninit();
            if libc::tcgetattr(IN, settings.as_mut_ptr()) != 0 {
                return Err(NoTerminal::Refused);
            }
            let before = settings.assume_init();
            let leaked = Box::into_raw(Box::new(before));
            BEFORE.store(leaked, Ordering::Release);
            let mut raw = before;
            raw.c_lflag &= !(libc::ICANON | libc::ECHO | libc::ISIG | libc::IEXTEN);
            raw.c_iflag &= !(libc::ICRNL | libc::IXON | libc::INLCR | libc::IGNCR);
            raw.c_cc[libc::VMIN] = 0;
            raw.c_cc[libc::VTIME] = 0;
            if libc::tcsetattr(IN, libc::TCSANOW, &raw) != 0 {
                return Err(NoTerminal::Refused);
            }
        }
        IS_RAW.store(true, Ordering::Release);
        catch_ends();
        Ok(RawTerminal(()))
    }

    /// Writes to the terminal, past whatever the program prints to.
    pub fn write(&self, text: &[u8]) {
        write(text);
    }

    /// Asks for the Kitty keyboard protocol: press, repeat and release of every key.
    pub fn use_kitty(&self) {
        KITTY.store(true, Ordering::Release);
        write(b"\x1b[>11u");
    }

    /// Reads what is there.
    pub fn read(&self, buffer: &mut [u8]) -> std::io::Result<usize> {
        // SAFETY: reads into a valid buffer of that length.
        let count = unsafe { libc::read(IN, buffer.as_mut_ptr().cast(), buffer.len()) };
        usize::try_from(count).map_err(|_| std::io::Error::last_os_error())
    }

    /// The terminal's file, to wait on.
    pub fn fd(&self) -> RawFd {
        IN
    }

    /// Number of the virtual console this is (`/dev/tty3`); none in a window.
    pub fn console(&self) -> Option<String> {
        let mut name = [0_u8; 64];
        // SAFETY: a valid buffer of that length; the result ends with a zero.
        if unsafe { libc::ttyname_r(IN, name.as_mut_ptr().cast(), name.len()) } != 0 {
            return None;
        }
        let name = CStr::from_bytes_until_nul(&name).ok()?.to_str().ok()?.strip_prefix("/dev/")?;
        let number = name.strip_prefix("tty")?;
        (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| name.to_owned())
    }
}

/// How often the system asked the program to end (`SIGTERM`, `SIGHUP`, `SIGINT`), once
/// [`catch_ends`] has been called.
pub fn signals() -> u32 {
    SIGNALS.load(Ordering::Acquire)
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Sets the terminal back to what it was; does nothing if it is. Safe to call from
/// anywhere, a signal included.
pub fn restore() {
    if !IS_RAW.swap(false, Ordering::AcqRel) {
        return;
    }
    if KITTY.swap(false, Ordering::AcqRel) {
        write(RESTORE_KITTY);
    }
    write(RESTORE);
    let before = BEFORE.load(Ordering::Acquire);
    if !before.is_null() {
        // SAFETY: leaked, never freed and never written again.
        unsafe { libc::tcsetattr(IN, libc::TCSANOW, before) };
    }
}

fn write(text: &[u8]) {
    let mut rest = text;
    while !rest.is_empty() {
        // SAFETY: valid bytes. A terminal's input file can be written to as well.
        let count = unsafe { libc::write(IN, rest.as_ptr().cast(), rest.len()) };
        match usize::try_from(count) {
            Ok(count) if count > 0 => rest = &rest[count..],
            _ => return,
        }
    }
}

/// A panic's message is readable only on a terminal that was set back, and so is the
/// shell after a signal. The first signal lets the program end in order; a second ends it.
pub fn catch_ends() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !guarded::is_guarded() {
                restore();
            }
            before(panic);
        }));
        for signal in [libc::SIGTERM, libc::SIGHUP, libc::SIGINT, libc::SIGQUIT] {
            // SAFETY: the handler only does what signals may do.
            unsafe {
                let mut action: libc::sigaction = std::mem::zeroed();
                action.sa_sigaction = on_signal as *const () as usize;
                libc::sigemptyset(&mut action.sa_mask);
                libc::sigaction(signal, &action, std::ptr::null_mut());
            }
        }
    });
}

extern "C" fn on_signal(signal: libc::c_int) {
    if SIGNALS.fetch_add(1, Ordering::AcqRel) > 0 {
        restore();
        // SAFETY: both may be called in a handler.
        unsafe {
            libc::signal(signal, libc::SIG_DFL);
            libc::raise(signal);
        }
    }
}
