//! Panics in other people's libraries that are caught and told as alerts.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; a panic in it is `None`.
pub(super) fn catch<R>(work: impl FnOnce() -> R) -> Option<R> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work)).ok();
    GUARDED.set(before);
    result
}

/// Whether a panic on this thread would be caught, so that the program goes on.
#[cfg(target_os = "linux")]
pub(super) fn is_guarded() -> bool {
    GUARDED.get()
}
