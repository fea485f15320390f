//! What is sung: the words of the phrase, or its notes where the song has no words; the one that
//! sounds is larger and underlined.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, Align, FontId, Rect, Stroke, pos2};

use super::view::View;
use crate::music::Song;

/// How much smaller the rest of the phrase is than what sounds.
const REST: f32 = 0.72;
/// Largest and smallest text, in points.
const SIZE: std::ops::RangeInclusive<f32> = 14.0..=64.0;

/// One note of the phrase.
struct Syllable {
    text: String,
    now: bool,
}

/// Whether there is something to sing.
pub fn is_shown(view: &View<'_>) -> bool {
    sung(view).is_some()
}

/// The song that is played note by note, and the note that was played last; the first where none
/// was.
fn sung<'a>(view: &View<'a>) -> Option<(&'a Song, Option<usize>)> {
    if !view.settings.song_text {
        return None;
    }
    view.music.parts.iter().zip(&view.snapshot.parts).find_map(|(part, state)| {
        let song = part.options.first_song()?;
        let place = state.mode.place;
        // Where presses are chords there is no note to point at.
        let by_notes = place.is_none_or(|(_, steps)| usize::from(steps) == song.notes().len());
        let has_text =
            view.look.note_names || (0..song.notes().len()).any(|note| song.syllable(note).is_some());
        (by_notes && has_text).then_some((song.as_ref(), place.map(|(step, _)| usize::from(step))))
    })
}

fn phrase(view: &View<'_>) -> Vec<Syllable> {
    let Some((song, now)) = sung(view) else { return Vec::new() };
    let note = now.unwrap_or(0);
    let phrase = song.notes().get(note).map_or(0, |note| usize::from(note.phrase));
    let notes = song.phrase_notes(phrase);
    let has_words = (0..song.notes().len()).any(|note| song.syllable(note).is_some());
    let mut syllables: Vec<Syllable> = Vec::new();
    for number in notes {
        let is_now = now == Some(number);
        let text = if has_words {
            song.syllable(number).map(str::to_owned)
        } else {
            let name = view.words.note_name((song.root + song.notes()[number].above_root).round());
            Some(name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned())
        };
        match (text, syllables.last_mut()) {
            (Some(text), _) => syllables.push(Syllable { text, now: is_now }),
            // A syllable that goes on over several notes.
            (None, Some(last)) => last.now |= is_now,
            (None, None) => {}
        }
    }
    syllables
}

/// Draws it.
pub fn draw(ui: &egui::Ui, view: &View<'_>, rect: Rect) {
    let syllables = phrase(view);
    let palette = &view.look.palette;
    let job = |size: f32| {
        let mut job = LayoutJob::default();
        job.wrap.max_width = rect.width();
        job.halign = Align::Center;
        let mut joins = true;
        for syllable in &syllables {
            let (share, colour, line) = match syllable.now {
                true => (1.0, palette.text, Stroke::new(3.0, palette.accent)),
                false => (REST, palette.text, Stroke::NONE),
            };
            let format = TextFormat {
                font_id: FontId::proportional(size * share),
                color: colour,
                underline: line,
                valign: Align::BOTTOM,
                ..TextFormat::default()
            };
            let space = if joins { 0.0 } else { size * 0.3 };
            job.append(&syllable.text, space, format);
            joins = syllable.text.ends_with('-');
        }
        job
    };
    let mut size = (rect.height() * 0.55).clamp(*SIZE.start(), *SIZE.end());
    let galley = loop {
        let galley = ui.painter().layout_job(job(size));
        if galley.size().y <= rect.height() || size <= *SIZE.start() {
            break galley;
        }
        size *= 0.9;
    };
    let at = pos2(rect.center().x, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, palette.text);
    let text = syllables.iter().map(|syllable| syllable.text.as_str()).collect::<Vec<_>>().join(" ");
    let response = ui.interact(rect, ui.scope_id().with("verse"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &text));
}
