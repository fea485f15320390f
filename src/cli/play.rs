//! `cantus play`: live, in the terminal.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::alone::{Alone, Request};
use super::args::{MidiClock, PlayArgs};
use super::keeping::Keeping;
use super::losses::LossTeller;
use super::status::StatusLine;
use super::steer::Steering;
use super::{CommandError, load};
use crate::device::audio::{CpalBackend, find_output};
use crate::device::focus::Focus;
use crate::device::{midi, pad};
use crate::engine::{Command, Engine, Music, MusicSetup};
use crate::input::trace::{Header, TraceCommand};
use crate::live::{AudioChoice, AudioError, Feed, Live, LiveSetup, Port, device_memory_path};
use crate::person::{Binder, DEFAULT_PERSON, Person};
use crate::preset::{Catalogue, DEFAULT_PRESET};
use crate::session::midi_lanes::plan;
use crate::session::midi_out::{MidiOut, Opened};
use crate::session::settings::{Settings, settings_path};

/// How often the status line is drawn and files are written.
const ROUND: Duration = Duration::from_millis(33);
/// How long notes that are held at the end may take to fade: the longest period (4096
/// frames) and a little.
const ENDING: Duration = Duration::from_millis(100);
/// Rate that is asked for, in Hz.
const RATE_HZ: u32 = 48_000;

pub(super) fn play(args: &PlayArgs) -> Result<(), CommandError> {
    // First of all, while there is one thread only.
    pad::prepare();
    crate::device::audio::hush_alsa();
    catch_ends();
    let catalogue = Catalogue::of_this_user();
    let preset_name = args.preset.as_deref().unwrap_or(DEFAULT_PRESET);
    let preset = load::preset(&catalogue, preset_name)?;
    let person = load::person(&catalogue, args.person.as_deref().unwrap_or(DEFAULT_PERSON))?;
    let header = Header {
        rate_hz: None,
        seed: Some(preset.content.setup.seed),
        preset: Some(preset.fingerprint),
        person: Some(person.fingerprint),
    };

    let first = preset.content.setup.clone();
    let (give_feed, feed) = channel();
    let midi_out = midi_out(args, feed, &first)?;
    let setup = Arc::new(Mutex::new(preset.content.setup));
    let settings = settings_path();
    let remembered = settings.as_deref().map(Settings::open);
    let tells_clock = args.midi_clock == MidiClock::Out;
    let mut steering = Steering::new(catalogue, preset_name, Arc::clone(&setup), remembered, tells_clock);
    let (commands, written) = steering.first_commands().into_iter().unzip();
    let feed = midi_out.is_some().then_some(give_feed);
    let mut live = start(args, setup, &person.content, commands, feed)?;
    let mut keeping = Keeping::start(args, &mut live, header, &first, midi_out, written)?;
    live.follow_clock(args.midi_clock == MidiClock::In);
    let (ask, asked) = channel();
    let focus = Arc::new(Focus::default());
    let (alone, requests) = channel();
    let threads = open_inputs(&live, &focus, &person.content, ask, requests);

    let result = run(args, &mut live, &mut keeping, &mut steering, &asked, &Alone::new(alone));
    // Whatever is still held ends, in the files too.
    keeping.send(&live, Command::Silence, TraceCommand::Silence);
    std::thread::sleep(ENDING);
    live.stop();
    for thread in threads {
        let _ = thread.join();
    }
    keeping.round(&mut live);
    if let Some(path) = settings
        && let Err(error) = steering.settings().save(&path)
    {
        eprintln!("How loud it was set could not be remembered: {error}");
    }
    result.and(keeping.finish(&mut live))
}

/// A signal ends the program in order, so that files are whole.
fn catch_ends() {
    #[cfg(target_os = "linux")]
    crate::device::terminal::catch_ends();
}

fn is_asked_to_end() -> bool {
    #[cfg(target_os = "linux")]
    return crate::device::terminal::signals() > 0;
    #[cfg(not(target_os = "linux"))]
    false
}

/// What plays to another instrument, where one is wanted: what the feed brings that comes.
fn midi_out(
    args: &PlayArgs,
    coming: Receiver<Feed>,
    setup: &MusicSetup,
) -> Result<Option<MidiOut>, CommandError> {
    if args.midi_clock == MidiClock::Out && args.midi_out.is_none() {
        return Err(CommandError::new(
            "A clock needs somewhere to go: say where with --midi-out PORT, or --midi-out virtual for a port \
             of our own. `cantus list devices` shows the ports there are.",
        ));
    }
    let Some(choice) = &args.midi_out else { return Ok(None) };
    let Ok(choice) = choice.parse();
    let port = Opened::open(choice).map_err(CommandError::new)?;
    MidiOut::start(port, coming, plan(setup)).map(Some).map_err(CommandError::new)
}

fn start(
    args: &PlayArgs,
    setup: Arc<Mutex<MusicSetup>>,
    person: &Person,
    first_commands: Vec<Command>,
    feed: Option<Sender<Feed>>,
) -> Result<Live, CommandError> {
    let body = person.body.clone();
    let rate_hz = f64::from(RATE_HZ);
    let mut first = Some(build(&setup.lock().unwrap_or_else(PoisonError::into_inner), rate_hz)?);
    // Another output may have another rate: then the music of that moment is built anew.
    let factory = move |wanted_hz: f64| {
        let setup = setup.lock().unwrap_or_else(PoisonError::into_inner);
        let music =
            first.take().filter(|_| wanted_hz == rate_hz).map_or_else(|| Music::build(wanted_hz, &setup), Ok);
        match music {
            Ok(music) => Engine::new(wanted_hz, body.clone(), music),
            Err(error) => unreachable!("a setup that was built before: {error}"),
        }
    };
    let choice: AudioChoice = match args.audio.as_deref().unwrap_or("default").parse() {
        Ok(choice) => choice,
        Err(never) => match never {},
    };
    // A name that is nowhere is a slip of the keyboard; a known device that is away is waited for.
    if let (
        AudioChoice::Device(_),
        Err(error @ (AudioError::NotFound { .. } | AudioError::NotBuilt { .. })),
    ) = (&choice, find_output(&choice))
    {
        return Err(CommandError::new(format!("{error}. {}", error.advice())));
    }
    Live::start(LiveSetup {
        factory: Box::new(factory),
        binder: Binder::new(person),
        backend: Box::new(CpalBackend::new()),
        audio: choice,
        buffer_frames: args.buffer,
        rate_hz: RATE_HZ,
        memory: device_memory_path(),
        record: args.record.is_some(),
        feed,
        first_commands,
    })
    .map_err(CommandError::new)
}

pub(super) fn build(setup: &MusicSetup, rate_hz: f64) -> Result<Box<Music>, CommandError> {
    Music::build(rate_hz, setup).map_err(CommandError::new)
}

/// What the people at the terminal ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// End the program.
    End,
    /// A key that nobody plays on, by event code.
    Key(u16),
}

/// One thread a source of input; a source that cannot be opened says so and is left out.
fn open_inputs(
    live: &Live,
    focus: &Arc<Focus>,
    person: &Person,
    ask: std::sync::mpsc::Sender<Ask>,
    requests: Receiver<Request>,
) -> Vec<JoinHandle<()>> {
    let mut threads = Vec::new();
    let mut open = |name: &str, run: Box<dyn FnOnce(Box<dyn Port>) + Send>| match live.port(name) {
        Ok(port) => {
            let named = std::thread::Builder::new().name(format!("cantus-{name}"));
            match named.spawn(move || run(port)) {
                Ok(thread) => threads.push(thread),
                Err(error) => eprintln!("{name} cannot be heard: {error}"),
            }
        }
        Err(error) => eprintln!("{error}"),
    };
    #[cfg(target_os = "linux")]
    {
        use crate::device::{keyboard, terminal};
        let options =
            keyboard::KeyboardOptions { confirmed: person.switch_boxes.clone(), requests: Some(requests) };
        let seen = Arc::clone(focus);
        open("keyboard", Box::new(move |port| keyboard::run(port, &seen, &options)));
        let seen = Arc::clone(focus);
        open(
            "terminal",
            Box::new(move |port| {
                terminal::run(port, &seen, |asked| {
                    let _ = ask.send(match asked {
                        terminal::Asked::Key(key) => Ask::Key(key),
                        _ => Ask::End,
                    });
                });
            }),
        );
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (focus, person, ask, requests);
    open("gamepads", Box::new(pad::run));
    open("MIDI", Box::new(midi::run));
    threads
}

fn run(
    args: &PlayArgs,
    live: &mut Live,
    keeping: &mut Keeping,
    steering: &mut Steering,
    asked: &Receiver<Ask>,
    alone: &Alone,
) -> Result<(), CommandError> {
    let mut line = StatusLine::new();
    let mut losses = LossTeller::default();
    let end = args.for_seconds.map(|seconds| now() + Duration::from_secs_f64(seconds));
    line.say(&format!("{}: press to play.", steering.preset_name()));
    line.say(
        "louder +   softer -   next n   previous p   lead home f   silence s   take switch box g   end q",
    );
    line.say("tap the tempo t   count in c   loops: take the last layer away u, empty them x");
    loop {
        while let Ok(ask) = asked.try_recv() {
            match ask {
                Ask::End => return Ok(()),
                Ask::Key(key) => {
                    let said = steering.key(key, live, keeping);
                    if let Some(said) = said.or_else(|| alone.key(key, &live.devices())) {
                        line.say(&said);
                    }
                }
            }
        }
        for alert in live.alerts() {
            line.alert(&alert);
        }
        keeping.round(live);
        keeping.said().iter().for_each(|said| line.say(said));
        keeping.alerts().iter().for_each(|alert| line.alert(alert));
        keeping.check()?;
        steering.round(live, keeping);
        let status = live.status();
        if let Some(alert) = losses.tell(now(), status.losses) {
            line.alert(&alert);
        }
        line.draw(&live.snapshot(), &status, steering);
        let left = end.map_or(ROUND, |end| end.saturating_duration_since(now()).min(ROUND));
        if is_asked_to_end() || left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left);
    }
}

#[allow(clippy::disallowed_methods, reason = "the length of `--for` is counted by the wall clock")]
fn now() -> Instant {
    Instant::now()
}
