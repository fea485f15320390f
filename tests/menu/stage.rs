//! An engine with a menu, and a hand on its switch.

use cantus::access::{BodySetup, MenuItem, MenuItems, MenuOpens, ScanStyle};
use cantus::engine::{BAND_LANE, Command, Engine, Music, NoteRecord, Notice, Retired, Sink, Snapshot};
use cantus::input::{Role, RoleEvent, RoleValue};
use cantus::time::{Frames, seconds_to_frames};

use crate::common::{RATE_HZ, preset};

/// What came out, in order.
#[derive(Default)]
pub struct Log {
    pub notes: Vec<NoteRecord>,
    pub notices: Vec<Notice>,
    /// Told since the last look.
    fresh: Vec<String>,
}

impl Sink for Log {
    fn note(&mut self, note: NoteRecord) {
        if note.part < BAND_LANE {
            self.fresh.push(if note.on { "note" } else { "off" }.to_owned());
        }
        self.notes.push(note);
    }

    fn notice(&mut self, notice: Notice) {
        self.fresh.extend(match notice {
            Notice::MenuOpened => Some("opened".to_owned()),
            Notice::MenuClosed => Some("closed".to_owned()),
            Notice::MenuTaken(item) => Some(format!("took {}", item.row().id)),
            Notice::StuckSwitch { .. } => Some("stuck".to_owned()),
            Notice::Calling => Some("calling".to_owned()),
            Notice::CallEnded => Some("answered".to_owned()),
            Notice::Resting => Some("resting".to_owned()),
            Notice::Woken => Some("woken".to_owned()),
            _ => None,
        });
        self.notices.push(notice);
    }

    fn retired(&mut self, _music: Retired) -> Result<(), Retired> {
        Ok(())
    }
}

pub struct Stage {
    pub engine: Engine,
    pub log: Log,
    pub sound: Vec<f32>,
    pulse: bool,
    notes: bool,
    lit: Option<MenuItem>,
    text: Vec<String>,
}

/// The number behind `NAME=` in settings.
fn number(settings: &str, name: &str) -> Option<f32> {
    let mut words = settings.split_whitespace();
    words.find_map(|word| word.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
}

fn word<'a>(settings: &'a str, name: &str) -> Option<&'a str> {
    settings.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
}

/// The body that settings describe, from one with a long press of 1.5 s and items louder, call
/// and leave.
pub fn body(settings: &str) -> BodySetup {
    let mut body = BodySetup::default();
    for switch in &mut body.switches {
        switch.long_press_ms = Some(number(settings, "long").unwrap_or(1500.0));
        switch.release_debounce_ms = 0.0;
        switch.pulse = settings.contains("pulse");
    }
    body.max_hold_ms = number(settings, "hold").unwrap_or(30_000.0);
    body.scan.interval_ms = number(settings, "interval").unwrap_or(1000.0);
    body.scan.first_extra_ms = 0.0;
    body.scan.loops = number(settings, "loops").unwrap_or(1.0) as u8;
    body.scan.style = match word(settings, "style") {
        Some("step") => ScanStyle::Step,
        Some("inverse") => ScanStyle::Inverse,
        _ => ScanStyle::Auto,
    };
    body.menu.opens = match word(settings, "opens") {
        Some("rest") => MenuOpens::Rest,
        Some("off") => MenuOpens::Off,
        Some(switch) => MenuOpens::Switch(switch.parse::<Role>().expect("a role").index() as u8),
        None => MenuOpens::LongPress,
    };
    if settings.contains("toggle") {
        body.switches[0].latch = cantus::access::Latch::Toggle;
    }
    let items = word(settings, "items").unwrap_or("louder,call,leave");
    body.menu.items = MenuItems::new(items.split(',').map(|id| MenuItem::named(id).expect("a menu item")));
    body
}

impl Stage {
    /// Settings as of [`body`], and `preset=ID`, else one where a hold means nothing.
    pub fn of(settings: &str) -> Self {
        let music = Music::build(RATE_HZ, &preset(word(settings, "preset").unwrap_or("scan-choir"))).unwrap();
        Stage {
            engine: Engine::new(RATE_HZ, body(settings), music),
            log: Log::default(),
            sound: Vec::new(),
            pulse: settings.contains("tap"),
            notes: !settings.contains("mute"),
            lit: None,
            text: Vec::new(),
        }
    }

    pub fn snapshot(&self) -> Snapshot {
        self.engine.snapshot()
    }

    /// A control of slot 0 and up; slot 1 plays role `b`.
    pub fn hand(&mut self, at_s: f64, slot: u8, value: RoleValue) {
        let at = seconds_to_frames(at_s, RATE_HZ);
        let role = Role::Switch(slot);
        self.engine.event(RoleEvent { at, slot, role, value, note: None, pulse: self.pulse, yields: false });
    }

    pub fn command(&mut self, at_s: f64, command: Command) {
        assert!(self.engine.command(seconds_to_frames(at_s, RATE_HZ), command).is_ok());
    }

    /// Renders until `until_s`, and notes what came.
    pub fn run(&mut self, until_s: f64) {
        let until = seconds_to_frames(until_s, RATE_HZ);
        while self.engine.frame() < until {
            let at: Frames = self.engine.frame();
            let mut block = [0.0f32; 128];
            self.engine.render(&mut block, &mut self.log);
            self.sound.extend_from_slice(&block);
            let lit = self.engine.snapshot().menu.and_then(|menu| menu.lit);
            let told = std::mem::take(&mut self.log.fresh);
            let is_note = |told: &String| told == "note" || told == "off";
            self.tell(at, told.into_iter().filter(|told| self.notes || !is_note(told)).collect());
            if lit != self.lit {
                self.lit = lit;
                self.tell(at, lit.iter().map(|item| item.row().id.to_owned()).collect());
            }
        }
    }

    fn tell(&mut self, at: Frames, told: Vec<String>) {
        // Blocks are 1.3 ms: what is told to a hundredth of a second is exact enough to read.
        let seconds = at as f64 / RATE_HZ;
        self.text.extend(told.into_iter().map(|told| format!("{told} {seconds:.1}")));
    }

    /// Does what a case says and tells what came of it.
    pub fn play(mut self, moves: &str) -> String {
        for step in moves.split('/') {
            let parts: Vec<&str> = step.split_whitespace().collect();
            let at: f64 = parts[1].parse().expect("a time");
            // The engine renders whole blocks: what falls into one is there before it.
            self.run(at - 0.002);
            let (verb, slot) = match parts[0].strip_prefix("b:") {
                Some(verb) => (verb, 1),
                None => (parts[0], 0),
            };
            match verb {
                "down" => self.hand(at, slot, RoleValue::Down { velocity: None }),
                "up" => self.hand(at, slot, RoleValue::Up),
                "lost" => self.hand(at, slot, RoleValue::Lost),
                "press" => {
                    self.hand(at, slot, RoleValue::Down { velocity: None });
                    self.hand(at + 0.1, slot, RoleValue::Up);
                }
                "silence" => self.command(at, Command::Silence),
                "call" => self.command(at, Command::Call),
                "acknowledge" => self.command(at, Command::Acknowledge),
                "bell" => self.command(at, Command::Bell),
                "rest" => self.command(at, Command::Rest),
                "piece" => {
                    let music = Music::build(RATE_HZ, &preset("first-notes")).unwrap();
                    self.command(at, Command::Music(music));
                }
                "until" => self.run(at),
                _ => panic!("`{verb}`: no such move"),
            }
        }
        if self.text.is_empty() { "nothing".to_owned() } else { self.text.join(", ") }
    }
}
