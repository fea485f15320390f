//! Assist: presses pulled to the grid, only ever later, only so far.

use arrayvec::ArrayVec;

use super::AssistSetup;
use super::transport::Transport;
use crate::input::Slot;
use crate::play::Act;
use crate::time::{Frames, frames_to_seconds, ms_to_frames};

/// A press this soon after a grid point is on it, in ms: about as far apart as two onsets
/// that are still heard as together.
pub const JUST_LATE_MS: f64 = 40.0;
/// Of a fine grid, this share of a step is late, not early.
const JUST_LATE_SHARE: f64 = 0.25;
/// Acts that can wait at once; where there is no room all that wait happen now.
const ROOM: usize = 64;
/// Number of slots.
const SLOTS: usize = Slot::MAX as usize + 1;

/// The presses of one part that wait for the grid.
pub(super) struct Assist {
    setup: AssistSetup,
    rate_hz: f64,
    waiting: ArrayVec<(Frames, Act), ROOM>,
    /// By how much the last press of each control was late: its release is as late.
    delays: Box<[Frames; SLOTS]>,
    /// What the last press was delayed by.
    last_delay: Frames,
}

impl Assist {
    /// Allocates.
    pub(super) fn new(setup: AssistSetup, rate_hz: f64) -> Self {
        let delays = Box::new([0; SLOTS]);
        Assist { setup, rate_hz, waiting: ArrayVec::new(), delays, last_delay: 0 }
    }

    /// Whether presses are ever delayed.
    fn is_on(&self) -> bool {
        self.setup.strength > 0.0
    }

    /// Takes an act; gives it back where it happens now. Where [`is_full`](Self::is_full) is
    /// true, what waits has to be taken out first.
    pub(super) fn take(&mut self, now: Frames, act: Act, transport: &Transport) -> Option<Act> {
        if !self.is_on() {
            return Some(act);
        }
        let (slot, delay) = match act {
            Act::Press { slot, .. } => {
                let delay = self.delay(now, transport);
                self.delays[usize::from(slot)] = delay;
                (slot, delay)
            }
            Act::Release { slot, .. } => (slot, self.delays[usize::from(slot)]),
            Act::Axis { .. } => return Some(act),
        };
        // What one control does keeps its order, whatever each press is delayed by.
        let before = self.waiting.iter().rev().find(|(_, waiting)| slot_of(waiting) == Some(slot));
        let at = (now + delay).max(before.map_or(0, |(at, _)| *at));
        if matches!(act, Act::Press { .. }) {
            self.last_delay = at - now;
            self.delays[usize::from(slot)] = at - now;
        }
        if at == now && before.is_none() {
            return Some(act);
        }
        let place = self.waiting.partition_point(|(waiting, _)| *waiting <= at);
        match self.waiting.try_insert(place, (at, act)) {
            Ok(()) => None,
            Err(full) => Some(full.element().1),
        }
    }

    /// By how much a press at `now` is late.
    fn delay(&self, now: Frames, transport: &Transport) -> Frames {
        if !transport.is_running() {
            return 0;
        }
        let beat = transport.beat_at(now);
        let step = self.setup.grid.beats(transport.metre());
        let beat_ms = 60_000.0 / transport.tempo_bpm();
        let swing = transport.swing();
        let sounding = |line: f64| if self.setup.grid.swings() { swing.sounding(line) } else { line };
        let mut line = ((beat / step).floor() - 1.0) * step;
        while sounding(line + step) <= beat + 1e-9 {
            line += step;
        }
        let late_ms = (beat - sounding(line)) * beat_ms;
        if late_ms <= JUST_LATE_MS.min(step * beat_ms * JUST_LATE_SHARE) {
            return 0;
        }
        let ahead = transport.frame_of(sounding(line + step)).saturating_sub(now);
        if ahead > ms_to_frames(self.setup.max_ms, self.rate_hz) {
            return 0;
        }
        (ahead as f64 * self.setup.strength).round() as Frames
    }

    /// Whether there is no room for another act.
    pub(super) fn is_full(&self) -> bool {
        self.waiting.is_full()
    }

    /// When the next act happens.
    pub(super) fn next_deadline(&self) -> Option<Frames> {
        self.waiting.first().map(|(at, _)| *at)
    }

    /// Takes the next act that happens by `now`.
    pub(super) fn pop_due(&mut self, now: Frames) -> Option<Act> {
        self.next_deadline().filter(|&at| at <= now)?;
        Some(self.waiting.remove(0).1)
    }

    /// What waits never happens.
    pub(super) fn silence(&mut self) {
        self.waiting.clear();
        self.delays.fill(0);
    }

    /// What the last press was delayed by, in ms.
    pub(super) fn last_delay_ms(&self) -> f32 {
        (frames_to_seconds(self.last_delay, self.rate_hz) * 1000.0) as f32
    }
}

fn slot_of(act: &Act) -> Option<Slot> {
    match act {
        Act::Press { slot, .. } | Act::Release { slot, .. } => Some(*slot),
        Act::Axis { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::Grid;
    use crate::input::Role;
    use crate::time::{Metre, Swing};

    const RATE_HZ: f64 = 48_000.0;

    fn assist(percent: f64, grid: Grid, max_ms: f64) -> Assist {
        Assist::new(AssistSetup { strength: percent / 100.0, grid, max_ms }, RATE_HZ)
    }

    fn transport(swing: f64) -> Transport {
        Transport::new(RATE_HZ, 120.0, Metre::default(), Swing::new(swing))
    }

    fn press(slot: Slot) -> Act {
        Act::Press { role: Role::A, slot, velocity: 72.0, note: None }
    }

    fn release(slot: Slot) -> Act {
        Act::Release { role: Role::A, slot }
    }

    /// When a press at `now` happens.
    fn happens(assist: &mut Assist, now: Frames, transport: &Transport) -> Frames {
        match assist.take(now, press(0), transport) {
            Some(_) => now,
            None => {
                let at = assist.next_deadline().unwrap();
                assist.pop_due(at).unwrap();
                at
            }
        }
    }

    /// At 120 BPM an eighth is 12 000 frames: early presses come on it, just late ones at once,
    /// those further off than the limit at once too.
    #[test]
    fn presses_come_to_the_grid() {
        let transport = transport(0.0);
        let mut full = assist(100.0, Grid::Eighth, 150.0);
        for (press, expected) in
            [(0, 0), (11_000, 12_000), (12_000, 12_000), (13_900, 13_900), (14_000, 14_000), (17_000, 24_000)]
        {
            assert_eq!(happens(&mut full, press, &transport), expected, "press at {press}");
        }
        let mut half = assist(50.0, Grid::Eighth, 150.0);
        assert_eq!(happens(&mut half, 11_000, &transport), 11_500);
        let mut quarters = assist(100.0, Grid::Quarter, 150.0);
        assert_eq!(happens(&mut quarters, 12_000, &transport), 12_000);
        assert_eq!(happens(&mut quarters, 20_000, &transport), 24_000);
        let mut triplets = assist(100.0, Grid::EighthTriplet, 150.0);
        assert_eq!(happens(&mut triplets, 7_000, &transport), 8_000);
    }

    /// With swing the off-eighth of the grid is where the off-eighths are.
    #[test]
    fn the_grid_swings() {
        let transport = transport(1.0 / 3.0);
        let mut full = assist(100.0, Grid::Eighth, 150.0);
        assert_eq!(happens(&mut full, 12_000, &transport), 16_000);
        assert_eq!(happens(&mut full, 23_000, &transport), 24_000);
    }

    proptest! {
        /// Whatever is pressed and released: a press is late by the limit at most, nothing
        /// happens before it was done, a control's acts keep their order, nothing is lost,
        /// and what was not overtaken keeps its length.
        #[test]
        fn acts_are_only_delayed(
            acts in prop::collection::vec((0u64..9000, 0u8..3), 1..60),
            percent in 1.0f64..=100.0,
            max_ms in 0.0f64..=300.0,
        ) {
            let transport = transport(0.2);
            let mut assist = assist(percent, Grid::Eighth, max_ms);
            let mut now = 0;
            let mut down = [None; 3];
            let mut done = Vec::new();
            let mut count = 0;
            for (pause, slot) in acts {
                let until = now + pause;
                while let Some(at) = assist.next_deadline().filter(|at| *at <= until) {
                    done.push((at, assist.pop_due(at).unwrap()));
                }
                now = until;
                let place = usize::from(slot);
                let act = if down[place].take().is_some() { release(slot) } else { down[place] = Some(now); press(slot) };
                prop_assert!(!assist.is_full());
                count += 1;
                let limit = ms_to_frames(max_ms, RATE_HZ);
                let waits = assist.waiting.iter().any(|(_, waiting)| slot_of(waiting) == Some(slot));
                match assist.take(now, act, &transport) {
                    Some(act) => done.push((now, act)),
                    None => if !waits { prop_assert!(assist.delays[place] <= limit) },
                }
            }
            while let Some(at) = assist.next_deadline() {
                done.push((at, assist.pop_due(at).unwrap()));
            }
            prop_assert_eq!(done.len(), count);
            prop_assert!(done.windows(2).all(|pair| pair[0].0 <= pair[1].0));
            for slot in 0..3 {
                let mine: Vec<bool> = done.iter().filter(|(_, act)| slot_of(act) == Some(slot))
                    .map(|(_, act)| matches!(act, Act::Press { .. })).collect();
                prop_assert!(mine.iter().enumerate().all(|(place, pressed)| *pressed == (place % 2 == 0)));
            }
        }
    }
}
