//! Alerts as the window keeps them: the newest few, until they are read.

use crate::live::{Alert, AlertLevel};

/// Most alerts that are kept; the oldest notes go first.
const MOST: usize = 20;

/// What a carer should know, the newest first.
#[derive(Clone, Debug, Default)]
pub struct Alerts(Vec<Alert>);

impl Alerts {
    /// Keeps another one. The same alert again moves to the front instead.
    pub fn push(&mut self, alert: Alert) {
        self.0.retain(|known| *known != alert);
        self.0.insert(0, alert);
        while self.0.len() > MOST {
            let note = self.0.iter().rposition(|alert| alert.level == AlertLevel::Note);
            self.0.remove(note.unwrap_or(self.0.len() - 1));
        }
    }

    /// One was read.
    pub fn dismiss(&mut self, place: usize) {
        if place < self.0.len() {
            self.0.remove(place);
        }
    }

    /// All of them, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Alert> {
        self.0.iter()
    }

    /// The newest of those that matter most.
    pub fn worst(&self) -> Option<&Alert> {
        let level = self.0.iter().map(|alert| alert.level).max()?;
        self.0.iter().find(|alert| alert.level == level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(level: AlertLevel, what: &str) -> Alert {
        Alert { level, what: what.to_owned(), still: String::new(), advice: String::new() }
    }

    /// However many come, few are kept, and a severe one is never pushed out by notes.
    #[test]
    fn the_severe_stay() {
        let mut alerts = Alerts::default();
        alerts.push(alert(AlertLevel::Severe, "no sound"));
        for note in 0..100 {
            alerts.push(alert(AlertLevel::Note, &format!("note {note}")));
        }
        assert_eq!(alerts.iter().count(), MOST);
        assert_eq!(alerts.worst().unwrap().what, "no sound");
        alerts.push(alert(AlertLevel::Note, "note 99"));
        assert_eq!(alerts.iter().filter(|alert| alert.what == "note 99").count(), 1);
    }
}
