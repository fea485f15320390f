//! Sound out, by cpal.
//!
//! On Linux ALSA comes first (which is PipeWire's or PulseAudio's own ALSA plug-in where the
//! system has one), then the PipeWire and PulseAudio hosts where they are built in. JACK is
//! used when it is asked for. The output without sound is
//! [`SilentOutput`](crate::live::SilentOutput).

mod backend;
mod choose;
mod find;
mod quiet;
mod samples;
mod survey;

pub use backend::CpalBackend;
pub use find::{Listed, find_output, list_outputs};
pub use quiet::hush_alsa;
pub use survey::{
    AudioSurvey, Bluetooth, DeviceSurvey, FormatSurvey, HostSurvey, SoundServer, Trial, bluetooth_now,
    survey, try_output,
};
