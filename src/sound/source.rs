//! Where a part's sound comes from.

use std::sync::Arc;

use super::clip::Clip;
use super::font::Font;

/// Where a part's sound comes from.
#[derive(Clone, Debug, Default)]
pub enum Source {
    /// Its patch.
    #[default]
    Patch,
    /// A preset of a SoundFont.
    Font(Arc<Font>),
    /// Recorded sounds; none in the place of one that cannot be played.
    Clips(Arc<Vec<Option<Clip>>>),
}
