//! What the desk looks like.

use cantus::ui::{LANGUAGES, Look, Screen, Theme};

use crate::hand::HandWindow;
use crate::picture::{Easel, fingerprint};

const SIZE: [usize; 2] = [1280, 800];

/// The desk looks as it did in all themes and languages, while one part of two sounds.
#[test]
fn the_desk_looks_as_it_did() {
    for theme in Theme::ALL {
        for (language, code) in ["en", "de"].into_iter().enumerate() {
            let look = Look::new(theme);
            let mut shown =
                HandWindow::new("two-voices", "two-switches", LANGUAGES[language], look, Screen::Desk);
            shown.hand.press("key:space");
            shown.play(0.4);
            let picture = Easel::new(SIZE).draw(&mut shown);
            insta::assert_snapshot!(format!("desk-{}-{code}", theme.id()), fingerprint(&picture));
        }
    }
}
