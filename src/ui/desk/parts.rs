//! The parts: who plays what, how it sounds, how loud.

use eframe::egui::{self, RichText};

use super::super::cards::{self, button_width, choice};
use super::super::view::View;
use super::super::wish::Wish;
use super::Memory;
use super::level::Fader;
use super::players;
use super::sounds::Choices;
use crate::engine::{BAND_LANE, PartSetup};
use crate::input::DeskEdit;
use crate::music::Lock;
use crate::play::registry;

/// Levels of a part, in dB.
const LEVEL_DB: std::ops::RangeInclusive<f32> = -48.0..=12.0;
/// Room for the name of a lane, in points.
const NAME: f32 = 110.0;
/// Least width of a fader and its level beside its switches, in points.
const FADER: f32 = 140.0;
/// Octaves that a range may begin and end on, as MIDI note numbers.
const RANGE: std::ops::RangeInclusive<i32> = 2..=8;

/// Draws all lanes that sound: parts as cards, leader and band in one.
pub fn show(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, wishes: &mut Vec<Wish>) {
    for (number, part) in (0..).zip(&view.music.parts) {
        cards::plain_card(ui, view.look, |ui| card(ui, view, memory, wishes, number, part));
    }
    let others: Vec<(u8, String)> = view
        .music
        .lanes()
        .into_iter()
        .filter(|(lane, _)| usize::from(*lane) >= view.music.parts.len())
        .collect();
    if others.is_empty() {
        return;
    }
    cards::card(ui, view.look, &view.words.say("desk-others"), |ui| {
        for (lane, name) in others {
            let name = if lane >= BAND_LANE {
                view.words.say_or(&format!("band-{}", name.to_lowercase()), &name)
            } else {
                view.words.names().part(&name).to_owned()
            };
            ui.horizontal_wrapped(|ui| {
                let left = egui::Layout::left_to_right(egui::Align::Center);
                // A name by itself where there is little room.
                let alone = ui.available_width() < NAME + FADER + 60.0;
                let width = if alone { ui.available_width() } else { NAME };
                ui.allocate_ui_with_layout(egui::vec2(width, 30.0), left, |ui| {
                    ui.set_min_width(width);
                    ui.add(egui::Label::new(RichText::new(&name)).truncate());
                });
                if alone {
                    ui.end_row();
                }
                fader(ui, view, memory, wishes, lane, &name);
            });
        }
    });
}

fn card(
    ui: &mut egui::Ui,
    view: &View<'_>,
    memory: &mut Memory,
    wishes: &mut Vec<Wish>,
    number: u8,
    part: &PartSetup,
) {
    ui.push_id(("part", number), |ui| {
        ui.horizontal(|ui| {
            let (dot, _) = ui.allocate_exact_size(egui::vec2(14.0, 22.0), egui::Sense::hover());
            ui.painter().circle_filled(dot.center(), 7.0, view.look.part(usize::from(number)));
            name(ui, view, memory, number, part);
            let who = players::told(view, part);
            ui.add(egui::Label::new(RichText::new(who).color(view.look.palette.quiet).size(15.0)).truncate());
        });
        ui.horizontal_wrapped(|ui| {
            let choices = Choices { view, number, part, width: half(ui) };
            for choose in [Choices::mode, Choices::song, Choices::sound] {
                wishes.extend(choose(&choices, ui).map(Wish::Edit));
            }
        });
        let name = view.words.names().part(&part.name);
        ui.horizontal_wrapped(|ui| fader(ui, view, memory, wishes, number, name));
        let unpitched = registry::find(part.mode).is_some_and(|row| row.unpitched);
        let more = egui::CollapsingHeader::new(view.words.say("desk-more")).id_salt("more");
        more.show(ui, |ui| {
            if !unpitched {
                ui.horizontal_wrapped(|ui| {
                    range(ui, view, wishes, number, part);
                    lock(ui, view, wishes, number, part);
                });
            }
            players::show(ui, view, wishes, number, part);
        });
    });
}

/// Its name. With several parts it can be chosen: what is opened goes to that part.
fn name(ui: &mut egui::Ui, view: &View<'_>, memory: &mut Memory, number: u8, part: &PartSetup) {
    let text = RichText::new(view.words.names().part(&part.name)).size(18.0);
    if view.music.parts.len() < 2 {
        ui.label(text.strong());
        return;
    }
    let is_chosen = memory.part(view.music.parts.len()) == number;
    let hint = view.words.say("desk-part-chosen");
    if ui.selectable_label(is_chosen, text).on_hover_text(hint).clicked() {
        memory.chosen = number;
    }
}

/// Fader, mute and solo of a lane.
fn fader(
    ui: &mut egui::Ui,
    view: &View<'_>,
    memory: &mut Memory,
    wishes: &mut Vec<Wish>,
    lane: u8,
    name: &str,
) {
    let (words, place) = (view.words, usize::from(lane));
    let level_db = view.arrangement.mixed(lane).map_or(0.0, |(level_db, _)| level_db);
    let switches =
        [("desk-mute", view.arrangement.muted[place]), ("desk-solo", view.arrangement.solo[place])];
    let texts = switches.map(|(key, _)| words.say(key));
    let wide: f32 = texts.iter().map(|text| button_width(ui, text)).sum();
    let room = ui.available_size_before_wrap().x - 12.0;
    // Where there is little room they stand below it.
    let alone = room - wide < FADER;
    let width = if alone { room } else { room - wide };
    let fader = Fader {
        name: &words.say_with("desk-level-of", &[("name", name.into())]),
        level_db,
        range: LEVEL_DB,
        peak: view.snapshot.parts[place].peak,
        ceiling_db: None,
        colour: view.look.part(place),
        width,
    };
    if let Some((level_db, id)) = fader.show(ui, view.look) {
        wishes.push(memory.edit(ui, id, DeskEdit::Level { lane, level_db }));
    }
    if alone {
        ui.end_row();
    }
    for ((key, on), text) in switches.into_iter().zip(texts) {
        let is_mute = key == "desk-mute";
        let colour = if is_mute { view.look.palette.warning } else { view.look.palette.accent };
        let label =
            RichText::new(&text).color(if on { view.look.palette.ground } else { view.look.palette.text });
        let mut button = egui::Button::selectable(on, label).frame_when_inactive(true);
        if on {
            button = button.fill(colour);
        }
        let named = format!("{text}: {name}");
        if ui.add(button).accessible_name(&named).on_hover_text(named).clicked() {
            let on = !on;
            wishes.push(Wish::Edit(if is_mute {
                DeskEdit::Mute { lane, on }
            } else {
                DeskEdit::Solo { lane, on }
            }));
        }
    }
}

fn range(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>, number: u8, part: &PartSetup) {
    let (low, high) = (part.register.low, part.register.high);
    let octaves = || RANGE.map(|octave| (octave * 12) as f32);
    let words = view.words;
    let names = |pitches: Vec<f32>| pitches.into_iter().map(|pitch| (pitch, words.note_name(pitch)));
    let lower = octaves().filter(|pitch| *pitch + 12.0 <= high).collect();
    let from = choice(ui, &words.say("desk-lowest"), &words.note_name(low), 80.0, names(lower), |pitch| {
        *pitch == low
    });
    if let Some(low) = from {
        wishes.push(Wish::Edit(DeskEdit::Register { part: number, low, high }));
    }
    let higher = octaves().filter(|pitch| *pitch >= low + 12.0).collect();
    let to = choice(ui, &words.say("desk-highest"), &words.note_name(high), 80.0, names(higher), |pitch| {
        *pitch == high
    });
    if let Some(high) = to {
        wishes.push(Wish::Edit(DeskEdit::Register { part: number, low, high }));
    }
}

fn lock(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>, number: u8, part: &PartSetup) {
    let words = view.words;
    let locks = [
        (Lock::Scale, "desk-lock-scale"),
        (Lock::Chord, "desk-lock-chord"),
        (Lock::ChordOnBeat, "desk-lock-beat"),
        (Lock::Off, "desk-lock-off"),
    ];
    let now = locks.iter().find(|(lock, _)| *lock == part.lock).map_or("desk-lock-scale", |(_, key)| key);
    let rows = locks.into_iter().map(|(lock, key)| (lock, words.say(key)));
    let chosen = choice(ui, &words.say("desk-lock"), &words.say(now), 190.0, rows, |lock| *lock == part.lock);
    if let Some(lock) = chosen {
        wishes.push(Wish::Edit(DeskEdit::Lock { part: number, lock }));
    }
}

/// Width of two choices beside each other.
fn half(ui: &egui::Ui) -> f32 {
    ((ui.max_rect().width() - ui.spacing().item_spacing.x) / 2.0 - 4.0).max(140.0)
}
