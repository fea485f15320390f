//! What the stage shows.

use cantus::ui::{LANGUAGES, Language, Look, Screen, Theme};
use eframe::egui::ColorImage;

use crate::hand::HandWindow;
use crate::picture::{Easel, fingerprint};

const SIZE: [usize; 2] = [640, 400];

/// A duet of eight seconds by two switches, the last note held.
pub fn duet(look: Look, language: Language) -> HandWindow {
    let mut shown = HandWindow::new("two-voices", "two-switches", language, look, Screen::Stage);
    for (place, key) in
        ["key:enter", "key:space", "key:enter", "key:enter", "key:space"].iter().cycle().take(13).enumerate()
    {
        shown.hand.press(key);
        shown.play(0.25 + 0.1 * (place % 4) as f64);
        shown.hand.release(key);
        shown.play(0.15);
    }
    shown.hand.press("key:space");
    shown.play(0.3);
    shown
}

/// A scan under way, on its third tile.
pub fn scan(look: Look, language: Language) -> HandWindow {
    let mut shown = HandWindow::new("scan-choir", "scanner", language, look, Screen::Stage);
    shown.play(2.0);
    shown.hand.press("key:space");
    shown.play(0.3);
    shown.hand.release("key:space");
    shown.play(4.5);
    shown
}

/// The menu, opened by a long press and scanned for a while.
pub fn menu(look: Look, language: Language) -> HandWindow {
    let mut shown = HandWindow::new("first-notes", "anyone", language, look, Screen::Stage);
    shown.hand.press("key:space");
    for _ in 0..60 {
        shown.play(0.1);
    }
    shown.hand.release("key:space");
    shown.play(4.0);
    shown
}

fn picture(mut shown: HandWindow) -> ColorImage {
    Easel::new(SIZE).draw(&mut shown)
}

/// The stage looks as it did in all themes and languages: music, a scan, the player's menu.
#[test]
fn the_stage_looks_as_it_did() {
    for theme in Theme::ALL {
        for (language, code) in LANGUAGES.into_iter().zip(["en", "de"]) {
            let name = format!("stage-{}-{code}", theme.id());
            insta::assert_snapshot!(name, fingerprint(&picture(duet(Look::new(theme), language))));
            let name = format!("menu-{}-{code}", theme.id());
            insta::assert_snapshot!(name, fingerprint(&picture(menu(Look::new(theme), language))));
        }
        let name = format!("scan-{}", theme.id());
        insta::assert_snapshot!(name, fingerprint(&picture(scan(Look::new(theme), LANGUAGES[0]))));
    }
}

/// At every size, in both languages, what is said stands whole on the stage: nothing is drawn
/// beyond its edge.
#[test]
fn every_size_has_its_place() {
    for size in [1.0, 2.0, 4.0] {
        let look = Look { size, note_names: true, ..Look::default() };
        let opened = menu(look, LANGUAGES[1]);
        assert!(opened.window.snapshot().menu.is_some_and(|menu| menu.open));
        let shown = picture(opened);
        let edge = (0..SIZE[0]).map(|x| shown.pixels[(SIZE[1] - 1) * SIZE[0] + x]);
        assert!(edge.into_iter().all(|pixel| pixel == Look::default().palette.ground), "size {size}");
    }
}
