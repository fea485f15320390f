//! From the bytes of a sound file to samples.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use symphonia::core::codecs::audio::AudioDecoderOptions;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;

use super::Clip;

/// Longest clip, in seconds.
pub const LONGEST_S: u32 = 60;
/// Largest file of a clip, in bytes.
pub const LARGEST_BYTES: u64 = 32 << 20;
/// Rates that are taken, in Hz.
const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=192_000;
/// Broken packets in a row after which the file is given up.
const BROKEN_PACKETS: u32 = 64;

/// A sound file that cannot be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClipError {
    /// More bytes than are read.
    #[error("the file is larger than {} MiB", LARGEST_BYTES >> 20)]
    Large,
    /// No sound file of a kind that is read.
    #[error("this is no WAV, FLAC, Ogg Vorbis or MP3 file ({0})")]
    Kind(String),
    /// Broken in the middle, or in a way that leaves nothing.
    #[error("the sound in it is broken ({0})")]
    Broken(String),
    /// A rate out of range.
    #[error("it has {0} frames a second, 8000 to 192000 can be played")]
    Rate(u32),
    /// Longer than a clip may be.
    #[error("it is longer than {LONGEST_S} s: cut it, or make several of it")]
    Long,
    /// No sound in it.
    #[error("there is no sound in it")]
    Empty,
    /// Nothing but silence in it.
    #[error("there is only silence in it")]
    Silent,
}

/// Decodes all of it, the first two channels.
pub(super) fn decode(name: &str, bytes: Vec<u8>) -> Result<Clip, ClipError> {
    if bytes.len() as u64 > LARGEST_BYTES {
        return Err(ClipError::Large);
    }
    // The decoders are well kept, but a file made to break them may still meet a bug.
    let decoded = catch_unwind(AssertUnwindSafe(|| samples(name, bytes)));
    let clip = decoded.unwrap_or_else(|_| Err(ClipError::Broken("it cannot be decoded".to_owned())))?;
    if clip.frames() == 0 {
        return Err(ClipError::Empty);
    }
    Ok(clip)
}

fn samples(name: &str, bytes: Vec<u8>) -> Result<Clip, ClipError> {
    let mut hint = Hint::new();
    if let Some((_, ending)) = name.rsplit_once('.') {
        hint.with_extension(ending);
    }
    let source = MediaSourceStream::new(Box::new(Cursor::new(bytes)), Default::default());
    let mut format = symphonia::default::get_probe()
        .probe(&hint, source, FormatOptions::default(), MetadataOptions::default())
        .map_err(|error| ClipError::Kind(error.to_string()))?;
    let no_sound = || ClipError::Kind("there is no sound track in it".to_owned());
    let track = format.default_track(TrackType::Audio).ok_or_else(no_sound)?;
    let params = track.codec_params.as_ref().and_then(|params| params.audio()).ok_or_else(no_sound)?;
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(params, &AudioDecoderOptions::default())
        .map_err(|error| ClipError::Kind(error.to_string()))?;
    let track_id = track.id;
    let mut clip = Clip { name: name.to_owned(), rate_hz: 0, channels: Vec::new() };
    let mut planes: Vec<Vec<f32>> = Vec::new();
    let mut broken = 0;
    loop {
        let packet = match format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break,
            // A recording that was cut off plays as far as it goes.
            Err(Error::IoError(_)) if clip.frames() > 0 => break,
            Err(error) => return Err(ClipError::Broken(error.to_string())),
        };
        if packet.track_id != track_id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(sound) => {
                broken = 0;
                let rate_hz = sound.spec().rate();
                if !RATES_HZ.contains(&rate_hz) || (clip.rate_hz != 0 && clip.rate_hz != rate_hz) {
                    return Err(ClipError::Rate(rate_hz));
                }
                clip.rate_hz = rate_hz;
                sound.copy_to_vecs_planar(&mut planes);
                take(&mut clip, &planes)?;
            }
            Err(Error::DecodeError(cause)) => {
                broken += 1;
                if broken > BROKEN_PACKETS {
                    return Err(ClipError::Broken(cause.to_owned()));
                }
            }
            Err(Error::IoError(_)) if clip.frames() > 0 => break,
            Err(error) => return Err(ClipError::Broken(error.to_string())),
        }
    }
    Ok(clip)
}

/// Adds what was decoded.
fn take(clip: &mut Clip, planes: &[Vec<f32>]) -> Result<(), ClipError> {
    let count = planes.len().min(2);
    if clip.channels.is_empty() {
        clip.channels = vec![Vec::new(); count];
    }
    if count < clip.channels.len() || count == 0 {
        return Err(ClipError::Broken("the number of channels changes".to_owned()));
    }
    let frames = planes.iter().take(count).map(Vec::len).min().unwrap_or(0);
    if clip.frames() + frames > (LONGEST_S * clip.rate_hz) as usize {
        return Err(ClipError::Long);
    }
    for (channel, plane) in clip.channels.iter_mut().zip(planes) {
        channel.extend(plane[..frames].iter().map(|&x| if x.is_finite() { x.clamp(-8.0, 8.0) } else { 0.0 }));
    }
    Ok(())
}
