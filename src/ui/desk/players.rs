//! Who plays a part: any switch, or these.

use eframe::egui;

use super::super::cards;
use super::super::heard::pattern_name;
use super::super::view::View;
use super::super::wish::Wish;
use crate::engine::PartSetup;
use crate::input::{DeskEdit, MAX_SWITCHES, Role};

/// Switches that are offered to everybody, bound or not.
const OFFERED: u8 = 2;

/// In words: “played by any switch”.
pub fn told(view: &View<'_>, part: &PartSetup) -> String {
    if is_any(part) {
        return view.words.say("desk-played-by-any");
    }
    let roles: Vec<String> = part.roles.iter().map(|role| role.to_string().to_uppercase()).collect();
    match roles.len() {
        0 => view.words.say("desk-played-by-none"),
        _ => view.words.say_with("desk-played-by", &[("roles", roles.join(", ").into())]),
    }
}

fn is_any(part: &PartSetup) -> bool {
    part.roles.iter().filter(|role| matches!(role, Role::Switch(_))).count() == MAX_SWITCHES
}

/// Draws the choice.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>, number: u8, part: &PartSetup) {
    let words = view.words;
    let any = is_any(part);
    let part_name = words.names().part(&part.name);
    let is_axis = |role: &Role| matches!(role, Role::Axis(_));
    // Where any switch plays, none of them is chosen by itself.
    let is_single = |role: &Role| !any || is_axis(role);
    cards::quiet(ui, view.look, &words.say("desk-players"));
    ui.horizontal_wrapped(|ui| {
        let text = words.say("desk-players-any");
        let named = format!("{text}: {part_name}");
        let button = egui::Button::selectable(any, text).frame_when_inactive(true);
        if ui.add(button).accessible_name(named).clicked() && !any {
            let switches = (0..MAX_SWITCHES as u8).map(Role::Switch);
            let roles = switches.chain(part.roles.iter().copied().filter(is_axis)).collect();
            wishes.push(Wish::Edit(DeskEdit::Roles { part: number, roles }));
        }
        for role in offered(view, part, any) {
            let on = is_single(&role) && part.roles.contains(&role);
            let text = name(view, role);
            let named = format!("{text}: {part_name}");
            let button = egui::Button::selectable(on, text).frame_when_inactive(true);
            if ui.add(button).accessible_name(named).clicked() {
                let keeps = |other: &Role| *other != role && (is_single(&role) || is_axis(other));
                let others = part.roles.iter().copied().filter(keeps);
                let mut roles: Vec<Role> = others.chain((!on).then_some(role)).collect();
                roles.sort();
                wishes.push(Wish::Edit(DeskEdit::Roles { part: number, roles }));
            }
        }
    });
}

/// Roles that the person has something for, and those that the part has.
fn offered(view: &View<'_>, part: &PartSetup, any: bool) -> Vec<Role> {
    let bound = view.person.bindings.rows().iter().map(|binding| binding.role);
    let own = part.roles.iter().copied().filter(|role| !any || matches!(role, Role::Axis(_)));
    let mut roles: Vec<Role> = bound.chain(own).chain((0..OFFERED).map(Role::Switch)).collect();
    roles.retain(|role| role.is_players());
    roles.sort();
    roles.dedup();
    roles
}

/// A role and what the person plays it with: “A · Space bar”.
fn name(view: &View<'_>, role: Role) -> String {
    let letter = role.to_string().to_uppercase();
    let mut rows = view.person.bindings.rows().iter().filter(|binding| binding.role == role);
    let control = rows.next().map(|binding| {
        pattern_name(view.words, binding.pattern, binding.device.as_deref().unwrap_or_default())
    });
    match (control, rows.next()) {
        (None, _) => letter,
        (Some(control), None) => format!("{letter} · {control}"),
        (Some(control), Some(_)) => format!("{letter} · {control} …"),
    }
}
