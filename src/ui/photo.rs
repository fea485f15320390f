//! Reading the picture of a piece.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui::{ColorImage, Context, TextureHandle, TextureOptions};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::live::{Alert, AlertLevel};

/// Largest file that is read, in bytes.
const LARGEST_BYTES: u64 = 32 << 20;
/// Longest side of a picture that is decoded, and most memory for it, in bytes.
const LONGEST_SIDE: u32 = 20_000;
const MOST_MEMORY: u64 = 512 << 20;
/// Longest side that is kept: more is not seen behind music.
const KEPT_SIDE: u32 = 1600;

/// The picture of what plays, read in a thread of its own: nobody waits for it.
#[derive(Default)]
pub struct Photo {
    path: Option<PathBuf>,
    coming: Option<Receiver<Result<ColorImage, String>>>,
    read: Option<ColorImage>,
    texture: Option<TextureHandle>,
}

impl Photo {
    /// The piece has the picture at `path`, or none. An alert where it cannot be shown.
    pub fn follow(&mut self, path: Option<&Path>) -> Option<Alert> {
        if self.path.as_deref() != path {
            *self = Photo { path: path.map(Path::to_owned), ..Photo::default() };
            let (tell, coming) = channel();
            let wanted = path?.to_owned();
            let named = std::thread::Builder::new().name("cantus-photo".to_owned());
            // A piece that was left meanwhile wants no picture any more.
            let reader = named.spawn(move || drop(tell.send(read(&wanted))));
            match reader {
                Ok(_) => self.coming = Some(coming),
                Err(error) => return Some(not_shown(path?, &error.to_string())),
            }
        }
        match self.coming.as_ref()?.try_recv() {
            Ok(Ok(picture)) => self.read = Some(picture),
            Ok(Err(reason)) => {
                self.coming = None;
                return Some(not_shown(path?, &reason));
            }
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => {}
        }
        self.coming = None;
        None
    }

    /// Whether a picture has come that was not drawn yet.
    pub fn is_fresh(&self) -> bool {
        self.read.is_some()
    }

    /// The picture as it can be drawn.
    pub fn texture(&mut self, ctx: &Context) -> Option<&TextureHandle> {
        if let Some(picture) = self.read.take() {
            self.texture = Some(ctx.load_texture("photo", picture, TextureOptions::LINEAR));
        }
        self.texture.as_ref()
    }
}

fn read(path: &Path) -> Result<ColorImage, String> {
    // What is no file, a pipe, might never end.
    if !std::fs::metadata(path).map_err(|error| error.to_string())?.is_file() {
        return Err("it is no file".to_owned());
    }
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST_BYTES {
        return Err(format!("it is larger than {} MiB", LARGEST_BYTES >> 20));
    }
    decode(bytes).map_err(|error| error.to_string())
}

fn decode(bytes: Vec<u8>) -> image::ImageResult<ColorImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // Cameras write how they were held instead of turning the picture.
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > KEPT_SIDE {
        picture = picture.thumbnail(KEPT_SIDE, KEPT_SIDE);
    }
    let size = [picture.width() as usize, picture.height() as usize];
    Ok(ColorImage::from_rgba_unmultiplied(size, picture.into_rgba8().as_raw()))
}

fn not_shown(path: &Path, reason: &str) -> Alert {
    Alert {
        level: AlertLevel::Warning,
        what: format!("The picture {} cannot be shown: {reason}.", path.display()),
        still: "The music plays.".to_owned(),
        advice: "Put a PNG or JPEG picture there, or take the line `picture` out of the preset.".to_owned(),
    }
}
