//! The travel of an axis, cut into equal zones, without flutter at their borders.

/// Which zone an axis is in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Travel {
    place: Option<f32>,
    zone: u16,
    count: u16,
    hysteresis: f32,
}

impl Travel {
    /// `count` zones; one is left only when the axis is `hysteresis` (part of a zone)
    /// beyond its border.
    pub fn new(count: u16, hysteresis: f32) -> Self {
        Travel { place: None, zone: 0, count: count.max(1), hysteresis }
    }

    /// The zone, from 0; the first until the axis has moved.
    pub fn zone(&self) -> u16 {
        self.zone
    }

    /// Whether the axis has ever moved.
    pub fn is_used(&self) -> bool {
        self.place.is_some()
    }

    /// Goes to a zone without a movement of the axis.
    pub fn set_zone(&mut self, zone: u16) {
        self.zone = zone.min(self.count - 1);
    }

    /// How many zones there are.
    pub fn count(&self) -> u16 {
        self.count
    }

    /// Cuts the travel anew. That alone is no movement.
    pub fn set_count(&mut self, count: u16) {
        if count.max(1) != self.count {
            self.count = count.max(1);
            self.zone = self.place.map_or(0, |place| self.zone_at(place));
        }
    }

    /// The axis moved to `place`, 0 to 1. Whether that led from one zone into another;
    /// where it happens to be at first is no movement.
    pub fn moved(&mut self, place: f32) -> bool {
        let first = self.place.is_none();
        self.place = Some(place);
        let (low, high) =
            (f32::from(self.zone) - self.hysteresis, f32::from(self.zone + 1) + self.hysteresis);
        let stays = (low..=high).contains(&(place * f32::from(self.count)));
        let zone = self.zone_at(place);
        if zone == self.zone || (stays && !first) {
            return false;
        }
        self.zone = zone;
        !first
    }

    fn zone_at(&self, place: f32) -> u16 {
        ((place * f32::from(self.count)) as u16).min(self.count - 1)
    }
}
