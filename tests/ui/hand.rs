//! A session, and a window on it, whose time is moved by hand: no sound card, no clock, no sleep.
//!
//! Its output asks for sound only when the test says so, and presses come from the test, so that
//! the same moves give the same state and the same picture, however slow the machine is. What
//! the supervisor passes on from a thread of its own (alerts, notices) comes when it comes.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cantus::input::{Control, ControlValue};
use cantus::live::{
    AudioBackend, AudioChoice, AudioError, DeviceId, DeviceKind, OutputHead, OutputInfo, OutputTail, Port,
    RunningOutput, StreamWish, handover, monotonic_ns,
};
use cantus::preset::Catalogue;
use cantus::session::{Keep, Session, Wanted};
use cantus::ui::{Language, Look, Screen, Window};

pub const RATE_HZ: u32 = 48_000;
/// Frames that are asked for at once.
pub const PERIOD: usize = 64;
/// How far the hand's time lies ahead of the system's: no stamp of a press is believed then, so
/// that each plays with the next period and not when the system's clock says.
const AHEAD_NS: u64 = 3_600_000_000_000;

/// The callback's half of an output, shared with the hand that calls it.
type SharedHead = Arc<Mutex<Option<OutputHead>>>;

/// Opens one output, over and over.
struct HandBackend(SharedHead);

struct HandOutput {
    info: OutputInfo,
    tail: OutputTail,
    head: SharedHead,
}

impl AudioBackend for HandBackend {
    fn open(&mut self, _: &AudioChoice, wish: &StreamWish<'_>) -> Result<Box<dyn RunningOutput>, AudioError> {
        let (head, tail) = handover(PERIOD);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(head);
        let info = OutputInfo {
            id: "test:hand".to_owned(),
            name: "Hand".to_owned(),
            rate_hz: wish.rate_hz,
            buffer_frames: PERIOD as u32,
            channels: 2,
            format: "f32".to_owned(),
            // Nobody hears it, so nobody minds that it is slower than time.
            silent: true,
            largest_buffer_frames: PERIOD as u32,
        };
        Ok(Box::new(HandOutput { info, tail, head: Arc::clone(&self.0) }))
    }
}

impl RunningOutput for HandOutput {
    fn info(&self) -> &OutputInfo {
        &self.info
    }

    fn tail(&mut self) -> &mut OutputTail {
        &mut self.tail
    }

    fn failure(&mut self) -> Option<AudioError> {
        None
    }

    fn close(&mut self) {
        self.head.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// What moves time and presses switches.
pub struct Hand {
    head: SharedHead,
    now_ns: u64,
    /// Frames that are due and were not asked for yet: less than a period.
    owed: f64,
    port: Box<dyn Port>,
    device: DeviceId,
}

impl Hand {
    /// Starts what `wanted` says with an output that is moved by hand, and one switch box.
    pub fn start(wanted: Wanted) -> (Session, Hand) {
        Hand::start_with(DeviceKind::SwitchBox, wanted)
    }

    /// The same with another kind of device.
    pub fn start_with(kind: DeviceKind, wanted: Wanted) -> (Session, Hand) {
        let head = SharedHead::default();
        let backend = Box::new(HandBackend(Arc::clone(&head)));
        let mut session = Session::start(Wanted { backend, audio: AudioChoice::Default, ..wanted }).unwrap();
        let mut port = session.port("hand").unwrap();
        let device = port.arrived(kind, "Hand", "test:hand");
        let mut hand = Hand { head, now_ns: monotonic_ns() + AHEAD_NS, owed: 0.0, port, device };
        // The first periods take the engine in.
        hand.play(0.01);
        (session, hand)
    }

    /// Plays on for so many seconds.
    pub fn play(&mut self, seconds: f64) {
        let mut head = self.head.lock().unwrap_or_else(PoisonError::into_inner);
        // An output that was closed asks for no more sound.
        let Some(head) = head.as_mut() else { return };
        self.owed += seconds * f64::from(RATE_HZ);
        let mut out = [0.0; 2 * PERIOD];
        while self.owed >= PERIOD as f64 {
            self.owed -= PERIOD as f64;
            self.now_ns += PERIOD as u64 * 1_000_000_000 / u64::from(RATE_HZ);
            head.fill_at(self.now_ns, &mut out);
        }
    }

    /// Presses a control: `key:space`. It plays with the next period.
    pub fn press(&mut self, control: &str) {
        self.event(control, ControlValue::Down { velocity: None });
    }

    /// Lets it go.
    pub fn release(&mut self, control: &str) {
        self.event(control, ControlValue::Up);
    }

    /// Moves a stick or a controller to `value`.
    pub fn moves(&mut self, control: &str, value: f32) {
        self.event(control, ControlValue::Moved(value));
    }

    /// Has moved it along `values` in the last so many seconds of the system's clock, by which
    /// movements are learned, and rests where it is.
    pub fn has_moved(&mut self, control: &str, values: &[f32], seconds: f64) {
        let begun_ns = monotonic_ns() - (seconds * 1e9) as u64;
        for (place, value) in values.iter().enumerate() {
            let part = place as f64 / values.len() as f64;
            let at_ns = begun_ns + (part * seconds * 1e9) as u64;
            self.port.event(self.device, at_ns, control.parse().unwrap(), ControlValue::Moved(*value));
        }
    }

    fn event(&mut self, control: &str, value: ControlValue) {
        let control: Control = control.parse().unwrap();
        self.port.event(self.device, self.now_ns, control, value);
    }
}

/// What a session of shipped music starts with; nothing is kept or remembered.
pub fn wanted(preset: &str, person: &str) -> Wanted {
    Wanted {
        catalogue: Catalogue::shipped(),
        preset: preset.to_owned(),
        person: person.to_owned(),
        backend: Box::new(HandBackend(SharedHead::default())),
        audio: AudioChoice::Default,
        buffer_frames: None,
        demo: false,
        follow_clock: false,
        tell_clock: false,
        keep: Keep::default(),
        settings: None,
        memory: None,
    }
}

/// A window on a session that is moved by hand.
pub struct HandWindow {
    pub window: Window,
    pub hand: Hand,
    /// When the last round of the window was.
    round: Instant,
}

impl HandWindow {
    /// A window with this look on `preset` as played by `person`, that shows `screen`.
    pub fn new(preset: &str, person: &str, language: Language, look: Look, screen: Screen) -> Self {
        let (session, hand) = Hand::start(wanted(preset, person));
        let mut window = Window::new(session, language, look);
        window.show(screen);
        HandWindow { window, hand, round: now() }
    }

    /// A window on a machine whose files are in `folder`, as its settings say.
    pub fn at_home(folder: &Path, preset: &str, person: &str) -> Self {
        let (mut session, hand) = Hand::start(Wanted {
            catalogue: Catalogue::with_folder(folder.join("own")),
            settings: Some(folder.join("settings.toml")),
            ..wanted(preset, person)
        });
        session.keep_in(Some(folder.join("music")));
        HandWindow { window: Window::of(session), hand, round: now() }
    }

    /// The next rounds are so much later by the clock.
    pub fn later(&mut self, by: Duration) {
        self.round += by;
        self.play(0.01);
    }

    /// Waits until the pictures that are in sight have been read; no time passes for the music.
    pub fn wait_for_pictures(&mut self) {
        while self.window.awaits_pictures() {
            std::thread::park_timeout(Duration::from_millis(1));
            self.play(0.0);
        }
    }

    /// Plays on for so many seconds and lets the window take in what happened.
    pub fn play(&mut self, seconds: f64) {
        self.hand.play(seconds);
        // Rounds come several times a second, however much is played at once.
        self.round += Duration::from_secs_f64(seconds.min(1.0));
        self.window.round(self.round).unwrap();
    }
}

/// A moment to count rounds from.
#[allow(clippy::disallowed_methods, reason = "a moment to count from")]
pub fn now() -> Instant {
    Instant::now()
}
