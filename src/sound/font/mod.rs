//! SoundFonts: sampled instruments from `.sf2` files.
//!
//! rustysynth reads the file; what one preset of it needs is kept and the rest dropped. The
//! voices are our own: sample-exact onsets, any pitch, no access outside a sample whatever the
//! file says, and nothing allocated while they play.

mod check;
mod level;
mod player;
mod region;
mod voice;

pub use player::FontPlayer;

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use region::Region;
use rustysynth::{SoundFont, SoundFontError};

/// Largest file that is read, in bytes.
pub const LARGEST_BYTES: u64 = 1 << 30;
/// Most samples that one preset may keep: 256 MiB.
const MOST_SAMPLES: usize = 1 << 27;
/// Most regions that one preset may have.
const MOST_REGIONS: usize = 4096;
/// The bank of drum kits.
pub const DRUM_BANK: u16 = 128;

/// One preset of a SoundFont, ready to be played at any rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Font {
    /// Name of the preset in its file.
    pub name: String,
    regions: Vec<Region>,
    /// Samples of all regions, one after the other.
    samples: Vec<i16>,
    /// Gain that makes it as loud as patches are.
    gain: f32,
}

/// A preset as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FontEntry {
    /// Bank, 128 for drums.
    pub bank: u16,
    /// Program, from 0.
    pub program: u16,
    /// Name.
    pub name: String,
}

/// A SoundFont that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// The file could not be read.
    #[error("the file cannot be read: {0}")]
    Read(String),
    /// More bytes than are read.
    #[error("the file is larger than {} MiB", LARGEST_BYTES >> 20)]
    Large,
    /// Not a SoundFont, or a broken one.
    #[error("this is no SoundFont that can be played: {0}")]
    Broken(String),
    /// Compressed samples.
    #[error("its samples are compressed (.sf3): save it as .sf2")]
    Compressed,
    /// No such preset in it.
    #[error("it has no preset with bank {bank} and program {program}{near}")]
    Missing {
        /// The bank that was asked for.
        bank: u16,
        /// The program that was asked for.
        program: u16,
        /// What there is instead.
        near: String,
    },
    /// The preset makes no sound.
    #[error("its preset `{0}` makes no sound")]
    Silent(String),
}

impl Font {
    /// Reads one preset. Allocates, and takes its time: never on the audio thread.
    ///
    /// # Errors
    /// Where the file is broken, too large or without that preset.
    pub fn read(reader: &mut (impl Read + Seek), bank: u16, program: u16) -> Result<Self, FontError> {
        let mut font = read_whole(reader, |file| {
            let Some(preset) = file.get_presets().iter().find(|preset| {
                preset.get_bank_number() == i32::from(bank) && preset.get_patch_number() == i32::from(program)
            }) else {
                return Err(missing(file, bank, program));
            };
            let name = preset.get_name().trim().to_owned();
            let (regions, samples) = region::collect(file, preset, MOST_REGIONS, MOST_SAMPLES);
            if regions.is_empty() {
                return Err(FontError::Silent(name));
            }
            Ok(Font { name, regions, samples, gain: 1.0 })
        })?;
        font.gain =
            level::gain(&font, bank >= DRUM_BANK).ok_or_else(|| FontError::Silent(font.name.clone()))?;
        Ok(font)
    }
}

/// All presets of a SoundFont, by bank and program.
///
/// # Errors
/// Where the file is broken or too large.
pub fn presets(reader: &mut (impl Read + Seek)) -> Result<Vec<FontEntry>, FontError> {
    read_whole(reader, |file| Ok(entries(file)))
}

fn entries(file: &SoundFont) -> Vec<FontEntry> {
    let mut entries: Vec<FontEntry> = file
        .get_presets()
        .iter()
        .filter_map(|preset| {
            Some(FontEntry {
                bank: preset.get_bank_number().try_into().ok()?,
                program: preset.get_patch_number().try_into().ok()?,
                name: preset.get_name().trim().to_owned(),
            })
        })
        .collect();
    entries.sort_by_key(|entry| (entry.bank, entry.program));
    entries
}

fn missing(file: &SoundFont, bank: u16, program: u16) -> FontError {
    let entries = entries(file);
    let near = entries.iter().find(|entry| entry.program == program).or(entries.first());
    let near = near.map(|entry| {
        format!("; there is bank {} and program {} ({})", entry.bank, entry.program, entry.name)
    });
    FontError::Missing { bank, program, near: near.unwrap_or_default() }
}

/// Reads the file with everything in it and takes from it what `take` wants.
fn read_whole<T>(
    reader: &mut (impl Read + Seek),
    take: impl FnOnce(&SoundFont) -> Result<T, FontError>,
) -> Result<T, FontError> {
    check::check(reader)?;
    reader.seek(SeekFrom::Start(0)).map_err(|error| FontError::Read(error.to_string()))?;
    // The check keeps the reader from what it is known to stumble over; a file made to break
    // it may still find more.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let file = SoundFont::new(&mut BufReader::with_capacity(1 << 16, reader)).map_err(broken)?;
        take(&file)
    }));
    read.unwrap_or_else(|_| Err(FontError::Broken("its tables contradict each other".to_owned())))
}

fn broken(error: SoundFontError) -> FontError {
    match error {
        SoundFontError::UnsupportedSampleFormat => FontError::Compressed,
        SoundFontError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            FontError::Broken("it ends too early".to_owned())
        }
        SoundFontError::IoError(error) => FontError::Read(error.to_string()),
        error => FontError::Broken(error.to_string()),
    }
}
