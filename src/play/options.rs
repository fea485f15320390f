//! Options of a mode: declared as data, checked before the mode is built.

use std::sync::Arc;

use crate::music::Song;

/// What values an option takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OptionKind {
    /// A number within a range.
    Number {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Value where the preset says nothing.
        default: f64,
        /// Unit as it is written in docs: `ms`, `beats`, empty for none.
        unit: &'static str,
    },
    /// One of several words.
    Choice {
        /// The words.
        values: &'static [&'static str],
        /// Word where the preset says nothing.
        default: &'static str,
    },
    /// Yes or no.
    Flag {
        /// Value where the preset says nothing.
        default: bool,
    },
    /// A song, by its name or its file: whoever reads the preset looks it up. A part cannot
    /// be without it.
    Song,
}

/// An option of a mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OptionSpec {
    /// Name in the preset file.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
    /// Values and default.
    pub kind: OptionKind,
}

/// A checked value.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    /// A number within its range.
    Number(f64),
    /// One of the choice's words.
    Choice(String),
    /// Yes or no.
    Flag(bool),
    /// A song, shared by all parts that play it.
    Song(Arc<Song>),
}

/// The options of one part: those the preset sets, over the mode's defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    specs: &'static [OptionSpec],
    set: Vec<(&'static str, OptionValue)>,
}

impl Options {
    /// All defaults.
    pub fn defaults(specs: &'static [OptionSpec]) -> Self {
        Options { specs, set: Vec::new() }
    }

    /// Sets an option.
    ///
    /// # Errors
    /// A sentence that says what was expected, where the name, the type or the range is wrong.
    pub fn set(&mut self, name: &str, value: OptionValue) -> Result<(), String> {
        let Some(spec) = self.specs.iter().find(|spec| spec.name == name) else {
            let names: Vec<&str> = self.specs.iter().map(|spec| spec.name).collect();
            return Err(match crate::nearest::nearest(name, names.iter().copied()) {
                Some(near) => format!("this mode has no option `{name}`: did you mean `{near}`?"),
                None if names.is_empty() => "this mode has no options".to_owned(),
                None => format!("this mode has no option `{name}`, it has {}", names.join(", ")),
            });
        };
        match (&spec.kind, &value) {
            (OptionKind::Number { min, max, unit, .. }, OptionValue::Number(number)) => {
                if !(*min..=*max).contains(number) {
                    return Err(format!("`{name}` is {min} to {max} {unit}").trim_end().to_owned());
                }
            }
            (OptionKind::Choice { values, .. }, OptionValue::Choice(word)) => {
                if !values.contains(&word.as_str()) {
                    return Err(format!("`{name}` is one of {}", values.join(", ")));
                }
            }
            (OptionKind::Flag { .. }, OptionValue::Flag(_)) | (OptionKind::Song, OptionValue::Song(_)) => {}
            (OptionKind::Number { .. }, _) => return Err(format!("`{name}` is a number")),
            (OptionKind::Choice { values, .. }, _) => {
                return Err(format!("`{name}` is one of {}", values.join(", ")));
            }
            (OptionKind::Song, _) => return Err(format!("`{name}` is the name of a song or of its file")),
            (OptionKind::Flag { .. }, _) => return Err(format!("`{name}` is true or false")),
        }
        self.set.retain(|(set, _)| *set != spec.name);
        self.set.push((spec.name, value));
        Ok(())
    }

    fn find(&self, name: &str) -> Option<&OptionValue> {
        self.set.iter().find(|(set, _)| *set == name).map(|(_, value)| value)
    }

    fn kind(&self, name: &str) -> Option<OptionKind> {
        self.specs.iter().find(|spec| spec.name == name).map(|spec| spec.kind)
    }

    /// A number option; 0 where the mode declares none of that name.
    pub fn number(&self, name: &str) -> f64 {
        match (self.find(name), self.kind(name)) {
            (Some(OptionValue::Number(number)), _) => *number,
            (_, Some(OptionKind::Number { default, .. })) => default,
            _ => 0.0,
        }
    }

    /// A choice option; empty where the mode declares none of that name.
    pub fn choice(&self, name: &str) -> &str {
        match (self.find(name), self.kind(name)) {
            (Some(OptionValue::Choice(word)), _) => word,
            (_, Some(OptionKind::Choice { default, .. })) => default,
            _ => "",
        }
    }

    /// A yes-or-no option; no where the mode declares none of that name.
    pub fn flag(&self, name: &str) -> bool {
        match (self.find(name), self.kind(name)) {
            (Some(OptionValue::Flag(flag)), _) => *flag,
            (_, Some(OptionKind::Flag { default })) => default,
            _ => false,
        }
    }

    /// A song option; five notes where none was set.
    pub fn song(&self, name: &str) -> Arc<Song> {
        match self.find(name) {
            Some(OptionValue::Song(song)) => Arc::clone(song),
            _ => Arc::new(Song::five_notes()),
        }
    }

    /// The first song among the options, where the preset sets one.
    pub fn first_song(&self) -> Option<&Arc<Song>> {
        self.set.iter().find_map(|(_, value)| match value {
            OptionValue::Song(song) => Some(song),
            _ => None,
        })
    }
}
