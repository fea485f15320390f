//! The status line: what was heard, what sounds, how loud.

use std::io::{IsTerminal, Write};

use crate::band::Playing;
use crate::engine::{MenuSnapshot, Snapshot};
use crate::live::{Alert, AlertLevel, LiveStatus};
use crate::math::gain_to_db;
use crate::music::pitch_name;

/// Level meter: its steps from soft to loud, and what they span in dBFS.
const METER: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const METER_DB: (f32, f32) = (-54.0, -9.0);

/// The line at the bottom of the terminal. Where the output is no terminal, only what is
/// said is written.
pub(super) struct StatusLine {
    is_terminal: bool,
    drawn: String,
}

impl StatusLine {
    pub(super) fn new() -> Self {
        StatusLine { is_terminal: std::io::stdout().is_terminal(), drawn: String::new() }
    }

    /// Says something above the line.
    pub(super) fn say(&mut self, text: &str) {
        self.write(&format!("{}{text}\n", self.clear()));
        self.drawn.clear();
    }

    /// Tells an alert above the line.
    pub(super) fn alert(&mut self, alert: &Alert) {
        let mark = match alert.level {
            AlertLevel::Note => "·",
            AlertLevel::Warning => "!",
            AlertLevel::Severe => "‼",
        };
        let parts = [&alert.what, &alert.still, &alert.advice];
        let text: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        self.say(&format!("{mark} {}", text.join(" ")));
    }

    /// Draws the line anew where it changed.
    pub(super) fn draw(&mut self, snapshot: &Snapshot, status: &LiveStatus, music: &str) {
        if !self.is_terminal {
            return;
        }
        let line = line(snapshot, status, music);
        if line != self.drawn {
            self.write(&format!("{}{line}", self.clear()));
            self.drawn = line;
        }
    }

    fn clear(&self) -> &'static str {
        if self.is_terminal { "\r\x1b[K" } else { "" }
    }

    /// A closed pipe or a full disk behind the terminal is no reason to stop playing.
    fn write(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }
}

impl Drop for StatusLine {
    fn drop(&mut self) {
        if self.is_terminal {
            self.write("\n");
        }
    }
}

fn line(snapshot: &Snapshot, status: &LiveStatus, preset: &str) -> String {
    if let Some(menu) = snapshot.menu.filter(|menu| menu.open) {
        return menu_line(&menu);
    }
    let calling = if snapshot.calling { "CALLING   " } else { "" };
    let rests = if snapshot.resting { "rests until the next press   " } else { "" };
    let switch = match snapshot.last_press {
        Some(role) => {
            let down = snapshot.switches.iter().any(|switch| switch.down);
            format!("{} switch {role}", if down { '●' } else { '○' })
        }
        None => "○ press a switch".to_owned(),
    };
    let parts = &snapshot.parts[..usize::from(snapshot.part_count)];
    let note = parts
        .iter()
        .find_map(|part| part.last_pitch.filter(|_| part.notes > 0))
        .or_else(|| parts.iter().find_map(|part| part.mode.lit))
        .map_or_else(String::new, pitch_name);
    let chord = snapshot.harmony.chord.name(snapshot.harmony.root);
    let key = snapshot
        .leader
        .and_then(|leader| leader.key)
        .map_or_else(String::new, |key| format!("in {} ", key.name()));
    let band = snapshot.band.filter(|band| band.playing != Playing::Waiting);
    let band = band.map_or_else(String::new, |band| {
        format!("♪ {} {}, intensity {}   ", band.playing.label(), band.bar + 1, band.intensity)
    });
    let sound = match (status.standing_in, status.output.silent) {
        (true, _) => "no sound: waiting for the device".to_owned(),
        (_, true) => "silent".to_owned(),
        _ => format!("{:.0} ms", status.latency_ms()),
    };
    format!(
        "{calling}{rests}{preset}   {switch}   {note:4} {chord:6} {key}{band}{} {sound}",
        meter(snapshot.peak)
    )
}

/// The open menu: its items, the lit one in brackets.
fn menu_line(menu: &MenuSnapshot) -> String {
    if menu.waits_for_release {
        return "Menu: let go to scan.".to_owned();
    }
    let Some(lit) = menu.lit else { return "Menu: press to begin.".to_owned() };
    let again = if menu.again { "   press to take it again" } else { "" };
    let place = menu.items.as_slice().iter().position(|item| *item == lit).map_or(0, |place| place + 1);
    let count = menu.items.as_slice().len();
    format!("Menu {place} of {count}   [{}]{again}", lit.row().label)
}

/// A bar as high as `peak`.
fn meter(peak: f32) -> char {
    let (low, high) = METER_DB;
    let share = (gain_to_db(peak) - low) / (high - low);
    METER[(share.clamp(0.0, 1.0) * (METER.len() - 1) as f32).round() as usize]
}
