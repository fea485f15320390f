//! How live play stands, for the status line and `cantus doctor`.

use super::audio::OutputInfo;
use super::clock::lead_frames;
use super::handover::Realtime;
use super::losses::LossCounts;

/// How live play stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LiveStatus {
    /// The output in use.
    pub output: OutputInfo,
    /// The wanted device is away: time goes on silently, and it is tried again and again.
    pub standing_in: bool,
    /// Frames that the device asks for at once.
    pub period_frames: u32,
    /// How long what a callback writes waits before it sounds, as the device says.
    pub device_delay_frames: u32,
    /// How often this output lost frames since it was opened.
    pub xruns: u32,
    /// Whether the audio thread has real-time priority.
    pub realtime: Realtime,
    /// How long the sound was away when the buffer was last made larger, in ms.
    pub last_gap_ms: f64,
    /// How often the engine was built anew: another rate, or a fault.
    pub engine_rebuilds: u32,
    /// Events that came too late for their moment.
    pub late_events: u32,
    /// What was lost because a queue was full.
    pub losses: LossCounts,
}

impl LiveStatus {
    /// From the stamp of a press to the callback that its sound leaves with, in ms: Cantus'
    /// own share.
    pub fn own_latency_ms(&self) -> f64 {
        lead_frames(self.period_frames as usize) as f64 * 1000.0 / self.rate_hz()
    }

    /// From the stamp of a press to the ear, in ms, as far as the device tells.
    pub fn latency_ms(&self) -> f64 {
        self.own_latency_ms() + f64::from(self.device_delay_frames) * 1000.0 / self.rate_hz()
    }

    fn rate_hz(&self) -> f64 {
        f64::from(self.output.rate_hz.max(1))
    }
}
