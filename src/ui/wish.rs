//! What somebody at the window wants.

use super::app::Screen;
use super::look::Theme;
use super::words::Language;
use crate::session::Action;

/// Something that somebody at the window wants; carried out after the screen was drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Of the session.
    Act(Action),
    /// Other music, by its name in the catalogue or its path.
    Open(String),
    /// Another screen.
    Show(Screen),
    /// Another look.
    Theme(Theme),
    /// Another size of everything, 1.0 as designed, 1.0 to 4.0.
    Size(f32),
    /// Another language.
    Language(Language),
    /// An alert was read and may go.
    Dismiss(usize),
}
