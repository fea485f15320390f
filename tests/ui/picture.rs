//! Pictures of a window, and what is asked of them.

use std::fmt::Write as _;

use cantus::ui::contrast::luminance;
use eframe::egui::{self, Color32, ColorImage, Pos2, RawInput, Rect, Vec2};

use crate::hand::HandWindow;
use crate::raster::Raster;

/// Draws a window.
pub struct Easel {
    ctx: egui::Context,
    raster: Raster,
    size: [usize; 2],
    frames: u32,
}

impl Easel {
    /// Pictures of so many pixels.
    pub fn new(size: [usize; 2]) -> Self {
        Easel { ctx: egui::Context::default(), raster: Raster::default(), size, frames: 0 }
    }

    /// The window as it looks now. The first two frames find the sizes of things.
    pub fn draw(&mut self, shown: &mut HandWindow) -> ColorImage {
        while self.frames < 2 {
            self.frame(shown, Vec::new());
        }
        self.frame(shown, Vec::new())
    }

    /// One frame with these events, once the pictures have been read that were in sight before.
    pub fn frame(&mut self, shown: &mut HandWindow, events: Vec<egui::Event>) -> ColorImage {
        shown.wait_for_pictures();
        let [width, height] = self.size.map(|pixels| pixels as f32);
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(
                Pos2::ZERO,
                Vec2::new(width, height) / self.ctx.zoom_factor(),
            )),
            time: Some(f64::from(self.frames) / 60.0),
            events,
            ..RawInput::default()
        };
        self.frames += 1;
        let mut output = self.ctx.run_ui(input, |ui| shown.window.ui(ui));
        self.raster.take_in(&mut output.textures_delta);
        let points = output.pixels_per_point;
        let primitives = self.ctx.tessellate(output.shapes, points);
        let picture = self.raster.draw(&primitives, self.size, points);
        self.raster.free(&mut output.textures_delta);
        picture
    }
}

/// A picture as text: luminance of 40 × 20 fields as digits, 0 black to 9 white, on the scale of
/// lightness that eyes have (the cube root of it, as in CIE L*).
pub fn fingerprint(picture: &ColorImage) -> String {
    const FIELDS: [usize; 2] = [40, 20];
    let [width, height] = picture.size;
    let mut text = String::new();
    for row in 0..FIELDS[1] {
        for column in 0..FIELDS[0] {
            let mut sum = 0.0;
            let rows = row * height / FIELDS[1]..(row + 1) * height / FIELDS[1];
            let columns = column * width / FIELDS[0]..(column + 1) * width / FIELDS[0];
            let count = rows.len() * columns.len();
            for y in rows {
                sum += columns.clone().map(|x| luminance(picture.pixels[y * width + x])).sum::<f32>();
            }
            let lightness = (1.16 * (sum / count as f32).cbrt() - 0.16).max(0.0);
            let _ = write!(text, "{}", (lightness * 9.0).round() as u8);
        }
        text.push('\n');
    }
    text
}

/// Mean relative luminance of a picture, 0 to 1.
pub fn mean_luminance(picture: &ColorImage) -> f32 {
    let sum: f64 = picture.pixels.iter().map(|pixel| f64::from(luminance(*pixel))).sum();
    (sum / picture.pixels.len() as f64) as f32
}

/// The colour of one pixel.
pub fn pixel(picture: &ColorImage, x: usize, y: usize) -> Color32 {
    picture.pixels[y * picture.size[0] + x]
}
