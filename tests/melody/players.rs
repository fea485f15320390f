//! Who plays: `wander` under a hand with a rhythm, and the sampler it is told from.

use cantus::chance::Chance;
use cantus::input::Role;
use cantus::music::{Chord, Harmony, Lock, LockSet, Register, Scale};
use cantus::play::{Act, Build, Context, Intent, Intents, Options, PlayMode, ScanTiming, registry};
use cantus::time::{BeatPosition, Frames, Metre, Swing, seconds_to_frames};

use super::statistics::{Note, kind};

/// Frames per second of all tests here.
pub const RATE_HZ: f64 = 48_000.0;
/// Beats per minute of all tests here.
pub const TEMPO_BPM: f64 = 96.0;

/// A scale by name, with its tonic triad.
#[derive(Clone, Copy)]
pub struct Key {
    pub name: &'static str,
    pub scale: Scale,
    pub triad: [f32; 3],
}

/// The five scales of the law.
pub fn keys() -> [Key; 5] {
    let key = |name, degrees: &[f32], third: f32| Key {
        name,
        scale: Scale::new(degrees, 1200.0).expect("these are scales"),
        triad: [0.0, third, 700.0],
    };
    [
        key("major", &[0.0, 200.0, 400.0, 500.0, 700.0, 900.0, 1100.0], 400.0),
        key("natural minor", &[0.0, 200.0, 300.0, 500.0, 700.0, 800.0, 1000.0], 300.0),
        key("dorian", &[0.0, 200.0, 300.0, 500.0, 700.0, 900.0, 1000.0], 300.0),
        key("harmonic minor", &[0.0, 200.0, 300.0, 500.0, 700.0, 800.0, 1100.0], 300.0),
        key("minor pentatonic", &[0.0, 300.0, 500.0, 700.0, 1000.0], 300.0),
    ]
}

impl Key {
    /// The harmony: this scale on D, its tonic triad sounding.
    pub fn harmony(&self) -> Harmony {
        Harmony { root: 62.0, scale: self.scale, chord: Chord::new(&self.triad) }
    }
}

/// A rhythm of pressing.
#[derive(Clone, Copy, Debug)]
pub enum Rhythm {
    /// The same interval every time, in seconds.
    Steady(f64),
    /// Log-normal intervals: median in seconds, spread of the logarithm.
    LogNormal(f64, f64),
}

impl Rhythm {
    /// The next interval in seconds.
    pub fn interval(self, chance: &mut Chance) -> f64 {
        match self {
            Rhythm::Steady(seconds) => seconds,
            Rhythm::LogNormal(median, spread) => {
                // Box and Muller's transform.
                let (u, v) = (f64::from(chance.unit()).max(1e-9), f64::from(chance.unit()));
                let normal = libm::sqrt(-2.0 * libm::log(u)) * libm::cos(std::f64::consts::TAU * v);
                median * libm::exp(spread * normal)
            }
        }
    }
}

/// A mode with the world around it.
pub struct Player {
    pub mode: Box<dyn PlayMode>,
    pub harmony: Harmony,
    pub register: Register,
    pub lock: Lock,
    pub now: Frames,
    scan: ScanTiming,
}

impl Player {
    pub fn new(seed: u64, harmony: Harmony) -> Self {
        let row = registry::find("wander").expect("wander is in the registry");
        Self::with(&Options::defaults(row.options), seed, harmony)
    }

    pub fn with(options: &Options, seed: u64, harmony: Harmony) -> Self {
        let row = registry::find("wander").expect("wander is in the registry");
        Player {
            mode: (row.build)(options, Build { rate_hz: RATE_HZ, seed }),
            harmony,
            register: Register::default(),
            lock: Lock::Scale,
            now: 0,
            scan: ScanTiming {
                style: Default::default(),
                interval_frames: 48_000,
                first_extra_frames: 0,
                loops: 0,
                escape: false,
                grace_frames: 0,
            },
        }
    }

    fn beat(&self) -> BeatPosition {
        BeatPosition::new(self.now as f64 / RATE_HZ * TEMPO_BPM / 60.0, Metre::default())
    }

    pub fn is_strong(&self) -> bool {
        self.beat().is_strong(Metre::default())
    }

    /// What may sound now.
    pub fn lock_set(&self) -> LockSet {
        LockSet::new(&self.harmony, self.lock, self.is_strong())
    }

    pub fn act(&mut self, act: Act) -> Intents {
        let lock = self.lock_set();
        let context = Context {
            rate_hz: RATE_HZ,
            harmony: &self.harmony,
            lock: &lock,
            register: self.register,
            beat: self.beat(),
            tempo_bpm: TEMPO_BPM,
            metre: Metre::default(),
            swing: Swing::default(),
            scan: &self.scan,
        };
        let mut out = Intents::new();
        self.mode.handle(self.now, act, &context, &mut out);
        out
    }

    pub fn wait(&mut self, seconds: f64) {
        self.now += seconds_to_frames(seconds, RATE_HZ);
    }

    pub fn press(&mut self, slot: u8) -> Intents {
        self.act(Act::Press { role: Role::A, slot, velocity: 72.0, note: None })
    }

    pub fn release(&mut self, slot: u8) -> Intents {
        self.act(Act::Release { role: Role::A, slot })
    }

    /// Taps once, for 0.12 s, and says what sounded.
    pub fn tap(&mut self) -> Note {
        let strong = self.is_strong();
        let out = self.press(0);
        let pitch = started(&out).expect("every press sounds");
        let end = self.mode.status().place.is_some_and(|(place, len)| place + 1 == len);
        self.wait(0.12);
        self.release(0);
        Note { pitch, strong, end }
    }

    /// Taps `count` notes in a rhythm.
    pub fn play(&mut self, count: usize, rhythm: Rhythm, hand: &mut Chance) -> Vec<Note> {
        (0..count)
            .map(|_| {
                let note = self.tap();
                self.wait((rhythm.interval(hand) - 0.12).max(0.01));
                note
            })
            .collect()
    }
}

/// The pitch that started, if one did.
pub fn started(out: &Intents) -> Option<f32> {
    out.iter().find_map(|intent| match intent {
        Intent::On { pitch, .. } => Some(*pitch),
        _ => None,
    })
}

/// The pitches of `count` even taps.
pub fn pitches(player: &mut Player, count: usize) -> Vec<f32> {
    (0..count)
        .map(|_| {
            let note = player.tap();
            player.wait(0.4);
            note.pitch
        })
        .collect()
}

/// The first-order sampler: every interval drawn by itself from the songs' intervals,
/// reflected at the edges of the register. It knows no phrase; one is said to end every
/// eight notes, as long as the songs' usually are.
pub fn sampler(key: &Key, seed: u64, count: usize, rhythm: Rhythm, hand: &mut Chance) -> Vec<Note> {
    const SHARES: [f32; 5] = [23.0, 48.0, 18.0, 8.0, 2.4];
    let mut chance = Chance::new(seed);
    let (harmony, register) = (key.harmony(), Register::default());
    let lock = LockSet::scale(&harmony);
    let (low, high) = lock.steps_in(register);
    let mut at = lock.nearest_step(register.centre());
    let mut seconds = 0.0;
    (0..count)
        .map(|place| {
            let wanted = chance.weighted(&SHARES);
            let upward = chance.happens(0.5);
            let fitting = |upward: bool| -> Vec<i32> {
                let reach = |step: i32| (lock.pitch(step) - lock.pitch(at)).abs() < 12.5;
                let side = if upward { at..=high } else { low..=at };
                side.filter(|&step| reach(step))
                    .filter(|&step| {
                        kind(lock.pitch(at), lock.pitch(step), harmony.root, &key.scale) == wanted
                    })
                    .collect()
            };
            let mut steps = fitting(upward);
            if steps.is_empty() {
                steps = fitting(!upward);
            }
            if !steps.is_empty() {
                at = steps[chance.below(steps.len())];
            }
            let beat = BeatPosition::new(seconds * TEMPO_BPM / 60.0, Metre::default());
            seconds += rhythm.interval(hand);
            Note { pitch: lock.pitch(at), strong: beat.is_strong(Metre::default()), end: place % 8 == 7 }
        })
        .collect()
}
