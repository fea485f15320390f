//! Gamepads and joysticks, through gilrs.
//!
//! gilrs brings names and mappings for hundreds of gamepads and, on Linux, the kernel's
//! own stamps. What it gets wrong is checked against the kernel: see [`run`].

mod held;
#[cfg(target_os = "linux")]
mod kernel;
#[cfg(not(target_os = "linux"))]
#[path = "no_kernel.rs"]
mod kernel;
mod names;
mod one;
mod reader;

pub use held::DOUBT_NS;
pub use reader::run;

/// Prepares gamepads where no udev daemon runs (containers, some small systems): gilrs
/// then watches `/dev/input` itself. Has to be called while the program has one thread
/// only, first thing; does nothing otherwise.
pub fn prepare() {
    #[cfg(target_os = "linux")]
    {
        let threads = std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count);
        let wanted = !super::keyboard::udev_runs() && std::env::var_os("GILRS_DISABLE_UDEV").is_none();
        if wanted && threads == 1 {
            // SAFETY: this is the only thread, so nobody reads the environment meanwhile.
            unsafe { std::env::set_var("GILRS_DISABLE_UDEV", "1") };
        }
    }
}
