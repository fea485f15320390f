//! ALSA's own messages.

/// Keeps the ALSA library from writing to the terminal, for this thread: it comments on
/// every device that is not there. What matters comes back as an error and is told in our
/// own words.
///
/// `snd_lib_error_set_local` is made for this: it sets a handler for one thread, changes
/// nothing for others, and needs no juggling with the standard error stream, which other
/// threads may be writing to.
#[cfg(target_os = "linux")]
pub fn hush_alsa() {
    use std::ffi::{c_char, c_int, c_void};

    type Handler =
        unsafe extern "C" fn(*const c_char, c_int, *const c_char, c_int, *const c_char, *mut c_void);

    unsafe extern "C" {
        // In alsa-lib's error.h; the last argument of the handler is a `va_list`, which all
        // Linux ABIs pass as one pointer-sized value. It is not looked at.
        fn snd_lib_error_set_local(handler: Option<Handler>) -> Option<Handler>;
    }

    unsafe extern "C" fn ignore(
        _file: *const c_char,
        _line: c_int,
        _function: *const c_char,
        _error: c_int,
        _format: *const c_char,
        _arguments: *mut c_void,
    ) {
    }

    // SAFETY: the handler lives as long as the program and touches none of its arguments.
    unsafe { snd_lib_error_set_local(Some(ignore)) };
}

/// Other systems have no ALSA.
#[cfg(not(target_os = "linux"))]
pub fn hush_alsa() {}
