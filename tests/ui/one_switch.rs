//! The whole way by one switch, as it is seen: whoever has only that finds by the names on the
//! screen what they need, from a cold start to the end of the second piece.

use cantus::preset::FileKind;
use cantus::ui::{Language, Screen, Words};
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{By, NodeT, Queryable};

use crate::screen::Shown;

const SIZE: [f32; 2] = [1280.0, 800.0];
const SWITCH: &str = "key:space";
/// Longest that anything of the menu is waited for, in seconds: every item lit four times.
const PATIENCE_S: f64 = 120.0;

/// What the screen says on the way, in one language.
struct Says {
    language: &'static str,
    begin: &'static str,
    menu: &'static str,
    next_piece: &'static str,
    softer: &'static str,
    is_softer: &'static str,
    finish: &'static str,
    leads_home: &'static str,
    leave: &'static str,
}

const ENGLISH: Says = Says {
    language: "en",
    begin: "Press your switch",
    menu: "Your menu",
    next_piece: "Next piece",
    softer: "Softer",
    is_softer: "Loudness 7 of 14.",
    finish: "Finish",
    leads_home: "The next presses lead home.",
    leave: "Leave",
};

const GERMAN: Says = Says {
    language: "de",
    begin: "Drücke deinen Schalter",
    menu: "Dein Menü",
    next_piece: "Nächstes Stück",
    softer: "Leiser",
    is_softer: "Lautstärke 7 von 14.",
    finish: "Schluss",
    leads_home: "Die nächsten Drücke führen zum Schluss.",
    leave: "Zurück",
};

impl Shown {
    /// Lets time pass until the screen shows it, picture by picture.
    fn see(&mut self, what: &str, is_so: impl Fn(&mut Shown) -> bool) {
        let mut waited_s = 0.0;
        while !is_so(self) {
            assert!(waited_s < PATIENCE_S, "never came: {what}");
            self.play(0.1);
            waited_s += 0.1;
        }
    }

    /// Whether this tile is the lit one.
    fn is_lit(&self, name: &str) -> bool {
        let tiles = By::new().role(Role::ListBoxOption).label(name);
        self.0.query_all(tiles).any(|tile| tile.accesskit_node().is_selected() == Some(true))
    }

    /// Opens the menu by holding on, and takes an item by pressing when it is lit.
    fn take(&mut self, says: &Says, item: &str) {
        self.0.state_mut().hand.press(SWITCH);
        self.see(says.menu, |shown| shown.has(says.menu));
        self.0.state_mut().hand.release(SWITCH);
        self.see(item, |shown| shown.is_lit(item));
        // Nobody presses within the frame in which the light moves.
        self.play(0.2);
        self.press(SWITCH);
        self.see("the music again", |shown| !shown.has(says.menu));
    }

    /// Name of the piece that plays.
    fn music(&mut self) -> String {
        self.0.state_mut().window.session().music_name().to_owned()
    }

    /// Notes that sound right now.
    fn sounding(&mut self) -> usize {
        let snapshot = self.0.state_mut().window.session().snapshot();
        snapshot.parts.iter().map(|part| usize::from(part.notes)).sum()
    }

    /// Presses for a tenth of a second; whether that sounds.
    fn press_sounds(&mut self) -> bool {
        self.0.state_mut().hand.press(SWITCH);
        self.play(0.1);
        let sounds = self.sounding() > 0;
        self.0.state_mut().hand.release(SWITCH);
        self.play(0.2);
        sounds
    }
}

/// From a cold start one switch leads to the first notes, to the second piece, softer, and to an
/// end; nothing on the way asks for another hand, in English and in German.
#[test]
fn one_switch_leads_to_the_second_piece_and_home() {
    for says in [ENGLISH, GERMAN] {
        let language = Language::of_code(says.language).unwrap();
        let mut shown = Shown::new("first-notes", language, Screen::Start, SIZE);
        assert!(shown.has(says.begin), "{}", says.language);
        shown.press(SWITCH);
        shown.press(SWITCH);
        assert_eq!(shown.screen(), Screen::Stage);
        let first = shown.music();
        assert!(shown.press_sounds(), "a press plays");

        shown.take(&says, says.next_piece);
        shown.see("another piece", |shown| shown.music() != first);
        let second = shown.music();
        let words = Words::new(language);
        let second = words.names().of(FileKind::Preset, &second);
        shown.see("the name of the new piece", |shown| shown.tells(second));
        assert!(shown.press_sounds(), "the second piece plays");

        shown.take(&says, says.softer);
        shown.see(says.is_softer, |shown| shown.has(says.is_softer));
        shown.take(&says, says.finish);
        shown.see(says.leads_home, |shown| shown.has(says.leads_home));
        (0..4).for_each(|_| shown.press(SWITCH));
        shown.take(&says, says.leave);
        shown.play(8.0);
        assert_eq!(shown.sounding(), 0, "nothing hangs");
        assert_eq!(shown.screen(), Screen::Stage);
    }
}
