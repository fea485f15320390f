//! What a preset plays for which keys: its zones laid over those of its instruments.

use rustysynth::{InstrumentRegion, LoopMode, Preset, PresetRegion, SoundFont};

/// What a key and a velocity start: one sample and what is done to it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Region {
    pub keys: [i32; 2],
    pub velocities: [i32; 2],
    /// Place in the samples that were kept.
    pub start: usize,
    pub end: usize,
    /// First frame of the loop and the one after its last, where it loops.
    pub turn: Option<[usize; 2]>,
    pub loops_after_release: bool,
    pub rate_hz: f32,
    /// Key at which the sample sounds as recorded, and its tuning, in semitones.
    pub root: f32,
    pub tune: f32,
    /// Semitones a key.
    pub scale: f32,
    /// −1 (left) to 1 (right).
    pub pan: f32,
    pub attenuation_db: f32,
    pub volume: Stages,
    pub motion: Stages,
    pub motion_to_semitones: f32,
    pub motion_to_cutoff_octaves: f32,
    pub cutoff_hz: f32,
    pub resonance_db: f32,
    pub vibrato: Wave,
    pub vibrato_semitones: f32,
    pub wave: Wave,
    pub wave_semitones: f32,
    pub wave_db: f32,
    pub wave_cutoff_octaves: f32,
    pub exclusive: i32,
}

/// An envelope: times in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stages {
    pub delay_s: f32,
    pub attack_s: f32,
    pub hold_s: f32,
    pub decay_s: f32,
    /// Fall at the sustain level: dB of the volume, share of the motion.
    pub fall: f32,
    pub release_s: f32,
    /// How much shorter hold and decay become, in octaves a key above 60.
    pub hold_by_key: f32,
    pub decay_by_key: f32,
}

/// A slow wave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Wave {
    pub delay_s: f32,
    pub rate_hz: f32,
}

/// The regions of a preset and their samples, one after the other. What makes no sense, and
/// what is beyond the limits, is left out.
pub(super) fn collect(
    file: &SoundFont,
    preset: &Preset,
    most_regions: usize,
    most_samples: usize,
) -> (Vec<Region>, Vec<i16>) {
    let (mut regions, mut samples) = (Vec::new(), Vec::new());
    // Where each stretch of the file went.
    let mut kept: Vec<([usize; 2], usize)> = Vec::new();
    for outer in preset.get_regions() {
        let Some(instrument) = file.get_instruments().get(outer.get_instrument_id()) else { continue };
        for inner in instrument.get_regions() {
            let Some(header) = file.get_sample_headers().get(inner.get_sample_id()) else { continue };
            let rate_hz = header.get_sample_rate().clamp(1000, 192_000) as f32;
            let Some((mut region, place)) = region(file.get_wave_data(), rate_hz, outer, inner) else {
                continue;
            };
            if regions.len() >= most_regions {
                return (regions, samples);
            }
            let to = match kept.iter().find(|(known, _)| *known == place) {
                Some((_, to)) => *to,
                None => {
                    let Some(sound) = file.get_wave_data().get(place[0]..place[1]) else { continue };
                    if samples.len() + sound.len() > most_samples {
                        continue;
                    }
                    let to = samples.len();
                    samples.extend_from_slice(sound);
                    kept.push((place, to));
                    to
                }
            };
            let moved = |frame: usize| frame - place[0] + to;
            (region.start, region.end) = (moved(region.start), moved(region.end));
            region.turn = region.turn.map(|turn| turn.map(moved));
            regions.push(region);
        }
    }
    (regions, samples)
}

/// A region, and the stretch of the file's samples that it needs.
fn region(
    wave: &[i16],
    rate_hz: f32,
    outer: &PresetRegion,
    inner: &InstrumentRegion,
) -> Option<(Region, [usize; 2])> {
    let place = |frame: i32| usize::try_from(frame).ok();
    let (start, end) = (place(inner.get_sample_start())?, place(inner.get_sample_end())?);
    let end = end.min(wave.len());
    // A sample of a few frames is no sound.
    if end < start.checked_add(8)? {
        return None;
    }
    let turn = match (place(inner.get_sample_start_loop()), place(inner.get_sample_end_loop())) {
        (Some(from), Some(to)) if inner.get_sample_modes() != LoopMode::NoLoop => {
            (from >= start && to <= end && to >= from + 2).then_some([from, to])
        }
        _ => None,
    };
    let both = |outer: [i32; 2], inner: [i32; 2]| [outer[0].max(inner[0]), outer[1].min(inner[1])];
    let sane = |value: f32, low: f32, high: f32| if value.is_nan() { low } else { value.clamp(low, high) };
    // −12000 timecents, a millisecond, is how a file says none (section 8.1.3).
    let seconds = |value: f32| if value <= 0.001 { 0.0 } else { sane(value, 0.0, 100.0) };
    let cents = |outer: i32, inner: i32| (outer + inner) as f32 / 100.0;
    let octaves = |outer: i32, inner: i32| sane((outer + inner) as f32 / 1200.0, -10.0, 10.0);
    let region = Region {
        keys: both(
            [outer.get_key_range_start(), outer.get_key_range_end()],
            [inner.get_key_range_start(), inner.get_key_range_end()],
        ),
        velocities: both(
            [outer.get_velocity_range_start(), outer.get_velocity_range_end()],
            [inner.get_velocity_range_start(), inner.get_velocity_range_end()],
        ),
        start,
        end,
        turn,
        loops_after_release: inner.get_sample_modes() == LoopMode::Continuous,
        rate_hz,
        root: sane(inner.get_root_key() as f32, 0.0, 127.0),
        tune: sane(
            (outer.get_coarse_tune() + inner.get_coarse_tune()) as f32
                + cents(outer.get_fine_tune(), inner.get_fine_tune()),
            -120.0,
            120.0,
        ),
        scale: sane(cents(outer.get_scale_tuning(), inner.get_scale_tuning()), 0.0, 12.0),
        pan: sane((outer.get_pan() + inner.get_pan()) / 50.0, -1.0, 1.0),
        // Fonts are made for players that count the file's decibels as 0.4 (section 8.1.3 and
        // the hardware that it describes).
        attenuation_db: sane(
            0.4 * (outer.get_initial_attenuation() + inner.get_initial_attenuation()),
            0.0,
            60.0,
        ),
        volume: Stages {
            delay_s: seconds(outer.get_delay_volume_envelope() * inner.get_delay_volume_envelope()),
            attack_s: seconds(outer.get_attack_volume_envelope() * inner.get_attack_volume_envelope()),
            hold_s: seconds(outer.get_hold_volume_envelope() * inner.get_hold_volume_envelope()),
            decay_s: seconds(outer.get_decay_volume_envelope() * inner.get_decay_volume_envelope()),
            fall: sane(outer.get_sustain_volume_envelope() + inner.get_sustain_volume_envelope(), 0.0, 100.0),
            release_s: seconds(outer.get_release_volume_envelope() * inner.get_release_volume_envelope()),
            hold_by_key: octaves(
                outer.get_key_number_to_volume_envelope_hold(),
                inner.get_key_number_to_volume_envelope_hold(),
            ),
            decay_by_key: octaves(
                outer.get_key_number_to_volume_envelope_decay(),
                inner.get_key_number_to_volume_envelope_decay(),
            ),
        },
        motion: Stages {
            delay_s: seconds(outer.get_delay_modulation_envelope() * inner.get_delay_modulation_envelope()),
            attack_s: seconds(
                outer.get_attack_modulation_envelope() * inner.get_attack_modulation_envelope(),
            ),
            hold_s: seconds(outer.get_hold_modulation_envelope() * inner.get_hold_modulation_envelope()),
            decay_s: seconds(outer.get_decay_modulation_envelope() * inner.get_decay_modulation_envelope()),
            fall: sane(
                (outer.get_sustain_modulation_envelope() + inner.get_sustain_modulation_envelope()) / 100.0,
                0.0,
                1.0,
            ),
            release_s: seconds(
                outer.get_release_modulation_envelope() * inner.get_release_modulation_envelope(),
            ),
            hold_by_key: octaves(
                outer.get_key_number_to_modulation_envelope_hold(),
                inner.get_key_number_to_modulation_envelope_hold(),
            ),
            decay_by_key: octaves(
                outer.get_key_number_to_modulation_envelope_decay(),
                inner.get_key_number_to_modulation_envelope_decay(),
            ),
        },
        motion_to_semitones: cents(
            outer.get_modulation_envelope_to_pitch(),
            inner.get_modulation_envelope_to_pitch(),
        )
        .clamp(-120.0, 120.0),
        motion_to_cutoff_octaves: octaves(
            outer.get_modulation_envelope_to_filter_cutoff_frequency(),
            inner.get_modulation_envelope_to_filter_cutoff_frequency(),
        ),
        cutoff_hz: sane(
            outer.get_initial_filter_cutoff_frequency() * inner.get_initial_filter_cutoff_frequency(),
            20.0,
            20_000.0,
        ),
        resonance_db: sane(outer.get_initial_filter_q() + inner.get_initial_filter_q(), 0.0, 24.0),
        vibrato: Wave {
            delay_s: seconds(outer.get_delay_vibrato_lfo() * inner.get_delay_vibrato_lfo()),
            rate_hz: sane(outer.get_frequency_vibrato_lfo() * inner.get_frequency_vibrato_lfo(), 0.0, 50.0),
        },
        vibrato_semitones: cents(outer.get_vibrato_lfo_to_pitch(), inner.get_vibrato_lfo_to_pitch())
            .clamp(-12.0, 12.0),
        wave: Wave {
            delay_s: seconds(outer.get_delay_modulation_lfo() * inner.get_delay_modulation_lfo()),
            rate_hz: sane(
                outer.get_frequency_modulation_lfo() * inner.get_frequency_modulation_lfo(),
                0.0,
                50.0,
            ),
        },
        wave_semitones: cents(outer.get_modulation_lfo_to_pitch(), inner.get_modulation_lfo_to_pitch())
            .clamp(-12.0, 12.0),
        wave_db: sane(
            outer.get_modulation_lfo_to_volume() + inner.get_modulation_lfo_to_volume(),
            -24.0,
            24.0,
        ),
        wave_cutoff_octaves: octaves(
            outer.get_modulation_lfo_to_filter_cutoff_frequency(),
            inner.get_modulation_lfo_to_filter_cutoff_frequency(),
        ),
        exclusive: inner.get_exclusive_class(),
    };
    Some((region, [start, end]))
}
