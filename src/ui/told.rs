//! Sentences of the instrument, in the language of the window.
//!
//! What lies below the window (alerts, what a session says it did) speaks English, for terminal and
//! window alike. Each such sentence has a key `told-…`: its English text is the pattern that a
//! sentence is recognised by, and its values are told again in the other language. A sentence
//! without a key stays English.

use fluent_bundle::FluentArgs;

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
        if words.language() == LANGUAGES[0] {
            return typable(sentence);
        }
        let lines = sentence.lines().map(|line| self.line(words, line, DEPTH));
        typable(&lines.collect::<Vec<_>>().join("\n"))
    }

    fn line(&self, words: &Words, line: &str, depth: u8) -> String {
        let found = self.0.iter().filter_map(|pattern| Some((pattern, pattern.read(line)?)));
        let best = found.max_by_key(|(pattern, _)| pattern.length());
        let Some((pattern, values)) = best.filter(|_| depth > 0) else {
            return words.names().any(line).unwrap_or(line).to_owned();
        };
        let values = values.into_iter().map(|(name, value)| match name {
            "low" | "high" | "root" => (name, words.note_names(value)),
            _ => (name, self.line(words, value, depth - 1)),
        });
        words.say_args(pattern.key, &FluentArgs::from_iter(values))
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

    /// A sentence of the instrument is told in German, with its values and with what is itself a
    /// sentence in it; one that nobody knows stays as it is, and English is never touched.
    #[test]
    fn sentences_are_told_again() {
        let told = Told::default();
        let german = Words::new(Language::of_code("de").unwrap());
        let unplugged = "The gamepad “Xbox Pad” was unplugged.";
        assert_eq!(told.tell(&german, unplugged), "Das Gamepad „Xbox Pad“ wurde abgezogen.");
        assert_eq!(told.tell(&german, "Loudness 9 of 14."), "Lautstärke 9 von 14.");
        assert_eq!(told.tell(&german, "Gibberish of 14."), "Gibberish of 14.");
        let silent = "There is no sound: no audio output was found (the system's default output (ALSA) cannot be opened).";
        assert!(told.tell(&german, silent).contains("der übliche Ausgang des Systems (ALSA)"));
        assert_eq!(told.tell(&Words::new(LANGUAGES[0]), unplugged), unplugged);
    }
}
