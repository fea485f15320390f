//! Learning how far somebody moves an axis.

use super::AxisFit;

/// Part of all samples, at either end, that counts as slips and not as reach.
const SLIPS: f64 = 0.02;
/// Part of all samples that lie where somebody rests.
const DENSEST: f64 = 0.2;
/// A resting place this near an end of the range is that end: breath rests at 0.
const REST_AT_END: f32 = 0.1;
/// Samples within this part of the range around rest are taken for rest.
const NEAR_REST: f32 = 0.1;
/// Dead zone as a multiple of the median distance from rest. Three standard deviations
/// of a normal tremor, whose median distance is 0.6745 of one.
const DEAD_ZONE_SPREAD: f32 = 3.0 / 0.6745;
/// Largest dead zone that is learned.
const DEAD_ZONE_MOST: f32 = 0.15;

/// Why nothing could be learned.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum LearnError {
    /// Too short.
    #[error(
        "only {count} readings came in, at least {} are needed; move the control for a few seconds more",
        AxisFit::LEAST_SAMPLES
    )]
    TooFew {
        /// Readings that were numbers.
        count: usize,
    },
    /// The control did not move.
    #[error(
        "the control moved by {travel} only, at least {} is needed; try a larger movement, or use it as a switch",
        AxisFit::LEAST_TRAVEL
    )]
    TooStill {
        /// How far it moved, in raw values.
        travel: f32,
    },
}

impl AxisFit {
    /// Fewest samples to learn from: half a second at 100 a second.
    pub const LEAST_SAMPLES: usize = 50;

    /// Learns range, resting place and dead zone from a stretch of movement; the rest is
    /// as by default. Allocates.
    ///
    /// `samples` are raw values at even intervals (100 a second do), the last value
    /// repeated while nothing moves, so that where somebody rests weighs most. What is
    /// not a number is left out.
    ///
    /// The ends are the 2nd and 98th percentile, so that a slip or a spasm does not
    /// stretch the range. Rest is where a fifth of the samples lie closest together (the
    /// idea of the *shorth*, Andrews et al., *Robust Estimates of Location*, 1972), so the
    /// stretch should hold a second or two of rest. The dead zone covers three standard
    /// deviations of the tremor there, up to 0.15.
    ///
    /// # Errors
    /// Where there are too few samples or too little movement.
    pub fn learn(samples: &[f32]) -> Result<AxisFit, LearnError> {
        let mut sorted: Vec<f32> = samples.iter().copied().filter(|sample| sample.is_finite()).collect();
        if sorted.len() < Self::LEAST_SAMPLES {
            return Err(LearnError::TooFew { count: sorted.len() });
        }
        sorted.sort_unstable_by(f32::total_cmp);
        let last = sorted.len() - 1;
        let low = sorted[(last as f64 * SLIPS).round() as usize].clamp(-1.0, 1.0);
        let high = sorted[(last as f64 * (1.0 - SLIPS)).round() as usize].clamp(-1.0, 1.0);
        let travel = high - low;
        if travel < Self::LEAST_TRAVEL {
            return Err(LearnError::TooStill { travel });
        }
        let mut rest = ((densest(&sorted) - low) / travel).clamp(0.0, 1.0);
        if rest < REST_AT_END {
            rest = 0.0;
        } else if rest > 1.0 - REST_AT_END {
            rest = 1.0;
        }
        let rest_raw = low + rest * travel;
        let mut spread: Vec<f32> = sorted
            .iter()
            .map(|sample| (sample - rest_raw).abs() / travel)
            .filter(|&away| away <= NEAR_REST)
            .collect();
        spread.sort_unstable_by(f32::total_cmp);
        let median = spread.get(spread.len() / 2).copied().unwrap_or(0.0);
        let dead_zone = (median * DEAD_ZONE_SPREAD).min(DEAD_ZONE_MOST);
        Ok(AxisFit { low, high, rest, dead_zone, ..AxisFit::default() })
    }
}

/// Median of the narrowest stretch of `sorted` that holds [`DENSEST`] of it.
fn densest(sorted: &[f32]) -> f32 {
    let count = (sorted.len() as f64 * DENSEST).ceil() as usize;
    let narrowest =
        sorted.windows(count).min_by(|a, b| (a[count - 1] - a[0]).total_cmp(&(b[count - 1] - b[0])));
    narrowest.map_or(0.0, |stretch| stretch[count / 2])
}
