//! Leaning: chance that keeps to its shares in the long run.
//!
//! A melody serves many ends at once (contour, chord, cadence, register), and
//! each bends the shares of steps and leaps. So every kind of event carries a
//! bias that sinks when it happens and rises while it does not, as in stochastic
//! approximation (Robbins and Monro, *A Stochastic Approximation Method*, 1951):
//! whatever the scale and the rhythm, the shares settle at their aims.

/// A bias stays within this factor of 1, so that no kind is forced or lost.
const MOST: f32 = 24.0;

/// Biases that keep `N` kinds of event at their aimed shares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lean<const N: usize> {
    aims: [f32; N],
    bias: [f32; N],
    rate: f32,
}

impl<const N: usize> Lean<N> {
    /// Leans to `aims`, which sum to 1. `rate` is the size of one correction, 0 to 1: shares
    /// settle within some `3 / rate` events, so rare events want a larger one.
    pub(super) fn new(aims: [f32; N], rate: f32) -> Self {
        Lean { aims, bias: [1.0; N], rate }
    }

    /// The same, starting with these biases.
    pub(super) fn starting(mut self, bias: [f32; N]) -> Self {
        self.bias = bias;
        self
    }

    /// What the weight of `kind` is multiplied by.
    pub(super) fn bias(&self, kind: usize) -> f32 {
        self.bias[kind]
    }

    /// One event happened, of kind `kind`.
    pub(super) fn note(&mut self, kind: usize) {
        for (place, bias) in self.bias.iter_mut().enumerate() {
            let happened = if place == kind { 1.0 } else { 0.0 };
            *bias = (*bias * (1.0 + self.rate * (self.aims[place] - happened))).clamp(1.0 / MOST, MOST);
        }
    }
}
