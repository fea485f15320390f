//! Music built to play: modes, voices and room of one preset.

use super::{MusicSetup, SetupError};

/// Everything that belongs to one preset, built off the audio thread and swapped in
/// as one box.
pub struct Music {}

impl Music {
    /// Builds it at `rate_hz`. Allocates.
    ///
    /// # Errors
    /// Where the setup has no parts, too many, or an unknown mode.
    pub fn build(rate_hz: f64, setup: &MusicSetup) -> Result<Box<Self>, SetupError> {
        let _ = (rate_hz, setup);
        Ok(Box::new(Music {}))
    }
}
