//! Names and short texts of what is shipped, in the language of the window.
//!
//! Files say in English what they are. A language may have a Fluent file beside its own, with a
//! message for each of them, keyed by kind and id: `preset-tide`, its sentence as `.about`. It is
//! looked up by the English text, so that a copy that somebody has given a name of its own keeps it.

use std::collections::BTreeMap;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;

use crate::preset::{Catalogue, FileKind};

/// Kinds that have names, and how their keys begin.
const KINDS: [(FileKind, &str); 5] = [
    (FileKind::Preset, "preset"),
    (FileKind::Person, "person"),
    (FileKind::Patch, "patch"),
    (FileKind::Scale, "scale"),
    (FileKind::Style, "style"),
];

/// Names in one language.
#[derive(Default)]
pub struct Names {
    /// By kind and English text.
    texts: BTreeMap<FileKind, BTreeMap<String, String>>,
    /// Of parts, by the key that their English name makes.
    parts: BTreeMap<String, String>,
}

impl Names {
    /// The names that `bundle` has, the messages of `text`.
    pub fn new(text: &str, bundle: &FluentBundle<FluentResource>) -> Self {
        if text.is_empty() {
            return Names::default();
        }
        let said = |key: &str, attribute: Option<&str>| {
            let message = bundle.get_message(key)?;
            let pattern = match attribute {
                Some(name) => message.get_attribute(name)?.value(),
                None => message.value()?,
            };
            Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
        };
        let mut texts: BTreeMap<FileKind, BTreeMap<String, String>> = BTreeMap::new();
        for (kind, prefix) in KINDS {
            let of_kind = texts.entry(kind).or_default();
            for entry in Catalogue::shipped().entries(kind) {
                let key = format!("{prefix}-{}", entry.id);
                of_kind.extend(said(&key, None).map(|name| (entry.name, name)));
                of_kind.extend(said(&key, Some("about")).map(|about| (entry.about, about)));
            }
        }
        let keys = text.lines().filter_map(|line| line.split_once(" = "));
        let parts =
            keys.filter_map(|(key, name)| Some((key.strip_prefix("part-")?.to_owned(), name.to_owned())));
        Names { texts, parts: parts.collect() }
    }

    /// A name or a sentence of something of a kind; as it is where there is no other.
    pub fn of<'a>(&'a self, kind: FileKind, text: &'a str) -> &'a str {
        self.texts.get(&kind).and_then(|texts| texts.get(text)).map_or(text, String::as_str)
    }

    /// The name of a part.
    pub fn part<'a>(&'a self, name: &'a str) -> &'a str {
        self.parts.get(&part_key(name)).map_or(name, String::as_str)
    }

    /// A name or a sentence of whatever it may be; none where there is no other.
    pub fn any(&self, text: &str) -> Option<&str> {
        let of_kinds = self.texts.values().find_map(|texts| texts.get(text));
        of_kinds.or_else(|| self.parts.get(&part_key(text))).map(String::as_str)
    }
}

/// The key of a part's name: `low-comb`.
pub fn part_key(name: &str) -> String {
    name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-")
}
