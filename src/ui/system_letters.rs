//! Letters that the window's own font lacks, from the fonts of the system.
//!
//! Only a text that needs them has the system's fonts looked at, in a thread of its own: until one is
//! found, and where there is none, a name is told by its file. What is found is added to the window's
//! fonts once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use eframe::egui::{
    Context, FallbackRequest, FontFamily, FontInsert, FontPriority, FontProvider, InsertFontFamily,
};
use egui_system_font_provider::SystemFontProvider;

use super::letters::is_drawn;

/// What the system's fonts have.
#[derive(Default)]
pub struct SystemLetters {
    /// None where nobody looks.
    search: Option<Search>,
    /// Letters that were asked for, and whether there is a font for them; not yet known without.
    known: BTreeMap<char, Option<bool>>,
    found: Vec<FontInsert>,
    is_listening: bool,
}

struct Search {
    ask: Sender<char>,
    answers: Receiver<Answer>,
}

/// A letter, whether there is a font for it, and the font where it is a new one.
struct Answer {
    letter: char,
    is_there: bool,
    font: Option<FontInsert>,
}

impl SystemLetters {
    /// Looks for what is asked from now on.
    pub fn look(&mut self) {
        let (ask, asked) = channel();
        let (tell, answers) = channel();
        let named = std::thread::Builder::new().name("cantus-letters".to_owned());
        // Without a thread, names are told by their files.
        if named.spawn(move || answer(&asked, &tell, &|| Box::new(SystemFontProvider::new()))).is_ok() {
            self.search = Some(Search { ask, answers });
        }
    }

    /// Whether a letter can be drawn. What is not known is looked for.
    pub fn draws(&mut self, letter: char) -> bool {
        if is_drawn(letter) {
            return true;
        }
        let Some(search) = &self.search else { return false };
        let ask = || search.ask.send(letter).map_or(Some(false), |()| None);
        self.known.entry(letter).or_insert_with(ask).unwrap_or(false)
    }

    /// Whether letters are still being looked for.
    pub fn is_looking(&self) -> bool {
        self.known.values().any(Option::is_none)
    }

    /// Takes in what was found since the last round. Whether more can be drawn now.
    pub fn take_in(&mut self) -> bool {
        let Some(search) = &self.search else { return false };
        let mut is_more = false;
        for answer in search.answers.try_iter() {
            is_more |= answer.is_there;
            self.known.insert(answer.letter, Some(answer.is_there));
            self.found.extend(answer.font);
        }
        is_more
    }

    /// Gives `ctx` what was found, and hears which letters its texts need.
    pub fn apply(&mut self, ctx: &Context) {
        let Some(search) = &self.search else { return };
        if !std::mem::replace(&mut self.is_listening, true) {
            ctx.add_font_provider(Arc::new(Listener(Mutex::new(search.ask.clone()))));
        }
        self.found.drain(..).for_each(|font| ctx.add_font(font));
    }
}

/// Has letters looked for that some text needs, and lets no picture wait for them.
struct Listener(Mutex<Sender<char>>);

impl FontProvider for Listener {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let letter = request.cluster.chars().next()?;
        // Where nobody looks any more, it stays as it is.
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).send(letter);
        None
    }
}

/// Answers what is asked, until nobody asks any more. The system's fonts are looked at with the
/// first letter.
fn answer(asked: &Receiver<char>, tell: &Sender<Answer>, fonts: &dyn Fn() -> Box<dyn FontProvider>) {
    let mut system: Option<Box<dyn FontProvider>> = None;
    let mut answered: BTreeMap<char, bool> = BTreeMap::new();
    let mut given: BTreeSet<String> = BTreeSet::new();
    for letter in asked {
        let mut font = None;
        let is_there = *answered.entry(letter).or_insert_with(|| {
            let system = system.get_or_insert_with(fonts);
            let family = &FontFamily::Proportional;
            font = system.font_for(&FallbackRequest { cluster: &letter.to_string(), family });
            font.is_some()
        });
        let font = font.filter(|font| given.insert(font.name.clone())).map(everywhere);
        if tell.send(Answer { letter, is_there, font }).is_err() {
            return;
        }
    }
}

/// The font for all text, after the window's own.
fn everywhere(mut font: FontInsert) -> FontInsert {
    font.families = [FontFamily::Proportional, FontFamily::Monospace]
        .map(|family| InsertFontFamily { family, priority: FontPriority::Lowest })
        .into();
    font
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::FontData;

    /// The system's fonts are looked at with the first letter that needs them, once; each font is
    /// handed on once, and a letter that none has is known as such.
    #[test]
    fn fonts_are_looked_for_once() {
        let opened = std::cell::Cell::new(0);
        let fonts = || {
            opened.set(opened.get() + 1);
            let font = |request: &FallbackRequest<'_>| {
                let name = if request.cluster < "\u{3000}" { "hebrew" } else { "han" };
                (request.cluster != "\u{e000}")
                    .then(|| FontInsert::new(name, FontData::from_static(b""), Vec::new()))
            };
            Box::new(font) as Box<dyn FontProvider>
        };
        let run = |letters: &str| {
            let (ask, asked) = channel();
            let (tell, answers) = channel();
            letters.chars().for_each(|letter| ask.send(letter).unwrap());
            drop(ask);
            answer(&asked, &tell, &fonts);
            drop(tell);
            answers
                .iter()
                .map(|answer| (answer.is_there, answer.font.map(|font| font.name)))
                .collect::<Vec<_>>()
        };
        assert!(run("").is_empty() && opened.get() == 0);
        let named = |name: &str| Some(name.to_owned());
        let told = run("ש茉ל茉\u{e000}");
        assert_eq!(
            told,
            [(true, named("hebrew")), (true, named("han")), (true, None), (true, None), (false, None)]
        );
        assert_eq!(opened.get(), 1);
    }

    /// Where nobody looks, what the window's own font lacks is not drawn, and nothing is asked.
    #[test]
    fn nobody_looks_unasked() {
        let mut letters = SystemLetters::default();
        assert!(letters.draws('a') && letters.draws('ж') && !letters.draws('茉'));
        assert!(!letters.is_looking() && !letters.take_in());
    }
}
