//! Reading and writing of the files people edit: TOML with errors a carer can read.
//!
//! Every error says where (file, line, column), what was expected and, where there is
//! one, the nearest valid name; it shows the line with a caret under the place. A file
//! is refused as a whole: what is playing goes on as it is.

mod change;
mod error;
mod read;
mod shape;
mod wording;
mod write;

pub use change::set_value;
pub use error::{DocumentError, Findings};
pub use read::{Document, FORMAT, FORMAT_FIELD, MAX_BYTES, read_bytes};
pub use shape::plain_schema;
pub use write::write_atomically;

/// A byte range of a document's text.
pub type Span = std::ops::Range<usize>;
