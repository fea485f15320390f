//! Contrast of colours, as WCAG 2.2 counts it.

use eframe::egui::Color32;

/// Relative luminance, 0 to 1 (WCAG 2.2, *relative luminance*).
pub fn luminance(colour: Color32) -> f32 {
    let linear = |part: u8| {
        let part = f32::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, *contrast ratio*). Text needs 4.5,
/// 7 for AAA; what is not text needs 3.
pub fn contrast(one: Color32, other: Color32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
