//! Screens hold with longer words and with larger letters.

use cantus::ui::{LANGUAGES, Language, Look, Screen};
use eframe::egui::{Rect, Shape, accesskit::Role};
use egui_kittest::kittest::NodeT;

use crate::hand::HandWindow;
use crate::screen::Shown;

/// English with every text longer by 40 %.
pub fn longer() -> Language {
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

/// At 1280 × 800, at 200 % and at 400 % of it, and in a smaller window, nothing leaves the window
/// and nothing lies over anything else, with words that are 40 % longer.
#[test]
fn screens_hold_with_longer_words() {
    for size in [[1280.0, 800.0], [1000.0, 700.0], [640.0, 400.0], [320.0, 200.0]] {
        holds("first-notes", Screen::Start, size);
        holds("first-notes", Screen::Desk, size);
        holds("backroom-shuffle", Screen::Desk, size);
        holds("two-voices", Screen::Desk, size);
    }
}

/// What is written on the picture, with its place and the place it may take.
fn texts(shown: &Shown) -> Vec<(String, Rect, Rect)> {
    fn gather(shape: &Shape, clip: Rect, texts: &mut Vec<(String, Rect, Rect)>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, clip, texts)),
            Shape::Text(text) if !text.galley.text().trim().is_empty() => {
                let place = text.galley.mesh_bounds.translate(text.pos.to_vec2());
                texts.push((text.galley.text().to_owned(), place, clip));
            }
            _ => {}
        }
    }
    let mut texts = Vec::new();
    for shape in &shown.0.output().shapes {
        gather(&shape.shape, shape.clip_rect, &mut texts);
    }
    texts
}

/// A moment on the stage.
struct Moment {
    preset: &'static str,
    person: &'static str,
    /// What is done, each with the seconds that pass after it.
    done: &'static [(&'static str, f64)],
}

const MOMENTS: [Moment; 5] = [
    Moment { preset: "first-notes", person: "anyone", done: &[("press", 0.3)] },
    Moment { preset: "two-voices", person: "two-switches", done: &[("press", 0.5), ("release", 0.5)] },
    Moment { preset: "scan-choir", person: "scanner", done: &[("press", 0.3), ("release", 4.5)] },
    Moment { preset: "song-alone", person: "anyone", done: &[("press", 0.3), ("release", 0.1)] },
    // Holding opens the menu.
    Moment { preset: "first-notes", person: "anyone", done: &[("press", 6.0), ("release", 4.0)] },
];

/// The stage at a moment, in words that are longer, with the names of notes.
fn stage(moment: &Moment, size: [f32; 2], letters: f32) -> Shown {
    let look = Look { size: letters, note_names: true, ..Look::default() };
    let mut window = HandWindow::new(moment.preset, moment.person, longer(), look, Screen::Stage);
    window.play(2.0);
    for (what, seconds) in moment.done {
        match *what {
            "press" => window.hand.press("key:space"),
            _ => window.hand.release("key:space"),
        }
        for _ in 0..(seconds * 10.0) as usize {
            window.play(0.1);
        }
    }
    Shown::of(window, size)
}

/// Everything that is said stands whole within its place, and nothing that is said lies over
/// anything else that is.
fn is_legible(shown: &Shown, told: &str) {
    let texts = texts(shown);
    assert!(texts.len() > 1, "{told}: something is said");
    for (number, (text, place, room)) in texts.iter().enumerate() {
        let is_whole = room.expand(0.5).contains_rect(*place);
        assert!(is_whole, "{told}: `{text}` is cut off: {place:?} in {room:?}");
        for (other, other_place, _) in &texts[number + 1..] {
            let shared = place.shrink(1.0).intersect(other_place.shrink(1.0));
            let lies_over = shared.is_positive();
            assert!(!lies_over, "{told}: `{text}` {place:?} lies over `{other}` {other_place:?}");
        }
    }
}

/// What is said on the stage is legible, with words that are 40 % longer, in a large and in a small
/// window, and with letters of 100 to 400 %.
#[test]
fn the_stage_is_legible_with_longer_words() {
    const LARGE: [f32; 2] = [1280.0, 800.0];
    for moment in &MOMENTS {
        for (size, letters) in [(LARGE, 1.0), (LARGE, 2.0), (LARGE, 4.0), ([640.0, 400.0], 1.0)] {
            let told = format!("{} at {size:?}, letters at {letters}", moment.preset);
            is_legible(&stage(moment, size, letters), &told);
        }
    }
}

/// So it is before the first press.
#[test]
fn the_start_is_legible_with_longer_words() {
    for size in [[1280.0, 800.0], [640.0, 400.0], [320.0, 240.0]] {
        is_legible(&Shown::new("first-notes", longer(), Screen::Start, size), &format!("start at {size:?}"));
    }
}
