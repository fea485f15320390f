//! A cpal stream with the engine in its callback.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use cpal::traits::{DeviceTrait, StreamTrait};
use cpal::{BufferSize, Data, ErrorKind, OutputCallbackInfo, Stream, StreamConfig, SupportedBufferSize};

use super::choose::{Candidate, buffers, candidates};
use super::find::{Found, find};
use super::quiet::hush_alsa;
use super::samples;
use crate::live::{
    AudioBackend, AudioChoice, AudioError, BUFFER_LADDER, OutputHead, OutputHealth, OutputInfo, OutputTail,
    Realtime, RunningOutput, StreamWish, handover,
};

/// Largest callback rendered in one go, in frames; larger ones come in parts.
const SCRATCH_FRAMES: usize = 16_384;
/// How long the ALSA thread sleeps at most before it looks whether the device is still
/// there.
const LOOK_AFTER: Duration = Duration::from_millis(300);

/// Outputs by cpal.
#[derive(Default)]
pub struct CpalBackend {
    last: Option<Last>,
}

/// What was opened last. Opening it again needs no search, which keeps the gap short when
/// the buffer grows: listing devices may take longer than opening one.
struct Last {
    choice: AudioChoice,
    found: Found,
    candidate: Candidate,
}

impl CpalBackend {
    /// The way to this system's outputs. Opens nothing.
    pub fn new() -> Self {
        CpalBackend::default()
    }
}

impl AudioBackend for CpalBackend {
    fn open(
        &mut self,
        choice: &AudioChoice,
        wish: &StreamWish<'_>,
    ) -> Result<Box<dyn RunningOutput>, AudioError> {
        hush_alsa();
        if let Some(last) =
            self.last.take_if(|last| last.choice == *choice && last.candidate.rate_hz == wish.rate_hz)
            && let Ok(output) = open_candidate(&last.found, &last.candidate, wish)
        {
            self.last = Some(last);
            return Ok(Box::new(output));
        }
        let mut first_error = None;
        for found in find(choice)? {
            match open_device(&found, wish) {
                Ok((output, candidate)) => {
                    self.last = Some(Last { choice: choice.clone(), found, candidate });
                    return Ok(Box::new(output));
                }
                Err(error) => {
                    tracing::debug!(id = found.listed.id, %error, "output not opened");
                    first_error.get_or_insert(error);
                }
            }
        }
        let error = first_error.unwrap_or_else(|| AudioError::NoOutput("none is listed".to_owned()));
        // A default that is not there means that there is no sound card.
        Err(match (choice, error) {
            (AudioChoice::Default, AudioError::Gone { name }) => {
                AudioError::NoOutput(format!("{name} cannot be opened"))
            }
            (_, error) => error,
        })
    }
}

fn open_device(found: &Found, wish: &StreamWish<'_>) -> Result<(CpalOutput, Candidate), AudioError> {
    let name = &found.listed.name;
    let ranges = found.device.supported_output_configs().map_err(|error| told(&error, name))?;
    let mut refused = "it lists no format that is known here".to_owned();
    for candidate in candidates(ranges, wish.rate_hz) {
        match open_candidate(found, &candidate, wish) {
            Ok(output) => return Ok((output, candidate)),
            Err(error) if is_refusal(&error) => refused = error.to_string(),
            Err(error) => return Err(told(&error, name)),
        }
    }
    Err(AudioError::Format { name: name.clone(), reason: refused })
}

/// Opens one configuration with the nearest buffer that the device allows.
fn open_candidate(
    found: &Found,
    candidate: &Candidate,
    wish: &StreamWish<'_>,
) -> Result<CpalOutput, cpal::Error> {
    let mut refused = cpal::Error::new(ErrorKind::UnsupportedConfig);
    for frames in buffers(wish.frames_for(&found.listed.id), &candidate.buffer) {
        match open_stream(found, candidate, frames) {
            Err(error) if is_refusal(&error) => refused = error,
            other => return other,
        }
    }
    Err(refused)
}

/// The device is there and does not want it like this.
fn is_refusal(error: &cpal::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::UnsupportedConfig | ErrorKind::UnsupportedOperation | ErrorKind::InvalidInput
    )
}

fn open_stream(found: &Found, candidate: &Candidate, frames: Option<u32>) -> Result<CpalOutput, cpal::Error> {
    let config = StreamConfig {
        channels: candidate.channels,
        sample_rate: candidate.rate_hz,
        buffer_size: frames.map_or(BufferSize::Default, BufferSize::Fixed),
    };
    let (head, tail) = handover(frames.unwrap_or(BUFFER_LADDER[0]) as usize);
    let health = Arc::clone(tail.health());
    let failure = Arc::new(AtomicU8::new(0));
    let mut callback = Callback::new(head, candidate);
    let watcher = Watcher { health: Arc::clone(&health), failure: Arc::clone(&failure) };
    let stream = found.device.build_output_stream_raw(
        config,
        candidate.format,
        move |data, info| callback.run(data, info),
        move |error| watcher.note(error.kind()),
        Some(LOOK_AFTER),
    )?;
    let period = stream.buffer_size().ok().filter(|frames| *frames > 0).or(frames);
    let period = period.unwrap_or(BUFFER_LADDER[0]);
    health.set_period_frames(period);
    stream.play()?;
    let largest = match candidate.buffer {
        SupportedBufferSize::Range { max, .. } => max,
        SupportedBufferSize::Unknown => u32::MAX,
    };
    let info = OutputInfo {
        id: found.listed.id.clone(),
        name: found.listed.name.clone(),
        rate_hz: candidate.rate_hz,
        buffer_frames: period,
        channels: candidate.channels,
        format: candidate.format.to_string(),
        silent: false,
        largest_buffer_frames: largest,
    };
    Ok(CpalOutput { stream: Some(stream), info, tail, failure })
}

/// What runs on the audio thread.
struct Callback {
    head: OutputHead,
    channels: usize,
    rate_hz: f64,
    scratch: Vec<f32>,
    started: bool,
}

impl Callback {
    fn new(head: OutputHead, candidate: &Candidate) -> Self {
        Callback {
            head,
            channels: usize::from(candidate.channels.max(1)),
            rate_hz: f64::from(candidate.rate_hz),
            scratch: vec![0.0; SCRATCH_FRAMES * 2],
            started: false,
        }
    }

    fn run(&mut self, data: &mut Data, info: &OutputCallbackInfo) {
        if !self.started {
            // The only system calls: once, while the stream starts and holds no engine yet.
            self.started = true;
            hush_alsa();
            let health = self.head.health();
            if health.realtime() != Realtime::Refused || take_realtime() {
                health.set_realtime(realtime_of_this_thread());
            }
        }
        let times = info.timestamp();
        let delay_s = times.playback.duration_since(times.callback).as_secs_f64();
        self.head.health().set_delay_frames((delay_s * self.rate_hz + 0.5) as u32);
        let frames = data.len() / self.channels;
        let mut first = 0;
        while first < frames {
            let part = (frames - first).min(SCRATCH_FRAMES);
            let stereo = &mut self.scratch[..part * 2];
            self.head.fill(stereo);
            samples::write(stereo, self.channels, first, data);
            first += part;
        }
    }
}

/// Whether the calling thread is scheduled in real time (`sched(7)`).
#[cfg(target_os = "linux")]
fn realtime_of_this_thread() -> Realtime {
    // SAFETY: takes no pointers; 0 is the calling thread.
    let policy = unsafe { libc::sched_getscheduler(0) } & !libc::SCHED_RESET_ON_FORK;
    if policy == libc::SCHED_FIFO || policy == libc::SCHED_RR {
        Realtime::Granted
    } else {
        Realtime::NotAsked
    }
}

/// Takes real-time priority without a daemon, where this user's limits allow it
/// (`RLIMIT_RTPRIO`; the group `audio` on many systems). Tried only where rtkit was asked
/// and refused. Priority 10 is what rtkit would have given.
#[cfg(target_os = "linux")]
fn take_realtime() -> bool {
    let priority = libc::sched_param { sched_priority: 10 };
    // SAFETY: `priority` is valid for the call; 0 is the calling thread.
    unsafe { libc::sched_setscheduler(0, libc::SCHED_RR | libc::SCHED_RESET_ON_FORK, &priority) == 0 }
}

#[cfg(not(target_os = "linux"))]
fn take_realtime() -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
fn realtime_of_this_thread() -> Realtime {
    Realtime::NotAsked
}

/// Takes note of errors, on the audio thread: counts and flags only.
struct Watcher {
    health: Arc<OutputHealth>,
    failure: Arc<AtomicU8>,
}

/// How a stream ended.
const GONE: u8 = 1;
const INVALID: u8 = 2;

impl Watcher {
    fn note(&self, kind: ErrorKind) {
        match kind {
            ErrorKind::Xrun => self.health.xrun(),
            ErrorKind::RealtimeDenied => self.health.set_realtime(Realtime::Refused),
            ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => {
                self.failure.store(GONE, Ordering::Release);
            }
            ErrorKind::StreamInvalidated => self.failure.store(INVALID, Ordering::Release),
            // The default moved to another device and the stream went with it.
            ErrorKind::DeviceChanged => self.health.xrun(),
            _ => self.health.error(),
        }
    }
}

/// An open stream.
struct CpalOutput {
    stream: Option<Stream>,
    info: OutputInfo,
    tail: OutputTail,
    failure: Arc<AtomicU8>,
}

impl RunningOutput for CpalOutput {
    fn info(&self) -> &OutputInfo {
        &self.info
    }

    fn tail(&mut self) -> &mut OutputTail {
        &mut self.tail
    }

    fn failure(&mut self) -> Option<AudioError> {
        let name = self.info.name.clone();
        match self.failure.load(Ordering::Acquire) {
            0 => None,
            INVALID => Some(AudioError::Other { name, reason: "its settings changed".to_owned() }),
            _ => Some(AudioError::Gone { name }),
        }
    }

    fn close(&mut self) {
        // Joins the stream's thread, which drops the callback, which gives the engine back.
        drop(self.stream.take());
    }
}

fn told(error: &cpal::Error, name: &str) -> AudioError {
    let name = name.to_owned();
    match error.kind() {
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => AudioError::Gone { name },
        ErrorKind::DeviceBusy => AudioError::Busy { name },
        ErrorKind::PermissionDenied => AudioError::NotPermitted { name },
        ErrorKind::UnsupportedConfig | ErrorKind::UnsupportedOperation | ErrorKind::InvalidInput => {
            AudioError::Format { name, reason: error.to_string() }
        }
        _ => AudioError::Other { name, reason: error.to_string() },
    }
}
