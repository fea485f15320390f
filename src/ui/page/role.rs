//! Roles as people call them.

use super::super::heard::{self, pattern_name};
use super::super::view::View;
use crate::input::Role;
use crate::person::Binding;

/// Controls that are named where many play a role.
const NAMED: usize = 4;

/// A role: “Switch A”, “Axis 1”.
pub fn role_name(view: &View<'_>, role: Role) -> String {
    heard::role_name(view.words, role)
}

/// What is bound, in words.
pub fn binding_name(view: &View<'_>, binding: &Binding) -> String {
    let control = pattern_name(view.words, binding.pattern, binding.device.as_deref().unwrap_or_default());
    match &binding.device {
        Some(device) => format!("{control} ({device})"),
        None => control,
    }
}

/// What plays a role, in words; none where nothing does.
pub fn played_by(view: &View<'_>, role: Role) -> Option<String> {
    let rows = view.person.bindings.rows().iter().filter(|row| row.role == role);
    let mut names: Vec<String> = rows.map(|row| binding_name(view, row)).collect();
    let more = names.len().saturating_sub(NAMED);
    if more > 0 {
        names.truncate(NAMED);
        names.push(view.words.say_with("role-more", &[("count", more.into())]));
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// Roles that the person plays, and the next switch and axis that are free.
pub fn roles(view: &View<'_>) -> Vec<Role> {
    let is_bound = |role: &Role| view.person.bindings.rows().iter().any(|row| row.role == *role);
    let free = |axis: bool| Role::all().find(|role| matches!(role, Role::Axis(_)) == axis && !is_bound(role));
    let free = [free(false), free(true)];
    Role::all().filter(|role| is_bound(role) || free.contains(&Some(*role))).collect()
}

/// Switches that the person plays.
pub fn switches(view: &View<'_>) -> Vec<Role> {
    let mut switches: Vec<Role> = view
        .person
        .bindings
        .rows()
        .iter()
        .map(|row| row.role)
        .filter(|role| matches!(role, Role::Switch(_)))
        .collect();
    switches.sort_unstable();
    switches.dedup();
    switches
}
