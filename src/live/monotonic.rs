//! The clock that every stamp is taken from.

/// Now, in nanoseconds on the system's monotonic clock (`CLOCK_MONOTONIC` on Linux, which
/// is also what evdev stamps with once it is asked to).
///
/// The audio callback reads it once a call. On Linux that is answered by the vDSO, in user
/// space: it neither enters the kernel nor waits. The time stamps that cpal hands to a
/// callback are no use here: they count from the opening of the stream, on a clock that
/// differs from device to device.
#[cfg(target_os = "linux")]
pub fn monotonic_ns() -> u64 {
    clock_ns(libc::CLOCK_MONOTONIC)
}

#[cfg(target_os = "linux")]
fn clock_ns(clock: libc::clockid_t) -> u64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid place to write to, and the clocks named here always exist.
    unsafe { libc::clock_gettime(clock, &mut now) };
    (now.tv_sec as u64).wrapping_mul(1_000_000_000).wrapping_add(now.tv_nsec as u64)
}

/// How long the computer has been suspended since it was started, in nanoseconds and up to a few of
/// them: `CLOCK_BOOTTIME` counts that, the monotonic clock does not. 0 where the clocks do not tell.
pub fn suspended_ns() -> u64 {
    #[cfg(target_os = "linux")]
    return clock_ns(libc::CLOCK_BOOTTIME).saturating_sub(monotonic_ns());
    #[cfg(not(target_os = "linux"))]
    0
}

/// Now, in nanoseconds since the first call.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::disallowed_methods, reason = "this is the place where the clock is read")]
pub fn monotonic_ns() -> u64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    // One second ahead, so that no moment of this run is 0.
    START.get_or_init(std::time::Instant::now).elapsed().as_nanos() as u64 + 1_000_000_000
}
