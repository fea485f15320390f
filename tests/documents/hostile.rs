//! Files that are no files: noise, damage, other encodings, far too much.

use cantus::document::{Document, MAX_BYTES};
use cantus::files::check_document;
use cantus::preset::{Catalogue, FileKind};
use proptest::prelude::*;

fn check_bytes(bytes: &[u8]) {
    let catalogue = Catalogue::shipped();
    for (kind, name) in [
        (FileKind::Preset, "x.preset.toml"),
        (FileKind::Person, "x.person.toml"),
        (FileKind::Patch, "x.patch.toml"),
        (FileKind::Scale, "x.scale.toml"),
        (FileKind::Scale, "x.scl"),
        (FileKind::Song, "x.song.toml"),
        (FileKind::Style, "x.style.toml"),
        (FileKind::SetList, "x.setlist.toml"),
    ] {
        let errors = match Document::from_bytes(name, bytes.to_vec()) {
            Ok(document) => check_document(kind, &document, &catalogue).err().unwrap_or_default(),
            Err(error) => vec![error],
        };
        for error in errors {
            let text = error.to_string();
            assert!(!error.message.is_empty());
            let strange = |c: char| c.is_control() && c != '\n';
            assert!(!error.excerpt.contains(strange), "{text:?}");
        }
    }
}

fn shipped() -> Vec<Vec<u8>> {
    let catalogue = Catalogue::shipped();
    let mut texts = Vec::new();
    for kind in [FileKind::Preset, FileKind::Person, FileKind::Song] {
        for id in catalogue.ids(kind) {
            let document = catalogue.document(kind, &id, std::path::Path::new("")).unwrap();
            texts.push(document.text().as_bytes().to_vec());
        }
    }
    texts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Noise is refused with errors, never with a panic, and no error brings control
    /// characters to a terminal's screen.
    #[test]
    fn noise_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        check_bytes(&bytes);
    }

    /// Noise behind a good first line comes further, and is refused as well.
    #[test]
    fn noisy_toml_is_refused(text in "[a-z_\\[\\]=\"'{}., \n0-9.\u{1b}é-]{0,120}") {
        check_bytes(format!("format = 1\n{text}").as_bytes());
    }

    /// A good file with some bytes changed, left out or doubled never makes a panic.
    #[test]
    fn damage_is_survived(
        which in 0usize..1000,
        edits in proptest::collection::vec((any::<u16>(), any::<u8>(), 0u8..3), 1..6),
    ) {
        let texts = shipped();
        let mut bytes = texts[which % texts.len()].clone();
        for (place, byte, what) in edits {
            let place = usize::from(place) % bytes.len();
            match what {
                0 => bytes[place] = byte,
                1 => { bytes.remove(place); }
                _ => bytes.insert(place, byte),
            }
        }
        check_bytes(&bytes);
    }
}

/// A file of more than 1 MiB is not even read.
#[test]
fn far_too_much_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.person.toml");
    std::fs::write(&path, vec![b'#'; MAX_BYTES as usize + 1]).unwrap();
    assert!(Document::open(&path).unwrap_err().to_string().contains("larger than 1 MiB"));
    assert!(Document::from_bytes("x", vec![b'#'; MAX_BYTES as usize]).is_ok());
}

/// Text in another encoding is refused at the first character that shows it, with what to do.
#[test]
fn other_encodings_are_named() {
    let error = Document::from_bytes("x", b"format = 1\nname = \"Ren\xe9\"".to_vec()).unwrap_err();
    assert_eq!((error.line, error.column), (2, 12));
    assert!(error.message.contains("save the file as UTF-8"), "{error}");
    let wide: Vec<u8> = "\u{feff}format = 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(Document::from_bytes("x", wide).unwrap_err().message.contains("UTF-16"));
}

/// A byte order mark and Windows line ends change nothing.
#[test]
fn windows_files_are_good() {
    let text = "\u{feff}format = 1\r\nname = \"x\"\r\nabout = \"x\"\r\n[[bind]]\r\nrole = \"a\"\r\ncontrol = \"key:space\"\r\n";
    let document = Document::from_bytes("x.person.toml", text.as_bytes().to_vec()).unwrap();
    assert_eq!(check_document(FileKind::Person, &document, &Catalogue::shipped()), Ok(()));
}

/// Thousands of brackets inside one another are refused, not followed.
#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let text = format!("format = 1\nx = {}1{}", open.repeat(20_000), close.repeat(20_000));
        check_bytes(text.as_bytes());
    }
    check_bytes(format!("format = 1\n[{}]\n", vec!["a"; 20_000].join(".")).as_bytes());
    check_bytes(format!("format = 1\n{} = 1\n", vec!["a"; 20_000].join(".")).as_bytes());
}
