//! Which control plays what: every role with what plays it, tried out by pressing.

use eframe::egui::{self, RichText};

use super::super::cards;
use super::super::view::View;
use super::super::wish::Wish;
use super::role::{played_by, role_name, roles};
use super::{Page, PageWish, back, column, headline};
use crate::input::Role;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    column(ui, |ui| {
        ui.add_space(24.0);
        headline(ui, &words.say_with("page-bind", &[("person", view.player().into())]));
        cards::quiet(ui, view.look, &words.say("page-bind-hint"));
        for role in roles(view) {
            row(ui, view, role, wishes);
        }
        ui.horizontal_wrapped(|ui| {
            back(ui, view, wishes);
            if ui.button(words.say("page-to-numbers")).clicked() {
                wishes.push(Wish::Page(PageWish::Show(Some(Page::Numbers))));
            }
        });
    });
}

fn row(ui: &mut egui::Ui, view: &View<'_>, role: Role, wishes: &mut Vec<Wish>) {
    let words = view.words;
    cards::plain_card(ui, view.look, |ui| {
        ui.horizontal(|ui| {
            let name = role_name(view, role);
            ui.label(RichText::new(&name).strong().size(20.0));
            state(ui, view, role);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let button = ui.button(words.say("page-bind-change"));
                let spoken = words.say_with("page-bind-change-of", &[("role", name.into())]);
                if button.accessible_name(spoken).clicked() {
                    wishes.push(Wish::Page(PageWish::Listen(Some(role))));
                }
            });
        });
        let played = played_by(view, role).unwrap_or_else(|| words.say("page-bind-free"));
        cards::quiet(ui, view.look, &played);
        if let Role::Axis(number) = role
            && let Some(fit) = view.person.body.axes.get(usize::from(number))
            && played_by(view, role).is_some()
        {
            cards::quiet(ui, view.look, &range(view, fit.low, fit.high));
        }
    });
}

/// The part of a control's travel that is used.
pub fn range(view: &View<'_>, low: f32, high: f32) -> String {
    let percent = |value: f32| (value * 100.0).round() as i32;
    view.words.say_with("page-bind-range", &[("low", percent(low).into()), ("high", percent(high).into())])
}

/// What the role is doing now, seen while it is tried out: a lamp, or how far it is moved.
fn state(ui: &mut egui::Ui, view: &View<'_>, role: Role) {
    let palette = &view.look.palette;
    match role {
        Role::Switch(number) => {
            let down = view.snapshot.switches.get(usize::from(number)).is_some_and(|switch| switch.down);
            let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(22.0), egui::Sense::hover());
            let radius = if down { 10.0 } else { 6.0 };
            let painter = ui.painter();
            if down {
                painter.circle_filled(rect.center(), radius, palette.accent);
            }
            painter.circle_stroke(rect.center(), radius, egui::Stroke::new(1.5, palette.text));
            let key = if down { "page-bind-down" } else { "page-bind-up" };
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, view.words.say(key)));
        }
        Role::Axis(number) => {
            let value = view.snapshot.axes.get(usize::from(number)).copied().unwrap_or_default();
            ui.add(
                egui::ProgressBar::new(value).desired_width(160.0).desired_height(14.0).fill(palette.accent),
            );
        }
        Role::Leader(_) => {}
    }
}
