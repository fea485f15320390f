//! (being built)

#[cfg(feature = "app")]
pub mod recorder;
