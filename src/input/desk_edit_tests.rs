//! Edits of the desk as traces write them.

use super::DeskCommand;

/// What is written reads back as the same, and slips are told.
#[test]
fn edits_round_trip() {
    for text in [
        "level 0 -6.5",
        "pan 12 -1",
        "mute 1",
        "unmute 1",
        "solo 2",
        "unsolo 2",
        "patch 0 soft_piano",
        "patch 0 my sounds/a b.patch.toml",
        "font 0 0 24 TimGM6mb.sf2",
        "font 1 128 0 /my fonts/a b.sf2",
        "clip 0 /my sounds/a b.wav",
        "mode 1 wander",
        "mode 1 song five-notes",
        "register 0 48 72",
        "roles 0 a b axis1",
        "roles 1",
        "lock 0 chord-on-beat",
        "tempo 96",
        "metre 6 8",
        "swing 33",
        "root 57",
        "scale dorian",
        "chords still",
        "chords leader",
        "chords |I|#IV:2|V7/V|",
        "intensity 2",
        "intensity player",
        "master -12",
        "more level 0 -7",
        "undo",
        "redo",
    ] {
        let read: DeskCommand = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read.to_string(), text);
    }
    for (text, told) in [
        ("levle 0 0", "did you mean `level`?"),
        ("level 13 0", "0 to 12"),
        ("level 0 90", "-60 to 12"),
        ("level 0 nan", "-60 to 12"),
        ("patch 0", "expected a patch"),
        ("font 0 200 0 x.sf2", "0 to 128"),
        ("metre 4 3", "4th"),
        ("mute 0 1", "nothing was expected"),
        ("roles 0 z", "is not a role"),
        ("lock 0 door", "chord-on-beat"),
        ("", "there is no edit"),
    ] {
        let error = text.parse::<DeskCommand>().unwrap_err();
        assert!(error.contains(told), "{text}: {error}");
    }
}
