//! Texts in the languages of people.
//!
//! Every text of the window has a key in the Fluent files of `src/ui/locales`; another language
//! is one more file and one row in [`LANGUAGES`].

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::letters::typable;
use super::names::Names;
use crate::music::{Pitch, natural_note, pitch_name};
use crate::session::settings::Settings;

/// A language of the window.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Language {
    /// Its code, as systems name it: `en`.
    pub code: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    text: &'static str,
    names: &'static str,
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// All languages; the first one fills the gaps of the others.
pub const LANGUAGES: [Language; 2] = [
    Language { code: "en", name: "English", text: include_str!("locales/en.ftl"), names: "" },
    Language {
        code: "de",
        name: "Deutsch",
        text: include_str!("locales/de.ftl"),
        names: include_str!("locales/de-catalogue.ftl"),
    },
];

impl Language {
    /// A language that is not in [`LANGUAGES`], from its Fluent text.
    pub fn new(code: &'static str, name: &'static str, text: &'static str) -> Self {
        Language { code, name, text, names: "" }
    }

    /// The language of a code such as `de-AT`, if it is there.
    pub fn of_code(code: &str) -> Option<Language> {
        let own = code.split(['-', '_', '.']).next().unwrap_or_default();
        LANGUAGES.into_iter().find(|language| language.code.eq_ignore_ascii_case(own))
    }

    /// The language that is remembered, else that of this system.
    pub fn remembered(settings: &Settings) -> Language {
        settings.language.as_deref().and_then(Language::of_code).unwrap_or_else(Language::of_system)
    }

    /// The first language of this system that is there, else English.
    pub fn of_system() -> Language {
        sys_locale::get_locales().find_map(|code| Language::of_code(&code)).unwrap_or(LANGUAGES[0])
    }

    /// Its Fluent file.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// Its Fluent file of names of what is shipped; empty where these stay as their files have them.
    pub fn names(&self) -> &'static str {
        self.names
    }
}

/// Texts in one language.
pub struct Words {
    language: Language,
    bundles: Vec<FluentBundle<FluentResource>>,
    names: Names,
}

impl Words {
    /// The texts of `language`; what it lacks comes from English.
    pub fn new(language: Language) -> Self {
        let mut bundles = vec![bundle(language, language.text)];
        if language != LANGUAGES[0] {
            bundles.push(bundle(LANGUAGES[0], LANGUAGES[0].text));
        }
        let names = Names::new(language.names, &bundle(language, language.names));
        Words { language, bundles, names }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Names of what is shipped.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The text of a key; the key itself where nobody wrote one.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The text of a key with values in it.
    pub fn say_with(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        self.say_args(key, &FluentArgs::from_iter(values.iter().map(|(name, value)| (*name, value.clone()))))
    }

    /// The text of a key, or `other` where nobody wrote one: for names that files may add to.
    pub fn say_or(&self, key: &str, other: &str) -> String {
        self.find(key, &FluentArgs::new()).map_or_else(|| other.to_owned(), Cow::into_owned)
    }

    /// Name of a pitch: `Bb4`, in German `B4`.
    pub fn note_name(&self, pitch: Pitch) -> String {
        self.note_names(&pitch_name(pitch))
    }

    /// A text that begins with the name of a note, as the instrument writes it, with the note as this
    /// language names it: `Bb4`, `F#m7/C#`.
    pub fn note_names(&self, text: &str) -> String {
        let names = self.say("note-names");
        let names: Vec<&str> = names.split_whitespace().collect();
        let one = |text: &str| {
            let found = note_class(text).and_then(|(class, rest)| Some((names.get(class)?, rest)));
            found.map_or_else(|| typable(text), |(name, rest)| format!("{name}{}", typable(rest)))
        };
        text.split('/').map(one).collect::<Vec<_>>().join("/")
    }

    pub(super) fn say_args(&self, key: &str, args: &FluentArgs<'_>) -> String {
        self.find(key, args).map_or_else(|| key.to_owned(), Cow::into_owned)
    }

    fn find<'a>(&'a self, key: &str, args: &'a FluentArgs<'_>) -> Option<Cow<'a, str>> {
        self.bundles.iter().find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, Some(args), &mut errors);
            Some(Cow::Owned(text.into_owned()))
        })
    }
}

/// Which of the twelve notes a text begins with, and the rest of it.
fn note_class(text: &str) -> Option<(usize, &str)> {
    let mut letters = text.chars();
    let natural = usize::from(natural_note(letters.next()?)?);
    let behind = letters.as_str();
    match letters.next() {
        Some('♯' | '#') => Some(((natural + 1) % 12, letters.as_str())),
        Some('♭' | 'b') => Some(((natural + 11) % 12, letters.as_str())),
        _ => Some((natural, behind)),
    }
}

fn bundle(language: Language, text: &str) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = language.code.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Marks around values would show on the screen.
    bundle.set_use_isolating(false);
    // A line that is wrong is left out, and a test finds it.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Notes are named as the language names them: B flat is B in German, and B is H.
    #[test]
    fn notes_have_the_names_of_the_language() {
        let english = Words::new(LANGUAGES[0]);
        let german = Words::new(LANGUAGES[1]);
        for (pitch, named) in [(60.0, ["C4", "C4"]), (58.0, ["Bb3", "B3"]), (71.0, ["B4", "H4"])] {
            assert_eq!([english.note_name(pitch), german.note_name(pitch)], named);
        }
        assert_eq!(german.note_names("F♯m7/C♯"), "Fism7/Cis");
        assert_eq!(german.note_names("Bdim"), "Hdim");
        assert_eq!(english.note_names("E♭/B♭"), "Eb/Bb");
        assert_eq!(german.note_names(""), "");
    }
}
