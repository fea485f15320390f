//! Pictures to look at: every screen in every theme, language and size.
//!
//! `cargo test --test ui gallery -- --ignored` writes them to `target/gallery`.

use std::path::Path;

use cantus::ui::{LANGUAGES, Look, Screen, Theme};

use crate::hand::HandWindow;
use crate::layout::longer;
use crate::picture::Easel;
use crate::stage;

const SIZE: [usize; 2] = [1280, 800];

fn write(mut shown: HandWindow, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    let picture = Easel::new(SIZE).draw(&mut shown);
    let [width, height] = picture.size.map(|pixels| pixels as u32);
    let bytes = picture.pixels.iter().flat_map(|pixel| pixel.to_array()).collect();
    let picture = image::RgbaImage::from_raw(width, height, bytes).unwrap();
    picture.save(folder.join(format!("{name}.png"))).unwrap();
}

/// Draws them all.
#[test]
#[ignore = "pictures for people to look at; nothing is judged"]
fn gallery() {
    let languages = [("en", LANGUAGES[0]), ("de", LANGUAGES[1]), ("longer", longer())];
    for theme in Theme::ALL {
        for (code, language) in languages {
            for size in [1.0, 2.0, 4.0] {
                let look = || Look { size, ..Look::new(theme) };
                let still =
                    |preset: &str, screen| HandWindow::new(preset, "anyone", language, look(), screen);
                let name = |what: &str| format!("{what}-{}-{code}-{}", theme.id(), size * 100.0);
                write(still("first-notes", Screen::Start), &name("start"));
                write(still("backroom-shuffle", Screen::Desk), &name("desk"));
                write(stage::duet(look(), language), &name("stage"));
                write(stage::scan(look(), language), &name("scan"));
                write(stage::menu(look(), language), &name("menu"));
            }
        }
    }
}
