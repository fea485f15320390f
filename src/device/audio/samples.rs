//! From our stereo to the samples that a device takes.

use cpal::{Data, I24, SampleFormat, SizedSample, U24};

/// Formats that are served, best first: what keeps the most of a 32-bit float.
pub(super) const FORMATS: [SampleFormat; 11] = [
    SampleFormat::F32,
    SampleFormat::I32,
    SampleFormat::I24,
    SampleFormat::F64,
    SampleFormat::U32,
    SampleFormat::U24,
    SampleFormat::I16,
    SampleFormat::U16,
    SampleFormat::I64,
    SampleFormat::U8,
    SampleFormat::I8,
];

/// Writes interleaved stereo into a device's buffer of `channels` channels: the first two
/// carry the sound, one alone carries the mean of both, further ones are silent. Returns
/// whether the format is one of [`FORMATS`].
pub(super) fn write(stereo: &[f32], channels: usize, first: usize, data: &mut Data) -> bool {
    match data.sample_format() {
        SampleFormat::F32 => put::<f32>(stereo, channels, first, data, finite),
        SampleFormat::F64 => put::<f64>(stereo, channels, first, data, |x| f64::from(finite(x))),
        SampleFormat::I64 => put::<i64>(stereo, channels, first, data, |x| i64::from(whole(x, 31)) << 32),
        SampleFormat::I32 => put::<i32>(stereo, channels, first, data, |x| whole(x, 31)),
        SampleFormat::I24 => {
            put::<I24>(stereo, channels, first, data, |x| I24::new(whole(x, 23)).unwrap_or_default())
        }
        SampleFormat::I16 => put::<i16>(stereo, channels, first, data, |x| whole(x, 15) as i16),
        SampleFormat::I8 => put::<i8>(stereo, channels, first, data, |x| whole(x, 7) as i8),
        SampleFormat::U32 => put::<u32>(stereo, channels, first, data, |x| (whole(x, 31) as u32) ^ (1 << 31)),
        SampleFormat::U24 => put::<U24>(stereo, channels, first, data, |x| {
            U24::new(whole(x, 23) + (1 << 23)).unwrap_or_default()
        }),
        SampleFormat::U16 => put::<u16>(stereo, channels, first, data, |x| (whole(x, 15) + (1 << 15)) as u16),
        SampleFormat::U8 => put::<u8>(stereo, channels, first, data, |x| (whole(x, 7) + (1 << 7)) as u8),
        _ => false,
    }
}

fn put<T: SizedSample>(
    stereo: &[f32],
    channels: usize,
    first: usize,
    data: &mut Data,
    convert: impl Fn(f32) -> T,
) -> bool {
    let Some(out) = data.as_slice_mut::<T>().and_then(|out| out.get_mut(first * channels..)) else {
        return false;
    };
    spread(stereo, channels, out, convert);
    true
}

fn spread<T: Copy>(stereo: &[f32], channels: usize, out: &mut [T], convert: impl Fn(f32) -> T) {
    let silence = convert(0.0);
    for (frame, out) in stereo.chunks_exact(2).zip(out.chunks_exact_mut(channels.max(1))) {
        match out {
            [only] => *only = convert(0.5 * (frame[0] + frame[1])),
            [left, right, rest @ ..] => {
                *left = convert(frame[0]);
                *right = convert(frame[1]);
                rest.fill(silence);
            }
            [] => {}
        }
    }
}

fn finite(x: f32) -> f32 {
    if x.is_finite() { x.clamp(-1.0, 1.0) } else { 0.0 }
}

/// To the nearest whole number of a signed format with `bits` beside its sign, full scale
/// at 2^`bits`.
fn whole(x: f32, bits: u32) -> i32 {
    let scale = (1u64 << bits) as f64;
    let scaled = f64::from(finite(x)) * scale;
    let nearest = (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i64;
    nearest.clamp(-(1 << bits), (1 << bits) - 1) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Full scale, silence and everything that is no number land inside every format.
    #[test]
    fn whole_numbers_stay_inside() {
        for bits in [7, 15, 23, 31] {
            let full = 1i64 << bits;
            assert_eq!(i64::from(whole(1.0, bits)), full - 1);
            assert_eq!(i64::from(whole(-1.0, bits)), -full);
            assert_eq!(i64::from(whole(-7.0, bits)), -full);
            assert_eq!(whole(0.0, bits), 0);
            assert_eq!(whole(f32::NAN, bits), 0);
            assert_eq!(whole(f32::INFINITY, bits), 0);
            assert_eq!(i64::from(whole(0.5, bits)), full / 2);
            assert_eq!(i64::from(whole(-0.5, bits)), -full / 2);
        }
    }

    /// Through 24 bits and back, a sample differs by at most half a step.
    #[test]
    fn rounding_is_to_the_nearest() {
        for n in 0..1000 {
            let x = n as f32 / 499.7 - 1.0;
            let back = f64::from(whole(x, 23)) / f64::from(1 << 23);
            assert!((back - f64::from(x)).abs() <= 0.5 / f64::from(1 << 23) + 1.2e-7, "{x}");
        }
    }

    /// Stereo goes to the first two channels, a single channel gets the mean, further
    /// channels are silent.
    #[test]
    fn channels() {
        let stereo = [0.5, -0.25, 1.0, 0.0];
        let mut mono = [9.0; 2];
        spread(&stereo, 1, &mut mono, |x| x);
        assert_eq!(mono, [0.125, 0.5]);
        let mut quad = [9.0; 8];
        spread(&stereo, 4, &mut quad, |x| x);
        assert_eq!(quad, [0.5, -0.25, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
        let mut unsigned = [0u8; 6];
        spread(&stereo, 3, &mut unsigned, |x| (whole(x, 7) + 128) as u8);
        assert_eq!(unsigned, [192, 96, 128, 255, 128, 128]);
    }
}
