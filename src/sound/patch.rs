//! A patch: a sound as data.

/// A sound as data, read from a `*.patch.toml` file.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// Name for people.
    pub name: String,
}
