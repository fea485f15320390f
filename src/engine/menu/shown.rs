//! What the screen may show of the menu.

use crate::access::{MenuItem, MenuItems};

/// The player's menu as the screen shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MenuSnapshot {
    /// It is open: presses go to it, and none of them plays.
    pub open: bool,
    /// What is in it, in order; *stop calling* stands where *call* stood while somebody is called.
    pub items: MenuItems,
    /// The item that is lit. None while it is closed, waits for a release, or, in step and inverse
    /// scanning, for the press that lights the first.
    pub lit: Option<MenuItem>,
    /// It was opened by a press that is held: it scans once that is let go.
    pub waits_for_release: bool,
    /// The lit item was taken and any press takes it again.
    pub again: bool,
    /// How far a hold that opens it has come, 0 to 1; 0 where nothing is held.
    pub long_press: f32,
    /// The cue after a rest has sounded, and a press now opens it.
    pub offered: bool,
}
