//! The window: a stage for the player, a desk for the person beside them.
//!
//! [`open`] runs it. [`Window`] is all of it without the system's window around it: it holds a
//! [`Session`](crate::session::Session), shows how it stands and asks it for things, so that
//! tests run it without a display. Screens (`start`, `stage`, `desk`) are functions of a
//! [`View`] and their own memory; what somebody wants leaves them as [`Wish`]es. No musical input
//! passes through here where the system offers another way.

mod alerts;
mod app;
mod cards;
mod desk;
mod fingers;
mod fit_words;
mod granting;
mod heard;
mod key_codes;
mod keys;
mod letters;
mod library;
mod look;
mod names;
mod opening;
mod pacing;
mod page;
mod picture;
mod retelling;
mod rounds;
mod shortcuts;
mod stage;
mod start;
mod system_letters;
mod told;
mod view;
mod window;
mod wish;
mod words;

pub use app::{Screen, Window};
pub use fit_words::{change_words, found_words};
pub use heard::control_name;
pub use keys::Keys;
pub use library::Library;
pub use look::{Look, Palette, Theme, contrast};
pub use names::part_key;
pub use opening::Folder;
pub use page::{Page, PageWish, Pages};
pub use told::Told;
pub use view::View;
pub use window::{OpenError, open};
pub use wish::Wish;
pub use words::{LANGUAGES, Language, Words};
