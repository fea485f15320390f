//! Set lists as files, and the gestures that go on in them.

use std::path::Path;

use cantus::access::{NextBy, NextGesture};
use cantus::document::Document;
use cantus::engine::Notice;
use cantus::input::Role;
use cantus::preset::{Catalogue, FileKind, SetList};
use proptest::prelude::*;

use super::{person, told};

fn set_list(text: &str) -> Result<SetList, Vec<cantus::document::DocumentError>> {
    SetList::read(&Document::new("x.setlist.toml", text.to_owned()), &Catalogue::shipped())
}

const HEAD: &str = "format = 1\nname = \"x\"\nabout = \"x\"\n";

/// Every shipped set list is good, says in one sentence what it is for, and is told with its
/// presets.
#[test]
fn shipped_set_lists_are_good() {
    let catalogue = Catalogue::shipped();
    let entries = catalogue.entries(FileKind::SetList);
    assert!(entries.len() >= 3);
    for entry in entries {
        let document = catalogue.document(FileKind::SetList, &entry.id, Path::new("")).unwrap();
        let list = SetList::read(&document, &catalogue).unwrap_or_else(|errors| panic!("{}", told(&errors)));
        assert!(list.about.ends_with('.') && !list.tags.is_empty(), "{}", entry.id);
        let names: Vec<String> = list.pieces.iter().map(|piece| piece.preset.clone()).collect();
        assert_eq!(entry.presets, Some(names));
    }
}

/// A preset that is not there, or broken, is told at its place, with the nearest that is there.
#[test]
fn missing_presets_are_told() {
    let errors =
        set_list(&format!("{HEAD}[[piece]]\npreset = \"tide\"\n[[piece]]\npreset = \"tyde\"\n")).unwrap_err();
    assert_eq!((errors.len(), errors[0].line, errors[0].column), (1, 7, 10), "{}", told(&errors));
    assert!(errors[0].message.contains("did you mean `tide`"), "{}", errors[0]);
    let errors = set_list(&format!("{HEAD}[[piece]]\npreset = \"tide\"\nroot = \"H2\"\n")).unwrap_err();
    assert_eq!((errors[0].line, errors[0].column), (6, 8), "{}", told(&errors));
    let errors = set_list(&format!("{HEAD}piece = []\n")).unwrap_err();
    assert!(errors[0].message.contains("has 1 to 100 items"), "{}", errors[0]);
    let errors = set_list(&format!("{HEAD}[[piece]]\npreset = \"tide\"\ntempo_bpm = 500\n")).unwrap_err();
    assert!(errors[0].message.contains("30 to 240"), "{}", errors[0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// As many steps on as back lead home, from any place, and every place is in the list.
    #[test]
    fn steps_go_round(count in 1usize..9, from in 0usize..9, steps in proptest::collection::vec(-3isize..=3, 0..20)) {
        let text: String = (0..count).map(|_| "[[piece]]\npreset = \"tide\"\n").collect();
        let list = set_list(&format!("{HEAD}{text}")).unwrap();
        let from = from % count;
        let mut place = from;
        for step in &steps {
            place = list.step(place, *step);
            prop_assert!(place < count);
        }
        prop_assert_eq!(list.step(place, -steps.iter().sum::<isize>()), from);
    }
}

fn person_with_next(next: &str) -> String {
    format!(
        "{HEAD}{next}\n[[bind]]\nrole = \"a\"\ncontrol = \"key:space\"\n[[bind]]\nrole = \"b\"\ncontrol = \"key:enter\"\n"
    )
}

/// The person file says which gesture goes on; one that nobody can make is refused at its place.
#[test]
fn gestures_that_cannot_be_made_are_refused() {
    let next = |text: &str| person(&person_with_next(text)).map(|person| person.body.next);
    let (b, press) = (Role::Switch(1), NextBy::Press);
    assert_eq!(next(""), Ok(None));
    assert_eq!(next("[next]\nswitch = \"b\""), Ok(Some(NextGesture { role: b, by: press })));
    let long = "[next]\nswitch = \"b\"\nby = \"long_press\"\n[switch.b]\nlong_press_ms = 900";
    assert_eq!(next(long), Ok(Some(NextGesture { role: b, by: NextBy::LongPress })));
    for (text, wanted) in [
        ("[next]\nswitch = \"b\"\nby = \"long_press\"", "set long_press_ms under [switch.b]"),
        ("[next]\nswitch = \"b\"\nby = \"double_press\"", "set double_press_ms under [switch.b]"),
        ("[next]\nswitch = \"c\"", "no control plays `c`"),
        ("[next]\nswitch = \"axis1\"", "is no switch"),
        ("[next]\nswitch = \"z\"", "is not a role"),
        ("[next]\nswitch = \"b\"\nby = \"shout\"", "one of press, double_press, long_press"),
    ] {
        let errors = next(text).unwrap_err();
        assert!(errors[0].message.contains(wanted) && errors[0].line > 0, "{}", errors[0]);
    }
    let alone = format!("{HEAD}[next]\nswitch = \"a\"\n[[bind]]\nrole = \"a\"\ncontrol = \"key:space\"\n");
    assert!(person(&alone).unwrap_err()[0].message.contains("there is no other"));
}

/// The gesture is told as often as it is made and by no other switch. A switch whose press goes
/// on plays nothing; with the other gestures it plays as ever.
#[test]
fn the_gesture_is_told() {
    let trace = "0.1 key:enter down\n0.2 key:enter up\n0.4 key:enter down\n0.5 key:enter up\n\
                 1.0 key:space down\n1.2 key:space up\n2.0 key:enter down\n3.6 key:enter up\n";
    for (next, told, sounding) in [
        ("[next]\nswitch = \"b\"", 3, 1),
        ("[next]\nswitch = \"b\"\nby = \"long_press\"\n[switch.b]\nlong_press_ms = 900", 1, 4),
        ("[next]\nswitch = \"b\"\nby = \"double_press\"\n[switch.b]\ndouble_press_ms = 400", 1, 4),
        ("", 0, 4),
    ] {
        let person =
            person(&person_with_next(next)).unwrap_or_else(|errors| panic!("{}", super::told(&errors)));
        let rendered = super::common::render(&super::common::preset("first-notes"), &person, trace, 4.0, 64);
        let asked = rendered.kept.notices.iter().filter(|notice| **notice == Notice::Next).count();
        assert_eq!((asked, rendered.ons().len()), (told, sounding), "{next}");
    }
}
