//! Nothing on the stage flashes: WCAG 2.2, 2.3.1, and stricter.

use std::collections::HashMap;
use std::path::Path;

use cantus::ui::contrast::luminance;
use cantus::ui::{LANGUAGES, Look, Screen, Theme};
use eframe::egui::{Color32, ColorImage};

use crate::hand::HandWindow;
use crate::picture::Easel;

/// Half the size for which WCAG names the ten degrees of a field of vision: 341 by 256 pixels of
/// 1024 by 768.
const SIZE: [usize; 2] = [512, 384];
const FIELD: [usize; 2] = [170, 128];
const FPS: usize = 60;
/// What counts as a change, in relative luminance.
const CHANGE: f32 = 0.1;
/// Share of a field that may flash.
const AREA: f32 = 0.25;
/// Changes within a second that more than three flashes need: a flash is a pair.
const MOST_CHANGES: usize = 6;

/// Changes of one pixel: back and forth by a tenth at least.
#[derive(Clone, Default)]
struct Pixel {
    low: f32,
    high: f32,
    /// Frames of the last changes.
    changes: Vec<usize>,
}

impl Pixel {
    fn see(&mut self, frame: usize, light: f32) {
        if frame == 0 {
            (self.low, self.high) = (light, light);
        }
        (self.low, self.high) = (self.low.min(light), self.high.max(light));
        if light <= self.high - CHANGE || light >= self.low + CHANGE {
            (self.low, self.high) = (light, light);
            self.changes.push(frame);
        }
        if self.changes.first().is_some_and(|first| first + FPS <= frame) {
            self.changes.remove(0);
        }
    }

    fn flashes(&self) -> bool {
        self.changes.len() > MOST_CHANGES
    }
}

/// Watches pictures as they follow each other.
struct Eye {
    /// Luminance of colours that were seen: there are few of them.
    known: HashMap<Color32, f32>,
    frame: usize,
    pixels: Vec<Pixel>,
    lights: Vec<f32>,
    /// Largest share of a field that flashed.
    flashing: f32,
}

impl Eye {
    fn new() -> Self {
        Eye {
            known: HashMap::new(),
            frame: 0,
            pixels: vec![Pixel::default(); SIZE[0] * SIZE[1]],
            lights: Vec::new(),
            flashing: 0.0,
        }
    }

    fn see(&mut self, picture: &ColorImage) {
        let mut sum = 0.0;
        for (pixel, colour) in self.pixels.iter_mut().zip(&picture.pixels) {
            let light = *self.known.entry(*colour).or_insert_with(|| {
                assert!(!is_saturated_red(*colour), "{colour:?} is a red that must not flash");
                luminance(*colour)
            });
            pixel.see(self.frame, light);
            sum += f64::from(light);
        }
        self.lights.push((sum / self.pixels.len() as f64) as f32);
        self.frame += 1;
        if self.frame.is_multiple_of(6) {
            self.look_round();
        }
    }

    /// Looks at every field, a quarter of it apart.
    fn look_round(&mut self) {
        for top in (0..=SIZE[1] - FIELD[1]).step_by(FIELD[1] / 4) {
            for left in (0..=SIZE[0] - FIELD[0]).step_by(FIELD[0] / 4) {
                let rows = (top..top + FIELD[1]).map(|y| &self.pixels[y * SIZE[0] + left..][..FIELD[0]]);
                let count = rows.flatten().filter(|pixel| pixel.flashes()).count();
                self.flashing = self.flashing.max(count as f32 / (FIELD[0] * FIELD[1]) as f32);
            }
        }
    }

    fn is_at_ease(&self, what: &str) {
        assert!(self.flashing < AREA, "{what}: {:.0} % of a field flash", self.flashing * 100.0);
        let low = self.lights.iter().copied().fold(f32::INFINITY, f32::min);
        let high = self.lights.iter().copied().fold(0.0, f32::max);
        assert!(high - low < CHANGE, "{what}: from {low:.3} to {high:.3}");
        println!("{what}: {:.1} % of a field flash, mean light {low:.3} to {high:.3}", self.flashing * 100.0);
    }
}

/// As WCAG has it: red makes up eight tenths of the colour and more.
fn is_saturated_red(colour: Color32) -> bool {
    let [red, green, blue] = [colour.r(), colour.g(), colour.b()].map(f32::from);
    red > 25.0 && red / (red + green + blue) >= 0.8
}

/// Watches two and a half seconds of a switch that goes down and up so many times a second.
fn watch(mut shown: HandWindow, presses_hz: f64, what: &str) {
    let mut easel = Easel::new(SIZE);
    let mut eye = Eye::new();
    let mut down = false;
    for frame in 0..5 * FPS / 2 {
        let phase = frame as f64 / FPS as f64 * presses_hz;
        if (phase.fract() < 0.5) != down {
            down = !down;
            if down { shown.hand.press("key:space") } else { shown.hand.release("key:space") }
        }
        shown.play(1.0 / FPS as f64);
        eye.see(&easel.draw(&mut shown));
    }
    eye.is_at_ease(what);
}

fn window(preset: &str, person: &str, theme: Theme) -> HandWindow {
    HandWindow::new(preset, person, LANGUAGES[0], Look::new(theme), Screen::Stage)
}

/// A shipped file with one line replaced, in `folder`.
fn changed(folder: &Path, file: &str, line: &str, by: &str) -> String {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("presets").join(file);
    let text = std::fs::read_to_string(shipped).unwrap();
    assert!(text.contains(line), "{file} has a line `{line}`");
    let path = folder.join(Path::new(file).file_name().unwrap());
    std::fs::write(&path, text.replace(line, by)).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Twelve presses a second flash nowhere, in any theme.
#[test]
fn fast_presses_do_not_flash() {
    for theme in Theme::ALL {
        watch(window("first-notes", "anyone", theme), 12.0, &format!("12 presses a second, {}", theme.id()));
    }
}

/// An inverse scan at its fastest flashes nowhere, in any theme.
#[test]
fn a_fast_scan_does_not_flash() {
    let folder = tempfile::tempdir().unwrap();
    let person =
        changed(folder.path(), "persons/scanner.person.toml", "style = \"auto\"", "style = \"inverse\"");
    let text = std::fs::read_to_string(&person).unwrap();
    std::fs::write(&person, text.replace("interval_ms = 1600", "interval_ms = 100")).unwrap();
    for theme in Theme::ALL {
        watch(window("scan-choir", &person, theme), 0.5, &format!("inverse scan, {}", theme.id()));
    }
}

/// The beat at 240 BPM flashes nowhere, in any theme.
#[test]
fn a_fast_beat_does_not_flash() {
    let folder = tempfile::tempdir().unwrap();
    let preset = changed(folder.path(), "first-notes.preset.toml", "tempo_bpm = 84", "tempo_bpm = 240");
    for theme in Theme::ALL {
        watch(window(&preset, "anyone", theme), 1.0, &format!("240 BPM, {}", theme.id()));
    }
}
