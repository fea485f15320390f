//! Fingers on the window: which of them play.
//!
//! A finger that begins on a button is the button's for as long as it touches, wherever it
//! goes; any other one holds the control of touches, which is down until the last of them is lifted.

use eframe::egui::{self, TouchDeviceId, TouchId, TouchPhase};

/// The fingers that touch, each with whether it plays.
#[derive(Clone, Debug, Default)]
pub struct Fingers {
    touching: Vec<((TouchDeviceId, TouchId), bool)>,
}

impl Fingers {
    /// A finger came, moved or went; `plays` says whether it would play if it comes. Says whether
    /// the control of touches went down or up by it.
    pub fn touch(
        &mut self,
        finger: (TouchDeviceId, TouchId),
        phase: TouchPhase,
        plays: bool,
    ) -> Option<bool> {
        let was_down = self.is_down();
        match phase {
            TouchPhase::Move => {}
            TouchPhase::Start => self.touching.push((finger, plays)),
            TouchPhase::End | TouchPhase::Cancel => self.touching.retain(|(known, _)| *known != finger),
        }
        (self.is_down() != was_down).then_some(!was_down)
    }

    /// Whether any finger touches.
    pub fn touch_now(&self) -> bool {
        !self.touching.is_empty()
    }

    fn is_down(&self) -> bool {
        self.touching.iter().any(|(_, plays)| *plays)
    }
}

/// Whether something that can be clicked lies there.
pub fn hits_a_button(ctx: &egui::Context, at: egui::Pos2) -> bool {
    ctx.viewport(|viewport| {
        let mut widgets = viewport.prev_pass.widgets.layers().flat_map(|(_, widgets)| widgets);
        widgets
            .any(|widget| widget.enabled && widget.sense.senses_click() && widget.interact_rect.contains(at))
    })
}
