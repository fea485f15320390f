//! The player's own menu: what can be in it, and how it is opened.
//!
//! Named here because person files speak of it. The engine scans it, and whoever holds the
//! engine does what was taken.

use std::ops::RangeInclusive;

use super::setup::bounded;

/// Something that a player may take in the menu. [`MenuItem::row`] says what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rows below say what each is")]
pub enum MenuItem {
    Louder,
    Softer,
    Gentler,
    Fiercer,
    NextPiece,
    PreviousPiece,
    AnotherSound,
    Slower,
    Faster,
    KeepThat,
    Record,
    Finish,
    Rest,
    Silence,
    Call,
    StopCalling,
    Leave,
}

/// An item as the rest of the program knows it.
#[derive(Debug)]
pub struct MenuRow {
    /// The item.
    pub item: MenuItem,
    /// Name in person files; texts in other languages go by it.
    pub id: &'static str,
    /// Name for people, short enough to be spoken while it is lit.
    pub label: &'static str,
    /// What taking it does, in one sentence.
    pub about: &'static str,
    /// Taking it again is useful: it stays lit for one interval more.
    pub repeats: bool,
}

/// Every item, in the order of [`MenuItem`].
#[rustfmt::skip] // One line an item.
pub const MENU_ITEMS: [MenuRow; 17] = [
    row(MenuItem::Louder, "louder", "Louder", "One step louder.", true),
    row(MenuItem::Softer, "softer", "Softer", "One step softer.", true),
    row(MenuItem::Gentler, "gentler", "Gentler", "Notes are struck one step more gently.", true),
    row(MenuItem::Fiercer, "fiercer", "Fiercer", "Notes are struck one step harder.", true),
    row(MenuItem::NextPiece, "next_piece", "Next piece", "The next piece begins.", false),
    row(MenuItem::PreviousPiece, "previous_piece", "Piece before", "The piece before begins.", false),
    row(MenuItem::AnotherSound, "another_sound", "Another sound", "The music plays on with another sound.", false),
    row(MenuItem::Slower, "slower", "Slower", "The music becomes a little slower.", true),
    row(MenuItem::Faster, "faster", "Faster", "The music becomes a little faster.", true),
    row(MenuItem::KeepThat, "keep_that", "Keep that", "The last five minutes are kept as files.", false),
    row(MenuItem::Record, "record", "Record", "A recording begins, or the one under way ends.", false),
    row(MenuItem::Finish, "finish", "Finish", "The next presses, three at most, lead to an end.", false),
    row(MenuItem::Rest, "rest", "Rest", "The music pauses until the next press.", false),
    row(MenuItem::Silence, "silence", "Silence", "Everything fades at once.", false),
    row(MenuItem::Call, "call", "Call someone", "A chime calls until somebody answers it.", false),
    row(MenuItem::StopCalling, "stop_calling", "Stop calling", "The chime ends; it stands where `call` stood.", false),
    row(MenuItem::Leave, "leave", "Leave", "The menu closes; nothing else happens.", false),
];

const fn row(
    item: MenuItem,
    id: &'static str,
    label: &'static str,
    about: &'static str,
    repeats: bool,
) -> MenuRow {
    MenuRow { item, id, label, about, repeats }
}

impl MenuItem {
    /// What it is.
    pub fn row(self) -> &'static MenuRow {
        &MENU_ITEMS[self as usize]
    }

    /// The item of this name, of those that a person file may name.
    pub fn named(id: &str) -> Option<MenuItem> {
        Self::choices().find(|item| item.row().id == id)
    }

    /// Items that a person file may name: all but the one that stands in for *call*.
    pub fn choices() -> impl Iterator<Item = MenuItem> {
        MENU_ITEMS.iter().map(|row| row.item).filter(|item| *item != MenuItem::StopCalling)
    }
}

/// The items of a menu, in order; *leave* is always one of them.
#[derive(Clone, Copy)]
pub struct MenuItems {
    items: [MenuItem; MENU_ITEMS.len()],
    count: u8,
}

impl MenuItems {
    /// These items, each once, where it was named first; *leave* is added at the end where it
    /// is missing.
    pub fn new(items: impl IntoIterator<Item = MenuItem>) -> Self {
        let mut menu = MenuItems { items: [MenuItem::Leave; MENU_ITEMS.len()], count: 0 };
        items.into_iter().chain([MenuItem::Leave]).for_each(|item| menu.add(item));
        menu
    }

    fn add(&mut self, item: MenuItem) {
        if !self.as_slice().contains(&item) {
            self.items[usize::from(self.count)] = item;
            self.count += 1;
        }
    }

    /// They, in order.
    pub fn as_slice(&self) -> &[MenuItem] {
        &self.items[..usize::from(self.count)]
    }

    /// The same with `other` where `item` stood.
    pub fn with(mut self, item: MenuItem, other: MenuItem) -> Self {
        self.items[..usize::from(self.count)].iter_mut().filter(|at| **at == item).for_each(|at| *at = other);
        self
    }
}

impl Default for MenuItems {
    /// What matters most often first, and few enough that a round is not a trial of patience:
    /// nine items are ten seconds at an interval of a second.
    fn default() -> Self {
        use MenuItem::{AnotherSound, Call, Finish, KeepThat, Leave, Louder, NextPiece, Rest, Softer};
        MenuItems::new([Louder, Softer, NextPiece, AnotherSound, Finish, Rest, KeepThat, Call, Leave])
    }
}

impl PartialEq for MenuItems {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl std::fmt::Debug for MenuItems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_slice().fmt(f)
    }
}

/// What opens the menu. Opening never costs a note: what the press of a playing switch sounds,
/// it sounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MenuOpens {
    /// Nothing: there is no menu.
    Off,
    /// A long press of any switch that has one.
    #[default]
    LongPress,
    /// A press within two seconds of a soft cue that comes after 20 s of rest: for switches
    /// that cannot be held.
    Rest,
    /// A switch of its own, by number, which plays nothing then.
    Switch(u8),
}

/// Somebody's menu.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MenuSetup {
    /// What opens it.
    pub opens: MenuOpens,
    /// What is in it.
    pub items: MenuItems,
    /// Peak of its cues, −60 to −12 dBFS, before the guard.
    pub cue_db: f32,
}

impl MenuSetup {
    /// Range of `cue_db`.
    pub const CUE_DB: RangeInclusive<f32> = -60.0..=-12.0;

    /// `cue_db` within its range.
    pub fn bounded_cue_db(&self) -> f32 {
        bounded(self.cue_db, Self::CUE_DB)
    }
}

impl Default for MenuSetup {
    fn default() -> Self {
        MenuSetup { opens: MenuOpens::default(), items: MenuItems::default(), cue_db: -24.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows stand in the order of their items, ids and labels are all different, and every item
    /// but *stop calling* can be named.
    #[test]
    fn rows_are_their_items() {
        for (place, row) in MENU_ITEMS.iter().enumerate() {
            assert_eq!(row.item as usize, place);
            assert_eq!(MenuItem::named(row.id), (row.item != MenuItem::StopCalling).then_some(row.item));
            let alike = |other: &&MenuRow| other.id == row.id || other.label == row.label;
            assert_eq!(MENU_ITEMS.iter().filter(alike).count(), 1);
        }
    }

    /// *Leave* is always there, once, at the end where nobody said where.
    #[test]
    fn leave_is_always_there() {
        use MenuItem::{Call, Leave, Louder};
        assert_eq!(MenuItems::new([]).as_slice(), [Leave]);
        assert_eq!(MenuItems::new([Leave, Call, Call]).as_slice(), [Leave, Call]);
        assert_eq!(MenuItems::new([Louder, Call]).as_slice(), [Louder, Call, Leave]);
        assert_eq!(MenuItems::new(MenuItem::choices()).as_slice().len(), 16);
    }
}
