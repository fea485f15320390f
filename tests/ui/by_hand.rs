//! The window that is moved by hand does what it promises to other tests.

use cantus::ui::{LANGUAGES, Look, Screen};

use crate::hand::HandWindow;
use crate::picture::{Easel, fingerprint, mean_luminance, pixel};

fn shown() -> HandWindow {
    HandWindow::new("first-notes", "anyone", LANGUAGES[0], Look::default(), Screen::Stage)
}

/// The same moves give the same state and the same picture, to the pixel.
#[test]
fn the_same_moves_give_the_same_picture() {
    let run = || {
        let mut shown = shown();
        shown.hand.press("key:space");
        shown.play(0.3);
        let picture = Easel::new([320, 200]).draw(&mut shown);
        (shown.window.session().snapshot(), picture)
    };
    let (first, second) = (run(), run());
    assert_eq!(first.0.switches[0].presses, 1);
    assert!(first.0.parts[0].notes > 0);
    assert_eq!(first.0, second.0);
    assert_eq!(first.1, second.1);
    assert_eq!(fingerprint(&first.1), fingerprint(&second.1));
}

/// Pictures show what egui draws: the ground of the theme at the edge, and text that is lighter.
#[test]
fn pictures_show_the_theme() {
    let mut shown = shown();
    let look = Look::default();
    let picture = Easel::new([320, 200]).draw(&mut shown);
    assert_eq!(pixel(&picture, 1, 1), look.palette.ground);
    assert!(picture.pixels.contains(&look.palette.text));
    assert!(mean_luminance(&picture) > 0.0);
}
