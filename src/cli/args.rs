//! Arguments of every command.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// An instrument a person can play with one switch. Without a command it plays.
#[derive(Parser)]
#[command(name = "cantus", version, about, long_about = None)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Open the window, as without a command, on what is named.
    Window(PlayArgs),
    /// Play in the terminal, now.
    Play(PlayArgs),
    /// Play a trace into a sound file.
    Render(RenderArgs),
    /// Say what is wrong with presets, persons, scales, patches, songs, styles, set lists and traces.
    Check {
        /// Files to look at.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Show what there is.
    List {
        /// What to list.
        what: Listing,
        /// As a JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Watch how far a stick, trigger or controller is moved, and print its fit for the person
    /// file.
    Learn(LearnArgs),
    /// Ring a bell about ten times, and fit the switch that answers to whoever presses it.
    Fit(FitArgs),
    /// Look at this machine and say what to do about what is wrong.
    Doctor,
    /// Measure speed, against a reference in the same run.
    Bench(BenchArgs),
    /// Print the JSON Schema of a kind of file, for editors.
    Schema {
        /// Which kind.
        kind: SchemaKind,
    },
}

#[derive(clap::Args, Clone, Default)]
pub(super) struct PlayArgs {
    /// Preset or set list: its name in `cantus list presets` or `setlists`, or a file.
    /// [default: first-notes]
    pub(super) preset: Option<String>,
    /// Person: a name in `cantus list persons`, or a file. [default: anyone]
    #[arg(long)]
    pub(super) person: Option<String>,
    /// Play what the preset can do first; then it is yours.
    #[arg(long)]
    pub(super) demo: bool,
    /// Where the sound goes: null (nowhere), default, jack, pipewire, pulse, or a device's name.
    #[arg(long)]
    pub(super) audio: Option<String>,
    /// Frames the device takes at a time, 16 to 4096. [default: 64, more where it clicks]
    #[arg(long, value_parser = clap::value_parser!(u32).range(16..=4096))]
    pub(super) buffer: Option<u32>,
    /// Follow the MIDI clock of other devices, or tell one to those at --midi-out.
    #[arg(long, value_name = "WHICH", value_enum, default_value = "off")]
    pub(super) midi_clock: MidiClock,
    /// Stop after this many seconds.
    #[arg(long = "for", value_name = "SECONDS", value_parser = seconds)]
    pub(super) for_seconds: Option<f64>,
    /// Record what is heard.
    #[arg(long, value_name = "OUT.wav")]
    pub(super) record: Option<PathBuf>,
    /// Record each part by itself too: one WAV a part, the room and the mix, in a folder.
    #[arg(long, value_name = "DIR")]
    pub(super) stems: Option<PathBuf>,
    /// Keep a trace that replays to the same sound.
    #[arg(long, value_name = "OUT.trace")]
    pub(super) journal: Option<PathBuf>,
    /// Keep a table of the notes.
    #[arg(long, value_name = "OUT.csv")]
    pub(super) notes: Option<PathBuf>,
    /// Keep what sounds as a standard MIDI file.
    #[arg(long, value_name = "OUT.mid")]
    pub(super) midi: Option<PathBuf>,
    /// Play what sounds to a MIDI port too: a part of its name, or `virtual` for a port of our own.
    #[arg(long, value_name = "PORT")]
    pub(super) midi_out: Option<String>,
    /// Keep a table of what is added to each press on its way.
    #[arg(long, value_name = "OUT.csv")]
    pub(super) latency: Option<PathBuf>,
}

/// What is done with MIDI clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum MidiClock {
    /// Tempo and place follow the clock of other devices.
    In,
    /// The port of --midi-out is told a clock, with start, stop and continue.
    Out,
    /// Clocks are neither heard nor told.
    #[default]
    Off,
}

#[derive(clap::Args)]
pub(super) struct RenderArgs {
    /// Preset: its name in `cantus list presets`, or a file.
    pub(super) preset: String,
    /// What is played.
    #[arg(long, value_name = "IN.trace", required_unless_present_any = ["leader", "demo"])]
    pub(super) trace: Option<PathBuf>,
    /// The preset's own demonstration is played.
    #[arg(long, conflicts_with = "trace")]
    pub(super) demo: bool,
    /// A standard MIDI file that plays the leader, in a preset that has one.
    #[arg(long, value_name = "FILE.mid")]
    pub(super) leader: Option<PathBuf>,
    /// Person: a name in `cantus list persons`, or a file. [default: anyone]
    #[arg(long)]
    pub(super) person: Option<String>,
    /// Sound file to write (32-bit float WAV).
    #[arg(short, value_name = "OUT.wav")]
    pub(super) out: PathBuf,
    /// Also write each part by itself: one WAV a part, the room and the mix, in a folder.
    #[arg(long, value_name = "DIR")]
    pub(super) stems: Option<PathBuf>,
    /// Length. [default: until the sound has rung out]
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub(super) seconds: Option<f64>,
    /// Frames per second, 8000 to 192000. [default: the trace's, else 48000]
    #[arg(long, value_name = "HZ", value_parser = clap::value_parser!(u32).range(8000..=192_000))]
    pub(super) rate: Option<u32>,
    /// Also write a table of the notes.
    #[arg(long, value_name = "OUT.csv")]
    pub(super) notes: Option<PathBuf>,
    /// Also write a standard MIDI file.
    #[arg(long, value_name = "OUT.mid")]
    pub(super) midi: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(super) struct LearnArgs {
    /// Which control: `pad:lstick.x`, `midi:breath`. [default: the one that moves furthest]
    pub(super) control: Option<String>,
    /// The role it is to play.
    #[arg(long, default_value = "axis1")]
    pub(super) role: String,
    /// How long to watch, 1 to 120.
    #[arg(long, default_value = "10", value_parser = watching)]
    pub(super) seconds: f64,
}

#[derive(clap::Args)]
pub(super) struct FitArgs {
    /// Person: a name in `cantus list persons`, or a file. [default: anyone]
    #[arg(long)]
    pub(super) person: Option<String>,
    /// Where the sound goes, as for `cantus play`.
    #[arg(long)]
    pub(super) audio: Option<String>,
}

#[derive(clap::Args)]
pub(super) struct BenchArgs {
    /// As one JSON object.
    #[arg(long)]
    pub(super) json: bool,
    /// Render one block headless and say how much memory it took: what `startup_ms` times.
    #[arg(long, hide = true)]
    pub(super) first_sample: bool,
}

/// What can be listed.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Listing {
    /// What can be played.
    Presets,
    /// How people move.
    Persons,
    /// What a press can mean.
    Modes,
    /// Scales of the world.
    Scales,
    /// Sounds.
    Patches,
    /// Tunes that are known.
    Songs,
    /// SoundFonts of one's own and of the system.
    Soundfonts,
    /// What bands play.
    Styles,
    /// Presets in an order.
    Setlists,
    /// What is plugged in.
    Devices,
}

/// Kinds of file with a schema.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum SchemaKind {
    /// What is played.
    Preset,
    /// How somebody moves.
    Person,
    /// A tune.
    Song,
    /// What a band plays.
    Style,
    /// Presets in an order.
    Setlist,
    /// A sound.
    Patch,
}

/// A length in seconds: up to a day.
fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) && seconds > 0.0 => Ok(seconds),
        _ => Err("a length is more than 0 and at most 86400 seconds".to_owned()),
    }
}

/// How long somebody is watched, in seconds.
fn watching(text: &str) -> Result<f64, String> {
    let most = crate::session::learning::LONGEST_S;
    match text.parse::<f64>() {
        Ok(seconds) if (1.0..=most).contains(&seconds) => Ok(seconds),
        _ => Err(format!("between 1 and {most} seconds are watched")),
    }
}
