//! What screens are built from: cards, headings, text that is read aloud when it changes.

use eframe::egui::{self, Color32, Response, RichText, Stroke, accesskit};

use super::look::{Look, Theme};

/// Space inside a card, in points.
const MARGIN: i8 = 14;

/// A card with a heading.
pub fn card<R>(ui: &mut egui::Ui, look: &Look, name: &str, show: impl FnOnce(&mut egui::Ui) -> R) -> R {
    plain_card(ui, look, |ui| {
        heading(ui, look, name);
        show(ui)
    })
}

/// A card without one.
pub fn plain_card<R>(ui: &mut egui::Ui, look: &Look, show: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let palette = &look.palette;
    let strong = look.theme == Theme::HighContrast;
    let line = if strong { palette.line } else { palette.line.gamma_multiply(0.25) };
    egui::Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(14)
        .inner_margin(MARGIN)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            if !strong {
                let inactive = &mut ui.visuals_mut().widgets.inactive;
                let fill = lifted(palette.raised, palette.text, 0.07);
                (inactive.weak_bg_fill, inactive.bg_fill) = (fill, fill);
                inactive.bg_stroke = Stroke::new(1.0, palette.line.gamma_multiply(0.6));
            }
            show(ui)
        })
        .inner
}

/// A colour between two, `part` of the way from the first.
pub fn lifted(from: Color32, to: Color32, part: f32) -> Color32 {
    from.lerp_to_gamma(to, part)
}

/// A heading, small and quiet: it orders, it does not shout.
pub fn heading(ui: &mut egui::Ui, look: &Look, text: &str) -> Response {
    let label = ui.label(RichText::new(text).color(look.palette.quiet).size(15.0).strong());
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(accesskit::Role::Heading);
        // A role of its own loses the name.
        node.set_label(text);
    });
    label
}

/// Text that matters less.
pub fn quiet(ui: &mut egui::Ui, look: &Look, text: &str) -> Response {
    ui.label(RichText::new(text).color(look.palette.quiet).size(15.0))
}

/// Text that screen readers say when it changes.
pub fn live(ui: &mut egui::Ui, text: RichText) -> Response {
    let label = ui.label(text);
    is_live(ui, &label, false);
    label
}

/// Has screen readers say a label when it changes; at once where it is `urgent`.
pub fn is_live(ui: &egui::Ui, label: &Response, urgent: bool) {
    let live = if urgent { accesskit::Live::Assertive } else { accesskit::Live::Polite };
    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(live));
}

/// The list of every choice here.
fn list(name: &str, now: &str, width: f32) -> egui::ComboBox<'static> {
    egui::ComboBox::from_id_salt(name).selected_text(now).width(width).height(420.0).truncate()
}

/// A choice from a list, with its name before it. Tells the place of what was chosen.
pub fn choice<T: PartialEq>(
    ui: &mut egui::Ui,
    name: &str,
    now: &str,
    width: f32,
    rows: impl Iterator<Item = (T, String)>,
    is_now: impl Fn(&T) -> bool,
) -> Option<T> {
    let mut chosen = None;
    let combo = list(name, now, width).show_ui(ui, |ui| {
        for (value, text) in rows {
            if ui.selectable_label(is_now(&value), text).clicked() {
                chosen = Some(value);
            }
        }
    });
    combo.response.accessible_name(format!("{name}: {now}")).on_hover_text(name);
    chosen.filter(|value| !is_now(value))
}

/// A choice from a long list, in which one searches: the names of the choice and of its search. Tells
/// what was chosen.
pub fn searched_choice<T: PartialEq>(
    ui: &mut egui::Ui,
    (name, search): (&str, &str),
    now: &str,
    width: f32,
    rows: impl Iterator<Item = (T, String)>,
    is_now: impl Fn(&T) -> bool,
) -> Option<T> {
    let mut chosen = None;
    let id = ui.make_persistent_id(("search", name));
    let mut looked_for: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let combo = list(name, now, width).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show_ui(
        ui,
        |ui| {
            ui.add(egui::TextEdit::singleline(&mut looked_for).hint_text(search).desired_width(width))
                .accessible_name(search);
            for (value, text) in rows {
                let fits = looked_for
                    .to_lowercase()
                    .split_whitespace()
                    .all(|word| text.to_lowercase().contains(word));
                if fits && ui.selectable_label(is_now(&value), text).clicked() {
                    chosen = Some(value);
                    ui.close();
                }
            }
        },
    );
    combo.response.accessible_name(format!("{name}: {now}")).on_hover_text(name);
    if combo.inner.is_none() || chosen.is_some() {
        looked_for.clear();
    }
    ui.data_mut(|data| data.insert_temp(id, looked_for));
    chosen.filter(|value| !is_now(value))
}

/// A choice that cannot be made now, and why.
pub fn refused_choice(ui: &mut egui::Ui, name: &str, now: &str, width: f32, reason: &str) {
    let combo = ui.add_enabled_ui(false, |ui| list(name, now, width).show_ui(ui, |_| {}));
    let response =
        combo.inner.response.accessible_name(format!("{name}: {now}")).on_disabled_hover_text(reason);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(reason));
}

/// Width of a button with this text and of the gap behind it.
pub fn button_width(ui: &egui::Ui, text: &str) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let text = ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::PLACEHOLDER);
    text.size().x + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x
}
