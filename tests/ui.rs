//! The window without a display: a session that is moved by hand, pictures that are the same on
//! every machine.
#![cfg(feature = "app")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "ui/by_hand.rs"]
mod by_hand;
#[path = "ui/desk.rs"]
mod desk;
#[path = "ui/desk_files.rs"]
mod desk_files;
#[path = "ui/desk_keeping.rs"]
mod desk_keeping;
#[path = "ui/desk_parts.rs"]
mod desk_parts;
#[path = "ui/desk_picture.rs"]
mod desk_picture;
#[path = "ui/first_minute.rs"]
mod first_minute;
#[path = "ui/fit.rs"]
mod fit;
#[path = "ui/flashes.rs"]
mod flashes;
#[path = "ui/gallery.rs"]
mod gallery;
#[path = "ui/hand.rs"]
mod hand;
#[path = "ui/layout.rs"]
mod layout;
#[path = "ui/letters.rs"]
mod letters;
#[path = "ui/one_switch.rs"]
mod one_switch;
#[path = "ui/opening.rs"]
mod opening;
#[path = "ui/person_pages.rs"]
mod person_pages;
#[path = "ui/picture.rs"]
mod picture;
#[path = "ui/raster.rs"]
mod raster;
#[path = "ui/screen.rs"]
mod screen;
#[path = "common/sf2.rs"]
mod sf2;
#[path = "ui/shelf.rs"]
mod shelf;
#[path = "ui/stage.rs"]
mod stage;
#[path = "ui/window_input.rs"]
mod window_input;
#[path = "ui/words.rs"]
mod words;
