//! Finding something in a list: by words, and by tags.

use eframe::egui::{self, Response, RichText};

use super::super::view::View;
use super::super::words::Words;
use crate::preset::Entry;

/// Tags of the user's own files that are offered beside those that are known.
const OWN_TAGS: usize = 6;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    search: String,
    tag: Option<String>,
}

impl Finding {
    /// Whether everything is shown.
    pub fn is_whole(&self) -> bool {
        self.search.trim().is_empty() && self.tag.is_none()
    }

    /// Whether an entry is looked for: it has the tag, and all words are in what is said of it.
    pub fn finds(&self, words: &Words, entry: &Entry) -> bool {
        let tags = entry.tags.as_deref().unwrap_or_default();
        let named = tags.iter().map(|tag| tag_name(words, tag)).collect::<Vec<_>>().join(" ");
        let text = format!("{} {} {} {named}", entry.name, entry.about, tags.join(" ")).to_lowercase();
        let has_tag = self.tag.as_ref().is_none_or(|tag| tags.contains(tag));
        has_tag && self.search.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }

    /// The field for words, named `name`.
    pub fn field(&mut self, ui: &mut egui::Ui, name: &str) -> Response {
        let field = egui::TextEdit::singleline(&mut self.search).hint_text(name).desired_width(f32::INFINITY);
        ui.add(field).accessible_name(name)
    }

    /// The tags of `entries`: those that are `known`, in that order, and those of the user's own files.
    pub fn tags(&mut self, ui: &mut egui::Ui, view: &View<'_>, entries: &[Entry], known: &[&str]) {
        let offered = offered(entries, known);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
            ui.spacing_mut().button_padding = egui::vec2(10.0, 3.0);
            ui.spacing_mut().interact_size.y = 26.0;
            ui.horizontal_wrapped(|ui| {
                for tag in offered {
                    let on = self.tag.as_deref() == Some(tag);
                    let text = RichText::new(tag_name(view.words, tag)).size(14.0);
                    let button =
                        egui::Button::selectable(on, text).frame_when_inactive(true).corner_radius(13);
                    if ui.add(button).clicked() {
                        self.tag = (!on).then(|| tag.to_owned());
                    }
                }
            });
        });
    }
}

/// A tag in the language of the window; the user's own as they are.
fn tag_name(words: &Words, tag: &str) -> String {
    words.say_or(&format!("tag-{}", tag.replace(' ', "-")), tag)
}

fn offered<'a>(entries: &'a [Entry], known: &[&'a str]) -> Vec<&'a str> {
    fn tags(entry: &Entry) -> impl Iterator<Item = &str> {
        entry.tags.iter().flatten().map(String::as_str)
    }
    let mut offered: Vec<&str> = known.to_vec();
    offered.retain(|tag| entries.iter().any(|entry| tags(entry).any(|own| own == *tag)));
    let is_own = |entry: &&Entry| entry.own;
    let mut own: Vec<&str> =
        entries.iter().filter(is_own).flat_map(tags).filter(|tag| !known.contains(tag)).collect();
    own.sort_unstable();
    own.dedup();
    offered.extend(own.into_iter().take(OWN_TAGS));
    offered
}
