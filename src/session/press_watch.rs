//! Watching how somebody presses while they play: whether it has changed since it was fitted, and
//! whether a switch box presses by itself.
//!
//! A body of its own hears what the engine's body hears, so that presses count here as they counted
//! there; nothing of it is kept.

use crate::access::{Body, BodySetup, Drift, DriftWatch, GestureKind, Gestures, SelfRepeat};
use crate::engine::{Applied, Snapshot};
use crate::input::{MAX_SWITCHES, Role, RoleEvent, RoleValue, Slot};
use crate::time::{Frames, frames_to_seconds, ms_to_frames};

/// Watches one person.
pub(super) struct PressWatch {
    rate_hz: f64,
    body: Body,
    gestures: Gestures,
    watches: Vec<DriftWatch>,
    pressed_at: [Option<Frames>; MAX_SWITCHES],
    /// When the contact of each switch closed and opened last.
    contacts: [Option<(Frames, Frames)>; MAX_SWITCHES],
    closed_at: [Option<Frames>; MAX_SWITCHES],
    /// Holding is what plays.
    holding_plays: bool,
    repeats: Vec<SelfRepeat>,
    /// What is lit in a scan, and since when, as far as was seen.
    lit: Option<(f32, Frames)>,
    drift: Option<Drift>,
    self_repeats: bool,
}

impl PressWatch {
    pub(super) fn new(rate_hz: f64, setup: &BodySetup) -> Self {
        PressWatch {
            rate_hz,
            body: Body::new(rate_hz, setup.clone()),
            gestures: Gestures::new(),
            watches: setup.switches.iter().map(DriftWatch::new).collect(),
            pressed_at: [None; MAX_SWITCHES],
            contacts: [None; MAX_SWITCHES],
            closed_at: [None; MAX_SWITCHES],
            holding_plays: false,
            repeats: vec![SelfRepeat::default(); usize::from(Slot::MAX) + 1],
            lit: None,
            drift: None,
            self_repeats: false,
        }
    }

    /// Whether it watches this body.
    pub(super) fn is_of(&self, rate_hz: f64, setup: &BodySetup) -> bool {
        self.rate_hz == rate_hz && self.body.setup() == setup
    }

    /// Whether holding is what plays from now on: how long is no sign of anything then.
    pub(super) fn set_holding_plays(&mut self, holding_plays: bool) {
        self.holding_plays = holding_plays;
    }

    /// What was heard since the last round. `scans` says whether presses take what is lit.
    pub(super) fn round(&mut self, applied: &[Applied], snapshot: &Snapshot, scans: bool) {
        self.body.set_choosing(snapshot.menu.is_some_and(|menu| menu.open));
        for Applied { event, .. } in applied.iter().filter(|applied| applied.event.role.is_players()) {
            self.wake(event.at);
            if matches!(event.value, RoleValue::Down { .. }) {
                let at_s = frames_to_seconds(event.at, self.rate_hz);
                self.self_repeats |= self.repeats[usize::from(event.slot)].closed(at_s);
            }
            self.contact(event);
            self.body.handle(event.at, event, &mut self.gestures);
            self.take(event.at);
        }
        self.wake(snapshot.frame);
        let lit = snapshot.parts.iter().find_map(|part| part.mode.lit).filter(|_| scans);
        if self.lit.map(|(lit, _)| lit) != lit {
            self.lit = lit.map(|lit| (lit, snapshot.frame));
        }
        let told = self.watches.iter_mut().filter_map(DriftWatch::drift).last();
        self.drift = told.or(self.drift);
    }

    /// How long the contact is closed, as long as that goes on behind a bounce.
    fn contact(&mut self, event: &RoleEvent) {
        let Role::Switch(number) = event.role else { return };
        let number = usize::from(number);
        let Some(timing) = self.body.setup().switches.get(number) else { return };
        let debounce = ms_to_frames(f64::from(timing.release_debounce_ms), self.rate_hz);
        match event.value {
            RoleValue::Down { .. } => {
                let before = self.contacts[number].take();
                let goes_on = before.filter(|(_, opened)| event.at.saturating_sub(*opened) < debounce);
                self.closed_at[number] = Some(goes_on.map_or(event.at, |(closed, _)| closed));
                if let Some((closed, opened)) = before.filter(|_| goes_on.is_none()) {
                    let closed_s = frames_to_seconds(opened.saturating_sub(closed), self.rate_hz);
                    self.watches[number].closed((closed_s * 1000.0) as f32);
                }
            }
            RoleValue::Up => {
                self.contacts[number] = self.closed_at[number].take().map(|closed| (closed, event.at));
            }
            _ => {}
        }
    }

    fn wake(&mut self, until: Frames) {
        while let Some(due) = self.body.next_deadline().filter(|due| *due <= until) {
            self.body.wake(due, &mut self.gestures);
            self.take(due);
        }
    }

    fn take(&mut self, at: Frames) {
        for gesture in self.gestures.drain(..) {
            let Role::Switch(number) = gesture.role else { continue };
            let number = usize::from(number);
            let Some(watch) = self.watches.get_mut(number) else { continue };
            match gesture.kind {
                GestureKind::Press { .. } => {
                    let interval_ms = f64::from(self.body.setup().scan.interval_ms);
                    let in_step = self.lit.map(|(_, since)| {
                        at.saturating_sub(since) as f32
                            / ms_to_frames(interval_ms, self.rate_hz).max(1) as f32
                    });
                    // The first item is lit for longer, and so is one that waits.
                    watch.pressed(
                        frames_to_seconds(at, self.rate_hz) * 1000.0,
                        in_step.filter(|in_step| *in_step <= 1.0),
                    );
                    self.pressed_at[number] = Some(at);
                }
                GestureKind::Release => {
                    if let Some(pressed_at) = self.pressed_at[number].take().filter(|_| !self.holding_plays) {
                        let held = at.saturating_sub(pressed_at);
                        watch.held((frames_to_seconds(held, self.rate_hz) * 1000.0) as f32);
                    }
                }
                _ => {}
            }
        }
    }

    /// What does not fit; until settings are made anew.
    pub(super) fn drift(&self) -> Option<Drift> {
        self.drift
    }

    /// Whether a box has been pressing by itself.
    pub(super) fn self_repeats(&self) -> bool {
        self.self_repeats
    }
}
