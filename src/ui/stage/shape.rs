//! A shape per part, so that colour is never alone.

use eframe::egui::{Color32, Painter, Pos2, Shape, Stroke, Vec2, pos2};

/// What a part looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A polygon of so many corners, the first one so many degrees from the right, clockwise.
    Corners(u8, i16),
    /// A circle.
    Round,
}

/// The shape of each part, by number; from the fifth on they have a hole.
const FORMS: [(Form, bool); 8] = [
    (Form::Round, false),
    (Form::Corners(4, 45), false),
    (Form::Corners(3, -90), false),
    (Form::Corners(6, 0), false),
    (Form::Round, true),
    (Form::Corners(4, 0), true),
    (Form::Corners(3, 90), true),
    (Form::Corners(6, 0), true),
];
/// How much larger a polygon is drawn, so that all cover about the same area as the circle.
const POLYGON_SCALE: [f32; 7] = [1.0, 1.0, 1.0, 1.42, 1.22, 1.15, 1.08];

/// Draws the shape of part `number`, as large as a circle of `radius`.
pub fn fill(painter: &Painter, number: usize, at: Pos2, radius: f32, colour: Color32, ground: Color32) {
    let (form, hollow) = FORMS[number % FORMS.len()];
    one(painter, form, at, radius, colour);
    if hollow {
        one(painter, form, at, radius * 0.45, ground);
    }
}

/// Draws its outline.
pub fn outline(painter: &Painter, number: usize, at: Pos2, radius: f32, stroke: Stroke) {
    let (form, _) = FORMS[number % FORMS.len()];
    match form {
        Form::Round => painter.add(Shape::circle_stroke(at, radius, stroke)),
        Form::Corners(corners, turned) => {
            painter.add(Shape::closed_line(polygon(corners, turned, at, radius), stroke))
        }
    };
}

fn one(painter: &Painter, form: Form, at: Pos2, radius: f32, colour: Color32) {
    match form {
        Form::Round => painter.add(Shape::circle_filled(at, radius, colour)),
        Form::Corners(corners, turned) => {
            painter.add(Shape::convex_polygon(polygon(corners, turned, at, radius), colour, Stroke::NONE))
        }
    };
}

/// A polygon with round corners.
fn polygon(corners: u8, turned: i16, at: Pos2, radius: f32) -> Vec<Pos2> {
    const ROUND: usize = 6;
    let count = f32::from(corners);
    let radius = radius * POLYGON_SCALE[usize::from(corners).min(6)];
    let corner = |number: f32| {
        let angle = f32::from(turned).to_radians() + number / count * std::f32::consts::TAU;
        at + radius * Vec2::angled(angle)
    };
    let mut points = Vec::with_capacity(usize::from(corners) * (ROUND + 1));
    for number in 0..corners {
        let here = corner(f32::from(number));
        let from = here + (corner(f32::from(number) - 1.0) - here) * 0.3;
        let to = here + (corner(f32::from(number) + 1.0) - here) * 0.3;
        for step in 0..=ROUND {
            let share = step as f32 / ROUND as f32;
            // A quadratic Bézier curve round the corner.
            let (one, two) = (from + (here - from) * share, here + (to - here) * share);
            points.push(pos2(one.x + (two.x - one.x) * share, one.y + (two.y - one.y) * share));
        }
    }
    points
}
