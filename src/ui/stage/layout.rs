//! Where things stand on the stage.

use eframe::egui::{Rect, pos2};

use super::space::{Space, is_pitched};
use super::trail::SEEN_S;
use super::view::View;
use crate::engine::{BAND_LANE, LEADER_LANE};

/// Share of the height for name and helper's buttons, for what the switch is doing, and for the
/// tiles of a scan.
const TOP: f32 = 0.075;
const ECHO: f32 = 0.17;
const TILES: f32 = 0.6;
/// Share of the picture for what is sung.
const VERSE: f32 = 0.2;
/// Where now is, as a share of the width.
const NOW: f32 = 0.68;

/// Where things stand on the stage.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Name of the piece and helper's buttons.
    pub top: Rect,
    /// Pitches.
    pub space: Space,
    /// Tiles of a scan, where there is one.
    pub tiles: Option<Rect>,
    /// What is sung, where it is shown.
    pub verse: Option<Rect>,
    /// What the switch is doing.
    pub echo: Rect,
    /// Radius of a voice of middle loudness, in points: the measure of all shapes.
    pub unit: f32,
    /// Points that music flows in a second.
    pub speed: f32,
    /// Lanes with pitches, the parts first.
    lanes: Vec<u8>,
}

impl Layout {
    /// The stage in `rect`.
    pub fn new(view: &View<'_>, rect: Rect, scans: bool) -> Self {
        let (width, height) = (rect.width(), rect.height());
        let margin = (width.min(height) * 0.03).max(8.0);
        let top_height = (height * TOP).max(40.0);
        let echo_height = (height * ECHO).max(64.0).min(height * 0.4);
        let top = Rect::from_min_max(rect.min, pos2(rect.right(), rect.top() + top_height))
            .shrink2((margin, 4.0).into());
        let echo = Rect::from_min_max(pos2(rect.left(), rect.bottom() - echo_height), rect.max);
        let middle = Rect::from_min_max(pos2(rect.left(), top.bottom()), pos2(rect.right(), echo.top()))
            .shrink2((margin, margin * 0.5).into());
        let (picture, tiles) = if scans {
            let (above, below) = middle.split_top_bottom_at_fraction(1.0 - TILES);
            (above, Some(below))
        } else {
            (middle, None)
        };
        let (picture, verse) = if super::verse::is_shown(view) {
            let (above, below) = picture.split_top_bottom_at_fraction(1.0 - VERSE);
            (above, Some(below))
        } else {
            (picture, None)
        };
        let parts = view
            .music
            .parts
            .iter()
            .zip(0u8..)
            .filter(|(part, _)| is_pitched(part.mode))
            .map(|(_, lane)| lane);
        let lanes = parts.chain(view.music.leader.is_some().then_some(LEADER_LANE)).collect();
        let unit = (picture.height() * 0.088).clamp(10.0, 80.0).min(picture.width() * 0.06);
        let speed = picture.width() * (NOW - 0.02) / SEEN_S as f32;
        Layout { top, space: Space::new(view, picture), tiles, verse, echo, unit, speed, lanes }
    }

    /// Whether the pitches of a lane have a height.
    pub fn has_height(&self, lane: u8) -> bool {
        self.lanes.contains(&lane)
    }

    /// Where now is for a lane, from left to right: beside each other, so that no voice hides
    /// another.
    pub fn now_x(&self, lane: u8) -> f32 {
        let place = self.lanes.iter().position(|known| *known == lane).unwrap_or(0) as f32;
        let middle = self.lanes.len().saturating_sub(1) as f32 / 2.0;
        let step = (self.unit * 1.9).min(self.space.rect.width() * 0.24 / (middle * 2.0).max(1.0));
        self.centre_x() + (place - middle) * step
    }

    /// Where now is.
    pub fn centre_x(&self) -> f32 {
        self.space.rect.left() + NOW * self.space.rect.width()
    }

    /// Lanes with pitches.
    pub fn lanes(&self) -> impl Iterator<Item = u8> {
        self.lanes.iter().copied().filter(|lane| *lane < BAND_LANE)
    }
}
