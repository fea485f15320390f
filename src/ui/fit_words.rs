//! What a fit found and what it changes, and settings of a person, in plain words: for the window and
//! the terminal.

use super::words::Words;
use crate::access::{FitProposal, Found};
use crate::input::Role;
use crate::person::{Kind, Person, PersonSetting, Unit, Value};
use crate::session::{FitChange, fit_changes};

/// What was found, in the language of the window.
pub fn found_words(words: &Words, found: &Found) -> String {
    let seconds = |s: f64| decimal(words, s);
    match *found {
        Found::Answered { answered, bells, mean_s, spread_s } => words.say_with(
            "fit-answered",
            &[
                ("answered", answered.into()),
                ("bells", bells.into()),
                ("mean", seconds(mean_s).into()),
                ("spread", seconds(spread_s).into()),
            ],
        ),
        Found::Doubled { times, within_s } => {
            words.say_with("fit-doubled", &[("times", times.into()), ("within", seconds(within_s).into())])
        }
        Found::Bounced { times, ms } => {
            words.say_with("fit-bounced", &[("times", times.into()), ("length", ms.round().into())])
        }
        Found::Brushed { times, ms } => {
            words.say_with("fit-brushed", &[("times", times.into()), ("length", ms.round().into())])
        }
        Found::Unasked { times } => words.say_with("fit-unasked", &[("times", times.into())]),
        Found::Pulses => words.say("fit-pulses"),
        Found::Held { from_s, to_s } => {
            words.say_with("fit-held", &[("from", seconds(from_s).into()), ("to", seconds(to_s).into())])
        }
    }
}

/// One digit behind the mark that the language has.
fn decimal(words: &Words, value: f64) -> String {
    format!("{value:.1}").replace('.', &words.say("number-mark"))
}

/// What accepting changes: “Ignore repeats for: 250 ms instead of 60 ms”.
pub fn change_words(words: &Words, person: &Person, role: Role, proposal: &FitProposal) -> Vec<String> {
    let changes = fit_changes(person, role, proposal);
    let line = |FitChange { row, now, then }: &FitChange| {
        let values = [
            ("name", name_of(words, row).into()),
            ("now", shown(words, row, *now).into()),
            ("then", shown(words, row, *then).into()),
        ];
        words.say_with("fit-change", &values)
    };
    let menu = changes.menu_after_rest.then(|| words.say("fit-menu-rest"));
    changes.settings.iter().map(line).chain(menu).collect()
}

/// A unit behind its number.
pub fn suffix(unit: Unit) -> &'static str {
    match unit {
        Unit::Ms => " ms",
        Unit::Db => " dB",
        Unit::Plain => "",
    }
}

/// Its place among the texts.
pub fn text_key(row: &PersonSetting) -> String {
    row.id.replace(['.', '_'], "-")
}

/// One of the words that it may be.
pub fn word_of(words: &Words, row: &PersonSetting, word: &str) -> String {
    let key = format!("{}-{word}", text_key(row));
    words.say(&format!("set-{key}"))
}

/// Its name.
pub fn name_of(words: &Words, row: &PersonSetting) -> String {
    words.say(&format!("set-{}", text_key(row)))
}

/// A value as people read it.
pub fn shown(words: &Words, row: &PersonSetting, value: Value) -> String {
    match (value, row.kind) {
        (Value::Number(number), Kind::Number { unit, .. }) => format!("{number:.0}{}", suffix(unit)),
        (Value::Number(number), _) => format!("{number}"),
        (Value::Off, _) => words.say("set-off"),
        (Value::Flag(on), _) => words.say(if on { "set-yes" } else { "set-no" }),
        (Value::Choice(word), _) => word_of(words, row, word),
    }
}
