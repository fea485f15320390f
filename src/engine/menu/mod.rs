//! The player's own menu, by one switch: opened, scanned, heard.
//!
//! It never touches the music: parts and band play on while it is open. What is taken leaves as a
//! notice, and whoever holds the engine does it, by commands that enter the journal; so a replay
//! comes to the same samples without doing anything twice.

mod call;
mod cues;
mod machine;
mod shown;

pub use shown::MenuSnapshot;

use self::call::Call;
use self::cues::{Cue, Cues};
use self::machine::{Menu, Said, Saying};
use super::master::Master;
use super::{Engine, Notice, Sink};
use crate::access::{GestureKind, MenuSetup};
use crate::input::{Role, Slot};
use crate::play::ScanTiming;
use crate::sound::Bus;
use crate::time::{Frames, ms_to_frames, seconds_to_frames};

/// Fade of a chime that was answered, in ms.
const ANSWERED_MS: f64 = 200.0;
/// How much louder a bell is than a cue, in dB: it is to be heard through the music.
const BELL_DB: f32 = 6.0;
/// How long after a bell no hold opens the menu, in s: longer than a bell waits for its answer (8 s)
/// and a hold that answers it last then takes to be a long press (10 s at most).
const SHUT_S: f64 = 20.0;

/// The menu, its sound and the call: what belongs to the player whatever is played.
pub(super) struct PlayersMenu {
    menu: Menu,
    cues: Cues,
    call: Call,
    cue_db: f32,
    /// Until then no hold opens it: bells are being answered.
    shut_until: Frames,
    saying: Saying,
    bus: Bus,
}

impl PlayersMenu {
    pub(super) fn new(rate_hz: f64, setup: MenuSetup, scan: &ScanTiming) -> Self {
        PlayersMenu {
            menu: Menu::new(rate_hz, setup, scan),
            cues: Cues::new(rate_hz),
            call: Call::new(rate_hz),
            cue_db: setup.bounded_cue_db(),
            shut_until: 0,
            saying: Saying::new(),
            bus: Bus::silent(),
        }
    }

    pub(super) fn next_deadline(&self) -> Option<Frames> {
        [self.menu.next_deadline(), self.call.next_deadline()].into_iter().flatten().min()
    }

    /// What sounds fades within `fade_frames`.
    fn fade(&mut self, fade_frames: Frames) {
        self.cues.fade(fade_frames);
        self.call.silence(fade_frames);
    }

    /// Adds frames `from..to` of this block to `out`, and to the stem of what belongs to no lane.
    pub(super) fn render(&mut self, from: usize, to: usize, out: &mut Bus, room: Option<&mut Bus>) {
        if self.cues.is_silent() && self.call.is_silent() {
            return;
        }
        self.bus.left[from..to].fill(0.0);
        self.bus.right[from..to].fill(0.0);
        self.cues.render(from, to, &mut self.bus);
        self.call.render(from, to, &mut self.bus);
        for bus in [Some(out), room].into_iter().flatten() {
            for frame in from..to {
                bus.left[frame] += self.bus.left[frame];
                bus.right[frame] += self.bus.right[frame];
            }
        }
    }

    pub(super) fn snapshot(&self, long_press: f32) -> Option<MenuSnapshot> {
        self.menu.snapshot(long_press)
    }

    pub(super) fn is_calling(&self) -> bool {
        self.call.is_on()
    }
}

impl Engine {
    /// A gesture that is the menu's, or that it has to know of.
    pub(super) fn menu_hears(
        &mut self,
        now: Frames,
        (role, slot): (Role, Slot),
        kind: GestureKind,
        sink: &mut dyn Sink,
    ) {
        let PlayersMenu { menu, saying, shut_until, .. } = &mut self.menu;
        match kind {
            GestureKind::Press { .. } => menu.played(now, slot, saying),
            GestureKind::LongPress | GestureKind::LongPressNear if now < *shut_until => {}
            GestureKind::LongPress => menu.long_press(slot, saying),
            GestureKind::LongPressNear if menu.opens_by_long_press() => self.strike(Cue::Near),
            GestureKind::Stuck => menu.opener_failed(slot, saying),
            GestureKind::Choose { pulse } => menu.choose(now, (role, slot), pulse, saying),
            GestureKind::ChooseEnd { let_go } => {
                menu.choose_end(now, slot, let_go, saying);
                if !let_go && self.body.is_pressed(slot) {
                    sink.notice(Notice::StuckSwitch { role });
                }
            }
            _ => {}
        }
        self.say(sink);
    }

    /// The body has moved on: a menu that waits for a release looks whether it has come.
    pub(super) fn settle_menu(&mut self, now: Frames, sink: &mut dyn Sink) {
        let body = &self.body;
        self.menu.menu.settle(now, |slot| body.is_pressed(slot), &mut self.menu.saying);
        self.say(sink);
    }

    /// The device of `slot` is gone: a menu that it was opening closes.
    pub(super) fn menu_loses(&mut self, slot: Slot, sink: &mut dyn Sink) {
        self.menu.menu.opener_failed(slot, &mut self.menu.saying);
        self.say(sink);
    }

    /// What is due by `now` in menu and call.
    pub(super) fn wake_menu(&mut self, now: Frames, sink: &mut dyn Sink) {
        self.menu.menu.wake(now, &mut self.menu.saying);
        self.menu.call.wake(now);
        self.say(sink);
    }

    /// Other music begins: held switches must be pressed anew, so an open menu closes.
    pub(super) fn close_menu(&mut self, sink: &mut dyn Sink) {
        self.menu.menu.close(true, &mut self.menu.saying);
        self.say(sink);
    }

    /// Somebody else plays: the menu is theirs. A call goes on.
    pub(super) fn set_menu(&mut self, setup: MenuSetup, sink: &mut dyn Sink) {
        self.close_menu(sink);
        self.menu.menu = Menu::new(self.rate_hz(), setup, &self.scan);
        self.menu.menu.set_calling(self.menu.call.is_on());
        self.menu.cue_db = setup.bounded_cue_db();
    }

    /// Everything is silenced: the menu closes, and what sounds of it fades. A call goes on: who
    /// made it may be unable to make it again.
    pub(super) fn silence_menu(&mut self, fade_frames: Frames, sink: &mut dyn Sink) {
        self.menu.menu.close(false, &mut self.menu.saying);
        self.say(sink);
        self.menu.fade(fade_frames);
    }

    /// Calls somebody, or ends the call.
    pub(super) fn set_calling(&mut self, now: Frames, calling: bool, sink: &mut dyn Sink) {
        let fade_frames = ms_to_frames(ANSWERED_MS, self.rate_hz());
        let call = &mut self.menu.call;
        let changed = if calling { call.begin(now) } else { call.end(fade_frames) };
        if changed {
            self.menu.menu.set_calling(calling);
            sink.notice(if calling { Notice::Calling } else { Notice::CallEnded });
        }
    }

    /// A bell rings. Whoever answers it holds the switch as they do: that opens nothing.
    pub(super) fn ring_bell(&mut self, now: Frames, sink: &mut dyn Sink) {
        self.close_menu(sink);
        self.menu.menu.rest_anew(now);
        self.menu.shut_until = now.saturating_add(seconds_to_frames(SHUT_S, self.rate_hz()));
        self.strike(Cue::Bell);
    }

    fn strike(&mut self, cue: Cue) {
        let louder_db = if cue == Cue::Bell { BELL_DB } else { 0.0 };
        let level_db = self.menu.cue_db + louder_db + cue_follows_db(&self.master);
        self.menu.cues.strike(cue, level_db, self.music.harmony.root, self.music.a4_hz);
    }

    /// Tells and sounds what the menu said.
    fn say(&mut self, sink: &mut dyn Sink) {
        for said in self.menu.saying.take() {
            match said {
                Said::Opened => {
                    self.strike(Cue::Opened);
                    sink.notice(Notice::MenuOpened);
                }
                Said::Lit(item) => self.strike(Cue::Item(item)),
                Said::Taken(item) => {
                    self.strike(Cue::Taken);
                    sink.notice(Notice::MenuTaken(item));
                }
                Said::Closed { cue } => {
                    if cue {
                        self.strike(Cue::Closed);
                    }
                    sink.notice(Notice::MenuClosed);
                }
                Said::Offered => self.strike(Cue::Offered),
            }
        }
        self.body.set_choosing(self.menu.menu.is_open());
    }
}

/// Cues follow the master level half way: soft where the music is soft, and still there for whoever
/// set it too soft to hear.
fn cue_follows_db(master: &Master) -> f32 {
    master.level_db() / 2.0
}
