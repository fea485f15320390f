//! What was lost because a queue was full, in words.

use std::time::{Duration, Instant};

use crate::live::{Alert, AlertLevel, LossCounts};

/// Time between two complaints.
const AGAIN: Duration = Duration::from_secs(60);

/// Tells of losses, at most once a minute.
#[derive(Default)]
pub(super) struct LossTeller {
    told: LossCounts,
    told_at: Option<Instant>,
}

impl LossTeller {
    /// What was lost since it was last told, if anything that matters was. A movement that was
    /// lost is made up for by the next, and who sends a command is told at once.
    pub(super) fn tell(&mut self, now: Instant, counts: LossCounts) -> Option<Alert> {
        if self.told_at.is_some_and(|at| now.duration_since(at) < AGAIN) {
            return None;
        }
        let told = self.told;
        let sentences: Vec<String> = [
            (counts.presses, told.presses, "presses were not played"),
            (counts.releases, told.releases, "releases were not heard"),
            (counts.notices, told.notices, "messages of the instrument were left out"),
            (
                counts.applied,
                told.applied,
                "lines are missing from the journal, which will not replay exactly",
            ),
            (counts.notes, told.notes, "lines are missing from the table of notes"),
            (counts.tap_frames, told.tap_frames, "frames are missing from the recording"),
        ]
        .into_iter()
        .filter(|(now, before, _)| now > before)
        .map(|(now, before, what)| format!("{} {what}", now - before))
        .collect();
        if sentences.is_empty() {
            return None;
        }
        (self.told, self.told_at) = (counts, Some(now));
        Some(Alert {
            level: AlertLevel::Warning,
            what: format!("More came at once than fits: {}.", sentences.join("; ")),
            still: "The music plays on.".to_owned(),
            advice:
                "Close other programs. A MIDI device or a stick may be sending without end: unplug it to see."
                    .to_owned(),
        })
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "any moment will do")]
mod tests {
    use super::*;

    /// A loss is told once, with what was lost, and again only after a minute.
    #[test]
    fn losses_are_told_once() {
        let start = Instant::now();
        let mut teller = LossTeller::default();
        let mut counts = LossCounts { moves: 9, commands: 1, ..LossCounts::default() };
        assert_eq!(teller.tell(start, counts), None);
        counts.presses = 3;
        let told = teller.tell(start, counts).unwrap().what;
        assert_eq!(told, "More came at once than fits: 3 presses were not played.");
        counts.presses = 5;
        assert_eq!(teller.tell(start + AGAIN / 2, counts), None);
        assert!(teller.tell(start + AGAIN, counts).unwrap().what.contains(": 2 presses"));
        assert_eq!(teller.tell(start + 3 * AGAIN, counts), None);
    }
}
