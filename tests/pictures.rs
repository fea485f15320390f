//! The drawings that are shipped: one for each piece and each person, all of one set.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cantus::preset::{Catalogue, FileKind, Place, picture};

/// Largest drawing, in bytes.
const LARGEST_BYTES: usize = 2048;
/// What they are made of: no text, no program, no style sheet.
const ELEMENTS: [&str; 9] =
    ["svg", "title", "rect", "circle", "ellipse", "path", "defs", "linearGradient", "stop"];

const FOLDERS: [(FileKind, &str); 2] =
    [(FileKind::Preset, "pictures"), (FileKind::Person, "pictures/persons")];

/// Every piece and every person that is shipped has a drawing of its own; it is found by name and by
/// path, and a file that names a picture has that one instead. No drawing belongs to nobody.
#[test]
fn everything_shipped_has_a_drawing() {
    for (kind, folder) in FOLDERS {
        let entries = Catalogue::shipped().entries(kind);
        let mut drawn = BTreeSet::new();
        for entry in &entries {
            let id = &entry.id;
            let file = Path::new(folder).join(format!("{id}.svg"));
            let Some(Place::Shipped(path, _)) = entry.picture else { panic!("{id} has no drawing") };
            assert_eq!(path, file);
            let path = format!("/somewhere/{id}{}", kind.endings()[0]);
            assert_eq!(picture(kind, &path, None), entry.picture);
            let photo = Path::new("/somewhere/photo.png");
            assert_eq!(picture(kind, id, Some(photo.to_owned())), Some(Place::Own(photo.to_owned())));
            drawn.insert(format!("{id}.svg"));
        }
        let there = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("presets").join(folder)).unwrap();
        let there: BTreeSet<String> = there
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".svg"))
            .collect();
        assert_eq!(there, drawn, "{folder}");
    }
    assert_eq!(picture(FileKind::Preset, "nobody-knows-it", None), None);
}

/// All drawings are of one set: a square of 64 with rounded corners, small files, nothing in them that
/// needs a font, a program or another file.
#[test]
fn drawings_are_of_one_set() {
    let mut titles = BTreeSet::new();
    for entry in FOLDERS.into_iter().flat_map(|(kind, _)| Catalogue::shipped().entries(kind)) {
        let Some(Place::Shipped(path, bytes)) = entry.picture else { panic!("{} has no drawing", entry.id) };
        let text = std::str::from_utf8(bytes).unwrap();
        let of = path.display();
        assert!(bytes.len() <= LARGEST_BYTES, "{of}: {} bytes", bytes.len());
        assert!(text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\">"), "{of}");
        assert!(text.contains("<rect width=\"64\" height=\"64\" rx=\"12\" fill=\""), "{of} has no ground");
        let title = text.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        assert!(titles.insert(title.expect(&entry.id)), "{of} shows what another shows");
        for element in text.split('<').skip(1).filter(|element| !element.starts_with('/')) {
            let name = element.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
            assert!(ELEMENTS.contains(&name), "{of}: {name}");
        }
        assert!(!text.contains("href"), "{of} refers to something");
    }
}
