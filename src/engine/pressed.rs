//! What was pressed and moved, for the screen.

use super::SwitchSnapshot;
use crate::access::Body;
use crate::input::{MAX_AXES, MAX_SWITCHES, Role};

/// What was pressed and moved since the start.
#[derive(Default)]
pub(super) struct Pressed {
    presses: [u32; MAX_SWITCHES],
    /// Places of the axes, 0 to 1.
    pub(super) axes: [f32; MAX_AXES],
    /// The role pressed last.
    pub(super) last: Option<Role>,
    /// Events that came too late for their moment.
    pub(super) late_events: u32,
}

impl Pressed {
    /// A press of `role` was accepted.
    pub(super) fn press(&mut self, role: Role) {
        self.last = Some(role);
        if let Role::Switch(switch) = role {
            let presses = &mut self.presses[usize::from(switch)];
            *presses = presses.saturating_add(1);
        }
    }

    /// An axis moved to `value`.
    pub(super) fn moved(&mut self, role: Role, value: f32) {
        if let Role::Axis(axis) = role {
            self.axes[usize::from(axis)] = value;
        }
    }

    /// The switches as the screen shows them.
    pub(super) fn switches(&self, body: &Body) -> [SwitchSnapshot; MAX_SWITCHES] {
        std::array::from_fn(|number| {
            let role = Role::Switch(number as u8);
            SwitchSnapshot {
                down: body.is_down(role),
                state: body.switch_state(role),
                presses: self.presses[number],
            }
        })
    }
}
