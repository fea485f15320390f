//! Denormal numbers flushed to zero for the length of a callback.

/// While it lives, this thread's floating point unit takes and gives zero instead of
/// denormal numbers, which cost some hundred cycles each.
pub struct FlushDenormals {
    #[cfg(target_arch = "x86_64")]
    before: u32,
    #[cfg(target_arch = "aarch64")]
    before: u64,
}

/// Flush-to-zero (bit 15) and denormals-are-zero (bit 6) of MXCSR; Intel SDM vol. 1, 10.2.3.
#[cfg(target_arch = "x86_64")]
const MXCSR_FTZ_DAZ: u32 = 1 << 15 | 1 << 6;
/// Flush-to-zero (bit 24) of FPCR; Arm ARM, C5.2.
#[cfg(target_arch = "aarch64")]
const FPCR_FZ: u64 = 1 << 24;

#[cfg(target_arch = "x86_64")]
impl FlushDenormals {
    /// Switches it on until the value is dropped.
    pub fn new() -> Self {
        let mut before = 0u32;
        // SAFETY: stores the control register to a place of its size.
        unsafe { std::arch::asm!("stmxcsr [{}]", in(reg) &mut before, options(nostack)) };
        load(before | MXCSR_FTZ_DAZ);
        FlushDenormals { before }
    }
}

#[cfg(target_arch = "x86_64")]
fn load(control: u32) {
    // SAFETY: only the rounding of tiny numbers changes, which no safe code relies on.
    unsafe { std::arch::asm!("ldmxcsr [{}]", in(reg) &control, options(nostack, readonly)) };
}

#[cfg(target_arch = "aarch64")]
impl FlushDenormals {
    /// Switches it on until the value is dropped.
    pub fn new() -> Self {
        let before: u64;
        // SAFETY: reads the control register.
        unsafe { std::arch::asm!("mrs {}, fpcr", out(reg) before, options(nomem, nostack)) };
        load(before | FPCR_FZ);
        FlushDenormals { before }
    }
}

#[cfg(target_arch = "aarch64")]
fn load(control: u64) {
    // SAFETY: only the rounding of tiny numbers changes, which no safe code relies on.
    unsafe { std::arch::asm!("msr fpcr, {}", in(reg) control, options(nomem, nostack)) };
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
impl FlushDenormals {
    /// Does nothing on this processor.
    pub fn new() -> Self {
        FlushDenormals {}
    }
}

impl Drop for FlushDenormals {
    fn drop(&mut self) {
        #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
        load(self.before);
    }
}
