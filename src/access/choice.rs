//! A press that plays nothing: it chooses in a menu.

use super::gesture::{GestureKind, Teller};
use crate::time::Frames;

/// The press of one control while a menu is open.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Choice {
    state: State,
    /// When it counts as stuck.
    stuck_at: Frames,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    #[default]
    None,
    /// Pressed; a pulse ends untold.
    Held { pulse: bool },
    /// Its end found no room and is told later.
    Owed { let_go: bool },
}

impl Choice {
    /// Whether such a press has not ended.
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self.state, State::Held { .. })
    }

    /// An accepted press at `now`. False where there is no room to tell it.
    pub(super) fn begin(&mut self, now: Frames, pulse: bool, max_hold: Frames, out: &mut Teller) -> bool {
        if !out.tell(GestureKind::Choose { pulse }) {
            return false;
        }
        *self = Choice { state: State::Held { pulse }, stuck_at: now.saturating_add(max_hold) };
        true
    }

    /// A pulse that chose, and whose end nobody tells, is over.
    pub(super) fn forget_pulse(&mut self) {
        if self.state == (State::Held { pulse: true }) {
            self.state = State::None;
        }
    }

    /// The hand let go.
    pub(super) fn let_go(&mut self, out: &mut Teller) {
        self.end(true, out);
    }

    /// The control is gone.
    pub(super) fn lose(&mut self, out: &mut Teller) {
        self.end(false, out);
    }

    /// What is due by `now`, `held` while it is held for certain. True where it was held too long
    /// and counts no more.
    pub(super) fn wake(&mut self, now: Frames, held: bool, out: &mut Teller) -> bool {
        match self.state {
            State::Held { .. } if held && self.stuck_at <= now => {
                self.end(false, out);
                true
            }
            State::Owed { let_go } => {
                self.tell_end(let_go, out);
                false
            }
            _ => false,
        }
    }

    /// When something is due by itself.
    pub(super) fn deadline(&self, held: bool) -> Option<Frames> {
        match self.state {
            State::Held { pulse: false } => held.then_some(self.stuck_at),
            State::Owed { .. } => Some(0),
            State::Held { pulse: true } | State::None => None,
        }
    }

    fn end(&mut self, let_go: bool, out: &mut Teller) {
        match self.state {
            State::Held { pulse: false } => self.tell_end(let_go, out),
            State::Held { pulse: true } => self.state = State::None,
            State::Owed { .. } | State::None => {}
        }
    }

    fn tell_end(&mut self, let_go: bool, out: &mut Teller) {
        let told = out.tell(GestureKind::ChooseEnd { let_go });
        self.state = if told { State::None } else { State::Owed { let_go } };
    }
}
