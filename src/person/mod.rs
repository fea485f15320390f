//! Persons: how somebody moves, as a file; and the bindings from controls to roles.
//!
//! A person file holds everything about the body and nothing about the music, so any
//! person plays any preset.

mod back;
mod binding;
mod bindings;
mod file;
mod menu;
mod next;
mod read;
mod setting;
mod sheet;

pub use binding::{Binder, BoundEvents, MAX_SLOTS};
pub use bindings::{Binding, Bindings, Pattern};
pub use read::Person;
pub use setting::{Kind, PERSON_SETTINGS, PersonSetting, Unit, Value};
pub use sheet::PersonSheet;

/// The person that plays where none is named.
pub const DEFAULT_PERSON: &str = "anyone";

/// JSON Schema of the person file.
pub fn schema() -> serde_json::Value {
    crate::document::plain_schema::<file::PersonFile>()
}
