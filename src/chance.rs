//! A seeded generator: chance that repeats.
//!
//! The engine is a pure function of its trace, so every choice it leaves to
//! chance comes from here. SplitMix64 (Steele, Lea, Flood, *Fast splittable
//! pseudorandom number generators*, OOPSLA 2014): small, and good enough for
//! choosing notes.

/// A stream of chance, the same for the same seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    state: u64,
}

impl Chance {
    /// The stream of `seed`.
    pub fn new(seed: u64) -> Self {
        Chance { state: seed }
    }

    /// Another stream, independent of this one for every `stream` number.
    pub fn fork(&self, stream: u64) -> Self {
        let mut forked = Chance::new(self.state ^ stream.wrapping_mul(0xA076_1D64_78BD_642F));
        forked.bits();
        forked
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, 1.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// A number from `low` up to `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// A whole number from 0 up to, not including, `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// True with the given chance, 0 to 1.
    pub fn happens(&mut self, chance: f32) -> bool {
        self.unit() < chance
    }

    /// The place of one of `weights`, each as likely as it is heavy; 0 where
    /// none has weight. Weights that are negative or not finite count as 0.
    pub fn weighted(&mut self, weights: &[f32]) -> usize {
        let weight = |w: f32| if w.is_finite() && w > 0.0 { w } else { 0.0 };
        let total: f32 = weights.iter().map(|&w| weight(w)).sum();
        let mut left = self.unit() * total;
        let mut last = 0;
        for (place, &w) in weights.iter().enumerate() {
            if weight(w) > 0.0 {
                last = place;
                left -= weight(w);
                if left < 0.0 {
                    break;
                }
            }
        }
        last
    }
}
