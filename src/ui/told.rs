//! Sentences of the instrument, in the language of the window.
//!
//! What lies below the window (alerts, what a session says it did) speaks English, for terminal and
//! window alike. Each such sentence has a key `told-…`: its English text is the pattern that a
//! sentence is recognised by, and its values are told again in the other language. A sentence
//! without a key stays English.

use fluent_bundle::FluentArgs;

use super::heard::{role_name, written_name};
use super::letters::typable;
use super::words::{LANGUAGES, Words};

/// What keys of such sentences begin with.
const PREFIX: &str = "told-";
/// How deep values are sentences themselves.
const DEPTH: u8 = 4;

/// A sentence with gaps.
struct Pattern {
    key: &'static str,
    /// Text before the first gap.
    start: &'static str,
    /// The gaps, and the text behind each.
    gaps: Vec<(&'static str, &'static str)>,
}

/// All sentences that are known.
pub struct Told(Vec<Pattern>);

impl Default for Told {
    /// Those of the English file.
    fn default() -> Self {
        let lines = LANGUAGES[0].text().lines().filter(|line| line.starts_with(PREFIX));
        Told(lines.filter_map(pattern).collect())
    }
}

impl Told {
    /// `sentence` in the language of `words`.
    pub fn tell(&self, words: &Words, sentence: &str) -> String {
        let lines = sentence.lines().map(|line| self.line(words, line, DEPTH));
        typable(&lines.collect::<Vec<_>>().join("\n"))
    }

    fn line(&self, words: &Words, line: &str, depth: u8) -> String {
        self.told(words, line, depth).unwrap_or_else(|| {
            // An error that became a sentence of its own: “The audio output `x` is gone.”
            let error = line.strip_suffix('.').map(|line| with_first(line, char::to_ascii_lowercase));
            let told = error.and_then(|error| self.told(words, &error, depth));
            match told {
                Some(told) => with_first(&told, char::to_ascii_uppercase) + ".",
                None => words.names().any(line).unwrap_or(line).to_owned(),
            }
        })
    }

    /// The line in the language of `words`, where it is known.
    fn told(&self, words: &Words, line: &str, depth: u8) -> Option<String> {
        let found = self.0.iter().filter_map(|pattern| Some((pattern, pattern.read(line)?)));
        let best = found.max_by_key(|(pattern, _)| pattern.length());
        let (pattern, values) = best.filter(|_| depth > 0)?;
        let device = values.iter().find(|(name, _)| *name == "device").map_or("", |(_, value)| value);
        let values = values.iter().map(|(name, value)| match *name {
            "low" | "high" if value.parse::<f32>().is_ok() => {
                (*name, value.replace('.', &words.say("number-mark")))
            }
            "low" | "high" | "root" => (*name, words.note_names(value)),
            "control" => (*name, written_name(words, value, device)),
            "roles" | "others" => {
                let role = |written: &str| {
                    written.parse().map_or_else(|_| written.to_owned(), |role| role_name(words, role))
                };
                (*name, value.split(", ").map(role).collect::<Vec<_>>().join(", "))
            }
            _ => (*name, self.line(words, value, depth - 1)),
        });
        Some(words.say_args(pattern.key, &FluentArgs::from_iter(values)))
    }
}

impl Pattern {
    /// The values of a sentence that is like this.
    fn read<'a>(&self, sentence: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
        let mut rest = sentence.strip_prefix(self.start)?;
        let mut values = Vec::with_capacity(self.gaps.len());
        for (place, (name, behind)) in self.gaps.iter().enumerate() {
            let is_last = place + 1 == self.gaps.len();
            let end = if is_last {
                rest.len().checked_sub(behind.len()).filter(|_| rest.ends_with(behind))?
            } else {
                rest.find(behind)?
            };
            values.push((*name, &rest[..end]));
            rest = &rest[end + behind.len()..];
        }
        rest.is_empty().then_some(values)
    }

    /// Letters that a sentence shares with it.
    fn length(&self) -> usize {
        self.start.len() + self.gaps.iter().map(|(_, behind)| behind.len()).sum::<usize>()
    }
}

/// The same text with another first letter.
fn with_first(text: &str, change: fn(&char) -> char) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| change(&first)).into_iter().chain(letters).collect()
}

/// The pattern of `told-key = text with { $gaps }`.
fn pattern(line: &'static str) -> Option<Pattern> {
    let (key, text) = line.split_once(" = ")?;
    let mut pieces = text.split("{ $");
    let start = pieces.next()?;
    let gaps = pieces.map(|piece| piece.split_once(" }")).collect::<Option<Vec<_>>>()?;
    Some(Pattern { key, start, gaps })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::Language;

    /// Controls and roles, which the instrument writes as files do, have their names in both languages.
    #[test]
    fn controls_and_roles_are_named() {
        let told = Told::default();
        let [english, german] = LANGUAGES.map(Words::new);
        let bound = "Now b is pad:south on Xbox Pad. It plays a as well.";
        assert_eq!(
            told.tell(&english, bound),
            "Now Switch B is button A of the gamepad on Xbox Pad. It plays Switch A as well."
        );
        assert_eq!(
            told.tell(&german, bound),
            "Jetzt ist Schalter B: die Taste A am Gamepad (Xbox Pad). Das spielt auch Schalter A."
        );
        let axis = "Now axis1 is pad:lstick.x on Pad, from -0.10 to 0.40.";
        let said = "Jetzt ist Achse 1: der linke Stick seitwärts (Pad), von -0,10 bis 0,40.";
        assert_eq!(told.tell(&german, axis), said);
        assert_eq!(told.tell(&english, "Now a is key:f5."), "Now Switch A is the F5 key.");
        let kept = "Kept: /media/sounds on disk/x.wav.";
        assert!(told.tell(&german, kept).contains("/media/sounds on disk/x.wav"));
        let still = "pad:lstick.x of “Pad”: only 3 readings came in, at least 50 are needed; move the control for a few seconds more";
        assert!(told.tell(&english, still).starts_with("the left stick, sideways of “Pad”: only 3"));
    }

    /// A sentence of the instrument is told in German, with its values and with what is itself a
    /// sentence in it; one that nobody knows stays as it is, and so does English, but for controls and roles.
    #[test]
    fn sentences_are_told_again() {
        let told = Told::default();
        let german = Words::new(Language::of_code("de").unwrap());
        let unplugged = "The gamepad “Xbox Pad” was unplugged.";
        assert_eq!(told.tell(&german, unplugged), "Das Gamepad „Xbox Pad“ wurde abgezogen.");
        assert_eq!(told.tell(&german, "Loudness 9 of 14."), "Lautstärke 9 von 14.");
        assert_eq!(told.tell(&german, "Gibberish of 14."), "Gibberish of 14.");
        let silent = "There is no sound: no audio output was found (the system's default output (ALSA) cannot be opened).";
        assert!(told.tell(&german, silent).contains("Standardausgang des Systems (ALSA) lässt sich nicht"));
        let gone = "The audio output `the system's default output (ALSA)` is gone.";
        assert_eq!(told.tell(&german, gone), "Der Tonausgang „Standardausgang des Systems (ALSA)“ ist weg.");
        let english = Words::new(LANGUAGES[0]);
        for sentence in [unplugged, silent, gone] {
            assert_eq!(told.tell(&english, sentence), sentence);
        }
    }
}
