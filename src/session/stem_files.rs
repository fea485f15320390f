//! Stems as files: one WAV for each lane, one for the room, one for the mix.
//!
//! All begin on the same frame and are equally long, so that they lie on top of each other in
//! any program. They add up to `mix.wav`, which is what the guard gets.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use hound::WavWriter;

use super::midi_lanes::LanePlan;
use super::{numbered, wav};
use crate::engine::{MAX_LANES, Stems};
use crate::sound::Bus;
use crate::time::{BLOCK_FRAMES, Frames};

/// Stems that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the stem {path} could not be written: {error}", path = path.display())]
pub struct StemError {
    /// The file or folder.
    path: PathBuf,
    /// Why.
    error: hound::Error,
}

type Writer = WavWriter<BufWriter<File>>;

/// The files of one performance, 32-bit float, stereo.
pub struct StemFiles {
    folder: PathBuf,
    names: [Option<String>; MAX_LANES],
    set: Option<Set>,
    /// Sets begun so far.
    sets: u32,
    /// Frames that are written at most.
    left: Frames,
}

/// The files that belong together.
struct Set {
    rate_hz: u32,
    /// The engine's frame that comes next.
    next: Frames,
    written: Frames,
    lanes: [Option<(PathBuf, Writer)>; MAX_LANES],
    room: (PathBuf, Writer),
    mix: (PathBuf, Writer),
}

impl StemFiles {
    /// Makes `folder`, where it is not there, for a performance with these lanes. Lanes that other
    /// music brings later get their file when they sound first.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn create(folder: &Path, lanes: &[LanePlan]) -> Result<Self, StemError> {
        std::fs::create_dir_all(folder)
            .map_err(|error| StemError { path: folder.to_owned(), error: error.into() })?;
        let mut names = [const { None }; MAX_LANES];
        for lane in lanes {
            if let Some(name) = names.get_mut(usize::from(lane.lane)) {
                *name = Some(format!("{:02}-{}.wav", lane.lane + 1, file_name(&lane.name)));
            }
        }
        Ok(StemFiles { folder: folder.to_owned(), names, set: None, sets: 0, left: Frames::MAX })
    }

    /// Writes at most so many frames.
    #[must_use]
    pub fn up_to(mut self, frames: Option<Frames>) -> Self {
        self.left = frames.unwrap_or(Frames::MAX);
        self
    }

    /// Writes one block. Where blocks are missing there is silence; where frames begin anew, or a
    /// file is full, the rest goes on in files with the next number.
    ///
    /// # Errors
    /// Where something cannot be written: a full disk, mostly.
    pub fn write(&mut self, stems: &Stems) -> Result<(), StemError> {
        let fits = |set: &Set| {
            set.rate_hz == stems.rate_hz
                && set.next <= stems.at
                && set.written < wav::MAX_FRAMES - 2 * BLOCK_FRAMES as u64
        };
        let set = match self.set.take().filter(fits) {
            Some(set) => set,
            None => self.begin(stems)?,
        };
        let set = self.set.insert(set);
        let gap = stems.at - set.next;
        for _ in 0..gap.min(wav::MAX_FRAMES - set.written) / BLOCK_FRAMES as u64 {
            set.write(None, BLOCK_FRAMES)?;
        }
        let frames = self.left.min(BLOCK_FRAMES as Frames);
        for (lane, bus) in stems.lanes.iter().enumerate() {
            if set.lanes[lane].is_none() && bus.left.iter().chain(&bus.right).any(|sample| *sample != 0.0) {
                let name = self.names[lane].clone().unwrap_or_else(|| format!("{:02}.wav", lane + 1));
                let mut late = open(&self.folder, &name, self.sets, set.rate_hz)?;
                (0..2 * set.written)
                    .try_for_each(|_| late.1.write_sample(0.0f32))
                    .map_err(|error| failed(&late.0, error))?;
                set.lanes[lane] = Some(late);
            }
        }
        set.write(Some(stems), frames as usize)?;
        set.next = stems.at + BLOCK_FRAMES as Frames;
        self.left -= frames;
        Ok(())
    }

    fn begin(&mut self, stems: &Stems) -> Result<Set, StemError> {
        if let Some(set) = self.set.take() {
            set.finish()?;
        }
        self.sets += 1;
        let (folder, sets, rate_hz) = (self.folder.clone(), self.sets, stems.rate_hz);
        let mut lanes = [const { None }; MAX_LANES];
        for (lane, name) in lanes.iter_mut().zip(&self.names) {
            *lane = name.as_ref().map(|name| open(&folder, name, sets, rate_hz)).transpose()?;
        }
        let room = open(&folder, "room.wav", sets, rate_hz)?;
        let mix = open(&folder, "mix.wav", sets, rate_hz)?;
        Ok(Set { rate_hz, next: stems.at, written: 0, lanes, room, mix })
    }

    /// Closes every file.
    ///
    /// # Errors
    /// Where one could not be written whole.
    pub fn finish(mut self) -> Result<(), StemError> {
        self.set.take().map_or(Ok(()), Set::finish)
    }
}

impl Set {
    /// Writes the first frames of a block, or of silence.
    fn write(&mut self, stems: Option<&Stems>, frames: usize) -> Result<(), StemError> {
        let silence = Bus::silent();
        let lanes = self.lanes.iter_mut().enumerate();
        let lanes = lanes.map(|(lane, file)| (file.as_mut(), stems.map(|stems| &stems.lanes[lane])));
        let room = (Some(&mut self.room), stems.map(|stems| &stems.room));
        let mix = (Some(&mut self.mix), stems.map(|stems| &stems.mix));
        for (file, bus) in lanes.chain([room, mix]) {
            let (Some((path, writer)), bus) = (file, bus.unwrap_or(&silence)) else { continue };
            for frame in 0..frames {
                let written = writer.write_sample(bus.left[frame]);
                written
                    .and_then(|()| writer.write_sample(bus.right[frame]))
                    .map_err(|error| failed(path, error))?;
            }
        }
        self.written += frames as Frames;
        Ok(())
    }

    fn finish(self) -> Result<(), StemError> {
        let files = self.lanes.into_iter().flatten().chain([self.room, self.mix]);
        // Each is closed, whatever became of those before.
        let mut result = Ok(());
        for (path, writer) in files {
            result = result.and(writer.finalize().map_err(|error| failed(&path, error)));
        }
        result
    }
}

fn open(folder: &Path, name: &str, number: u32, rate_hz: u32) -> Result<(PathBuf, Writer), StemError> {
    let path = numbered(&folder.join(name), number);
    match WavWriter::create(&path, wav::spec(rate_hz)) {
        Ok(writer) => Ok((path, writer)),
        Err(error) => Err(StemError { path, error }),
    }
}

fn failed(path: &Path, error: hound::Error) -> StemError {
    StemError { path: path.to_owned(), error }
}

/// A name as a file can have it: letters and digits in lower case, dashes between words.
fn file_name(name: &str) -> String {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}
