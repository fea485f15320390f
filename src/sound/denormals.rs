//! Keeps numbers near zero from slowing a thread down.
//!
//! A tail that fades below about 1e-38 becomes denormal, and many processors then
//! compute a hundred times slower: in a live instrument that is a dropout in silence.

use std::marker::PhantomData;

/// While it lives, this thread's floating-point unit takes denormals as zero.
///
/// Sets FTZ and DAZ in MXCSR on x86-64 and FZ in FPCR on 64-bit ARM; elsewhere it does
/// nothing. Dropping it puts the former mode back, so drop them in the reverse order of
/// their making. It costs a few nanoseconds and no system call: make one in every audio
/// callback, since hosts and plugins may change the mode in between. Offline rendering must
/// use it too, or the last bits of a fading tail differ between live and offline.
///
/// ```
/// let _off = cantus::sound::denormals::FlushDenormals::new();
/// ```
#[derive(Debug)]
pub struct FlushDenormals {
    former: Mode,
    /// The mode belongs to the thread, so the guard must not leave it.
    _this_thread: PhantomData<*const ()>,
}

impl FlushDenormals {
    /// Switches denormals off for this thread.
    #[must_use]
    pub fn new() -> Self {
        let former = read();
        write(former | FLUSH);
        FlushDenormals { former, _this_thread: PhantomData }
    }
}

impl Default for FlushDenormals {
    fn default() -> Self {
        FlushDenormals::new()
    }
}

impl Drop for FlushDenormals {
    fn drop(&mut self) {
        write((read() & !FLUSH) | (self.former & FLUSH));
    }
}

#[cfg(target_arch = "x86_64")]
type Mode = u32;
#[cfg(not(target_arch = "x86_64"))]
type Mode = u64;

/// FTZ (bit 15) and DAZ (bit 6) of MXCSR: Intel SDM volume 1, section 10.2.3.
#[cfg(target_arch = "x86_64")]
const FLUSH: Mode = 1 << 15 | 1 << 6;
/// FZ (bit 24) of FPCR: Arm ARM, section C5.2.8.
#[cfg(not(target_arch = "x86_64"))]
const FLUSH: Mode = 1 << 24;

#[cfg(target_arch = "x86_64")]
fn read() -> Mode {
    let mut mode: Mode = 0;
    // SAFETY: stores the 32 bits of MXCSR at a valid, writable place; SSE is part of x86-64.
    unsafe {
        std::arch::asm!("stmxcsr [{}]", in(reg) &raw mut mode, options(nostack, preserves_flags));
    }
    mode
}

#[cfg(target_arch = "x86_64")]
fn write(mode: Mode) {
    // SAFETY: loads MXCSR with what it held but for FTZ and DAZ, which every x86-64 has.
    unsafe {
        std::arch::asm!("ldmxcsr [{}]", in(reg) &raw const mode, options(nostack, readonly, preserves_flags));
    }
}

#[cfg(target_arch = "aarch64")]
fn read() -> Mode {
    let mode: Mode;
    // SAFETY: FPCR may be read in user mode.
    unsafe { std::arch::asm!("mrs {}, fpcr", out(reg) mode, options(nomem, nostack, preserves_flags)) };
    mode
}

#[cfg(target_arch = "aarch64")]
fn write(mode: Mode) {
    // SAFETY: writes what FPCR held but for FZ.
    unsafe { std::arch::asm!("msr fpcr, {}", in(reg) mode, options(nomem, nostack, preserves_flags)) };
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn read() -> Mode {
    0
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn write(_mode: Mode) {}

#[cfg(all(test, any(target_arch = "x86_64", target_arch = "aarch64")))]
mod tests {
    use super::*;
    use std::hint::black_box;

    fn halved_smallest() -> f32 {
        black_box(f32::MIN_POSITIVE) * black_box(0.5)
    }

    /// Denormals are zero while it lives, and are back afterwards, nested or not.
    #[test]
    fn zero_while_alive() {
        assert!(halved_smallest() > 0.0);
        {
            let _off = FlushDenormals::new();
            assert_eq!(halved_smallest(), 0.0);
            drop(FlushDenormals::new());
            assert_eq!(halved_smallest(), 0.0);
        }
        assert!(halved_smallest() > 0.0);
    }
}
