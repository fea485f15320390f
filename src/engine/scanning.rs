//! How a person scans, in frames.

use crate::access::BodySetup;
use crate::play::ScanTiming;
use crate::time::ms_to_frames;

/// How long after a step of a scan a press still takes the step before, in ms.
const SCAN_GRACE_MS: f64 = 100.0;

/// The timing of `body`'s scans at `rate_hz`.
pub(super) fn scan_timing(body: &BodySetup, rate_hz: f64) -> ScanTiming {
    ScanTiming {
        style: body.scan.style,
        interval_frames: ms_to_frames(f64::from(body.scan.interval_ms), rate_hz).max(1),
        first_extra_frames: ms_to_frames(f64::from(body.scan.first_extra_ms), rate_hz),
        loops: body.scan.loops,
        escape: body.scan.escape,
        grace_frames: ms_to_frames(SCAN_GRACE_MS, rate_hz),
    }
}
