//! Screens hold with longer words and with larger letters.

use cantus::ui::{LANGUAGES, Language, Screen};
use eframe::egui::{Rect, accesskit::Role};
use egui_kittest::kittest::NodeT;

use crate::screen::Shown;

/// English with every text longer by 40 %.
fn longer() -> Language {
    let lines = LANGUAGES[0].text().lines().map(|line| {
        let is_text =
            line.contains(" = ") && !line.starts_with('#') || line.trim_start().starts_with(['[', '*']);
        if !is_text {
            return line.to_owned();
        }
        let text = line.rsplit(['=', ']']).next().unwrap_or_default();
        let more = (text.chars().count() as f32 * 0.4).ceil() as usize;
        format!("{line} {}", "längere ".chars().cycle().take(more).collect::<String>().trim_end())
    });
    let text: Vec<String> = lines.collect();
    Language::new("qps", "Longer", Box::leak(text.join("\n").into_boxed_str()))
}

/// Names and places of what can be seen or used.
fn things(shown: &Shown) -> Vec<(String, Role, Rect)> {
    let is_thing = |role| {
        matches!(
            role,
            Role::Button
                | Role::Label
                | Role::Heading
                | Role::Slider
                | Role::ComboBox
                | Role::TextInput
                | Role::CheckBox
        )
    };
    let mut things = Vec::new();
    for node in shown.0.root().children_recursive() {
        let role = node.accesskit_node().role();
        if is_thing(role) {
            let name = node.accesskit_node().label().unwrap_or_default();
            things.push((name, role, node.rect()));
        }
    }
    things
}

fn holds(preset: &str, screen: Screen, size: [f32; 2]) {
    let shown = Shown::new(preset, longer(), screen, size);
    let things = things(&shown);
    assert!(things.len() > 2, "{screen:?} shows something");
    for (name, role, rect) in &things {
        let fits = rect.left() >= -0.5 && rect.right() <= size[0] + 0.5;
        assert!(fits, "{screen:?} at {size:?}: {role:?} `{name}` leaves the window: {rect:?}");
    }
    for (number, (name, role, rect)) in things.iter().enumerate() {
        for (other, other_role, other_rect) in &things[number + 1..] {
            // Text of a button is a label within it.
            let inside = rect.contains_rect(*other_rect) || other_rect.contains_rect(*rect);
            let shared = rect.shrink(1.5).intersect(other_rect.shrink(1.5));
            assert!(
                inside || !shared.is_positive(),
                "{screen:?} at {size:?}: {role:?} `{name}` {rect:?} lies over {other_role:?} `{other}` {other_rect:?}"
            );
        }
    }
}

/// At 1280 × 800, at 200 % of it, and at the smallest window, nothing leaves the window and
/// nothing lies over anything else, with words that are 40 % longer.
#[test]
fn screens_hold_with_longer_words() {
    for size in [[1280.0, 800.0], [1000.0, 700.0], [640.0, 400.0]] {
        holds("first-notes", Screen::Start, size);
        holds("first-notes", Screen::Desk, size);
        holds("backroom-shuffle", Screen::Desk, size);
        holds("two-voices", Screen::Desk, size);
    }
}
