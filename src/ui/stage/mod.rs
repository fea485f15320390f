//! What the player sees: the music as it sounds.
//!
//! Pitch is height, loudness is size, and each part has a colour and a shape. What sounded flows
//! away to the left. Everything moves by the instrument's own time.

mod beat;
mod echo;
mod headline;
mod layout;
mod menu;
mod photo;
mod shape;
mod space;
mod text;
mod tiles;
mod trail;
mod verse;
mod voices;

use eframe::egui::{self, Rangef, Rect, vec2};

use super::app::Screen;
use super::cards::button_width;
use super::view;
use super::view::View;
use super::wish::Wish;
use crate::engine::NoteRecord;
use crate::play::ModeStatus;

/// The beat breathes on for this long after the last sound, in seconds, and comes to rest within
/// the last two of them.
const BREATHES_S: f64 = trail::SEEN_S;

/// Share of the line at the top that is the headline's.
const HEADLINE: f32 = 0.62;

/// Height in points below which the menu takes the whole stage, and what is left then for what the
/// switch does.
const LOW: f32 = 320.0;
const LOW_ECHO: f32 = 0.2;

/// What the stage remembers from one picture to the next.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    trail: trail::Trail,
    levels: voices::Levels,
    echo: echo::Echo,
    headline: headline::Headline,
}

impl Memory {
    /// Notes began or ended.
    pub fn hear(&mut self, notes: &[NoteRecord]) {
        self.trail.hear(notes);
    }

    /// Moves on to the moment that `view` shows.
    pub fn move_on(&mut self, view: &View<'_>) {
        self.trail.move_on(view.snapshot, view.rate_hz());
        self.levels.move_on(view.snapshot, view.rate_hz());
        self.echo.move_on(view);
        self.headline.move_on(view);
    }

    /// Whether the picture changes by itself: something sounds or is still seen.
    pub fn moves(&self) -> bool {
        !self.trail.is_empty() || self.echo.moves() || self.headline.moves()
    }

    /// How awake the beat is, 1 while there is music, 0 after a rest.
    fn awake(&self, view: &View<'_>) -> f32 {
        let quiet_s = self.trail.quiet_s(view.rate_hz());
        quiet_s.map_or(0.0, |quiet_s| ((BREATHES_S - quiet_s) / 2.0).clamp(0.0, 1.0) as f32)
    }
}

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let rect = ui.available_rect_before_wrap();
    let scan = scan(view);
    let layout = layout::Layout::new(view, rect, scan.is_some());
    let menu = view.snapshot.menu.filter(|menu| menu.open);
    if let Some(menu) = menu.filter(|_| rect.height() < LOW && !view.snapshot.calling) {
        // All of it is the menu's: what can be chosen stays readable.
        let (items, echo) = rect.split_top_bottom_at_fraction(1.0 - LOW_ECHO);
        menu::items(ui, view, items, &menu);
        memory.echo.draw(ui, view, echo);
        return;
    }
    if let Some(menu) = menu {
        let picture = layout.tiles.unwrap_or(layout.space.rect).union(layout.space.rect);
        menu::draw(ui, view, picture, &menu);
    } else {
        photo::draw(ui, view, layout.space.rect);
        let free = layout.top.x_range();
        let free =
            Rangef::new(free.min + free.span() * HEADLINE, free.max - helper_width(ui, view, layout.top));
        picture(ui, view, memory, &layout, free);
        if let Some(rect) = layout.verse {
            verse::draw(ui, view, rect);
        }
        if let (Some(rect), Some(status)) = (layout.tiles, scan) {
            tiles::draw(ui, view, rect, &tiles::of_scan(&status, view.look.note_names, view.words), "scan");
        }
    }
    if view.snapshot.calling {
        let height = (rect.height() * 0.2).max(80.0).min(rect.height() * 0.4);
        let banner = Rect::from_min_size(layout.top.min, vec2(layout.top.width(), height));
        menu::call_banner(ui, view, banner);
    } else {
        memory.headline.draw(ui, view, layout.top);
    }
    memory.echo.draw(ui, view, layout.echo);
    helper(ui, view, layout.top, wishes);
}

/// What the mode of the first part that scans shows.
fn scan(view: &View<'_>) -> Option<ModeStatus> {
    let parts = view.music.parts.iter().zip(&view.snapshot.parts);
    parts.filter(|(part, _)| part.mode == "scan").map(|(_, part)| part.mode).find(|mode| mode.place.is_some())
}

/// The music; `free` is what headline and buttons leave of the line at the top.
fn picture(ui: &egui::Ui, view: &View<'_>, memory: &Memory, layout: &layout::Layout, free: Rangef) {
    let painter = ui.painter();
    beat::draw(painter, view, layout, memory.awake(view), free);
    layout.space.lines(painter, view, view.look.note_names);
    memory.trail.draw(painter, view, layout);
    voices::draw(painter, view, layout, &memory.trail, &memory.levels);
    let response = ui.interact(layout.space.rect, ui.scope_id().with("picture"), egui::Sense::hover());
    let name = view.words.say("stage-picture");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
}

/// The helper's way to the desk and to the full screen, small, in the corner.
fn helper(ui: &mut egui::Ui, view: &View<'_>, rect: Rect, wishes: &mut Vec<Wish>) {
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect).layout(layout), |ui| {
        if ui.button(view.words.say("stage-to-desk")).clicked() {
            wishes.push(Wish::Show(Screen::Desk));
        }
        let full = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
        if full_screen(ui, view, rect).is_some_and(|text| ui.button(text).clicked()) {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Fullscreen(!full));
        }
    });
}

/// What the button of the full screen says; none where there is no room beside the headline, and its
/// keys alone do it.
fn full_screen(ui: &egui::Ui, view: &View<'_>, rect: Rect) -> Option<String> {
    let full = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
    let text = view.words.say(if full { "stage-window" } else { "stage-full-screen" });
    let both = button_width(ui, &text) + button_width(ui, &view.words.say("stage-to-desk"));
    (both <= rect.width() * (1.0 - HEADLINE)).then_some(text)
}

/// Room that the helper's buttons take.
fn helper_width(ui: &egui::Ui, view: &View<'_>, rect: Rect) -> f32 {
    let full = full_screen(ui, view, rect).map_or(0.0, |text| button_width(ui, &text));
    full + button_width(ui, &view.words.say("stage-to-desk"))
}
