//! An output without sound that keeps time: for `--audio null`, and while a device is away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::audio::{AudioError, OutputInfo, RunningOutput};
use super::handover::{OutputTail, handover};
use super::monotonic_ns;

/// Debt of time that is not made up for: the machine slept.
const FORGIVEN_NS: u64 = 500_000_000;

/// When the next period of a clock without a device is due.
///
/// Deadlines are absolute, so that nothing drifts. After a delay it catches up at twice the
/// speed instead of all at once; after more than 500 ms it lets the past go.
#[derive(Clone, Debug)]
pub struct Pacer {
    start_ns: u64,
    rate_hz: u64,
    period_frames: u64,
    periods: u64,
    last_ns: u64,
}

impl Pacer {
    /// Starts at `now_ns`.
    pub fn new(now_ns: u64, rate_hz: u32, period_frames: u32) -> Self {
        Pacer {
            start_ns: now_ns,
            rate_hz: u64::from(rate_hz.max(1)),
            period_frames: u64::from(period_frames.max(1)),
            periods: 0,
            last_ns: 0,
        }
    }

    fn length_ns(&self, periods: u64) -> u64 {
        (u128::from(periods) * u128::from(self.period_frames) * 1_000_000_000 / u128::from(self.rate_hz))
            as u64
    }

    /// How long to wait from `now_ns` before the next period, 0 for not at all.
    pub fn wait_ns(&mut self, now_ns: u64) -> u64 {
        let mut due_ns = self.start_ns + self.length_ns(self.periods);
        if now_ns > due_ns + FORGIVEN_NS {
            self.start_ns = now_ns;
            self.periods = 0;
            due_ns = now_ns;
        }
        due_ns.max(self.last_ns + self.length_ns(1) / 2).saturating_sub(now_ns)
    }

    /// A period was rendered at `now_ns`.
    pub fn done(&mut self, now_ns: u64) {
        self.periods += 1;
        self.last_ns = now_ns;
    }
}

/// What the output that nobody hears is called for machines.
pub const SILENT_OUTPUT: &str = "null";

/// A thread that calls the engine in time and throws the sound away.
pub struct SilentOutput {
    info: OutputInfo,
    tail: OutputTail,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl SilentOutput {
    /// Starts it.
    ///
    /// # Errors
    /// Where the system has no more threads.
    pub fn start(rate_hz: u32, buffer_frames: u32) -> Result<Self, AudioError> {
        let buffer_frames = buffer_frames.clamp(1, 8192);
        let (mut head, tail) = handover(buffer_frames as usize);
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new()
            .name("cantus-silent".to_owned())
            .spawn(move || {
                let mut out = vec![0.0; buffer_frames as usize * 2];
                let mut pacer = Pacer::new(monotonic_ns(), rate_hz, buffer_frames);
                while !stopped.load(Ordering::Acquire) {
                    let wait_ns = pacer.wait_ns(monotonic_ns());
                    if wait_ns > 0 {
                        std::thread::sleep(Duration::from_nanos(wait_ns));
                        continue;
                    }
                    pacer.done(monotonic_ns());
                    head.fill(&mut out);
                }
            })
            .map_err(|error| AudioError::Other { name: "null".to_owned(), reason: error.to_string() })?;
        let info = OutputInfo {
            id: SILENT_OUTPUT.to_owned(),
            name: "no output (silent)".to_owned(),
            rate_hz,
            buffer_frames,
            channels: 2,
            format: "f32".to_owned(),
            silent: true,
            largest_buffer_frames: buffer_frames,
        };
        Ok(SilentOutput { info, tail, stop, thread: Some(thread) })
    }
}

impl RunningOutput for SilentOutput {
    fn info(&self) -> &OutputInfo {
        &self.info
    }

    fn tail(&mut self) -> &mut OutputTail {
        &mut self.tail
    }

    fn failure(&mut self) -> Option<AudioError> {
        None
    }

    fn close(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for SilentOutput {
    fn drop(&mut self) {
        self.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(pacer: &mut Pacer, mut now_ns: u64, until_ns: u64, moments: &mut Vec<u64>) -> u64 {
        while now_ns < until_ns {
            let wait_ns = pacer.wait_ns(now_ns);
            now_ns += wait_ns;
            if wait_ns == 0 {
                moments.push(now_ns);
                pacer.done(now_ns);
            }
        }
        now_ns
    }

    /// An undisturbed clock renders exactly the frames of its time, without drift.
    #[test]
    fn keeps_time() {
        let mut pacer = Pacer::new(1_000, 44_100, 100);
        let mut moments = Vec::new();
        run(&mut pacer, 1_000, 10_000_001_000, &mut moments);
        assert!((4410..=4411).contains(&moments.len()), "{}", moments.len());
        let last = moments[4409];
        assert!(last.abs_diff(1_000 + 4409 * 100 * 1_000_000_000 / 44_100) < 1000);
    }

    /// After a delay nothing is left out, and periods never come closer than half a period.
    #[test]
    fn catches_up_without_a_burst() {
        let mut pacer = Pacer::new(1_000, 48_000, 64);
        let mut moments = Vec::new();
        let now = run(&mut pacer, 1_000, 1_000_000_000, &mut moments);
        run(&mut pacer, now + 100_000_000, 2_000_000_000, &mut moments);
        assert!(moments.len().abs_diff(2 * 750) <= 2, "{}", moments.len());
        assert!(moments.windows(2).all(|pair| pair[1] - pair[0] >= 666_000));
    }

    /// After a long sleep the past is let go.
    #[test]
    fn forgives_a_sleep() {
        let mut pacer = Pacer::new(1_000, 48_000, 64);
        let mut moments = Vec::new();
        let now = run(&mut pacer, 1_000, 1_000_000_000, &mut moments);
        let before = moments.len();
        run(&mut pacer, now + 3_600_000_000_000, now + 3_600_000_000_000 + 1_000_000_000, &mut moments);
        assert!((moments.len() - before).abs_diff(750) <= 2);
    }
}
