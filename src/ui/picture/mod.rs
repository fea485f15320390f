//! Pictures of pieces and of people: read beside the window, never waited for.

mod drawing;
mod photo;
mod read;
mod small;
mod tile;

pub use photo::Photo;
pub use small::Small;
pub use tile::tile;
