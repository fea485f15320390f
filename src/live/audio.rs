//! What the supervisor asks of an audio output. The outputs themselves are devices.

use std::fmt;
use std::str::FromStr;

use super::buffer_steps::BUFFER_LADDER;
use super::handover::{OutputHead, OutputTail};

/// Which output is wanted: `null`, `default`, or a device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AudioChoice {
    /// No sound; time goes on.
    Null,
    /// The system's default output.
    #[default]
    Default,
    /// An output by its id or a part of its name; `jack`, `alsa`, `pipewire` or
    /// `pulseaudio` alone for that system's default.
    Device(String),
}

impl FromStr for AudioChoice {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.trim() {
            "null" => AudioChoice::Null,
            "default" | "" => AudioChoice::Default,
            device => AudioChoice::Device(device.to_owned()),
        })
    }
}

impl fmt::Display for AudioChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AudioChoice::Null => "null",
            AudioChoice::Default => "default",
            AudioChoice::Device(device) => device,
        })
    }
}

/// How a stream should be.
#[derive(Clone, Copy)]
pub struct StreamWish<'a> {
    /// Frames per second, if the device can.
    pub rate_hz: u32,
    /// Frames in a period, if they are fixed; the nearest that the device allows is taken.
    pub buffer_frames: Option<u32>,
    /// What is remembered for a device, by its id.
    pub remembered: &'a dyn Fn(&str) -> Option<u32>,
}

impl StreamWish<'_> {
    /// Frames in a period to ask the device `id` for: what is fixed, else what is
    /// remembered, else 64.
    pub fn frames_for(&self, id: &str) -> u32 {
        self.buffer_frames.or_else(|| (self.remembered)(id)).unwrap_or(BUFFER_LADDER[0])
    }
}

/// What an output turned out to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutputInfo {
    /// Stable name of the device for machines: `alsa:hw:CARD=PCH,DEV=0`.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Frames per second.
    pub rate_hz: u32,
    /// Frames in a period; a device holds two of them.
    pub buffer_frames: u32,
    /// Channels.
    pub channels: u16,
    /// Sample format: `f32`, `i16`.
    pub format: String,
    /// Whether nothing can be heard from it on purpose.
    pub silent: bool,
    /// Largest period that makes sense with it, in frames.
    pub largest_buffer_frames: u32,
}

/// Why there is no sound from an output.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AudioError {
    /// No such device; with the names that come nearest.
    #[error("{}", not_found(.wanted, .suggestions))]
    NotFound {
        /// What was asked for.
        wanted: String,
        /// What there is.
        suggestions: Vec<String>,
    },
    /// A sound system that this program was built without.
    #[error("this Cantus was built without {system}")]
    NotBuilt {
        /// JACK, PipeWire or PulseAudio.
        system: &'static str,
    },
    /// No output at all.
    #[error("no audio output was found ({0})")]
    NoOutput(String),
    /// Another program has it.
    #[error("the audio output `{name}` is used by another program")]
    Busy {
        /// The device.
        name: String,
    },
    /// The system does not let this user in.
    #[error("the audio output `{name}` may not be used by this user")]
    NotPermitted {
        /// The device.
        name: String,
    },
    /// It went away.
    #[error("the audio output `{name}` is gone")]
    Gone {
        /// The device.
        name: String,
    },
    /// It stopped asking for sound.
    #[error("the audio output `{name}` stopped asking for sound")]
    Stalled {
        /// The device.
        name: String,
    },
    /// None of its formats can be served.
    #[error("the audio output `{name}` takes none of our formats ({reason})")]
    Format {
        /// The device.
        name: String,
        /// What it says.
        reason: String,
    },
    /// Something else.
    #[error("the audio output `{name}` failed: {reason}")]
    Other {
        /// The device.
        name: String,
        /// What it says.
        reason: String,
    },
}

fn not_found(wanted: &str, suggestions: &[String]) -> String {
    let nearest: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
    match nearest.join(", ").as_str() {
        "" => format!("there is no audio output `{wanted}`"),
        nearest => format!("there is no audio output `{wanted}`; nearest: {nearest}"),
    }
}

impl AudioError {
    /// What to try.
    pub fn advice(&self) -> &'static str {
        match self {
            AudioError::NotFound { .. } => {
                "`cantus list devices` shows every output; without --audio the system's default is taken."
            }
            AudioError::NotBuilt { .. } => {
                "Leave out --audio: the system's default mostly leads there too. docs/dependencies.md says how to \
                 build it in."
            }
            AudioError::NoOutput(_) => {
                "Plug in headphones, a speaker or a sound card: it starts by itself. `cantus doctor` says more."
            }
            AudioError::Busy { .. } => {
                "Close the other program, or leave out --audio so that the sound is shared."
            }
            AudioError::NotPermitted { .. } => {
                "Log in at this computer itself, or add this user to the group `audio`."
            }
            AudioError::Gone { .. } | AudioError::Stalled { .. } => {
                "Plug it in again: the sound comes back by itself."
            }
            AudioError::Format { .. } | AudioError::Other { .. } => {
                "Try another output with --audio; `cantus doctor` lists them with what they can do."
            }
        }
    }
}

/// A stream that runs; dropping it closes the device.
pub trait RunningOutput {
    /// What it is.
    fn info(&self) -> &OutputInfo;

    /// Hands the engine in and out.
    fn tail(&mut self) -> &mut OutputTail;

    /// The error that ended it, if one did.
    fn failure(&mut self) -> Option<AudioError>;

    /// Closes the device. The engine, if it is inside, is in the tail then.
    fn close(&mut self);
}

/// A way to audio outputs.
pub trait AudioBackend: Send {
    /// Opens the wanted output and starts it, silent, with an [`OutputHead`] from
    /// [`handover`](super::handover()) in its callback.
    ///
    /// # Errors
    /// Where it cannot be opened now; it may be later.
    fn open(
        &mut self,
        choice: &AudioChoice,
        wish: &StreamWish<'_>,
    ) -> Result<Box<dyn RunningOutput>, AudioError>;
}

/// Makes sure that heads may travel to audio threads.
const _: fn() = || {
    fn travels<T: Send>() {}
    travels::<OutputHead>();
    travels::<OutputTail>();
};
