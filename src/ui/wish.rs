//! What somebody at the window wants.

use std::path::PathBuf;

use super::app::Screen;
use super::desk::Of;
use super::look::Theme;
use super::opening::Folder;
use super::page::PageWish;
use super::words::Language;
use crate::input::DeskEdit;
use crate::session::Action;

/// Something that somebody at the window wants; carried out after the screen was drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Of the session.
    Act(Action),
    /// A change of the music.
    Edit(DeskEdit),
    /// The change before goes on, under a hand that has not let go.
    EditOn(DeskEdit),
    /// The last change is taken back.
    Undo,
    /// The change taken back last is made again.
    Redo,
    /// Other music, by its name in the catalogue or its path.
    Open(String),
    /// Somebody else plays, by their name in the catalogue.
    Person(String),
    /// Something on a page, or a page.
    Page(PageWish),
    /// A file from outside.
    OpenFile(PathBuf),
    /// Another folder to find files in; none closes the list.
    Browse(Option<Folder>),
    /// The error of a file was read and may go.
    ProblemRead,
    /// A preset or a person becomes a favourite, or is one no more.
    Favourite(Of, String),
    /// Another screen.
    Show(Screen),
    /// Another look.
    Theme(Theme),
    /// Another size of everything, 1.0 as designed, 1.0 to 4.0.
    Size(f32),
    /// Things move only where they must, or freely.
    ReducedMotion(bool),
    /// Another language.
    Language(Language),
    /// Music or person are kept as they are now, as the user's own copy.
    Keep(Of),
    /// What was not kept goes.
    Reopen(Of),
    /// The shipped one comes back; the user's own copy is put aside.
    Ship(Of),
    /// The stage shows names of notes, or none.
    NoteNames(bool),
    /// The stage shows what is sung, or does not.
    SongText(bool),
    /// An alert was read and may go.
    Dismiss(usize),
}
