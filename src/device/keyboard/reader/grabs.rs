//! Taking devices for the instrument alone, and giving them back.

use super::{NodeId, Reader, Request};
use crate::device::clock::monotonic_ns;
use crate::device::keyboard::grab::{Grab, GrabRefusal, TRIAL_NS};
use crate::live::{Alert, AlertLevel, DeviceKind};

/// Why a device is as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// Somebody asked.
    Asked,
    /// Nobody kept it.
    Time,
    /// It would be the only keyboard.
    OnlyKeyboard,
}

impl Reader<'_> {
    /// Keyboards that stay free beside the node at `place`. Those that may not be read
    /// count: nobody can take them.
    fn other_keyboards(&self, place: usize) -> usize {
        let others = self.nodes.iter().enumerate().filter(|(other, _)| *other != place);
        let free = others.filter(|(_, node)| node.kind == DeviceKind::Keyboard && !node.grab.is_on());
        free.count() + self.closed_keyboards.len()
    }

    /// Keyboards that may not be read and are not there any more are forgotten.
    pub(super) fn forget_closed_keyboards(&mut self, there: &[NodeId]) {
        self.closed_keyboards.retain(|node| there.contains(node));
    }

    pub(super) fn heed_grabs(&mut self) {
        let now_ns = monotonic_ns();
        let requests: Vec<Request> =
            self.options.requests.as_ref().map_or_else(Vec::new, |requests| requests.try_iter().collect());
        for request in requests {
            let (Request::Grab(device) | Request::KeepGrab(device) | Request::Release(device)) = request;
            let Some(place) = self.nodes.iter().position(|node| node.device == Some(device)) else {
                self.refuse(GrabRefusal::Gone);
                continue;
            };
            let grab = self.nodes[place].grab;
            let wished = match request {
                Request::Grab(_) => grab.ask(now_ns, self.other_keyboards(place)),
                Request::KeepGrab(_) => Ok(grab.keep(now_ns)),
                Request::Release(_) => Ok(Grab::Free),
            };
            match wished {
                Ok(grab) => self.set_grab(place, grab, Cause::Asked),
                Err(refusal) => self.refuse(refusal),
            }
        }
        for place in 0..self.nodes.len() {
            let timed = self.nodes[place].grab.at(now_ns);
            self.set_grab(place, timed, Cause::Time);
            let others = self.other_keyboards(place);
            self.set_grab(place, self.nodes[place].grab.with_others(others), Cause::OnlyKeyboard);
        }
    }

    fn set_grab(&mut self, place: usize, grab: Grab, cause: Cause) {
        let node = &mut self.nodes[place];
        if grab.is_on() != node.grab.is_on() && node.open.grab(grab.is_on()).is_err() && grab.is_on() {
            self.refuse(GrabRefusal::Taken);
            return;
        }
        let before = std::mem::replace(&mut node.grab, grab);
        if let Some(alert) = told(before, grab, cause, &node.facts.name) {
            self.port.alert(alert);
        }
    }

    fn refuse(&mut self, refusal: GrabRefusal) {
        self.port.alert(Alert {
            level: AlertLevel::Note,
            what: format!("The device was not taken for the instrument alone: {refusal}."),
            still: "It plays all the same, and its keys reach other programs too.".into(),
            advice: "Keep the instrument in front while playing.".into(),
        });
    }
}

/// What people are told when a grab changes; nothing where it stays as it was.
fn told(before: Grab, after: Grab, cause: Cause, name: &str) -> Option<Alert> {
    let note = |what: String, still: String, advice: &str| {
        Some(Alert { level: AlertLevel::Note, what, still, advice: advice.into() })
    };
    match (before, after, cause) {
        (Grab::Free, Grab::Trial { .. } | Grab::Kept, _) => note(
            format!("“{name}” plays for the instrument alone now."),
            format!(
                "Unless it is kept, other programs have it back in {} seconds.",
                TRIAL_NS / 1_000_000_000
            ),
            "",
        ),
        (Grab::Trial { .. }, Grab::Kept, _) => note(
            format!("“{name}” stays with the instrument alone."),
            "Other programs have it back when it is given back, pulled out, or the instrument ends.".into(),
            "",
        ),
        (Grab::Trial { .. } | Grab::Kept, Grab::Free, cause) => note(
            match cause {
                Cause::Asked => format!("“{name}” reaches other programs again."),
                Cause::Time => format!("“{name}” reaches other programs again, because nobody kept it."),
                Cause::OnlyKeyboard => {
                    format!("“{name}” reaches other programs again, because it is the only keyboard now.")
                }
            },
            "It plays as before.".into(),
            "",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every change of a grab is told with its reason, and no change says nothing.
    #[test]
    fn changes_are_told() {
        let trial = Grab::Trial { until_ns: 1 };
        let said = |before, after, cause| told(before, after, cause, "Switch").map(|alert| alert.what);
        for same in [Grab::Free, trial, Grab::Kept] {
            assert_eq!(said(same, same, Cause::Time), None);
        }
        assert!(said(Grab::Free, trial, Cause::Asked).unwrap().contains("instrument alone"));
        assert!(said(trial, Grab::Kept, Cause::Asked).unwrap().contains("stays"));
        for grabbed in [trial, Grab::Kept] {
            assert_eq!(
                said(grabbed, Grab::Free, Cause::Asked).unwrap(),
                "“Switch” reaches other programs again."
            );
            assert!(said(grabbed, Grab::Free, Cause::OnlyKeyboard).unwrap().contains("only keyboard"));
        }
        assert!(said(trial, Grab::Free, Cause::Time).unwrap().contains("nobody kept it"));
    }
}
