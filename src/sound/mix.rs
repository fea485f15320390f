//! stub
use super::Bus;
/// stub
pub struct PartMix {}
impl PartMix {
    /// stub
    pub fn new(rate_hz: f64, level_db: f32, pan: f32, room_db: f32) -> Self {
        let _ = (rate_hz, level_db, pan, room_db);
        PartMix {}
    }
    /// stub
    pub fn set_level_db(&mut self, level_db: f32) {
        let _ = level_db;
    }
    /// stub
    pub fn set_muted(&mut self, muted: bool) {
        let _ = muted;
    }
    /// stub
    pub fn render(&mut self, from: usize, to: usize, part: &mut Bus, dry: &mut Bus, send: &mut Bus) {
        let _ = (from, to, part, dry, send);
    }
}
