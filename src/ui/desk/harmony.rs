//! Root, scale, chords.

use eframe::egui;

use super::super::cards::{self, choice};
use super::super::view::View;
use super::super::wish::Wish;
use super::Memory;
use crate::input::{ChordSource, DeskEdit};
use crate::music::HeardChord;

/// Draws it.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let words = view.words;
    cards::card(ui, view.look, &words.say("desk-harmony"), |ui| {
        ui.horizontal(|ui| {
            root(ui, view, wishes);
            scale(ui, view, wishes);
        });
        chords(ui, view, memory, wishes);
        sounding(ui, view);
    });
}

fn root(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let root = view.snapshot.harmony.root;
    // The twelve roots nearest to the one before, so that nothing jumps by an octave.
    let rows = (-5..=6).map(|by| root.round() + by as f32).map(|pitch| (pitch, letter(view, pitch)));
    let mut rows: Vec<(f32, String)> = rows.collect();
    rows.sort_by_key(|(pitch, _)| (*pitch as i32).rem_euclid(12));
    let is_now = |pitch: &f32| *pitch == root.round();
    let name = view.words.say("desk-root");
    if let Some(pitch) = choice(ui, &name, &letter(view, root), 76.0, rows.into_iter(), is_now) {
        wishes.push(Wish::Edit(DeskEdit::Root(pitch)));
    }
}

/// Name of a pitch without its octave.
fn letter(view: &View<'_>, pitch: f32) -> String {
    view.words.note_name(pitch.round()).trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned()
}

fn scale(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let known = view.library.scale_of(&view.music.scale);
    let now = known.map_or_else(|| words.say("desk-scale-own"), |(_, name)| name.to_owned());
    let rows = view.library.scales.iter().map(|(entry, _)| (entry.id.clone(), entry.name.clone()));
    let is_now = |id: &String| known.is_some_and(|(known, _)| known == id);
    let width = (ui.available_width() - 8.0).max(90.0);
    if let Some(id) = choice(ui, &words.say("desk-scale"), &now, width, rows, is_now) {
        wishes.push(Wish::Edit(DeskEdit::Scale(id)));
    }
}

/// Where chords come from.
#[derive(Clone, Copy, PartialEq)]
enum From {
    Still,
    Progression,
    Leader,
}

fn chords(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let led = view.music.leader.as_ref().is_some_and(|leader| leader.follows_chords);
    let now = match (led, view.music.progression.is_empty()) {
        (true, _) => From::Leader,
        (false, true) => From::Still,
        (false, false) => From::Progression,
    };
    let rows = [
        (From::Still, "desk-chords-still"),
        (From::Progression, "desk-chords-progression"),
        (From::Leader, "desk-chords-leader"),
    ];
    let text = rows.iter().find(|(from, _)| *from == now).map_or(String::new(), |(_, key)| words.say(key));
    let told = rows.into_iter().map(|(from, key)| (from, words.say(key)));
    let width = ui.available_width() - 8.0;
    match choice(ui, &words.say("desk-chords"), &text, width, told, |from| *from == now) {
        Some(From::Still) => wishes.push(Wish::Edit(DeskEdit::Chords(ChordSource::Still))),
        Some(From::Leader) => wishes.push(Wish::Edit(DeskEdit::Chords(ChordSource::Leader))),
        Some(From::Progression) => {
            let chords = if memory.chords.is_empty() { "I V vi IV" } else { &memory.chords };
            wishes.push(Wish::Edit(DeskEdit::Chords(ChordSource::Progression(chords.to_owned()))));
        }
        None => {}
    }
    if now == From::Progression {
        let field = egui::TextEdit::singleline(&mut memory.chords)
            .hint_text(words.say("desk-chords-example"))
            .desired_width(width - 16.0);
        let name = words.say("desk-chords-written");
        let field = ui.add(field).accessible_name(&name).on_hover_text(name);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if entered && !memory.chords.trim().is_empty() {
            let chords = memory.chords.trim().to_owned();
            wishes.push(Wish::Edit(DeskEdit::Chords(ChordSource::Progression(chords))));
        }
    }
}

/// The chord that sounds, and what the leader is heard to play.
fn sounding(ui: &mut egui::Ui, view: &View<'_>) {
    let harmony = &view.snapshot.harmony;
    let chord = view.words.note_names(&harmony.chord.name(harmony.root));
    let text = match &view.snapshot.leader {
        Some(leader) if leader.chord.is_some_and(|heard: HeardChord| heard.pitch_classes != 0) => {
            view.words.say_with("desk-chord-heard", &[("chord", chord.as_str().into())])
        }
        _ => view.words.say_with("desk-chord-now", &[("chord", chord.as_str().into())]),
    };
    cards::quiet(ui, view.look, &text);
}
