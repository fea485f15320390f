//! Persons: how somebody moves, as a file; and the bindings from controls to roles.

mod binding;

pub use binding::{Binder, BoundEvents};
