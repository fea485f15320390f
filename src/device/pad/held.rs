//! What is held on one gamepad, and what to make of the kernel saying otherwise.

use super::names::Source;
use crate::input::PadControl;

/// How long the kernel has to say that a held button is up before it is believed, in ns:
/// the release itself may be on its way.
pub const DOUBT_NS: u64 = 80_000_000;

#[derive(Clone, Copy, Debug)]
struct Button {
    control: PadControl,
    source: Source,
    doubted_since: Option<u64>,
}

/// The buttons of one gamepad that are held, as far as anybody was told.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    buttons: Vec<Button>,
}

impl Held {
    /// A button goes down or up; whether that is news.
    pub fn set(&mut self, control: PadControl, source: Source, down: bool) -> bool {
        let place = self.buttons.iter().position(|button| button.control == control);
        match (down, place) {
            (true, None) => {
                self.buttons.push(Button { control, source, doubted_since: None });
                true
            }
            (false, Some(place)) => {
                self.buttons.swap_remove(place);
                true
            }
            _ => false,
        }
    }

    /// Whether anything is held.
    pub fn any(&self) -> bool {
        !self.buttons.is_empty()
    }

    /// Lets go what the kernel says is up (`is_down`; none where it cannot be asked): at
    /// once if `certain`, else when it has said so for [`DOUBT_NS`]. Gives what was let go.
    pub fn compare(
        &mut self,
        now_ns: u64,
        certain: bool,
        is_down: impl Fn(Source) -> Option<bool>,
    ) -> Vec<PadControl> {
        let mut released = Vec::new();
        self.buttons.retain_mut(|button| {
            if is_down(button.source) != Some(false) {
                button.doubted_since = None;
                return true;
            }
            let since = *button.doubted_since.get_or_insert(now_ns);
            let stays = !certain && now_ns.saturating_sub(since) < DOUBT_NS;
            if !stays {
                released.push(button.control);
            }
            stays
        });
        released
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUTH: PadControl = PadControl::Button(0);

    /// A button that the kernel calls up is let go after a while, at once where events
    /// are known to be lost, and never while the kernel calls it down or cannot be asked.
    #[test]
    fn the_kernel_is_believed_in_time() {
        let mut held = Held::default();
        assert!(held.set(SOUTH, Source::Key(304), true));
        assert!(!held.set(SOUTH, Source::Key(304), true), "a second down is no news");
        assert!(held.compare(0, true, |_| None).is_empty());
        assert!(held.compare(0, true, |_| Some(true)).is_empty());
        assert!(held.compare(1, false, |_| Some(false)).is_empty());
        assert!(held.compare(2, false, |_| Some(true)).is_empty(), "the doubt is forgotten");
        assert!(held.compare(3, false, |_| Some(false)).is_empty());
        assert_eq!(held.compare(3 + DOUBT_NS, false, |_| Some(false)), vec![SOUTH]);
        assert!(!held.any());
        assert!(held.set(SOUTH, Source::Key(304), true));
        assert_eq!(held.compare(0, true, |_| Some(false)), vec![SOUTH]);
        assert!(!held.set(SOUTH, Source::Key(304), false), "its release, coming late, is no news");
    }
}
