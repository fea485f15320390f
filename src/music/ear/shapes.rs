//! The chords that are listened for.

use crate::music::chord_name::set;

/// A kind of chord: its tones in semitones above the root.
pub(super) struct Shape {
    /// One bit a semitone.
    pub tones: u16,
    /// What makes it this chord: without them it is none.
    pub needed: u16,
    /// How much plainer another chord must be to be preferred: everyday chords cost nothing.
    pub cost: f32,
}

const fn shape(tones: &[u8], needed: &[u8], cost: f32) -> Shape {
    Shape { tones: set(tones), needed: set(needed), cost }
}

/// Everyday chords first. Fifths may be left out of sevenths, as left hands do.
pub(super) const SHAPES: [Shape; 25] = [
    shape(&[0, 4, 7], &[0, 4, 7], 0.0),
    shape(&[0, 3, 7], &[0, 3, 7], 0.0),
    shape(&[0, 4, 7, 10], &[0, 4, 10], 0.0),
    shape(&[0, 4, 7, 11], &[0, 4, 11], 0.0),
    shape(&[0, 3, 7, 10], &[0, 3, 10], 0.0),
    shape(&[0, 3, 6], &[0, 3, 6], 0.1),
    shape(&[0, 3, 6, 9], &[0, 3, 6, 9], 0.1),
    shape(&[0, 3, 6, 10], &[0, 3, 6, 10], 0.1),
    shape(&[0, 4, 8], &[0, 4, 8], 0.2),
    shape(&[0, 5, 7], &[0, 5, 7], 0.25),
    shape(&[0, 2, 7], &[0, 2, 7], 0.3),
    shape(&[0, 5, 7, 10], &[0, 5, 10], 0.3),
    shape(&[0, 4, 7, 9], &[0, 4, 7, 9], 0.1),
    shape(&[0, 3, 7, 9], &[0, 3, 7, 9], 0.15),
    shape(&[0, 3, 7, 11], &[0, 3, 11], 0.3),
    shape(&[0, 2, 4, 7], &[0, 2, 4, 7], 0.3),
    shape(&[0, 2, 3, 7], &[0, 2, 3, 7], 0.3),
    shape(&[0, 2, 4, 7, 10], &[0, 2, 4, 10], 0.3),
    shape(&[0, 2, 4, 7, 11], &[0, 2, 4, 11], 0.3),
    shape(&[0, 2, 3, 7, 10], &[0, 2, 3, 10], 0.3),
    shape(&[0, 2, 5, 7, 10], &[0, 2, 5, 10], 0.4),
    shape(&[0, 1, 4, 7, 10], &[0, 1, 4, 10], 0.4),
    shape(&[0, 4, 8, 10], &[0, 4, 8, 10], 0.3),
    shape(&[0, 4, 6, 10], &[0, 4, 6, 10], 0.4),
    shape(&[0, 4, 7, 9, 10], &[0, 4, 9, 10], 0.4),
];

/// The fifth, which sevenths imply.
pub(super) const FIFTH: u16 = 1 << 7;
/// Sevenths, which imply it.
pub(super) const SEVENTHS: u16 = set(&[10, 11]);
/// Fifths that are altered: then the plain one is not implied.
pub(super) const ALTERED: u16 = set(&[6, 8]);

/// `bits` of semitones above `root` as pitch classes.
pub(super) fn above(root: u8, bits: u16) -> u16 {
    let wide = u32::from(bits) << (root % 12);
    ((wide | wide >> 12) & 0xFFF) as u16
}
