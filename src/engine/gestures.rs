//! From what a person meant to what the music is told.

use super::part::Pressing;
use super::{Engine, Music, Notice, Sink};
use crate::access::{Gesture, GestureKind};
use crate::play::Act;
use crate::time::Frames;

impl Engine {
    /// Does what the body told since it was last asked.
    pub(super) fn play_gestures(&mut self, now: Frames, sink: &mut dyn Sink) {
        let gestures = self.gestures.take();
        for gesture in gestures {
            self.play_gesture(now, gesture, sink);
        }
        self.settle_menu(now, sink);
    }

    /// The music hears it first: opening a menu only adds.
    fn play_gesture(&mut self, now: Frames, gesture: Gesture, sink: &mut dyn Sink) {
        let Gesture { role, slot, kind } = gesture;
        if let Some(next) = self.body.setup().next {
            let is_next = next.is(&gesture);
            if is_next {
                sink.notice(Notice::Next);
            }
            // What goes on to the next piece opens no menu.
            if next.keeps(role) || (is_next && kind == GestureKind::LongPress) {
                return;
            }
        }
        let act = match kind {
            GestureKind::Press { velocity, note } => {
                self.wake_music(now, sink);
                let from_rhythm = self.velocity.press(now);
                let (softest, loudest) =
                    (self.body.setup().softest_velocity, self.body.setup().loudest_velocity);
                self.music.pressing = Pressing { rhythm: from_rhythm, softest, loudest };
                let velocity = velocity.map_or(from_rhythm, |velocity| f32::from(velocity).min(loudest));
                self.pressed.press(role);
                Some(Act::Press { role, slot, velocity, note })
            }
            GestureKind::Release => Some(Act::Release { role, slot }),
            GestureKind::Stuck => {
                sink.notice(Notice::StuckSwitch { role });
                self.music.let_go(now, &self.scan, (role, slot), sink);
                None
            }
            GestureKind::Axis(value) => {
                self.pressed.moved(role, value);
                Some(Act::Axis { role, value })
            }
            GestureKind::LongPress => {
                sink.notice(Notice::LongPress { role });
                None
            }
            GestureKind::DoublePress => {
                sink.notice(Notice::DoublePress { role });
                None
            }
            GestureKind::Choose { .. } => {
                self.pressed.press(role);
                None
            }
            GestureKind::LongPressNear | GestureKind::ChooseEnd { .. } => None,
        };
        if let Some(act) = act {
            self.music.act(now, &self.scan, act, sink);
        }
        self.menu_hears(now, (role, slot), kind, sink);
    }
}

impl Music {
    /// Switches that are held to play, one bit a role.
    pub(super) fn held_roles(&self) -> u16 {
        self.parts.iter().fold(0, |roles, part| roles | part.held_roles())
    }
}
