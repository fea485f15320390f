//! A light that moves along a list until somebody takes what is lit.
//!
//! A pure timed machine without sound or pictures: the `scan` mode and menus share it.
//! Timing comes with each call, so a change of the person file acts at once.

use super::ScanTiming;
use crate::access::ScanStyle;
use crate::time::Frames;

/// Which of a scanning person's switches was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanSwitch {
    /// The one that everybody has: takes (auto), moves (step) or moves while held
    /// (inverse).
    First,
    /// The second one: takes what is lit, at once, in every style.
    Second,
}

/// The light and the time of its next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scanner {
    items: u16,
    /// The item that is lit; the number behind the last is the way out, which is dark.
    lit: Option<u16>,
    /// What was lit until `stepped_at`.
    before: Option<u16>,
    stepped_at: Frames,
    due: Option<Frames>,
    rounds: u8,
}

impl Scanner {
    /// A scanner over `items` items, at rest.
    pub fn new(items: u16) -> Self {
        Scanner { items: items.max(1), lit: None, before: None, stepped_at: 0, due: None, rounds: 0 }
    }

    /// The list became longer or shorter: a light beyond its end moves to the last item.
    pub fn set_items(&mut self, items: u16) {
        let way_out = std::mem::replace(&mut self.items, items.max(1));
        let inside = |item: Option<u16>| {
            item.map(|item| if item == way_out { self.items } else { item.min(self.items - 1) })
        };
        (self.lit, self.before) = (inside(self.lit), inside(self.before));
    }

    /// How many items there are.
    pub fn items(&self) -> u16 {
        self.items
    }

    /// The lit item, from 0; none at rest and on the way out.
    pub fn lit(&self) -> Option<u16> {
        self.lit.filter(|&item| item < self.items)
    }

    /// Whether a press now would leave the scan.
    pub fn is_at_escape(&self) -> bool {
        self.lit == Some(self.items)
    }

    /// Goes dark until the next press.
    pub fn rest(&mut self) {
        *self = Scanner::new(self.items);
    }

    /// Starts the round anew: the first item is lit, for its extra time.
    pub fn begin(&mut self, now: Frames, timing: &ScanTiming) {
        self.rest();
        self.light(0, now, timing);
    }

    /// A switch was pressed. Returns the item that it takes, if it takes one.
    pub fn press(&mut self, now: Frames, switch: ScanSwitch, timing: &ScanTiming) -> Option<u16> {
        match (timing.style, switch) {
            (ScanStyle::Auto, _) => {
                let taken = self.visible(now, timing);
                self.begin(now, timing);
                self.unless_escape(taken)
            }
            (ScanStyle::Step, ScanSwitch::First) => {
                match self.lit {
                    None => self.begin(now, timing),
                    Some(_) => self.step(now, timing),
                }
                None
            }
            (ScanStyle::Inverse, ScanSwitch::First) => {
                self.begin(now, timing);
                None
            }
            (_, ScanSwitch::Second) => self.take(now, timing),
        }
    }

    /// The first switch was released. Returns the item that this takes, if it takes one.
    pub fn release(&mut self, now: Frames, timing: &ScanTiming) -> Option<u16> {
        if timing.style == ScanStyle::Inverse { self.take(now, timing) } else { None }
    }

    /// When the light moves, or is taken, by itself.
    pub fn next_deadline(&self) -> Option<Frames> {
        self.due
    }

    /// The moment of [`next_deadline`](Self::next_deadline) has come. Returns the item
    /// that this takes, if it takes one.
    pub fn wake(&mut self, now: Frames, timing: &ScanTiming) -> Option<u16> {
        let due = self.due.filter(|&due| due <= now)?;
        if timing.style == ScanStyle::Step {
            let taken = self.lit;
            self.rest();
            return self.unless_escape(taken);
        }
        // Counted from when it was due, so that rounds do not drift; a clock that jumped
        // counts from now.
        let interval = timing.interval_frames.max(1);
        self.step(if due + interval > now { due } else { now }, timing);
        None
    }

    fn take(&mut self, now: Frames, timing: &ScanTiming) -> Option<u16> {
        let taken = self.visible(now, timing);
        self.rest();
        self.unless_escape(taken)
    }

    /// The way out takes nothing and lets the scan rest.
    fn unless_escape(&mut self, taken: Option<u16>) -> Option<u16> {
        if taken == Some(self.items) {
            self.rest();
            return None;
        }
        taken
    }

    /// What a person saw when they decided: just after a step, the item before it. Where
    /// they move the light themselves, they take what they have lit.
    fn visible(&self, now: Frames, timing: &ScanTiming) -> Option<u16> {
        let just_stepped = now < self.stepped_at.saturating_add(timing.grace_frames);
        let before = self.before.filter(|_| just_stepped && timing.style != ScanStyle::Step);
        before.or(self.lit)
    }

    fn step(&mut self, at: Frames, timing: &ScanTiming) {
        let Some(lit) = self.lit else { return };
        self.before = Some(lit);
        self.stepped_at = at;
        if lit + 1 < self.items + u16::from(timing.escape) {
            self.light(lit + 1, at, timing);
            return;
        }
        self.rounds = self.rounds.saturating_add(1);
        if timing.loops > 0 && self.rounds >= timing.loops {
            (self.lit, self.due) = (None, None);
        } else {
            self.light(0, at, timing);
        }
    }

    fn light(&mut self, item: u16, at: Frames, timing: &ScanTiming) {
        let extra = if item == 0 { timing.first_extra_frames } else { 0 };
        self.lit = Some(item);
        self.due = Some(at + timing.interval_frames.max(1) + extra);
    }
}

#[cfg(test)]
mod tests {
    use super::ScanSwitch::{First, Second};
    use super::*;

    fn timing(style: ScanStyle) -> ScanTiming {
        ScanTiming {
            style,
            interval_frames: 1000,
            first_extra_frames: 500,
            loops: 0,
            escape: false,
            grace_frames: 100,
        }
    }

    fn run(scanner: &mut Scanner, until: Frames, timing: &ScanTiming) -> Option<u16> {
        let mut taken = None;
        while let Some(due) = scanner.next_deadline().filter(|&due| due <= until) {
            taken = scanner.wake(due, timing).or(taken);
        }
        taken
    }

    /// Auto scan: first item with its extra time, then one item an interval, round and round.
    #[test]
    fn auto_moves_on_time() {
        let timing = timing(ScanStyle::Auto);
        let mut scanner = Scanner::new(3);
        scanner.begin(10, &timing);
        let mut steps = Vec::new();
        for _ in 0..5 {
            let due = scanner.next_deadline().unwrap();
            scanner.wake(due, &timing);
            steps.push((due, scanner.lit().unwrap()));
        }
        assert_eq!(steps, [(1510, 1), (2510, 2), (3510, 0), (5010, 1), (6010, 2)]);
    }

    /// A press takes what was lit; within the grace after a step, what was lit before it;
    /// and the round starts anew.
    #[test]
    fn auto_takes_what_was_seen() {
        let timing = timing(ScanStyle::Auto);
        for (at, item) in
            [(0, 0), (1499, 0), (1500, 0), (1599, 0), (1600, 1), (2599, 1), (2600, 2), (3599, 2), (3600, 0)]
        {
            let mut scanner = Scanner::new(3);
            scanner.begin(0, &timing);
            run(&mut scanner, at, &timing);
            assert_eq!(scanner.press(at, First, &timing), Some(item), "at {at}");
            assert_eq!((scanner.lit(), scanner.next_deadline()), (Some(0), Some(at + 1500)));
        }
    }

    /// After its rounds the light rests; a press within the grace still takes the last
    /// item, a later one only starts it again.
    #[test]
    fn auto_rests_after_its_loops() {
        let timing = ScanTiming { loops: 2, ..timing(ScanStyle::Auto) };
        let mut scanner = Scanner::new(2);
        scanner.begin(0, &timing);
        run(&mut scanner, 100_000, &timing);
        assert_eq!((scanner.lit(), scanner.next_deadline()), (None, None));
        let mut late = scanner;
        assert_eq!(scanner.press(5_050, First, &timing), Some(1));
        assert_eq!(late.press(5_100, First, &timing), None);
        assert_eq!(late.lit(), Some(0));
    }

    /// Step scan: presses move, resting takes, a second switch takes at once, the end of
    /// the last round goes dark without taking.
    #[test]
    fn step_moves_by_presses() {
        let timing = ScanTiming { loops: 1, ..timing(ScanStyle::Step) };
        let mut scanner = Scanner::new(3);
        assert_eq!(scanner.press(0, First, &timing), None);
        assert_eq!((scanner.lit(), scanner.next_deadline()), (Some(0), Some(1500)));
        scanner.press(400, First, &timing);
        assert_eq!((scanner.lit(), scanner.next_deadline()), (Some(1), Some(1400)));
        let mut second = scanner;
        assert_eq!(second.press(450, Second, &timing), Some(1));
        assert_eq!(run(&mut scanner, 1400, &timing), Some(1));
        assert_eq!(scanner.lit(), None);
        for press in 0..4 {
            assert_eq!(scanner.press(2000 + press, First, &timing), None);
        }
        assert_eq!((scanner.lit(), run(&mut scanner, 100_000, &timing)), (None, None));
    }

    /// Inverse scan: it moves while held, letting go takes, with the same grace.
    #[test]
    fn inverse_moves_while_held() {
        let timing = timing(ScanStyle::Inverse);
        for (hold, item) in [(10, 0), (1550, 0), (1650, 1), (2700, 2)] {
            let mut scanner = Scanner::new(5);
            scanner.press(0, First, &timing);
            run(&mut scanner, hold, &timing);
            assert_eq!(scanner.release(hold, &timing), Some(item), "after {hold}");
            assert_eq!((scanner.lit(), scanner.next_deadline()), (None, None));
            assert_eq!(scanner.release(hold, &timing), None);
        }
    }

    /// A list that shrinks keeps its light inside.
    #[test]
    fn shrinking_lists() {
        let timing = timing(ScanStyle::Auto);
        let mut scanner = Scanner::new(5);
        scanner.begin(0, &timing);
        run(&mut scanner, 4_500, &timing);
        assert_eq!(scanner.lit(), Some(4));
        scanner.set_items(2);
        assert_eq!(scanner.lit(), Some(1));
        scanner.set_items(0);
        assert_eq!((scanner.lit(), scanner.items()), (Some(0), 1));
    }

    /// With a way out, the round ends on a dark item: taking it takes nothing and lets the
    /// scan rest; a press there in any style never plays.
    #[test]
    fn the_way_out_takes_nothing() {
        for style in [ScanStyle::Auto, ScanStyle::Step, ScanStyle::Inverse] {
            let timing = ScanTiming { escape: true, ..timing(style) };
            let mut scanner = Scanner::new(2);
            scanner.begin(0, &timing);
            scanner.step(10_000, &timing);
            assert_eq!((scanner.lit(), scanner.is_at_escape()), (Some(1), false));
            scanner.step(20_000, &timing);
            scanner.set_items(2);
            assert_eq!((scanner.lit(), scanner.is_at_escape()), (None, true));
            assert_eq!(scanner.press(25_000, ScanSwitch::Second, &timing), None);
            assert_eq!((scanner.lit(), scanner.next_deadline()), (None, None));
            scanner.begin(30_000, &timing);
            assert_eq!(scanner.press(40_000, ScanSwitch::Second, &timing), Some(0));
        }
    }
}
