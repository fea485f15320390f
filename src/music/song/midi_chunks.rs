//! The chunks of a standard MIDI file, each with its place, so that errors have one.

use super::midi::{MidiSongError, MidiSongErrorKind as Kind};

/// What the header says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    /// All channels in one track (format 0), instead of a track a part (format 1).
    pub one_track: bool,
    /// Ticks in a quarter note, 1 or more.
    pub ticks_a_quarter: u16,
}

/// A track's events and where in the file they begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrackChunk<'a> {
    pub at: usize,
    pub bytes: &'a [u8],
}

/// Header and tracks of a file (Standard MIDI Files 1.0, 1996).
///
/// # Errors
/// Where it is no MIDI file, of a kind that has no song in it, or ends too early.
pub(super) fn read_chunks(file: &[u8]) -> Result<(Header, Vec<TrackChunk<'_>>), MidiSongError> {
    let error = |byte, kind| MidiSongError { track: None, byte, kind };
    if file.get(..4) != Some(b"MThd") {
        return Err(error(0, Kind::NotMidi));
    }
    let Some(&[format_high, format_low, _, _, timing_high, timing_low]) = file.get(8..14) else {
        return Err(error(file.len(), Kind::CutShort { wanted: 14, found: file.len() }));
    };
    let format = u16::from_be_bytes([format_high, format_low]);
    if format > 1 {
        return Err(error(8, Kind::Format(format)));
    }
    let ticks_a_quarter = u16::from_be_bytes([timing_high, timing_low]);
    if ticks_a_quarter & 0x8000 != 0 || ticks_a_quarter == 0 {
        return Err(error(12, Kind::Timing));
    }
    let mut tracks = Vec::new();
    let mut at = 0;
    // What follows the last chunk and is too short for one is left aside, as other programs do.
    while let Some((name, length)) = chunk_head(file, at) {
        let begin = at + 8;
        let Some(bytes) = file.get(begin..begin.saturating_add(length)) else {
            let track = (name == b"MTrk").then_some(tracks.len() + 1);
            let kind = Kind::CutShort { wanted: length, found: file.len() - begin };
            return Err(MidiSongError { track, byte: at, kind });
        };
        if name == b"MTrk" {
            tracks.push(TrackChunk { at: begin, bytes });
        }
        at = begin + length;
    }
    Ok((Header { one_track: format == 0, ticks_a_quarter }, tracks))
}

/// Name and length of the chunk at `at`.
fn chunk_head(file: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let name = file.get(at..at.checked_add(4)?)?;
    let length: [u8; 4] = file.get(at + 4..at.checked_add(8)?)?.try_into().ok()?;
    Some((name, u32::from_be_bytes(length) as usize))
}
