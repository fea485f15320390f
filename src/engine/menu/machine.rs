//! The menu as a timed machine: when it opens, what is lit, what is taken, when it closes.

use arrayvec::ArrayVec;

use super::MenuSnapshot;
use crate::access::{MenuItem, MenuItems, MenuOpens, MenuSetup, ScanStyle};
use crate::input::{Role, Slot};
use crate::play::{ScanSwitch, ScanTiming, Scanner};
use crate::time::{Frames, seconds_to_frames};

/// Rest after which a menu that opens so is offered, in seconds.
const OFFER_AFTER_S: f64 = 20.0;
/// How long the offer stands, in seconds.
const OFFERED_S: f64 = 2.0;
/// Rounds before it closes, where the person's own scans never end.
const LOOPS: u8 = 3;
/// Least time in which a menu that waits for a press closes, in seconds.
const LEAST_WAIT_S: f64 = 10.0;
/// The same, in intervals of the scan.
const WAIT_INTERVALS: Frames = 8;

/// What happens in a menu.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Said {
    /// It is open.
    Opened,
    /// An item is lit.
    Lit(MenuItem),
    /// An item was taken.
    Taken(MenuItem),
    /// It is closed; with a cue of its own where nothing was taken just now.
    Closed { cue: bool },
    /// A press within two seconds opens it.
    Offered,
}

/// What one call says, in order.
pub(super) type Saying = ArrayVec<Said, 4>;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Closed,
    /// Opened by a press of this control, which is held.
    Opening(Slot),
    Scanning,
    /// This was taken, and any press until then takes it again.
    Again(MenuItem, Frames),
}

/// Somebody's menu.
#[derive(Debug)]
pub(super) struct Menu {
    setup: MenuSetup,
    /// What is in it now.
    items: MenuItems,
    scan: ScanTiming,
    /// A pulse chose in it: what cannot be held cannot scan while it is held.
    pulses: bool,
    state: State,
    scanner: Scanner,
    wait_frames: Frames,
    /// When it closes because nothing is lit and nobody presses.
    idle_at: Option<Frames>,
    offer_after: Frames,
    offered_frames: Frames,
    offer_at: Option<Frames>,
    offered_until: Option<Frames>,
}

impl Menu {
    pub(super) fn new(rate_hz: f64, setup: MenuSetup, scan: &ScanTiming) -> Self {
        let wait = WAIT_INTERVALS * scan.interval_frames + scan.first_extra_frames;
        Menu {
            setup,
            items: setup.items,
            scan: ScanTiming {
                loops: if scan.loops == 0 { LOOPS } else { scan.loops },
                escape: false,
                ..*scan
            },
            pulses: false,
            state: State::Closed,
            scanner: Scanner::new(setup.items.as_slice().len() as u16),
            wait_frames: wait.max(seconds_to_frames(LEAST_WAIT_S, rate_hz)),
            idle_at: None,
            offer_after: seconds_to_frames(OFFER_AFTER_S, rate_hz),
            offered_frames: seconds_to_frames(OFFERED_S, rate_hz),
            offer_at: None,
            offered_until: None,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.state != State::Closed
    }

    /// Whether a long press opens it.
    pub(super) fn opens_by_long_press(&self) -> bool {
        self.setup.opens == MenuOpens::LongPress && !self.is_open()
    }

    /// Somebody is called, or no more: the item turns.
    pub(super) fn set_calling(&mut self, calling: bool) {
        let items = self.setup.items;
        self.items = if calling { items.with(MenuItem::Call, MenuItem::StopCalling) } else { items };
    }

    /// A switch was held for a long press.
    pub(super) fn long_press(&mut self, slot: Slot, out: &mut Saying) {
        if self.opens_by_long_press() {
            self.open(slot, out);
        }
    }

    /// A press played. It opens the menu too where that was offered.
    pub(super) fn played(&mut self, now: Frames, slot: Slot, out: &mut Saying) {
        if self.setup.opens != MenuOpens::Rest || self.is_open() {
            return;
        }
        self.begin_rest(now);
        if self.offered_until.take().is_some_and(|until| now < until) {
            self.open(slot, out);
        }
    }

    /// A press that plays nothing: in the open menu, or of its own switch.
    pub(super) fn choose(&mut self, now: Frames, (role, slot): (Role, Slot), pulse: bool, out: &mut Saying) {
        // A rest begins with the last press, whatever it was for.
        self.begin_rest(now);
        match self.state {
            State::Closed if self.own_role() == Some(role) => self.open(slot, out),
            State::Closed | State::Opening(_) => {}
            State::Again(item, _) => self.take(now, item, out),
            State::Scanning => {
                self.pulses |= pulse;
                let switch = if role == Role::Switch(1) { ScanSwitch::Second } else { ScanSwitch::First };
                let before = self.scanner.lit();
                let taken = self.scanner.press(now, switch, &self.timing());
                self.moved(now, before, taken, out);
            }
        }
    }

    /// The end of such a press; `let_go` by the hand, else held too long or gone.
    pub(super) fn choose_end(&mut self, now: Frames, slot: Slot, let_go: bool, out: &mut Saying) {
        match self.state {
            State::Scanning if let_go => {
                let before = self.scanner.lit();
                let taken = self.scanner.release(now, &self.timing());
                self.moved(now, before, taken, out);
            }
            State::Opening(opener) if let_go || opener != slot => {}
            State::Closed => {}
            _ if let_go => {}
            _ => self.close(true, out),
        }
    }

    /// The control that opened it is held no more: now it scans.
    pub(super) fn settle(&mut self, now: Frames, is_pressed: impl FnOnce(Slot) -> bool, out: &mut Saying) {
        let State::Opening(slot) = self.state else { return };
        if is_pressed(slot) {
            return;
        }
        self.state = State::Scanning;
        self.scanner = Scanner::new(self.items.as_slice().len() as u16);
        if self.timing().style == ScanStyle::Auto {
            self.scanner.begin(now, &self.timing());
        }
        self.moved(now, None, None, out);
    }

    /// The press that opened it was held too long, or its control is gone.
    pub(super) fn opener_failed(&mut self, slot: Slot, out: &mut Saying) {
        if self.state == State::Opening(slot) {
            self.close(true, out);
        }
    }

    /// It closes without a choice.
    pub(super) fn close(&mut self, cue: bool, out: &mut Saying) {
        self.offered_until = None;
        if self.is_open() {
            self.state = State::Closed;
            self.scanner.rest();
            self.idle_at = None;
            let _ = out.try_push(Said::Closed { cue });
        }
    }

    pub(super) fn next_deadline(&self) -> Option<Frames> {
        let again = match self.state {
            State::Again(_, until) => Some(until),
            _ => None,
        };
        let offer = [self.offer_at, self.offered_until];
        let open = [self.scanner.next_deadline(), self.idle_at, again];
        open.into_iter().chain(offer).flatten().min()
    }

    /// What is due by `now`.
    pub(super) fn wake(&mut self, now: Frames, out: &mut Saying) {
        let due = |at: Option<Frames>| at.is_some_and(|at| at <= now);
        if due(self.offered_until) {
            self.offered_until = None;
        }
        if due(self.offer_at) {
            self.offer_at = None;
            if !self.is_open() {
                self.offered_until = Some(now.saturating_add(self.offered_frames));
                let _ = out.try_push(Said::Offered);
            }
        }
        match self.state {
            State::Again(_, until) if until <= now => self.close(true, out),
            State::Scanning if due(self.scanner.next_deadline()) => {
                let before = self.scanner.lit();
                let taken = self.scanner.wake(now, &self.timing());
                self.moved(now, before, taken, out);
            }
            State::Scanning if due(self.idle_at) => self.close(true, out),
            _ => {}
        }
    }

    pub(super) fn snapshot(&self, long_press: f32) -> Option<MenuSnapshot> {
        (self.setup.opens != MenuOpens::Off).then(|| MenuSnapshot {
            open: self.is_open(),
            items: self.items,
            lit: self.lit(),
            waits_for_release: matches!(self.state, State::Opening(_)),
            again: matches!(self.state, State::Again(..)),
            long_press: if self.opens_by_long_press() { long_press } else { 0.0 },
            offered: self.offered_until.is_some(),
        })
    }

    /// A rest begins now, whatever was pressed: what was offered is not offered any more.
    pub(super) fn rest_anew(&mut self, now: Frames) {
        self.offered_until = None;
        self.begin_rest(now);
    }

    fn begin_rest(&mut self, now: Frames) {
        if self.setup.opens == MenuOpens::Rest {
            self.offer_at = Some(now.saturating_add(self.offer_after));
        }
    }

    fn own_role(&self) -> Option<Role> {
        match self.setup.opens {
            MenuOpens::Switch(number) => Some(Role::Switch(number)),
            _ => None,
        }
    }

    fn lit(&self) -> Option<MenuItem> {
        match self.state {
            State::Again(item, _) => Some(item),
            _ => self.items.as_slice().get(usize::from(self.scanner.lit()?)).copied(),
        }
    }

    /// What a pulse cannot do is scan while it is held.
    fn timing(&self) -> ScanTiming {
        let inverse = self.scan.style == ScanStyle::Inverse;
        let style = if self.pulses && inverse { ScanStyle::Auto } else { self.scan.style };
        ScanTiming { style, ..self.scan }
    }

    fn open(&mut self, slot: Slot, out: &mut Saying) {
        self.state = State::Opening(slot);
        (self.offer_at, self.offered_until) = (None, None);
        let _ = out.try_push(Said::Opened);
    }

    /// The light moved, or an item was taken, or the rounds are over.
    fn moved(&mut self, now: Frames, before: Option<u16>, taken: Option<u16>, out: &mut Saying) {
        if let Some(item) = taken.and_then(|item| self.items.as_slice().get(usize::from(item))) {
            return self.take(now, *item, out);
        }
        let lit = self.scanner.lit();
        self.idle_at = None;
        match self.lit() {
            Some(item) if lit != before => {
                let _ = out.try_push(Said::Lit(item));
            }
            Some(_) => {}
            // For as long as a press still takes what was lit before, it can be taken.
            None if before.is_some() && self.timing().style != ScanStyle::Step => {
                self.idle_at = Some(now.saturating_add(self.scan.grace_frames));
            }
            None if before.is_some() => self.close(true, out),
            None => self.idle_at = Some(now.saturating_add(self.wait_frames)),
        }
    }

    fn take(&mut self, now: Frames, item: MenuItem, out: &mut Saying) {
        self.scanner.rest();
        self.idle_at = None;
        if item == MenuItem::Leave {
            return self.close(true, out);
        }
        let _ = out.try_push(Said::Taken(item));
        if item.row().repeats {
            let until = now.saturating_add(self.scan.interval_frames + self.scan.first_extra_frames);
            self.state = State::Again(item, until);
        } else {
            self.close(false, out);
        }
    }
}
