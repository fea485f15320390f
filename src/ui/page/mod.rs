//! Pages that lie over a screen for as long as one thing is done: fitting a switch, binding one,
//! turning its numbers, looking round the room.
//!
//! Each is big and calm, says one thing, and has a way back. What is pressed plays on, except while
//! it is listened for a switch.

mod bind;
mod fit;
mod granting;
mod listen;
mod numbers;
mod role;
mod room;
mod state;

use eframe::egui::{self, Align, Layout, RichText};

use super::desk;
use super::view::View;
use super::wish::Wish;
use crate::input::{PersonEdit, Role};
pub use state::Pages;
pub(super) use state::{Listening, PagesShown};

/// Widest a page is, in points: lines that are easy to read.
const WIDTH: f32 = 680.0;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The one-minute fit.
    Fit,
    /// Which control plays which role.
    Bind,
    /// Every number of the switch.
    Numbers,
    /// The room check.
    Room,
}

impl Page {
    /// Whether what is done there changes who plays.
    fn changes_the_person(self) -> bool {
        match self {
            Page::Fit | Page::Bind | Page::Numbers => true,
            Page::Room => false,
        }
    }
}

/// What somebody wants on a page, or of one.
#[derive(Clone, Debug, PartialEq)]
pub enum PageWish {
    /// A page is shown, or none.
    Show(Option<Page>),
    /// The fit begins.
    Fit,
    /// What is proposed is accepted.
    AcceptFit,
    /// The offer to fit anew may go.
    NotNow,
    /// Settings of the person change.
    Change(Vec<PersonEdit>),
    /// The last change of the person is taken back.
    TakeBack,
    /// The one that was taken back last is made again.
    MakeAgain,
    /// It is listened for what is to play a role, or no more.
    Listen(Option<Role>),
    /// What was heard becomes the switch: it alone, or it too.
    Bind {
        /// Its other controls play no more.
        alone: bool,
    },
    /// The axis was moved as far as is comfortable.
    Learn,
    /// It plays its role with the range that was learned.
    BindAxis,
    /// The numbers of this switch are shown.
    NumbersOf(Role),
    /// Cantus starts with the desktop, or no more.
    AtLogin(bool),
    /// The room is looked at again.
    LookRound,
}

/// Draws the page that is open, if any. Says whether there was one.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, over_desk: bool, wishes: &mut Vec<Wish>) -> bool {
    let pages = view.pages;
    let Some(page) = pages.shown_page() else { return false };
    // Silence stays in reach.
    if over_desk {
        desk::top(ui, view, wishes);
    }
    let area = egui::ScrollArea::vertical().id_salt("page").auto_shrink(false);
    area.show(ui, |ui| match (page, &pages.listening) {
        (_, Some(listening)) => listen::show(ui, view, listening, wishes),
        (Page::Fit, None) => fit::show(ui, view, wishes),
        (Page::Bind, None) => bind::show(ui, view, wishes),
        (Page::Numbers, None) => numbers::show(ui, view, wishes),
        (Page::Room, None) => room::show(ui, view, wishes),
    });
    true
}

/// A column in the middle, of lines that are easy to read.
fn column(ui: &mut egui::Ui, show: impl FnOnce(&mut egui::Ui)) {
    let width = (ui.available_width() - 24.0).min(WIDTH);
    let space = (ui.available_width() - width) / 2.0;
    ui.horizontal_top(|ui| {
        ui.add_space(space);
        let size = egui::vec2(width, ui.available_height());
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 12.0;
            show(ui);
            ui.add_space(24.0);
        });
    });
}

/// A headline that is read aloud when it changes.
fn headline(ui: &mut egui::Ui, text: &str) {
    super::cards::live(ui, RichText::new(text).size(38.0));
}

/// The button that most people want.
fn main_button(ui: &mut egui::Ui, view: &View<'_>, text: String) -> bool {
    let palette = &view.look.palette;
    let text = RichText::new(text).color(palette.on_accent).strong().size(20.0);
    ui.add(egui::Button::new(text).fill(palette.accent).min_size(egui::vec2(0.0, 46.0))).clicked()
}

/// The way back.
fn back(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    if ui.button(view.words.say("page-back")).clicked() {
        wishes.push(Wish::Page(PageWish::Show(None)));
    }
}
