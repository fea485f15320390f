//! Changing a file that somebody wrote.

use toml_edit::{Item, Table, Value};

/// Sets `name` in `table`; what is written behind the old value stays.
pub fn set_value(table: &mut Table, name: &str, new: Value) {
    match table.get_mut(name).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(name, Item::Value(new));
        }
    }
}
