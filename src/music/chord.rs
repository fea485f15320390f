//! Chords: tones in cents above the harmony's root.

use super::scale::Scale;

/// Most tones in a chord.
pub const MAX_CHORD_TONES: usize = 8;

/// A chord, as cents above the root of the harmony; upper tones may lie above the
/// first period of the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chord {
    cents: [f32; MAX_CHORD_TONES],
    len: u8,
}

impl Chord {
    /// A chord of the given tones, bass first; tones past [`MAX_CHORD_TONES`] are left out.
    pub fn new(tones_cents: &[f32]) -> Self {
        let len = tones_cents.len().min(MAX_CHORD_TONES);
        let mut cents = [0.0; MAX_CHORD_TONES];
        cents[..len].copy_from_slice(&tones_cents[..len]);
        Chord { cents, len: len as u8 }
    }

    /// Thirds stacked on a degree of the scale: every other degree, `tones` of them.
    pub fn stacked(scale: &Scale, degree: i32, tones: usize) -> Self {
        let mut cents = [0.0; MAX_CHORD_TONES];
        let len = tones.min(MAX_CHORD_TONES);
        for (place, tone) in cents[..len].iter_mut().enumerate() {
            *tone = scale.cents_of(degree.saturating_add(2 * place as i32));
        }
        Chord { cents, len: len as u8 }
    }

    /// The tonic chord of a scale: its root with the degrees nearest a third and a fifth
    /// (5:4 and 3:2), each only where the scale has one.
    ///
    /// In scales of seven degrees this is the triad; in gapped scales stacked degrees
    /// would make something else.
    pub fn tonic(scale: &Scale) -> Self {
        let nearest = |from: f32, to: f32, ideal: f32| {
            let degrees = scale.degrees().iter().copied().filter(|cents| (from..=to).contains(cents));
            degrees.min_by(|one, other| (one - ideal).abs().total_cmp(&(other - ideal).abs()))
        };
        let mut cents = [0.0; MAX_CHORD_TONES];
        let mut len = 1;
        for tone in [nearest(250.0, 450.0, 386.0), nearest(620.0, 780.0, 702.0)].into_iter().flatten() {
            cents[len] = tone;
            len += 1;
        }
        Chord { cents, len: len as u8 }
    }

    /// Tones in cents above the root of the harmony, bass first.
    pub fn tones(&self) -> &[f32] {
        &self.cents[..usize::from(self.len)]
    }
}

impl Default for Chord {
    /// The tonic triad of the major scale.
    fn default() -> Self {
        Chord::new(&[0.0, 400.0, 700.0])
    }
}
