//! What `cantus doctor` asks about audio.

use std::time::Duration;

use cpal::traits::DeviceTrait;
use cpal::{SupportedBufferSize, SupportedStreamConfigRange};

use super::backend::CpalBackend;
use super::find::{Found, Listed, find, hosts, list_outputs};
use super::quiet::hush_alsa;
use crate::live::{AudioBackend, AudioChoice, AudioError, OutputInfo, Realtime, StreamWish, lead_frames};

/// How long an output is tried.
const TRIAL: Duration = Duration::from_millis(1500);

/// What there is to hear with.
#[derive(Clone, Debug)]
pub struct AudioSurvey {
    /// Audio systems built in and found, with their outputs.
    pub hosts: Vec<HostSurvey>,
    /// The sound server that runs for this user, as far as its socket shows.
    pub server: Option<SoundServer>,
    /// Whether the sound may go through Bluetooth.
    pub bluetooth: Bluetooth,
}

/// An audio system.
#[derive(Clone, Debug)]
pub struct HostSurvey {
    /// Its name.
    pub name: String,
    /// Its outputs.
    pub devices: Vec<DeviceSurvey>,
}

/// An output.
#[derive(Clone, Debug)]
pub struct DeviceSurvey {
    /// What it is called.
    pub listed: Listed,
    /// What it can do, or why that cannot be found out.
    pub formats: Result<Vec<FormatSurvey>, AudioError>,
}

/// One way in which an output can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatSurvey {
    /// Sample format: `f32`, `i16`.
    pub format: String,
    /// Channels, least and most.
    pub channels: (u16, u16),
    /// Rate in Hz, least and most.
    pub rate_hz: (u32, u32),
    /// Period in frames, least and most, where the device tells.
    pub buffer_frames: Option<(u32, u32)>,
}

/// A sound server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoundServer {
    /// PipeWire.
    PipeWire,
    /// PulseAudio, or PipeWire in its place.
    PulseAudio,
}

/// Whether the sound may go through Bluetooth, which adds 100 to 300 ms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Bluetooth {
    /// This output is one.
    Output(String),
    /// So many Bluetooth links are open; behind a sound server it cannot be seen from here
    /// whether the sound goes through one of them.
    Connected(usize),
    /// No link is open.
    #[default]
    NotSeen,
}

/// All outputs of all systems with what they can do. Opens each of them for a moment, which
/// may take a second a card.
pub fn survey() -> AudioSurvey {
    hush_alsa();
    let all = list_outputs();
    let hosts = hosts()
        .into_iter()
        .map(|host| {
            let name = host.to_string();
            let devices = all
                .iter()
                .filter(|listed| listed.host == name)
                .map(|listed| DeviceSurvey { listed: listed.clone(), formats: formats_of(listed) })
                .collect();
            HostSurvey { name, devices }
        })
        .collect();
    AudioSurvey { hosts, server: sound_server(), bluetooth: bluetooth(&all) }
}

fn formats_of(listed: &Listed) -> Result<Vec<FormatSurvey>, AudioError> {
    let choice = if listed.is_default && listed.id.ends_with(":default") {
        AudioChoice::Device(listed.host.clone())
    } else {
        AudioChoice::Device(listed.id.clone())
    };
    let found = find(&choice)?;
    let Some(Found { device, .. }) = found.first() else {
        return Err(AudioError::Gone { name: listed.name.clone() });
    };
    let ranges = device
        .supported_output_configs()
        .map_err(|error| AudioError::Other { name: listed.name.clone(), reason: error.to_string() })?;
    Ok(summarised(ranges))
}

/// One row per sample format.
fn summarised(ranges: impl Iterator<Item = SupportedStreamConfigRange>) -> Vec<FormatSurvey> {
    let mut rows: Vec<FormatSurvey> = Vec::new();
    for range in ranges {
        let format = range.sample_format().to_string();
        let buffer = match *range.buffer_size() {
            SupportedBufferSize::Range { min, max } => Some((min, max)),
            SupportedBufferSize::Unknown => None,
        };
        let Some(row) = rows.iter_mut().find(|row| row.format == format) else {
            rows.push(FormatSurvey {
                format,
                channels: (range.channels(), range.channels()),
                rate_hz: (range.min_sample_rate(), range.max_sample_rate()),
                buffer_frames: buffer,
            });
            continue;
        };
        row.channels = (row.channels.0.min(range.channels()), row.channels.1.max(range.channels()));
        row.rate_hz =
            (row.rate_hz.0.min(range.min_sample_rate()), row.rate_hz.1.max(range.max_sample_rate()));
        row.buffer_frames = match (row.buffer_frames, buffer) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }
    rows
}

/// What an output did when it was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// What was obtained.
    pub output: OutputInfo,
    /// From the stamp of a press to the callback that its sound leaves with, in ms.
    pub own_latency_ms: f64,
    /// From that callback to the ear, in ms, as the device says; Bluetooth and the sound
    /// server's own devices may add to it unseen.
    pub device_latency_ms: f64,
    /// Lost frames within the trial.
    pub xruns: u32,
    /// Whether the audio thread has real-time priority.
    pub realtime: Realtime,
    /// Whether it asked for sound at all.
    pub called: bool,
}

/// Opens an output with `buffer_frames`, plays silence for 1.5 s and tells what was
/// obtained.
///
/// # Errors
/// Where it cannot be opened.
pub fn try_output(choice: &AudioChoice, buffer_frames: u32) -> Result<Trial, AudioError> {
    let wish = StreamWish { rate_hz: 48_000, buffer_frames: Some(buffer_frames), remembered: &|_| None };
    let mut output = CpalBackend::new().open(choice, &wish)?;
    std::thread::sleep(TRIAL);
    let health = std::sync::Arc::clone(output.tail().health());
    if let Some(error) = output.failure() {
        return Err(error);
    }
    let info = output.info().clone();
    output.close();
    let ms = |frames: f64| frames * 1000.0 / f64::from(info.rate_hz.max(1));
    let period = health.largest_frames().max(info.buffer_frames);
    Ok(Trial {
        own_latency_ms: ms(lead_frames(period as usize) as f64),
        device_latency_ms: ms(f64::from(health.delay_frames())),
        xruns: health.xruns(),
        realtime: health.realtime(),
        called: health.beat_ns() > 0,
        output: info,
    })
}

/// By the sockets that servers open in the user's run-time folder.
fn sound_server() -> Option<SoundServer> {
    let folder = std::path::PathBuf::from(std::env::var_os("XDG_RUNTIME_DIR")?);
    if folder.join("pipewire-0").exists() {
        Some(SoundServer::PipeWire)
    } else if folder.join("pulse/native").exists() {
        Some(SoundServer::PulseAudio)
    } else {
        None
    }
}

/// Whether the sound may go through Bluetooth now.
pub fn bluetooth_now() -> Bluetooth {
    hush_alsa();
    bluetooth(&list_outputs())
}

fn bluetooth(outputs: &[Listed]) -> Bluetooth {
    let says = |listed: &&Listed| {
        let text = format!("{} {} {}", listed.id, listed.name, listed.about).to_lowercase();
        ["bluez", "bluealsa", "bluetooth", "a2dp"].iter().any(|word| text.contains(word))
    };
    if let Some(listed) = outputs.iter().find(says) {
        return Bluetooth::Output(listed.name.clone());
    }
    match bluetooth_links() {
        0 => Bluetooth::NotSeen,
        links => Bluetooth::Connected(links),
    }
}

/// The kernel shows each open link as `hci0:HANDLE` in `/sys/class/bluetooth`.
fn bluetooth_links() -> usize {
    std::fs::read_dir("/sys/class/bluetooth").map_or(0, |entries| {
        entries.flatten().filter(|entry| entry.file_name().to_string_lossy().contains(':')).count()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(id: &str, name: &str) -> Listed {
        Listed {
            id: id.to_owned(),
            name: name.to_owned(),
            about: String::new(),
            host: "alsa".to_owned(),
            is_default: false,
        }
    }

    /// A Bluetooth output is found by what it calls itself.
    #[test]
    fn bluetooth_by_name() {
        let outputs = [listed("alsa:default", "Default"), listed("alsa:bluealsa:DEV=1", "Headphones")];
        assert_eq!(bluetooth(&outputs), Bluetooth::Output("Headphones".to_owned()));
    }
}
