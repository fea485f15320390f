//! The command line as others use it: the built program, its files, its exit codes. Names
//! are a contract.

// A test that cannot read what it has written has failed.
#![allow(clippy::unwrap_used)]

#[cfg(all(feature = "app", target_os = "linux"))]
mod live;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder of its own for each test: where it works, and what it remembers.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Home(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cantus"));
        command.current_dir(self.0.path()).env("HOME", self.0.path());
        for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(name, self.path("settings"));
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran(self.command().args(arguments).output().unwrap())
    }
}

struct Ran(Output);

impl Ran {
    fn ok(self) -> String {
        assert!(self.0.status.success(), "{}", self.stderr());
        String::from_utf8(self.0.stdout).unwrap()
    }

    /// What it said on stderr when it failed with exit code 1.
    fn failed(self) -> String {
        assert_eq!(self.0.status.code(), Some(1), "{}", self.stderr());
        assert!(self.0.stdout.is_empty(), "errors belong on stderr");
        self.stderr()
    }

    fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }
}

const TRACE: &str = "0.25 key:space down\n0.5 key:space up\n1.0 key:space down\n1.25 key:space up\n";

/// `render` writes sound, notes and MIDI that agree: onsets at the moments of the presses.
#[test]
fn render_writes_all_its_files() {
    let home = Home::new();
    home.write("in.trace", TRACE);
    home.run(&[
        "render",
        "first-notes",
        "--trace",
        "in.trace",
        "-o",
        "out.wav",
        "--seconds",
        "2.5",
        "--rate",
        "44100",
        "--notes",
        "out.csv",
        "--midi",
        "out.mid",
    ])
    .ok();

    let wav = hound::WavReader::open(home.path("out.wav")).unwrap();
    assert_eq!((wav.spec().channels, wav.spec().sample_rate), (2, 44_100));
    assert_eq!(f64::from(wav.duration()), 2.5 * 44_100.0);
    let samples: Vec<f32> = wav.into_samples::<f32>().map(Result::unwrap).collect();
    let first = samples.iter().position(|sample| *sample != 0.0).unwrap() / 2;
    assert!((11_025..=11_026).contains(&first), "the first sound is at frame {first}");

    let notes = std::fs::read_to_string(home.path("out.csv")).unwrap();
    let rows: Vec<Vec<&str>> = notes.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0], ["time_s", "part", "event", "pitch", "velocity"]);
    let ons: Vec<f64> = rows.iter().filter(|row| row[2] == "on").map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(ons, [0.25, 1.0]);
    assert_eq!(rows.iter().filter(|row| row[2] == "off").count(), 2);
    assert!(rows[1][3].parse::<f64>().unwrap() >= 60.0);

    let midi = std::fs::read(home.path("out.mid")).unwrap();
    let smf = midly::Smf::parse(&midi).unwrap();
    let starts = |event: &midly::TrackEvent<'_>| {
        matches!(
            event.kind,
            midly::TrackEventKind::Midi { message: midly::MidiMessage::NoteOn { vel, .. }, .. } if vel > 0
        )
    };
    assert_eq!(smf.tracks.iter().flatten().filter(|event| starts(event)).count(), 2);
}

/// Without `--seconds` a render goes on until the sound has rung out, and no longer than
/// needed; the rate is that of the trace.
#[test]
fn render_ends_by_itself() {
    let home = Home::new();
    home.write("in.trace", &format!("#!cantus-trace 1 rate=32000\n{TRACE}"));
    home.run(&["render", "first-notes", "--trace", "in.trace", "-o", "out.wav"]).ok();
    let wav = hound::WavReader::open(home.path("out.wav")).unwrap();
    assert_eq!(wav.spec().sample_rate, 32_000);
    let seconds = f64::from(wav.duration()) / 32_000.0;
    assert!((2.0..13.5).contains(&seconds), "{seconds} s");
    let samples: Vec<f32> = wav.into_samples::<f32>().map(Result::unwrap).collect();
    assert!(samples[samples.len() - 2000..].iter().all(|sample| sample.abs() < 1e-3));
}

/// The same trace gives the same file, to the byte.
#[test]
fn render_is_repeatable() {
    let home = Home::new();
    home.write("in.trace", TRACE);
    for out in ["1.wav", "2.wav"] {
        let two = ["render", "call-and-answer", "--trace", "in.trace", "--person", "two-switches", "-o", out];
        home.run(&two).ok();
    }
    assert!(std::fs::read(home.path("1.wav")).unwrap() == std::fs::read(home.path("2.wav")).unwrap());
}

/// What cannot be rendered says why on stderr, with what to try, and exits with 1.
#[test]
fn render_says_what_is_wrong() {
    let home = Home::new();
    home.write("in.trace", TRACE);
    let render = |preset: &str, trace: &str, out: &str| {
        home.run(&["render", preset, "--trace", trace, "-o", out]).failed()
    };
    let error = render("first-note", "in.trace", "out.wav");
    assert!(error.contains("did you mean `first-notes`?"), "{error}");
    let error = render("first-notes", "nowhere.trace", "out.wav");
    assert!(error.contains("nowhere.trace"), "{error}");
    let error = render("first-notes", "in.trace", "no/such/folder/out.wav");
    assert!(error.contains("no/such/folder/out.wav cannot be written"), "{error}");
    home.write("bad.trace", "0.0 key:space down\n0.5 key:spcae up\n");
    let error = render("first-notes", "bad.trace", "out.wav");
    assert!(error.contains("line 2") && error.contains("key:space"), "{error}");
    let person = ["render", "first-notes", "--trace", "in.trace", "-o", "o.wav", "--person", "anyon"];
    let error = home.run(&person).failed();
    assert!(error.contains("did you mean `anyone`?"), "{error}");
    for (option, value) in [("--seconds", "-1"), ("--seconds", "x"), ("--rate", "100")] {
        let ran = home.run(&[
            "render",
            "first-notes",
            "--trace",
            "in.trace",
            "-o",
            "o.wav",
            &format!("{option}={value}"),
        ]);
        assert_eq!(ran.0.status.code(), Some(2), "{option} {value}");
        assert!(ran.stderr().contains(option), "{}", ran.stderr());
    }
}

/// Files of the folder and below that have one of our endings.
fn shipped_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            shipped_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
}

/// `check` finds nothing wrong with any file that ships.
#[test]
fn shipped_files_pass_the_check() {
    let mut files = Vec::new();
    shipped_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("presets"), &mut files);
    assert!(files.len() > 80);
    let home = Home::new();
    let ran = Ran(home.command().arg("check").args(&files).output().unwrap());
    assert!(ran.stderr().is_empty(), "{}", ran.stderr());
    assert_eq!(ran.ok().lines().count(), files.len());
}

/// `check` exits with 1 and says on stderr where it is wrong, for every kind of file; one
/// bad file among good ones is enough.
#[test]
fn check_finds_what_is_wrong() {
    let home = Home::new();
    let part = "[[part]]\nmode = \"wander\"\npatch = \"kalimba\"\n";
    let head = "format = 1\nname = \"x\"\nabout = \"x\"\n";
    let good = home.write("good.preset.toml", &format!("{head}{part}"));
    let scale = format!("{head}origin = \"x\"\n");
    for (name, text, told) in [
        ("bad.preset.toml", format!("{head}tempo_bpm = 900\n{part}"), "bad.preset.toml:4:13"),
        ("bad.person.toml", format!("{head}[[bind]]\nrole = \"a\"\ncontrol = \"key:spcae\"\n"), "key:space"),
        ("bad.scale.toml", format!("{scale}cents = [0, 700, 200]\n"), "bad.scale.toml"),
        ("bad.scl", "x\n 2\n 200.0\n 3x/2\n".to_owned(), "bad.scl:4"),
        ("bad.patch.toml", format!("{head}[filter]\ncutoff = 5\n"), "cutoff"),
        ("bad.trace", "0.0 key:space down\n1.0 key:space dwon\n".to_owned(), "line 2"),
        ("bad.txt", "x".to_owned(), "bad.txt"),
    ] {
        let path = home.write(name, &text);
        let ran = home.run(&["check", good.to_str().unwrap(), path.to_str().unwrap()]);
        assert_eq!(ran.0.status.code(), Some(1), "{name}");
        assert!(ran.stderr().contains(told), "{name}: {}", ran.stderr());
        let out = String::from_utf8_lossy(&ran.0.stdout).into_owned();
        assert!(out.contains("good.preset.toml") && !out.contains(name), "{out}");
    }
    home.run(&["check", good.to_str().unwrap()]).ok();
    home.run(&["check", home.write("good.trace", TRACE).to_str().unwrap()]).ok();
    assert!(home.run(&["check", "nowhere.preset.toml"]).failed().contains("nowhere.preset.toml"));
}

fn listed(what: &str) -> Vec<Value> {
    let text = Home::new().run(&["list", what, "--json"]).ok();
    match serde_json::from_str(&text).unwrap() {
        Value::Array(rows) => rows,
        other => panic!("{other}"),
    }
}

/// `list … --json` is an array of objects with `id`, `name`, `about`; presets also tell
/// modes, scale, root and tags.
#[test]
fn lists_are_arrays_of_objects() {
    for (what, least) in [
        ("presets", 10),
        ("persons", 4),
        ("modes", 5),
        ("scales", 40),
        ("patches", 8),
        ("styles", 11),
        ("devices", 0),
    ] {
        let rows = listed(what);
        assert!(rows.len() >= least, "{what}: {}", rows.len());
        for row in rows {
            for key in ["id", "name", "about"] {
                assert!(row[key].as_str().is_some_and(|text| !text.is_empty()), "{what}: {key} of {row}");
            }
        }
    }
    for row in listed("presets") {
        assert!(row["modes"].as_array().is_some_and(|modes| !modes.is_empty()), "{row}");
        assert!(row["tags"].is_array() && row["scale"].is_string() && row["root"].is_number(), "{row}");
    }
    let text = Home::new().run(&["list", "presets"]).ok();
    assert!(text.lines().any(|line| line.starts_with("first-notes ")), "{text}");
}

/// `schema` prints a JSON Schema with properties.
#[test]
fn schemas_are_json() {
    for kind in ["preset", "person"] {
        let text = Home::new().run(&["schema", kind]).ok();
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert!(schema["properties"].as_object().is_some_and(|all| all.contains_key("format")), "{text}");
    }
}

/// Own files are found by their names, and come before shipped ones.
#[test]
fn own_files_are_listed_and_rendered() {
    let home = Home::new();
    let folder = home.path("settings/cantus/presets");
    std::fs::create_dir_all(&folder).unwrap();
    let text =
        "format = 1\nname = \"Mine\"\nabout = \"Mine.\"\n[[part]]\nmode = \"wander\"\npatch = \"flute\"\n";
    std::fs::write(folder.join("mine.preset.toml"), text).unwrap();
    home.write("in.trace", TRACE);
    if cfg!(target_os = "linux") {
        assert!(home.run(&["list", "presets"]).ok().contains("mine"));
        home.run(&["render", "mine", "--trace", "in.trace", "-o", "out.wav"]).ok();
    }
}
