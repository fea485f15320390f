//! Draws what egui tessellates without a graphics card: the same pixels on every machine.
//!
//! Colours are blended as egui's own painters do: premultiplied, in gamma space.

use std::collections::HashMap;

use eframe::egui::epaint::{ClippedPrimitive, ImageData, ImageDelta, Mesh, Primitive, Vertex};
use eframe::egui::{Color32, ColorImage, Rect, TextureId, TexturesDelta};

/// Parts of a pixel: corners lie on this grid, so that triangles that share an edge share no
/// pixel and leave none out.
const GRID: f32 = 256.0;

/// Textures that were handed over so far.
#[derive(Default)]
pub struct Raster {
    textures: HashMap<TextureId, ColorImage>,
}

impl Raster {
    /// Takes textures in; those that are let go may still be drawn with until [`free`](Self::free).
    #[allow(clippy::iter_over_hash_type, reason = "textures do not know of each other")]
    pub fn take_in(&mut self, delta: &mut TexturesDelta) {
        for (id, deltas) in delta.set.drain() {
            deltas.iter().for_each(|delta| self.set(id, delta));
        }
    }

    /// Lets textures go.
    #[allow(clippy::iter_over_hash_type, reason = "textures do not know of each other")]
    pub fn free(&mut self, delta: &mut TexturesDelta) {
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn set(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let Some([left, top]) = delta.pos else {
            self.textures.insert(id, (**image).clone());
            return;
        };
        let whole = self.textures.get_mut(&id).unwrap();
        let [width, height] = image.size;
        for row in 0..height {
            let from = (top + row) * whole.size[0] + left;
            whole.pixels[from..from + width].copy_from_slice(&image.pixels[row * width..(row + 1) * width]);
        }
    }

    /// Draws on black.
    pub fn draw(&self, primitives: &[ClippedPrimitive], size: [usize; 2], points: f32) -> ColorImage {
        let mut image = ColorImage::filled(size, Color32::BLACK);
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let Primitive::Mesh(mesh) = primitive else { panic!("nothing is painted by callbacks") };
            self.mesh(mesh, *clip_rect * points, points, &mut image);
        }
        image
    }

    fn mesh(&self, mesh: &Mesh, clip: Rect, points: f32, image: &mut ColorImage) {
        let texture = &self.textures[&mesh.texture_id];
        for corners in mesh.triangles() {
            let corners = corners.map(|corner| mesh.vertices[corner as usize]);
            triangle(corners, texture, clip, points, image);
        }
    }
}

fn triangle(mut corners: [Vertex; 3], texture: &ColorImage, clip: Rect, points: f32, image: &mut ColorImage) {
    let place = |vertex: &Vertex| {
        [vertex.pos.x, vertex.pos.y].map(|at| (at * points * GRID).round().clamp(-1.0e7, 1.0e7) as i64)
    };
    let mut at = [place(&corners[0]), place(&corners[1]), place(&corners[2])];
    let mut area = edge(at[0], at[1], at[2]);
    if area == 0 {
        return;
    }
    if area < 0 {
        (area, at[1], at[2]) = (-area, at[2], at[1]);
        corners.swap(1, 2);
    }
    let grid = GRID as i64;
    let span = |axis: usize, clip: [f32; 2], end: usize| {
        let low = at.iter().map(|corner| corner[axis]).min().unwrap_or(0).div_euclid(grid);
        let high = at.iter().map(|corner| corner[axis]).max().unwrap_or(0).div_euclid(grid) + 1;
        let clip = clip.map(|edge| edge.round() as i64);
        low.max(clip[0]).max(0)..high.min(clip[1]).min(end as i64)
    };
    let flat = corners.iter().all(|v| v.uv == corners[0].uv && v.color == corners[0].color);
    let flat = flat.then(|| {
        shown(corners[0].color.to_array().map(f32::from), texel(texture, corners[0].uv.x, corners[0].uv.y))
    });
    let columns = span(0, [clip.min.x, clip.max.x], image.size[0]);
    for y in span(1, [clip.min.y, clip.max.y], image.size[1]) {
        for x in columns.clone() {
            let pixel = [x * grid + grid / 2, y * grid + grid / 2];
            let weights =
                [weight(at[1], at[2], pixel), weight(at[2], at[0], pixel), weight(at[0], at[1], pixel)];
            let [Some(a), Some(b), Some(c)] = weights else { continue };
            let under = &mut image.pixels[y as usize * image.size[0] + x as usize];
            if let Some(colour) = flat {
                *under = over(colour, *under);
                continue;
            }
            let share = [a, b, c].map(|weight| weight as f32 / area as f32);
            let mix = |of: fn(&Vertex) -> f32| (0..3).map(|n| share[n] * of(&corners[n])).sum::<f32>();
            let texel = texel(texture, mix(|v| v.uv.x), mix(|v| v.uv.y));
            let colour = [
                mix(|v| f32::from(v.color.r())),
                mix(|v| f32::from(v.color.g())),
                mix(|v| f32::from(v.color.b())),
                mix(|v| f32::from(v.color.a())),
            ];
            *under = over(shown(colour, texel), *under);
        }
    }
}

/// Twice the area of a triangle, positive where it turns to the right.
fn edge(a: [i64; 2], b: [i64; 2], c: [i64; 2]) -> i64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/// How far a pixel lies inside an edge; one on the edge belongs to the triangle whose top or
/// left edge it is.
fn weight(a: [i64; 2], b: [i64; 2], pixel: [i64; 2]) -> Option<i64> {
    let inside = edge(a, b, pixel);
    let top_left = b[1] < a[1] || b[1] == a[1] && b[0] > a[0];
    (inside > 0 || inside == 0 && top_left).then_some(inside)
}

fn texel(texture: &ColorImage, u: f32, v: f32) -> Color32 {
    let [width, height] = texture.size;
    let place =
        |at: f32, size: usize| ((at * size as f32).floor() as isize).clamp(0, size as isize - 1) as usize;
    texture.pixels[place(v, height) * width + place(u, width)]
}

/// A colour with its texture, premultiplied.
fn shown(colour: [f32; 4], texel: Color32) -> [f32; 4] {
    let texel = texel.to_array().map(f32::from);
    [0, 1, 2, 3].map(|n| colour[n] * texel[n] / 255.0)
}

fn over(shown: [f32; 4], under: Color32) -> Color32 {
    let under = under.to_array().map(f32::from);
    let mixed = [0, 1, 2].map(|n| (shown[n] + under[n] * (1.0 - shown[3] / 255.0)).round() as u8);
    Color32::from_rgb(mixed[0], mixed[1], mixed[2])
}
