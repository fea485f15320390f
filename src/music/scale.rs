//! Scales: degrees in cents above a root, repeating at a period.

/// Most degrees in a scale.
pub const MAX_DEGREES: usize = 64;

/// A scale as the engine uses it: copied, never allocated.
///
/// Degree 0 is the root (0 cents); degrees ascend and stay below the period
/// (1200 cents for the octave; some scales of the world stretch it).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    cents: [f32; MAX_DEGREES],
    len: u8,
    period_cents: f32,
}

/// Degrees that make no scale.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScaleError {
    /// None, or more than [`MAX_DEGREES`].
    #[error("a scale has 1 to {MAX_DEGREES} degrees, this one has {0}")]
    Length(usize),
    /// The first degree is not the root.
    #[error("the first degree of a scale is its root, 0 cents; this one starts at {0}")]
    Root(f32),
    /// Not ascending, or not below the period.
    #[error("degrees ascend and stay below the period of {period_cents} cents: {cents} is out of place")]
    Order {
        /// The degree that is out of place, in cents.
        cents: f32,
        /// The period, in cents.
        period_cents: f32,
    },
    /// A period that no scale can have.
    #[error("the period of a scale is 100 to 4800 cents, not {0}")]
    Period(f32),
}

impl Scale {
    /// A scale from its degrees, in cents above the root.
    ///
    /// # Errors
    /// Where there are none or too many, they do not start at 0, do not ascend, or
    /// reach the period.
    pub fn new(degrees_cents: &[f32], period_cents: f32) -> Result<Self, ScaleError> {
        if !(100.0..=4800.0).contains(&period_cents) {
            return Err(ScaleError::Period(period_cents));
        }
        if degrees_cents.is_empty() || degrees_cents.len() > MAX_DEGREES {
            return Err(ScaleError::Length(degrees_cents.len()));
        }
        if degrees_cents[0] != 0.0 {
            return Err(ScaleError::Root(degrees_cents[0]));
        }
        for pair in degrees_cents.windows(2) {
            // Written so that NaN is out of place too.
            let ascends = pair[1] - pair[0] >= 1.0;
            if !ascends {
                return Err(ScaleError::Order { cents: pair[1], period_cents });
            }
        }
        let last = degrees_cents[degrees_cents.len() - 1];
        if last > period_cents - 1.0 {
            return Err(ScaleError::Order { cents: last, period_cents });
        }
        let mut cents = [0.0; MAX_DEGREES];
        cents[..degrees_cents.len()].copy_from_slice(degrees_cents);
        Ok(Scale { cents, len: degrees_cents.len() as u8, period_cents })
    }

    /// The major scale in equal temperament.
    pub fn major() -> Self {
        let mut cents = [0.0; MAX_DEGREES];
        cents[..7].copy_from_slice(&[0.0, 200.0, 400.0, 500.0, 700.0, 900.0, 1100.0]);
        Scale { cents, len: 7, period_cents: 1200.0 }
    }

    /// Degrees in cents above the root.
    pub fn degrees(&self) -> &[f32] {
        &self.cents[..usize::from(self.len)]
    }

    /// After how many cents the degrees repeat.
    pub fn period_cents(&self) -> f32 {
        self.period_cents
    }

    /// Cents of degree `degree` above the root, counted through periods: degree −1
    /// is the last degree of the period below.
    pub fn cents_of(&self, degree: i32) -> f32 {
        let len = i32::from(self.len);
        let period = degree.div_euclid(len) as f32;
        self.cents[degree.rem_euclid(len) as usize] + period * self.period_cents
    }
}

impl Default for Scale {
    fn default() -> Self {
        Scale::major()
    }
}
