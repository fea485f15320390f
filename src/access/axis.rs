//! One axis: from the raw value of whatever moves it to a place between 0 and 1.
//!
//! Raw → fitted range → dead zone → curve → direction → smoothing → hysteresis.

use super::gesture::{GestureKind, Gestures, Teller};
use super::one_euro::OneEuro;
use super::setup::bounded;
use super::{AxisFit, BodySetup};
use crate::input::{Role, Slot};
use crate::math;
use crate::time::{Frames, frames_to_seconds, ms_to_frames};

/// The smoothing goes on this often until it has arrived.
const TICK_MS: f64 = 5.0;
/// The smoothing goes on at most this often, whatever storm of events comes.
const CLOSEST_MS: f64 = 1.0;
/// As near to its goal as this the smoothing has arrived.
const ARRIVED: f32 = 0.0005;
/// Another control takes an axis over once it has moved this far, so that the trembling
/// of a stick that nobody touches does not.
const TAKE_OVER: f32 = 0.1;
/// Number of slots.
const SLOTS: usize = Slot::MAX as usize + 1;

/// The part of an axis that has no memory.
#[derive(Clone, Copy, Debug)]
struct Shape {
    low: f32,
    span: f32,
    dead_zone: f32,
    rest: f32,
    curve: f32,
    invert: bool,
}

impl Shape {
    fn new(fit: &AxisFit) -> Self {
        let usable = fit.low.is_finite() && fit.high.is_finite();
        let far = usable && (fit.high - fit.low).abs() >= AxisFit::LEAST_TRAVEL;
        let (low, high) = if far { (fit.low, fit.high) } else { (-1.0, 1.0) };
        Shape {
            low,
            span: high - low,
            dead_zone: bounded(fit.dead_zone, AxisFit::DEAD_ZONE),
            rest: bounded(fit.rest, AxisFit::REST),
            curve: bounded(fit.curve, AxisFit::CURVE),
            invert: fit.invert,
        }
    }

    /// Place of `raw` in the fitted range, 0 to 1.
    fn place(&self, raw: f32) -> f32 {
        ((raw - self.low) / self.span).clamp(0.0, 1.0)
    }

    /// What the music gets of a `place`: both sides of rest are bent alike, and each
    /// goes the whole way to its end.
    fn bend(&self, place: f32) -> f32 {
        let away = place - self.rest;
        let (room, sign) = if away < 0.0 { (self.rest, -1.0) } else { (1.0 - self.rest, 1.0) };
        let live = room - self.dead_zone;
        let beyond = away.abs() - self.dead_zone;
        let bent = if beyond <= 0.0 || live <= 0.0 {
            self.rest
        } else {
            let part = math::pow((beyond / live).min(1.0), self.curve);
            (self.rest + sign * room * part).clamp(0.0, 1.0)
        };
        if self.invert { 1.0 - bent } else { bent }
    }
}

/// One axis role.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    shape: Shape,
    hysteresis: f32,
    smooths: bool,
    filter: OneEuro,
    rate_hz: f64,
    tick: Frames,
    closest: Frames,
    /// Where the smoothing is going.
    goal: f32,
    told: Option<f32>,
    /// Who moved it last.
    slot: Slot,
    /// Who moves it now.
    owner: Option<Slot>,
    stepped_at: Frames,
    tick_at: Option<Frames>,
    /// Where each control was when it last had the axis; NaN before it ever moved.
    left_at: [f32; SLOTS],
}

impl Axis {
    pub(super) fn new(rate_hz: f64, number: usize, setup: &BodySetup) -> Self {
        let fit = &setup.axes[number];
        let smooths = fit.smoothing_hz > 0.0;
        let shape = Shape::new(fit);
        let goal = shape.bend(shape.rest);
        let frames = |ms| ms_to_frames(ms, rate_hz).max(1);
        Axis {
            shape,
            hysteresis: bounded(fit.hysteresis, AxisFit::HYSTERESIS),
            smooths,
            filter: OneEuro::new(bounded(fit.smoothing_hz, AxisFit::SMOOTHING_HZ), goal),
            rate_hz,
            tick: frames(TICK_MS),
            closest: frames(CLOSEST_MS),
            goal,
            told: None,
            slot: 0,
            owner: None,
            stepped_at: 0,
            tick_at: None,
            left_at: [f32::NAN; SLOTS],
        }
    }

    /// A control moved to `raw`. What is not a number is no movement.
    pub(super) fn moved(&mut self, now: Frames, slot: Slot, raw: f32, role: Role, out: &mut Gestures) {
        if !raw.is_finite() {
            return;
        }
        let place = self.shape.place(raw);
        let left_at = &mut self.left_at[usize::from(slot)];
        // Not `<`: a control that never moved is at NaN and takes over.
        let stays = (place - *left_at).abs() < TAKE_OVER;
        if self.owner.is_some_and(|owner| owner != slot) && stays {
            return;
        }
        *left_at = place;
        self.owner = Some(slot);
        self.slot = slot;
        self.goal = self.shape.bend(place);
        if self.told.is_none() || !self.smooths {
            self.arrive(now, role, out);
        } else if now.saturating_sub(self.stepped_at) >= self.closest {
            self.step(now, role, out);
        } else {
            let soon = self.stepped_at.saturating_add(self.closest);
            self.tick_at = Some(self.tick_at.map_or(soon, |at| at.min(soon)));
        }
    }

    /// The smoothing goes on.
    pub(super) fn wake(&mut self, now: Frames, role: Role, out: &mut Gestures) {
        if self.tick_at.is_some_and(|at| at <= now) {
            self.step(now, role, out);
        }
    }

    pub(super) fn deadline(&self) -> Option<Frames> {
        self.tick_at
    }

    /// The device of `slot` is gone: an axis that it held goes to rest, so that a breath
    /// that is lost does not sound for ever.
    pub(super) fn lose(&mut self, now: Frames, slot: Slot, role: Role, out: &mut Gestures) {
        self.left_at[usize::from(slot)] = f32::NAN;
        if self.owner == Some(slot) {
            self.owner = None;
            self.goal = self.shape.bend(self.shape.rest);
            self.arrive(now, role, out);
        }
    }

    fn arrive(&mut self, now: Frames, role: Role, out: &mut Gestures) {
        self.filter.rest_on(self.goal);
        self.stepped_at = now;
        self.tick_at = None;
        self.tell(now, role, out);
    }

    fn step(&mut self, now: Frames, role: Role, out: &mut Gestures) {
        // After a rest the filter stands where its goal was: only the last tick counts.
        let span = now.saturating_sub(self.stepped_at).clamp(1, self.tick);
        self.filter.step(self.goal, frames_to_seconds(span, self.rate_hz) as f32);
        if (self.filter.value() - self.goal).abs() <= ARRIVED {
            self.arrive(now, role, out);
        } else {
            self.stepped_at = now;
            self.tick_at = Some(now.saturating_add(self.tick));
            self.tell(now, role, out);
        }
    }

    /// Tells the value where it has moved enough. Both ends and rest are always reached.
    fn tell(&mut self, now: Frames, role: Role, out: &mut Gestures) {
        let value = self.filter.value();
        if self.told == Some(value) {
            return;
        }
        let is_mark = value == 0.0 || value == 1.0 || value == self.shape.bend(self.shape.rest);
        let is_far = self.told.is_none_or(|told| (value - told).abs() >= self.hysteresis);
        if is_mark || is_far {
            let mut teller = Teller { role, slot: self.slot, out };
            if teller.tell(GestureKind::Axis(value)) {
                self.told = Some(value);
            } else {
                self.tick_at = Some(now);
            }
        }
    }
}
