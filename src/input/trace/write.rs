//! Writing traces: what is printed reads back as the same line.

use std::fmt;

use super::{Entry, Header, Moment, TraceCommand, VERSION, What};
use crate::input::{ClockMessage, ControlValue, RoleValue};

/// The first line of a trace, without its line end.
pub fn header_line(header: &Header) -> String {
    let mut line = format!("#!cantus-trace {VERSION}");
    if let Some(rate_hz) = header.rate_hz {
        line += &format!(" rate={rate_hz}");
    }
    if let Some(seed) = header.seed {
        line += &format!(" seed={seed}");
    }
    if let Some(preset) = &header.preset {
        line += &format!(" preset={preset}");
    }
    if let Some(person) = &header.person {
        line += &format!(" person={person}");
    }
    line
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Seconds(seconds) => write!(f, "{seconds:.6}"),
            Moment::Frame(frame) => write!(f, "f{frame}"),
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.at)?;
        match &self.what {
            What::Control { name, value } => {
                write!(f, "{name} ")?;
                match value {
                    ControlValue::Down { velocity: Some(velocity) } => write!(f, "down {velocity}"),
                    ControlValue::Down { velocity: None } => f.write_str("down"),
                    ControlValue::Up => f.write_str("up"),
                    ControlValue::Moved(value) => write!(f, "{value}"),
                }
            }
            What::Role { role, slot, value, note, pulse } => {
                write!(f, "{role}#{slot} ")?;
                match value {
                    RoleValue::Down { velocity: Some(velocity) } => write!(f, "down {velocity}")?,
                    RoleValue::Down { velocity: None } => f.write_str("down")?,
                    RoleValue::Up => f.write_str("up")?,
                    RoleValue::Moved(value) => write!(f, "{value}")?,
                    RoleValue::Lost => f.write_str("lost")?,
                    RoleValue::Clock(message) => write_clock(f, *message)?,
                }
                if let Some(note) = note {
                    write!(f, " note={note}")?;
                }
                if *pulse { f.write_str(" pulse") } else { Ok(()) }
            }
            What::Clock(message) => write_clock(f, *message),
            What::Lost { device } => write!(f, "!lost {device}"),
            What::Command(command) => write!(f, "{command}"),
        }
    }
}

fn write_clock(f: &mut fmt::Formatter<'_>, message: ClockMessage) -> fmt::Result {
    match message {
        ClockMessage::Tick => f.write_str("clock tick"),
        ClockMessage::Start => f.write_str("clock start"),
        ClockMessage::Continue => f.write_str("clock continue"),
        ClockMessage::Stop => f.write_str("clock stop"),
        ClockMessage::Position(sixteenths) => write!(f, "clock position {sixteenths}"),
    }
}

impl fmt::Display for TraceCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TraceCommand::Silence => f.write_str("!silence"),
            TraceCommand::Finish => f.write_str("!finish"),
            TraceCommand::Rest => f.write_str("!rest"),
            TraceCommand::Call => f.write_str("!call"),
            TraceCommand::Acknowledge => f.write_str("!acknowledge"),
            TraceCommand::Bell => f.write_str("!bell"),
            TraceCommand::Fierceness(steps) => write!(f, "!fierceness {steps}"),
            TraceCommand::SoftStart => f.write_str("!soft-start"),
            TraceCommand::Tempo(bpm) => write!(f, "!tempo {bpm}"),
            TraceCommand::Tap => f.write_str("!tap"),
            TraceCommand::CountIn(bars) => write!(f, "!count-in {bars}"),
            TraceCommand::ClockOut(on) => write!(f, "!clock-out {}", if *on { "on" } else { "off" }),
            TraceCommand::Recorded { part, clear } => {
                f.write_str(if *clear { "!clear" } else { "!undo" })?;
                part.map_or(Ok(()), |part| write!(f, " {part}"))
            }
            TraceCommand::Root(root) => write!(f, "!root {root}"),
            TraceCommand::Scale(id) => write!(f, "!scale {id}"),
            TraceCommand::Preset(id) => write!(f, "!preset {id}"),
            TraceCommand::Sound { part, patch } => write!(f, "!sound {part} {patch}"),
            TraceCommand::PartLevel { part, level_db } => write!(f, "!level {part} {level_db}"),
            TraceCommand::PartMute { part, muted: true } => write!(f, "!mute {part}"),
            TraceCommand::PartMute { part, muted: false } => write!(f, "!unmute {part}"),
            TraceCommand::Band(command) => write!(f, "!band {command}"),
            TraceCommand::Desk(command) => write!(f, "!edit {command}"),
            TraceCommand::Person(id) => write!(f, "!person {id}"),
            TraceCommand::Body(edit) => write!(f, "!body {edit}"),
            TraceCommand::MasterLevel(db) => write!(f, "!master {db}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    const TRACE: &str = "\
#!cantus-trace 1 rate=48000 seed=7 preset=ab12 person=cd34
0.000000 key:space down
0.250000 key:space up
1.500000 pad:lstick.x 0.35
2.000000 midi:note60 down 96
2.500000 pad[Xbox Adaptive Controller]:south down
3.000000 !tempo 96
3.000000 !silence
3.500000 !level 1 -6
3.600000 !band intensity 2
4.000000 !lost Xbox Adaptive Controller
f192000 a#3 down 96 note=60
f192001 axis1#7 -0.5
f192002 b#4 down pulse
f192003 b#4 lost
f192004 clock start
f192004 clock tick
f192005 clock position 64
f192006 clock continue
f192007 clock stop
f192008 !tap
f192009 !count-in 2
f192010 !clock-out on
f192011 !undo
f192012 !clear 1
f192013 !rest
f192014 !call
f192015 !acknowledge
f192016 !fierceness -2
f192017 !sound 0 harp
f192018 !edit chords |#IV|V|
f192019 !edit more level 0 -6
f192020 !edit undo
f192021 !person one-switch
f192021 !bell
f192022 !body set switch.a.lockout_ms 250
";

    /// A printed trace reads back as the same trace.
    #[test]
    fn round_trip() {
        let trace = parse(TRACE).unwrap();
        let mut printed = super::header_line(&trace.header) + "\n";
        for entry in &trace.entries {
            printed += &format!("{entry}\n");
        }
        assert_eq!(printed, TRACE);
    }

    /// A fault is reported with its line, its column and what was expected there.
    #[test]
    fn faults_have_places() {
        let fault = |text: &str| parse(text).unwrap_err()[0].to_string();
        assert_eq!(
            fault("# fine\n\n0.5 key:spcae down"),
            "line 3, column 5: `key:spcae` is not a key control: did you mean `key:space`?"
        );
        assert!(fault("0.5 key:space").starts_with("line 1, column 14: expected `down`"));
        assert!(fault("x key:space down").starts_with("line 1, column 1: expected a time"));
        assert!(fault("1 midi:note60 down 200").starts_with("line 1, column 20"));
        assert!(fault("1 !tempo 500").contains("30 to 240"));
        assert!(fault("1 clock tock").contains("`tick`"));
        assert!(fault("1 clock position 20000").contains("0 to 16383"));
        assert!(fault("1 !count-in 9").contains("0 to 4"));
        assert!(fault("1 !clock-out yes").contains("`on` or `off`"));
        assert!(fault("1 !edit levle 0 0").starts_with("line 1, column 9"));
        assert!(fault("1 !silense").contains("!silence"));
        assert!(fault("#!cantus-trace 2").contains("format 2"));
        assert!(fault("-1 key:space down").contains("0 to"));
        assert!(fault("nan key:space down").contains("0 to"));
        assert!(fault("f18446744073709551615 a#3 down").contains("0 to"));
        assert!(fault("f18446744073709551616 a#3 down").contains("expected a frame"));
        assert!(fault("1 key:space down 80 90").contains("nothing was expected"));
    }

    proptest::proptest! {
        /// No text, however odd, does worse than an error.
        #[test]
        fn never_panics(text in "\\PC{0,80}", line in "[0-9f.]{1,4} [a-z\\[\\]:# !]{0,12} [a-z0-9.-]{0,6}") {
            let _ = parse(&text);
            let _ = parse(&line);
        }
    }
}
