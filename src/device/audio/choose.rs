//! Which of a device's configurations to ask for.

use cpal::{SampleFormat, SupportedBufferSize, SupportedStreamConfigRange};

use super::samples::FORMATS;
use crate::live::BUFFER_LADDER;

/// Rates tried after the wanted one, in Hz.
const RATES: [u32; 4] = [48_000, 44_100, 96_000, 88_200];
/// Configurations worth trying, in order.
const MOST: usize = 12;

/// A configuration to try.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub format: SampleFormat,
    pub channels: u16,
    pub rate_hz: u32,
    pub buffer: SupportedBufferSize,
}

/// The configurations to try, best first: the wanted rate before others, stereo before more
/// channels before mono, finer samples before coarser.
pub(super) fn candidates(
    ranges: impl IntoIterator<Item = SupportedStreamConfigRange>,
    wanted_hz: u32,
) -> Vec<Candidate> {
    let mut ranked: Vec<_> = ranges
        .into_iter()
        .filter_map(|range| {
            let format = FORMATS.iter().position(|format| *format == range.sample_format())?;
            let channels = match range.channels() {
                0 => return None,
                2 => 0,
                1 => u16::MAX,
                more => more,
            };
            let (rate, rate_hz) = rate(&range, wanted_hz);
            let candidate = Candidate {
                format: range.sample_format(),
                channels: range.channels(),
                rate_hz,
                buffer: *range.buffer_size(),
            };
            Some(((rate, channels, format), candidate))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.truncate(MOST);
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The rate to use within a range, with its rank.
fn rate(range: &SupportedStreamConfigRange, wanted_hz: u32) -> (usize, u32) {
    let has = |rate_hz: u32| range.contains_rate(rate_hz);
    if has(wanted_hz) {
        return (0, wanted_hz);
    }
    match RATES.iter().position(|rate_hz| has(*rate_hz)) {
        Some(place) => (place + 1, RATES[place]),
        None => (RATES.len() + 1, wanted_hz.clamp(range.min_sample_rate(), range.max_sample_rate())),
    }
}

/// Buffer sizes to try, in frames: the wanted one, brought into the device's range, then
/// larger ones. None lets the device choose, which is the last resort.
pub(super) fn buffers(wanted: u32, range: &SupportedBufferSize) -> Vec<Option<u32>> {
    let (min, max) = match range {
        SupportedBufferSize::Range { min, max } => (*min, (*max).max(*min)),
        SupportedBufferSize::Unknown => (1, u32::MAX),
    };
    let first = wanted.clamp(min, max);
    let larger = BUFFER_LADDER.into_iter().chain([2048, 4096]).filter(|step| *step > first && *step <= max);
    std::iter::once(first).chain(larger).map(Some).chain([None]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(channels: u16, rates: (u32, u32), format: SampleFormat) -> SupportedStreamConfigRange {
        let buffer = SupportedBufferSize::Range { min: 32, max: 8192 };
        SupportedStreamConfigRange::new(channels, rates.0, rates.1, buffer, format)
    }

    /// A device that can do all is used in stereo float at the wanted rate.
    #[test]
    fn best_of_all() {
        let all = [
            range(1, (8_000, 192_000), SampleFormat::F32),
            range(2, (8_000, 192_000), SampleFormat::I16),
            range(2, (8_000, 192_000), SampleFormat::F32),
            range(8, (8_000, 192_000), SampleFormat::F32),
        ];
        let best = candidates(all, 44_100)[0];
        assert_eq!((best.channels, best.rate_hz, best.format), (2, 44_100, SampleFormat::F32));
    }

    /// Every odd device is served somehow: one rate, one channel or eight, coarse samples.
    #[test]
    fn odd_devices() {
        let eight = candidates([range(8, (96_000, 96_000), SampleFormat::I32)], 48_000)[0];
        assert_eq!((eight.channels, eight.rate_hz, eight.format), (8, 96_000, SampleFormat::I32));
        let mono = candidates([range(1, (22_050, 22_050), SampleFormat::U8)], 48_000)[0];
        assert_eq!((mono.channels, mono.rate_hz, mono.format), (1, 22_050, SampleFormat::U8));
        assert!(candidates([range(2, (48_000, 48_000), SampleFormat::DsdU8)], 48_000).is_empty());
    }

    /// A refused buffer size leads to the nearest that the device allows, then to larger
    /// ones, then to its own choice.
    #[test]
    fn buffer_sizes() {
        let range = SupportedBufferSize::Range { min: 96, max: 600 };
        assert_eq!(buffers(64, &range), [Some(96), Some(128), Some(256), Some(512), None]);
        let server = SupportedBufferSize::Range { min: 1024, max: 1024 };
        assert_eq!(buffers(64, &server), [Some(1024), None]);
        assert_eq!(buffers(64, &SupportedBufferSize::Unknown)[0], Some(64));
    }
}
