//! Whether a patch can be played.

use super::{FORMAT, OFF_DB, Patch};
use crate::sound::engines::EngineId;

/// A patch that cannot be played.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PatchError {
    /// A version of the format that this program does not know.
    #[error("`format` is {found}, this program reads {FORMAT}")]
    Format {
        /// The version found.
        found: u32,
    },
    /// A table of another engine.
    #[error("`[{table}]` belongs to the engine `{owner}`, and this patch says `engine = \"{engine}\"`")]
    Foreign {
        /// The table.
        table: &'static str,
        /// Whose it is.
        owner: &'static str,
        /// The engine of the patch.
        engine: &'static str,
    },
    /// A number outside its range, or not a number.
    #[error("`{field}` is {value}, it goes from {low} to {high}")]
    Range {
        /// The field, with its table; members of a list are numbered from 0.
        field: String,
        /// The value found.
        value: f32,
        /// Least value.
        low: f32,
        /// Greatest value.
        high: f32,
    },
}

/// Looks at numbers one after another and keeps the first that is out of its range.
#[derive(Default)]
pub struct Ranges {
    member: Option<usize>,
    error: Option<PatchError>,
}

impl Ranges {
    /// The rows that follow are of this member of the list that the first two names of a field
    /// are; none ends that.
    pub fn member(&mut self, member: Option<usize>) {
        self.member = member;
    }

    /// Looks at one number.
    pub fn row(&mut self, field: &str, value: f32, low: f32, high: f32) {
        // Written so that NaN fails too.
        if self.error.is_some() || (value >= low && value <= high) {
            return;
        }
        let mut names: Vec<String> = field.split('.').map(str::to_owned).collect();
        if let Some(member) = self.member {
            names.insert(names.len().min(2), member.to_string());
        }
        self.error = Some(PatchError::Range { field: names.join("."), value, low, high });
    }
}

impl Patch {
    /// Whether every value lies in its range and every table belongs to the engine; the first
    /// that does not is named.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), PatchError> {
        if self.format != FORMAT {
            return Err(PatchError::Format { found: self.format });
        }
        self.check_tables()?;
        let mut rows = Ranges::default();
        self.common_ranges(&mut rows);
        self.drive.ranges(&mut rows);
        match self.engine {
            EngineId::Subtractive => self.subtractive_ranges(&mut rows),
            EngineId::Struck => self.struck.ranges(&mut rows),
            EngineId::Plucked => self.plucked.ranges(&mut rows),
            EngineId::Fm => self.fm.ranges(&mut rows),
            EngineId::Drums => self.drums.ranges(&mut rows),
            EngineId::Breath => self.breath.ranges(&mut rows),
        }
        rows.error.map_or(Ok(()), Err)
    }

    /// Whether no table of another engine is filled in.
    fn check_tables(&self) -> Result<(), PatchError> {
        let plain = Patch::default();
        let tables: [(&'static str, EngineId, bool); 10] = [
            ("oscillator", EngineId::Subtractive, self.oscillator != plain.oscillator),
            ("second", EngineId::Subtractive, self.second != plain.second),
            ("sub", EngineId::Subtractive, self.sub != plain.sub),
            ("noise", EngineId::Subtractive, self.noise != plain.noise),
            ("filter", EngineId::Subtractive, self.filter != plain.filter),
            ("struck", EngineId::Struck, self.struck != plain.struck),
            ("plucked", EngineId::Plucked, self.plucked != plain.plucked),
            ("fm", EngineId::Fm, self.fm != plain.fm),
            ("drums", EngineId::Drums, self.drums != plain.drums),
            ("breath", EngineId::Breath, self.breath != plain.breath),
        ];
        for (table, owner, filled) in tables {
            if filled && owner != self.engine {
                let (owner, engine) = (owner.row().name, self.engine.row().name);
                return Err(PatchError::Foreign { table, owner, engine });
            }
        }
        Ok(())
    }

    fn common_ranges(&self, rows: &mut Ranges) {
        let (amp, sweep, lfo) = (&self.amp_envelope, &self.filter_envelope, &self.lfo);
        let least_attack_ms = if self.engine.is_pitched() { 5.0 } else { 1.0 };
        let most_vibrato_cents = if self.engine.row().vibrato { 100.0 } else { 0.0 };
        rows.row("transpose_semitones", self.transpose_semitones, -24.0, 24.0);
        rows.row("spread", self.spread, 0.0, 1.0);
        rows.row("amp_envelope.attack_ms", amp.attack_ms, least_attack_ms, 5000.0);
        rows.row("amp_envelope.decay_ms", amp.decay_ms, 5.0, 60_000.0);
        rows.row("amp_envelope.sustain", amp.sustain, 0.0, 1.0);
        rows.row("amp_envelope.release_ms", amp.release_ms, 5.0, 20_000.0);
        rows.row("filter_envelope.attack_ms", sweep.attack_ms, 5.0, 5000.0);
        rows.row("filter_envelope.decay_ms", sweep.decay_ms, 5.0, 60_000.0);
        rows.row("filter_envelope.sustain", sweep.sustain, 0.0, 1.0);
        rows.row("filter_envelope.release_ms", sweep.release_ms, 5.0, 20_000.0);
        rows.row("lfo.rate_hz", lfo.rate_hz, 0.05, 40.0);
        rows.row("lfo.delay_ms", lfo.delay_ms, 0.0, 10_000.0);
        rows.row("lfo.rise_ms", lfo.rise_ms, 0.0, 10_000.0);
        rows.row("lfo.vibrato_cents", lfo.vibrato_cents, 0.0, most_vibrato_cents);
        rows.row("lfo.tremolo_db", lfo.tremolo_db, 0.0, 24.0);
        rows.row("lfo.filter_octaves", lfo.filter_octaves, 0.0, 4.0);
        rows.row("lfo.pan", lfo.pan, 0.0, 1.0);
        rows.row("velocity.level_db", self.velocity.level_db, 0.0, 12.0);
        rows.row("velocity.brightness_octaves", self.velocity.brightness_octaves, 0.0, 4.0);
        rows.row("register.decay_halvings", self.register.decay_halvings, 0.0, 2.0);
        rows.row("loudness.level_db", self.loudness.level_db, -40.0, 24.0);
        for db in self.loudness.register_db {
            rows.row("loudness.register_db", db, -24.0, 24.0);
        }
    }

    fn subtractive_ranges(&self, rows: &mut Ranges) {
        let (second, filter) = (&self.second, &self.filter);
        rows.row("oscillator.level_db", self.oscillator.level_db, OFF_DB, 0.0);
        rows.row("second.level_db", second.level_db, OFF_DB, 0.0);
        rows.row("second.ratio", second.ratio, 0.25, 16.0);
        rows.row("second.detune_cents", second.detune_cents, 0.0, 50.0);
        rows.row("second.phase", second.phase, 0.0, 1.0);
        rows.row("second.follow_envelope", second.follow_envelope, 0.0, 1.0);
        rows.row("sub.level_db", self.sub.level_db, OFF_DB, 0.0);
        rows.row("noise.level_db", self.noise.level_db, OFF_DB, 0.0);
        rows.row("noise.strike_db", self.noise.strike_db, OFF_DB, 0.0);
        rows.row("filter.cutoff_hz", filter.cutoff_hz, 20.0, 20_000.0);
        rows.row("filter.resonance", filter.resonance, 0.0, 1.0);
        rows.row("filter.key_follow", filter.key_follow, 0.0, 1.0);
        rows.row("filter.envelope_octaves", filter.envelope_octaves, -8.0, 8.0);
    }
}
