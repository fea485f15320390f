//! What is wrong in a file is told at its place, in words that help.

use cantus::document::Document;
use cantus::files::check_document;
use cantus::play::registry;
use cantus::preset::{Catalogue, FileKind};

use super::{BIND, person, person_with, preset, preset_with, told};

/// Each mistake is told at its exact place, in plain words, with the nearest valid name.
#[test]
fn person_errors_point_at_the_place() {
    let cases: &[(&str, usize, usize, &str)] = &[
        ("loudest_db = 3", 4, 14, "`loudest_db` is -40 to -9, not 3"),
        ("loudest_db = nan", 4, 14, "-40 to -9"),
        ("loudest_db = \"quiet\"", 4, 14, "`loudest_db` is a number, -40 to -9, not the text \"quiet\""),
        ("loudest = -20", 4, 1, "did you mean `loudest_db`?"),
        ("softest_velocity = 90\nloudest_velocity = 50", 4, 20, "at most `loudest_velocity`"),
        ("[swich.a]", 4, 2, "did you mean `switch`?"),
        ("[switch.q]", 4, 9, "there is no heading `q`"),
        ("[switch.a]\nlockout_ms = -1", 5, 14, "0 to 5000, not -1"),
        ("[switch.a]\nlockout = 5", 5, 1, "did you mean `lockout_ms`?"),
        ("[switch.a]\nlong_press_ms = 20", 5, 17, "300 to 10000"),
        ("[switch.a]\nlong_press_ms = \"never\"", 5, 17, "a time in ms, or \"off\""),
        ("[switch.a]\nlatch = \"tggle\"", 5, 9, "did you mean `toggle`?"),
        ("[axis.axis1]\nlow = 0.5\nhigh = 0.2", 4, 1, "above `low`"),
        ("[scan]\nloops = 1.5", 5, 9, "`loops` is a whole number, 0 to 20, not 1.5"),
        ("[[bind]]\nrole = \"z\"\ncontrol = \"key:enter\"", 5, 8, "`z` is not a role"),
        ("[[bind]]\nrole = \"a\"\ncontrol = \"key:spcae\"", 6, 11, "did you mean `key:space`?"),
        ("[[bind]]\nrole = \"a\"\ncontrols = [\"pad:south\", \"pad:sooth\"]", 6, 26, "`pad:south`"),
        ("[[bind]]\nrole = \"a\"\ncontrol = \"key:any\"", 6, 11, "keys are named one by one"),
        ("[[bind]]\nrole = \"a\"", 5, 8, "no control is named"),
        ("[[bind]]\ncontrol = \"key:enter\"", 4, 1, "the field `role` is missing"),
        ("[[bind]]\nrole = \"axis1\"\ncontrol = \"midi:cc2\"\nthreshold = 0.5", 7, 13, "only a switch"),
        ("[[bind]]\nrole = \"a\"\ncontrol = \"midi:cc2\"\nthreshold = 0.05", 7, 13, "hysteresis"),
        ("[menu]\nopens_by = \"longpress\"", 5, 12, "opens no menu"),
        ("[menu]\nopens_by = \"long_press\"", 5, 12, "give `long_press_ms`"),
        ("[menu]\nopens_by = \"c\"", 5, 12, "no control plays `c`"),
        ("[menu]\nopens_by = \"axis1\"", 5, 12, "a switch `a` to `p`"),
        ("[menu]\nitems = [\"call\", \"loudder\"]", 5, 18, "did you mean `louder`?"),
        ("[menu]\nitems = [\"stop_calling\"]", 5, 10, "`stop_calling` is no menu item"),
        ("[menu]\ncue_db = 0", 5, 10, "-60 to -12"),
        ("[menu]\nspeech = \"on\"", 5, 10, "one of auto, off"),
        ("name = \"again\"", 4, 1, "said twice"),
        ("[[bind]\nrole = \"a\"", 4, 8, "closed with ]]"),
        ("max_hold_ms = ", 4, 15, "the value after = is missing"),
    ];
    for (lines, line, column, words) in cases {
        let errors = person(&person_with(lines)).expect_err(lines);
        let text = told(&errors);
        let found = errors
            .iter()
            .any(|error| (error.line, error.column) == (*line, *column) && error.message.contains(words));
        assert!(found, "{lines}\nexpected {line}:{column} {words}\n{text}");
        for jargon in ["u8", "f32", "f64", "i64", "invalid type", "expected struct", "sequence", "variant"] {
            assert!(!text.contains(jargon), "{text}");
        }
    }
}

/// The same for presets, whose names are looked up among modes, scales and patches.
#[test]
fn preset_errors_point_at_the_place() {
    let cases: &[(&str, &str, usize, usize, &str)] = &[
        ("tempo_bpm = 300", "", 4, 13, "`tempo_bpm` is 30 to 240, not 300"),
        ("tempo = 90", "", 4, 1, "did you mean `tempo_bpm`?"),
        ("scale = \"doriann\"", "", 4, 9, "there is no scale `doriann`: did you mean `dorian`?"),
        ("scale = \"none/x.scl\"", "", 4, 9, "cannot be opened"),
        ("scale = \"x.txt.toml\"", "", 4, 9, "ends in .scale.toml or .scl"),
        ("root = \"H4\"", "", 4, 8, "`H4` is not a note"),
        ("root = 12", "", 4, 8, "`root` is 24 to 96, not 12"),
        ("root = \"C9\"", "", 4, 8, "MIDI note 120; expected 24 to 96"),
        ("metre = \"4/5\"", "", 4, 9, "\"3/4\""),
        ("progression = \"I vi IIV V\"", "", 4, 21, "`IIV`"),
        ("a4_hz = 220", "", 4, 9, "400 to 480"),
        ("seed = -1", "", 4, 8, "not -1"),
        ("", "roles = [\"a\", \"x\"]", 8, 15, "`x` is not a role"),
        ("", "roles = [\"a\", \"a\"]", 8, 15, "named twice"),
        ("", "register = [\"C4\", \"C4\"]", 8, 12, "an octave at least"),
        ("", "register = [\"C4\"]", 8, 12, "`register` has 2 items, this has 1"),
        ("", "register = [\"C4\", \"X\"]", 8, 19, "`X` is not a note"),
        ("", "lock = \"chrod\"", 8, 8, "did you mean `chord`?"),
        ("", "level_db = 40", 8, 12, "-60 to 12"),
        ("swing = 80", "", 4, 9, "0 to 75"),
        ("", "listens = \"leadr\"", 8, 11, "did you mean `leader`?"),
        ("", "listens = 0", 8, 11, "a part cannot hear itself"),
        ("", "listens = 3", 8, 11, "there is no part 3: parts are counted from 0"),
        ("", "paan = 0", 8, 1, "did you mean `pan`?"),
        ("", "[part.options]\nleap = [1]", 9, 8, "a number, a word in quotes, or true or false"),
    ];
    for (top, part, line, column, words) in cases {
        let errors = preset(&preset_with(top, part)).expect_err("refused");
        let found = errors
            .iter()
            .any(|error| (error.line, error.column) == (*line, *column) && error.message.contains(words));
        assert!(found, "{top}{part}\nexpected {line}:{column} {words}\n{}", told(&errors));
    }
    let text = preset_with("", "").replace("\"kalimba\"", "\"kalimbaa\"").replace("\"wander\"", "\"wandr\"");
    let text = told(&preset(&text).unwrap_err());
    assert!(text.contains("x.preset.toml:6:8: there is no play mode `wandr`"), "{text}");
    assert!(
        text.contains("x.preset.toml:7:9: there is no patch `kalimbaa`: did you mean `kalimba`?"),
        "{text}"
    );
}

/// Options are checked against what the mode declares: name, type and range.
#[test]
fn options_are_those_of_the_mode() {
    let Some(row) = registry::find("wander").filter(|row| !row.options.is_empty()) else { return };
    let name = row.options[0].name;
    let error = |line: &str| {
        let errors = preset(&preset_with("", &format!("[part.options]\n{line}"))).unwrap_err();
        (errors[0].line, errors[0].column, errors[0].message.clone())
    };
    let (line, column, message) = error(&format!("{name}x = 1"));
    assert_eq!((line, column), (9, 1));
    assert!(message.contains(&format!("did you mean `{name}`?")), "{message}");
    let (line, column, _) = error(&format!("{name} = -1e9"));
    assert_eq!((line, column), (9, name.len() + 4));
}

/// All mistakes of a file are told at once, from top to bottom, each with its line and carets.
#[test]
fn all_errors_are_told_at_once() {
    let errors =
        person(&person_with("loudest_db = 3\nabuot = 1\n[switch.a]\nlockout_ms = \"x\"")).unwrap_err();
    let lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [4, 5, 7]);
    assert_eq!(
        errors[0].to_string(),
        "x.person.toml:4:14: `loudest_db` is -40 to -9, not 3\n  |\n4 | loudest_db = 3\n  |              ^"
    );
}

/// A file of a newer format is refused with a sentence that says what to do; one without a
/// format, or with another sort of value there, too.
#[test]
fn formats_are_told_apart() {
    let newer = told(&person(&person_with("").replace("format = 1", "format = 2")).unwrap_err());
    assert!(newer.contains("1:10") && newer.contains("newer Cantus") && newer.contains("update"), "{newer}");
    let none = told(&person(BIND).unwrap_err());
    assert!(none.contains("must start with `format = 1`"), "{none}");
    for written in ["\"1\"", "0", "-1", "1.0", "99999999999999999999"] {
        let text = person_with("").replace("format = 1", &format!("format = {written}"));
        assert!(person(&text).is_err(), "{written}");
    }
}

/// Scales and patches are told where they are wrong, too.
#[test]
fn scale_and_patch_errors_point_at_the_place() {
    let check = |kind, text: &str| {
        check_document(kind, &Document::new("x", text.to_owned()), &Catalogue::shipped()).unwrap_err()
    };
    let head = "format = 1\nname = \"x\"\nabout = \"x\"\norigin = \"x\"\n";
    for (line, place, words) in [
        ("cents = [0, 500, 400]", (5, 9), "400"),
        ("cents = [0, \"x\"]", (5, 13), "a number"),
        ("cents = [0, 700]\nperiod_cents = 20", (6, 16), "100 to 4800"),
        ("cents = [0, 700]\nperiod = 1200", (6, 1), "did you mean `period_cents`?"),
    ] {
        let errors = check(FileKind::Scale, &format!("{head}{line}"));
        assert_eq!((errors[0].line, errors[0].column), place, "{}", errors[0]);
        assert!(errors[0].message.contains(words), "{}", errors[0]);
    }
    let errors = check(FileKind::Patch, "format = 1\nname = \"x\"\nabuot = \"x\"\n");
    assert_eq!((errors[0].line, errors[0].column), (3, 1));
    assert!(errors[0].message.contains("did you mean `about`?"), "{}", errors[0]);
}
