//! Music changed while it plays: sounds, modes, players, chords, and the way back.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use cantus::document::Document;
use cantus::engine::{Command, MusicSetup, NoteRecord};
use cantus::input::trace::TraceCommand;
use cantus::preset::{Catalogue, Preset, edited_preset};
use cantus::session::offline::Kept;
use cantus::session::open_music::{OpenMusic, UNDO_STEPS};
use cantus::session::opening;
use common::{RATE_HZ, Rendered, person, preset};

/// Renders `seconds` of `setup` played by `trace`, edits and all.
fn play(setup: &MusicSetup, trace: &str, seconds: f64, buffer: usize) -> Rendered {
    let mut music = OpenMusic::new(Catalogue::shipped(), setup.clone(), 0.0)
        .played_by(opening::sheet(&Catalogue::shipped(), "anyone").unwrap());
    let mut offline = common::offline(setup, &person("anyone"), trace);
    let mut kept = Kept::default();
    let mut audio = vec![0.0; (seconds * RATE_HZ) as usize * 2];
    for out in audio.chunks_mut(buffer * 2) {
        offline.render(out, &mut kept, &mut |command| music.command(command, RATE_HZ)).unwrap();
    }
    Rendered { audio, kept }
}

fn desk(text: &str) -> TraceCommand {
    TraceCommand::Desk(text.parse().unwrap())
}

fn edit(music: &mut OpenMusic, text: &str) -> Result<Command, String> {
    music.command(&desk(text), RATE_HZ)
}

fn notes(rendered: &Rendered, part: u8) -> Vec<NoteRecord> {
    rendered.kept.notes.iter().filter(|note| note.part == part).copied().collect()
}

/// Two parts that `a` plays, the second with `b`.
fn duet() -> MusicSetup {
    let text = "format = 1\nname = \"Duet\"\nabout = \"Two parts.\"\nprogression = \"I vi IV V\"\n\
                [[part]]\nname = \"High\"\nmode = \"wander\"\nroles = [\"a\"]\npatch = \"warm_pad\"\n\
                [[part]]\nname = \"Low\"\nmode = \"wander\"\nroles = [\"a\", \"b\"]\n\
                register = [\"C3\", \"C5\"]\npatch = \"clarinet\"\nlevel_db = -4\n";
    let document = Document::new("duet.preset.toml", text);
    Preset::read(&document, &Catalogue::shipped()).unwrap().setup
}

/// Presses of `a` once a second, held for a third of it.
fn presses(count: u32) -> String {
    (0..count).map(|n| format!("{}.1 a#1 down\n{}.43 a#1 up\n", n, n)).collect()
}

/// Largest step between neighbouring samples in a stretch, in seconds.
fn steepest(rendered: &Rendered, from: f64, to: f64) -> f32 {
    let frame = |at: f64| (at * RATE_HZ) as usize;
    let steep = |side: Vec<f32>| {
        let side = &side[frame(from)..frame(to)];
        side.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max)
    };
    steep(rendered.left()).max(steep(rendered.right()))
}

/// Every edit that there is, in one trace; each can be made in this music.
const EVERYTHING: &str = "\
2.013 !edit patch 0 flute
3.021 !edit level 0 -9
3.05 !edit more level 0 -12
3.4 !edit pan 1 -0.5
4.2 !edit mode 1 arp
5.3 !edit register 0 48 66
5.6 !edit roles 1 a b
6.2 !edit lock 0 off
6.4 !edit tempo 120
7.1 !edit metre 3 4
7.3 !edit swing 40
7.6 !edit root 57
8.2 !edit scale dorian
8.7 !edit chords |I|IV|V7|
9.4 !edit mute 1
9.8 !edit unmute 1
10.1 !edit solo 0
10.4 !edit unsolo 0
10.7 !edit master -6
11.1 !edit chords leader
11.6 !edit chords still
";

/// The same trace gives the same samples whatever the device's buffer, edits and their undoing
/// included.
#[test]
fn edits_replay() {
    let setup = duet();
    let undone: String = (0..12).map(|n| format!("{} !edit undo\n", 12.0 + 0.11 * f64::from(n))).collect();
    let trace = format!("{}{EVERYTHING}{undone}13.8 !edit redo\n14.9 !silence\n", presses(15));
    let one = play(&setup, &trace, 15.0, 64);
    let other = play(&setup, &trace, 15.0, 441);
    assert!(one.audio == other.audio);
    assert!(one.ons().len() > 15);
    assert_eq!(one.hanging(), 0);
}

/// No edit clicks: while a note is held, no edit makes a step steeper than the music has
/// without it.
#[test]
fn edits_do_not_click() {
    let setup = duet();
    let held = "0.5 a#1 down\n3.5 a#1 up\n";
    let plain = play(&setup, held, 4.0, 64);
    let steep = steepest(&plain, 0.0, 4.0).max(0.002);
    for line in EVERYTHING.lines() {
        let (_, line) = line.split_once(' ').unwrap();
        let line = line.replace("more ", "");
        let edited = play(&setup, &format!("{held}1.5037 {line}\n"), 4.0, 64);
        let step = steepest(&edited, 1.5, 1.9);
        assert!(step < 1.5 * steep, "{line}: a step of {step}, the music has {steep}");
    }
}

/// Another person does not click, however much softer theirs may get.
#[test]
fn another_person_does_not_click() {
    let mut setup = duet();
    setup.parts.iter_mut().for_each(|part| part.level_db = 12.0);
    let held = "0.5 a#1 down\n2 a#1 up\n2.5 a#1 down\n3.5 a#1 up\n";
    let plain = play(&setup, held, 4.0, 64);
    let steep = steepest(&plain, 0.0, 4.0);
    let changed = play(&setup, &format!("{held}1.5037 !body set loudest_db -30\n"), 4.0, 64);
    let step = steepest(&changed, 1.5, 1.9);
    assert!(step < 1.5 * steep, "a step of {step}, the music has {steep}");
    let loudest = changed.audio[2 * 90_000..].iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    let (ceiling, before) =
        (cantus::math::db_to_gain(-30.0), plain.audio.iter().fold(0.0f32, |a, b| a.max(b.abs())));
    assert!(
        loudest > 0.3 * ceiling && loudest <= ceiling && before > ceiling,
        "{loudest} {before} {ceiling}"
    );
    assert_eq!(changed.hanging(), 0);
}

/// A part that no edit touches sounds on: its samples are those without the edit.
#[test]
fn what_is_not_touched_sounds_on() {
    let mut setup = duet();
    // Only the untouched part is heard, and nothing of the other in the room.
    setup.parts[1].level_db = -60.0;
    let held = "0.5 a#1 down\n1 b#2 down\n";
    let plain = play(&setup, held, 3.0, 64);
    assert!(notes(&plain, 1).len() >= 2);
    for line in ["patch 1 flute", "mode 1 arp", "roles 1 b", "register 1 40 60", "metre 3 4", "chords leader"]
    {
        let edited = play(&setup, &format!("{held}1.5 !edit {line}\n"), 3.0, 64);
        assert!(edited.audio == plain.audio, "{line}");
        assert_eq!(notes(&edited, 0), notes(&plain, 0));
    }
}

/// Another sound is heard at once, also of what is held, and the melody goes on as it would have.
#[test]
fn another_sound_plays_the_same_melody() {
    let setup = duet();
    let trace = presses(8);
    let plain = play(&setup, &trace, 9.0, 64);
    let edited = play(&setup, &format!("{trace}2.2 !edit patch 0 flute\n"), 9.0, 64);
    let pitches = |rendered: &Rendered| -> Vec<f32> {
        rendered.ons().iter().filter(|note| note.part == 0).map(|note| note.pitch).collect()
    };
    // The note that was held is begun again in the new sound.
    let (before, mut after) = (pitches(&plain), pitches(&edited));
    assert_eq!(after.remove(3), before[2]);
    assert_eq!(before, after);
    assert!(plain.audio != edited.audio && edited.hanging() == 0);
}

/// What is taken back is as it was, exactly, twenty steps far, and can be made again exactly.
#[test]
fn undo_restores_the_setup() {
    let mut music = OpenMusic::new(Catalogue::shipped(), duet(), 0.0);
    let shown = |music: &OpenMusic| format!("{:?}", music.arrangement());
    let mut states = vec![shown(&music)];
    for line in EVERYTHING.lines().filter(|line| !line.contains("more")).chain(EVERYTHING.lines().take(2)) {
        let text = line.split_once("!edit ").unwrap().1;
        edit(&mut music, text).unwrap_or_else(|error| panic!("{text}: {error}"));
        states.push(shown(&music));
    }
    let made = states.len() - 1;
    assert!(made > UNDO_STEPS);
    for step in 1..=UNDO_STEPS {
        edit(&mut music, "undo").unwrap_or_else(|error| panic!("{step}: {error}"));
        assert!(shown(&music) == states[made - step], "undo {step}");
        assert!(music.said().starts_with("Taken back: "), "{}", music.said());
    }
    assert!(edit(&mut music, "undo").is_err());
    for step in 1..=UNDO_STEPS {
        edit(&mut music, "redo").unwrap();
        assert!(shown(&music) == states[made - UNDO_STEPS + step], "redo {step}");
    }
    assert!(edit(&mut music, "redo").is_err());
}

/// A hand that drags is one step back; what was set by other means stays when that is taken back.
#[test]
fn one_hand_is_one_step() {
    let mut music = OpenMusic::new(Catalogue::shipped(), duet(), 0.0);
    let before = music.arrangement().setup.parts[0].level_db;
    edit(&mut music, "level 0 -3").unwrap();
    edit(&mut music, "more level 0 -4").unwrap();
    edit(&mut music, "more level 0 -5").unwrap();
    music.command(&TraceCommand::Tempo(133.0), RATE_HZ).unwrap();
    assert_eq!(music.arrangement().setup.parts[0].level_db, -5.0);
    edit(&mut music, "undo").unwrap();
    assert_eq!(music.arrangement().setup.parts[0].level_db, before);
    assert_eq!(music.arrangement().setup.tempo_bpm, 133.0);
    assert!(!music.can_undo() && music.can_redo());
}

/// What cannot be is refused with the reason, and changes nothing.
#[test]
fn refusals_are_told() {
    let mut music = OpenMusic::new(Catalogue::shipped(), duet(), 0.0);
    let before = format!("{:?}", music.arrangement());
    for (text, told) in [
        ("patch 0 flut", "flute"),
        ("patch 0 kit_soft", "drum kit"),
        ("patch 7 flute", "no part 8"),
        ("mode 0 song", "song"),
        ("mode 0 wnader", "wander"),
        ("register 0 60 65", "octave"),
        ("chords |I|XX|", "Chord"),
        ("intensity 2", "no band"),
        ("level 9 0", "no part 10"),
    ] {
        let Err(error) = edit(&mut music, text) else { panic!("{text} was made") };
        assert!(error.contains(told), "{text}: {error}");
    }
    assert_eq!(before, format!("{:?}", music.arrangement()));
    let mut banded = OpenMusic::new(Catalogue::shipped(), preset("backroom-shuffle"), 0.0);
    assert!(edit(&mut banded, "metre 3 4").is_err_and(|error| error.contains("band")));
    assert!(edit(&mut banded, "intensity 3").is_ok());
}

/// What is changed and kept in a preset file reads back as the music that plays, whatever was
/// changed, and what somebody wrote in the file stays.
#[test]
fn kept_edits_read_back() {
    let text = "# My duet.\nformat = 1\nname = \"Duet\" # of two\nabout = \"Two parts.\"\nprogression = \"I vi IV V:2\"\n\
                [[part]]\nmode = \"wander\"\nroles = [\"a\"]\npatch = \"warm_pad\"\n\
                [[part]]\nname = \"Low\"\nmode = \"wander\"\nroles = [\"a\", \"b\"]\n\
                register = [\"C3\", \"C5\"]\npatch = \"clarinet\"\nlevel_db = -4\n";
    let read = |text: &str| {
        let document = Document::new("duet.preset.toml", text.to_owned());
        Preset::read(&document, &Catalogue::shipped())
            .unwrap_or_else(|errors| panic!("{}\n{text}", errors[0]))
            .setup
    };
    let folder = tempfile::tempdir().unwrap();
    let clip = folder.path().join("tone.flac");
    std::fs::copy("tests/clips/tone.flac", &clip).unwrap();
    let clip = format!("0 !edit clip 1 {}", clip.display());
    let more = ["0 !edit mode 0 beat", "0 !edit chords |I|IV:2|", &clip];
    for line in EVERYTHING.lines().chain(more) {
        let line = line.split_once("!edit ").unwrap().1.replace("more ", "");
        // Scales and metres also move chords that are written as numerals.
        if line.starts_with("scale") {
            continue;
        }
        let mut music = OpenMusic::new(Catalogue::shipped(), read(text), 0.0);
        edit(&mut music, &line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let kept = edited_preset(text, music.edits()).unwrap();
        assert!(kept.starts_with("# My duet.\n") && kept.contains("name = \"Duet\" # of two"), "{kept}");
        let (again, now) = (read(&kept), &music.arrangement().setup);
        assert_eq!(format!("{again:?}"), format!("{now:?}"), "{line}\n{kept}");
    }
}

/// Another song keeps how it is played, and parts that played the song together go on together; the
/// piece has the key of the song then, and reads back so.
#[test]
fn another_song_is_played_the_same_way() {
    let text = "format = 1\nname = \"Two\"\nabout = \"A tune and its chords.\"\nroot = \"D4\"\ntempo_bpm = 60\n\
                [[part]]\nmode = \"song\"\npatch = \"flute\"\n[part.options]\nsong = \"frere_jacques\"\npress = \"phrase\"\n\
                [[part]]\nmode = \"song\"\npatch = \"warm_pad\"\n[part.options]\nsong = \"frere_jacques\"\nplay = \"accompaniment\"\n";
    let read = |text: &str| {
        let document = Document::new("two.preset.toml", text.to_owned());
        Preset::read(&document, &Catalogue::shipped())
            .unwrap_or_else(|errors| panic!("{}\n{text}", errors[0]))
    };
    let mut music = OpenMusic::new(Catalogue::shipped(), read(text).setup, 0.0);
    edit(&mut music, "mode 0 song greensleeves").unwrap();
    let setup = &music.arrangement().setup;
    for part in &setup.parts {
        assert_eq!(part.options.first_song().unwrap().name, "Greensleeves");
    }
    assert_eq!(setup.parts[0].options.choice("press"), "phrase");
    assert_eq!(setup.parts[1].options.choice("play"), "accompaniment");
    let kept = edited_preset(text, music.edits()).unwrap();
    assert_eq!(format!("{:?}", read(&kept).setup), format!("{setup:?}"), "{kept}");
    let before = format!("{:?}", read(text).setup);
    music.command(&TraceCommand::Desk("undo".parse().unwrap()), RATE_HZ).unwrap();
    assert_eq!(format!("{:?}", music.arrangement().setup), before);
}
