//! Reading the picture of a piece.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

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

/// The picture of what plays.
#[derive(Default)]
pub struct Photo {
    path: Option<PathBuf>,
    read: Option<ColorImage>,
    texture: Option<TextureHandle>,
}

impl Photo {
    /// The piece has the picture at `path`, or none. An alert where it cannot be shown.
    pub fn follow(&mut self, path: Option<&Path>) -> Option<Alert> {
        if self.path.as_deref() == path {
            return None;
        }
        (self.path, self.read, self.texture) = (path.map(Path::to_owned), None, None);
        match read(path?) {
            Ok(picture) => self.read = Some(picture),
            Err(reason) => return Some(not_shown(path?, &reason)),
        }
        None
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
