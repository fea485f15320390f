//! Wakes the keyboard reader.

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

/// An event file descriptor; without one (the system is out of files) the reader notices
/// at its next look round.
#[derive(Debug)]
pub struct Waker {
    fd: Option<OwnedFd>,
}

impl Waker {
    pub(in crate::device) fn new() -> Waker {
        // SAFETY: a new descriptor, owned by nobody else.
        let fd = unsafe {
            let fd = libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC);
            (fd >= 0).then(|| OwnedFd::from_raw_fd(fd))
        };
        Waker { fd }
    }

    pub(in crate::device) fn wake(&self) {
        if let Some(fd) = &self.fd {
            let one = 1_u64;
            // SAFETY: eight valid bytes, as an eventfd wants them.
            unsafe { libc::write(fd.as_raw_fd(), (&raw const one).cast(), 8) };
        }
    }

    pub(in crate::device) fn clear(&self) {
        if let Some(fd) = &self.fd {
            let mut count = 0_u64;
            // SAFETY: eight valid bytes to write to.
            unsafe { libc::read(fd.as_raw_fd(), (&raw mut count).cast(), 8) };
        }
    }

    pub(in crate::device) fn raw(&self) -> RawFd {
        self.fd.as_ref().map_or(-1, |fd| fd.as_raw_fd())
    }
}
