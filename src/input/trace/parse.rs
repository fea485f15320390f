//! Reading traces.

use std::ops::RangeInclusive;

use super::clock;
use super::{Entry, Header, Moment, Trace, TraceCommand, TraceError, VERSION, What};
use crate::input::{ControlName, ControlValue, LeaderRole, Role, RoleValue};
use crate::nearest::nearest;
use crate::time::{Frames, TEMPO_BPM};

/// Errors after which reading stops: a wrong kind of file would list every line.
const MAX_ERRORS: usize = 20;
/// Longest trace, in seconds: a week.
const MAX_SECONDS: f64 = 7.0 * 24.0 * 3600.0;
/// Highest and lowest sample rate that a header may name, in Hz.
const RATES_HZ: RangeInclusive<u32> = 8000..=384_000;
/// Last frame of the longest trace at the highest rate.
const MAX_FRAME: Frames = MAX_SECONDS as Frames * *RATES_HZ.end() as Frames;

/// Commands, for suggestions.
const COMMANDS: [&str; 27] = [
    "silence",
    "finish",
    "rest",
    "call",
    "acknowledge",
    "bell",
    "fierceness",
    "sound",
    "soft-start",
    "tempo",
    "tap",
    "count-in",
    "clock-out",
    "undo",
    "clear",
    "root",
    "scale",
    "preset",
    "level",
    "mute",
    "unmute",
    "master",
    "lost",
    "band",
    "edit",
    "person",
    "body",
];

/// Reads a trace. Its entries are in the order of its lines, which need not be the order
/// of their moments.
///
/// # Errors
/// Every line that cannot be read, up to twenty.
pub fn parse(text: &str) -> Result<Trace, Vec<TraceError>> {
    let mut trace = Trace::default();
    let mut errors = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index as u32 + 1;
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        let read = match line.strip_prefix("#!cantus-trace") {
            Some(rest) if index == 0 => header(line, rest).map(|header| trace.header = header),
            _ => entry(line, number).map(|entry| trace.entries.extend(entry)),
        };
        if let Err(Fault { at, message }) = read {
            let column = line[..at].chars().count() as u32 + 1;
            errors.push(TraceError { line: number, column, message });
            if errors.len() == MAX_ERRORS {
                break;
            }
        }
    }
    if errors.is_empty() { Ok(trace) } else { Err(errors) }
}

/// A fault, `at` bytes into its line.
pub(super) struct Fault {
    at: usize,
    message: String,
}

/// A word of a line and where it starts, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    at: usize,
    pub(super) text: &'a str,
}

impl Word<'_> {
    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { at: self.at, message: message.into() }
    }

    pub(super) fn number<T: std::str::FromStr>(&self, expected: &str) -> Result<T, Fault> {
        self.text.parse().map_err(|_| self.fault(format!("expected {expected}, found `{}`", self.text)))
    }
}

/// The words of a line up to a comment; blanks inside brackets belong to their word.
fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut depth = 0usize;
    for (at, letter) in line.char_indices() {
        let ends_word = letter.is_whitespace() && depth == 0;
        // `#` starts a comment only at the start of a word: `a#3` is a role and its slot.
        if letter == '#' && start.is_none() {
            return words;
        }
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if ends_word {
            if let Some(from) = start.take() {
                words.push(Word { at: from, text: &line[from..at] });
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        words.push(Word { at: from, text: &line[from..] });
    }
    words
}

fn header(line: &str, rest: &str) -> Result<Header, Fault> {
    let base = line.len() - rest.len();
    let mut header = Header::default();
    let mut words = words(rest).into_iter().map(|word| Word { at: word.at + base, ..word });
    let version =
        words.next().ok_or(Fault { at: base, message: format!("expected the version, {VERSION}") })?;
    if version.number::<u32>("the version")? != VERSION {
        return Err(version.fault(format!(
            "this trace has format {}, this Cantus reads {VERSION}: a newer Cantus may read it",
            version.text
        )));
    }
    for word in words {
        let Some((key, value)) = word.text.split_once('=') else {
            return Err(word.fault("expected `rate=`, `seed=`, `preset=` or `person=`"));
        };
        let at = word.at + key.len() + 1;
        let value_word = Word { at, text: value };
        match key {
            "rate" => {
                let rate_hz = value_word.number("a sample rate in Hz")?;
                if !RATES_HZ.contains(&rate_hz) {
                    return Err(value_word.fault("a sample rate is 8000 to 384000 Hz"));
                }
                header.rate_hz = Some(rate_hz);
            }
            "seed" => header.seed = Some(value_word.number("a whole number")?),
            "preset" => header.preset = Some(value.to_owned()),
            "person" => header.person = Some(value.to_owned()),
            _ => return Err(word.fault("expected `rate=`, `seed=`, `preset=` or `person=`")),
        }
    }
    Ok(header)
}

fn entry(line: &str, number: u32) -> Result<Option<Entry>, Fault> {
    let words = words(line);
    let Some((time, rest)) = words.split_first() else { return Ok(None) };
    let at = moment(*time)?;
    let end =
        Fault { at: line.trim_end().len(), message: "expected a control, a role or a command".to_owned() };
    let (subject, rest) = rest.split_first().ok_or(end)?;
    let what = if let Some(command) = subject.text.strip_prefix('!') {
        self::command(*subject, command, rest)?
    } else if subject.text == "clock" {
        clock::message(*subject, rest)?
    } else if subject.text.contains(':') {
        control(*subject, rest)?
    } else {
        role(*subject, rest)?
    };
    Ok(Some(Entry { at, line: number, what }))
}

fn moment(word: Word<'_>) -> Result<Moment, Fault> {
    if let Some(frame) = word.text.strip_prefix('f') {
        let number = Word { at: word.at + 1, text: frame };
        let frame: Frames = number.number("a frame")?;
        if frame > MAX_FRAME {
            return Err(number.fault(format!("a frame is 0 to {MAX_FRAME}")));
        }
        return Ok(Moment::Frame(frame));
    }
    let seconds: f64 = word.number("a time in seconds")?;
    if !(0.0..=MAX_SECONDS).contains(&seconds) {
        return Err(word.fault(format!("a time is 0 to {MAX_SECONDS} seconds")));
    }
    Ok(Moment::Seconds(seconds))
}

/// Reads `down [VELOCITY]`, `up` or a value, and gives back the words behind it.
fn control_value<'a, 'b>(
    subject: Word<'_>,
    rest: &'b [Word<'a>],
) -> Result<(ControlValue, &'b [Word<'a>]), Fault> {
    let Some((first, mut rest)) = rest.split_first() else {
        return Err(Fault {
            at: subject.at + subject.text.len(),
            message: "expected `down`, `up` or a value from -1 to 1".to_owned(),
        });
    };
    let value = match first.text {
        "down" => {
            let mut velocity = None;
            if let Some((word, behind)) = rest.split_first()
                && word.text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
            {
                let number: u8 = word.number("a velocity from 1 to 127")?;
                if !(1..=127).contains(&number) {
                    return Err(word.fault("a velocity is 1 to 127"));
                }
                velocity = Some(number);
                rest = behind;
            }
            ControlValue::Down { velocity }
        }
        "up" => ControlValue::Up,
        _ => {
            let value: f32 = first.number("`down`, `up` or a value from -1 to 1")?;
            if !(-1.0..=1.0).contains(&value) {
                return Err(first.fault("a value is -1 to 1"));
            }
            ControlValue::Moved(value)
        }
    };
    Ok((value, rest))
}

pub(super) fn nothing_more(rest: &[Word<'_>]) -> Result<(), Fault> {
    match rest.first() {
        Some(word) => Err(word.fault(format!("nothing was expected here, found `{}`", word.text))),
        None => Ok(()),
    }
}

fn control(subject: Word<'_>, rest: &[Word<'_>]) -> Result<What, Fault> {
    let name: ControlName = subject.text.parse().map_err(|error| subject.fault(format!("{error}")))?;
    let (value, rest) = control_value(subject, rest)?;
    nothing_more(rest)?;
    Ok(What::Control { name, value })
}

fn role(subject: Word<'_>, rest: &[Word<'_>]) -> Result<What, Fault> {
    let (role_text, slot_text) = subject.text.split_once('#').unwrap_or((subject.text, "0"));
    let leader = LeaderRole::ALL.iter().find(|(_, name)| *name == role_text);
    let role: Role = leader.map_or_else(|| role_text.parse(), |(role, _)| Ok(Role::Leader(*role))).map_err(|_| {
        subject.fault(format!(
            "`{}` is neither a control (`key:space`), a role with its slot (`a#0`) nor a command (`!silence`)",
            subject.text
        ))
    })?;
    let slot = slot_text.parse().map_err(|_| subject.fault("a slot is 0 to 255"))?;
    let (value, mut rest) = match rest.split_first() {
        Some((word, behind)) if word.text == "lost" => (RoleValue::Lost, behind),
        _ => {
            let (value, behind) = control_value(subject, rest)?;
            let value = match value {
                ControlValue::Down { velocity } => RoleValue::Down { velocity },
                ControlValue::Up => RoleValue::Up,
                ControlValue::Moved(value) => RoleValue::Moved(value),
            };
            (value, behind)
        }
    };
    let (mut note, mut pulse) = (None, false);
    while let Some((word, behind)) = rest.split_first() {
        if let Some(number) = word.text.strip_prefix("note=") {
            let number = Word { at: word.at + 5, text: number };
            let value: u8 = number.number("a MIDI note number")?;
            if value > 127 {
                return Err(number.fault("a MIDI note number is 0 to 127"));
            }
            note = Some(value);
        } else if word.text == "pulse" {
            pulse = true;
        } else {
            nothing_more(rest)?;
        }
        rest = behind;
    }
    Ok(What::Role { role, slot, value, note, pulse })
}

fn command(subject: Word<'_>, name: &str, rest: &[Word<'_>]) -> Result<What, Fault> {
    let missing = |what: &str| Fault {
        at: subject.at + subject.text.len(),
        message: format!("`!{name}` needs {what}"),
    };
    let first = |what: &str| rest.first().copied().ok_or_else(|| missing(what));
    let (command, used) = match name {
        "silence" => (TraceCommand::Silence, 0),
        "finish" => (TraceCommand::Finish, 0),
        "rest" => (TraceCommand::Rest, 0),
        "call" => (TraceCommand::Call, 0),
        "acknowledge" => (TraceCommand::Acknowledge, 0),
        "bell" => (TraceCommand::Bell, 0),
        "fierceness" => {
            let word = first("a number of steps")?;
            (TraceCommand::Fierceness(within(word, "fierceness", -3.0, 3.0)? as i8), 1)
        }
        "sound" => {
            let part = part(first("a part and the name of a patch")?)?;
            let patch = rest.get(1).ok_or_else(|| missing("the name of a patch"))?;
            (TraceCommand::Sound { part, patch: patch.text.to_owned() }, 2)
        }
        "soft-start" => (TraceCommand::SoftStart, 0),
        "tempo" => {
            let word = first("a tempo in beats per minute")?;
            (TraceCommand::Tempo(within(word, "a tempo", *TEMPO_BPM.start(), *TEMPO_BPM.end())?), 1)
        }
        "tap" => (TraceCommand::Tap, 0),
        "count-in" => {
            let word = first("a number of bars")?;
            (TraceCommand::CountIn(within(word, "a count-in", 0.0, 4.0)? as u8), 1)
        }
        "clock-out" => (TraceCommand::ClockOut(clock::on_or_off(first("`on` or `off`")?)?), 1),
        "undo" | "clear" => {
            let part = rest.first().map(|word| part(*word)).transpose()?;
            (TraceCommand::Recorded { part, clear: name == "clear" }, usize::from(part.is_some()))
        }
        "root" => {
            let word = first("a MIDI note number")?;
            (TraceCommand::Root(within(word, "a root", 0.0, 127.0)? as f32), 1)
        }
        "scale" => (TraceCommand::Scale(first("the name of a scale")?.text.to_owned()), 1),
        "preset" => (TraceCommand::Preset(first("the name of a preset")?.text.to_owned()), 1),
        "level" => {
            let part = part(first("a part and a level in dB")?)?;
            let level = rest.get(1).ok_or_else(|| missing("a level in dB"))?;
            (TraceCommand::PartLevel { part, level_db: within(*level, "a level", -60.0, 12.0)? as f32 }, 2)
        }
        "mute" | "unmute" => {
            (TraceCommand::PartMute { part: part(first("a part")?)?, muted: name == "mute" }, 1)
        }
        "master" => {
            let word = first("a level in dB")?;
            (TraceCommand::MasterLevel(within(word, "a level", -60.0, 0.0)? as f32), 1)
        }
        "band" => {
            let start = first("`start`, `stop`, `fill` or `intensity`")?;
            let words: Vec<&str> = rest.iter().map(|word| word.text).collect();
            let command = words.join(" ").parse().map_err(|message: String| start.fault(message))?;
            return Ok(What::Command(TraceCommand::Band(command)));
        }
        "person" => (TraceCommand::Person(first("the name of a person")?.text.to_owned()), 1),
        "body" => {
            let start = first("what is changed: `set`, `bind`")?;
            let words: Vec<&str> = rest.iter().map(|word| word.text).collect();
            let edit = words.join(" ").parse().map_err(|message: String| start.fault(message))?;
            return Ok(What::Command(TraceCommand::Body(edit)));
        }
        "edit" => {
            let start = first("what is changed: `level`, `patch`, `undo`")?;
            let words: Vec<&str> = rest.iter().map(|word| word.text).collect();
            let command = words.join(" ").parse().map_err(|message: String| start.fault(message))?;
            return Ok(What::Command(TraceCommand::Desk(command)));
        }
        "lost" => {
            let words: Vec<&str> = rest.iter().map(|word| word.text).collect();
            return Ok(What::Lost { device: words.join(" ") });
        }
        _ => {
            let near = nearest(name, COMMANDS).map(|near| format!(": did you mean `!{near}`?"));
            return Err(subject.fault(format!("there is no command `!{name}`{}", near.unwrap_or_default())));
        }
    };
    nothing_more(&rest[used..])?;
    Ok(What::Command(command))
}

fn within(word: Word<'_>, what: &str, low: f64, high: f64) -> Result<f64, Fault> {
    let number: f64 = word.number(&format!("{what} from {low} to {high}"))?;
    if !(low..=high).contains(&number) {
        return Err(word.fault(format!("{what} is {low} to {high}")));
    }
    Ok(number)
}

fn part(word: Word<'_>) -> Result<u8, Fault> {
    Ok(within(word, "a part", 0.0, 12.0)? as u8)
}
