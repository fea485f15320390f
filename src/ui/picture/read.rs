//! From a file to a picture.

use std::io::{Cursor, Read};
use std::path::Path;

use eframe::egui::ColorImage;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use super::drawing;
use crate::live::{Alert, AlertLevel};
use crate::preset::Place;

/// Largest file that is read, in bytes.
const LARGEST_BYTES: u64 = 32 << 20;
/// Longest side of a picture that is decoded, and most memory for it, in bytes.
const LONGEST_SIDE: u32 = 20_000;
const MOST_MEMORY: u64 = 512 << 20;
/// Longest side of a drawing, in pixels: its layers take memory of that size each.
const LARGEST_DRAWN: u32 = 1024;
/// Room for calls of those who read, in bytes: drawings lie deep in one another.
const STACK_BYTES: usize = 32 << 20;

/// The picture at `path`, its longer side of at most so many pixels.
///
/// # Errors
/// Why it cannot be shown, as the end of a sentence.
pub fn read(path: &Path, side: u32) -> Result<ColorImage, String> {
    let bytes = bytes(path)?;
    if drawing::is_drawing(&bytes) {
        return drawing::draw(&bytes, side.min(LARGEST_DRAWN));
    }
    let mut photo = decode(bytes).map_err(|error| error.to_string())?;
    if photo.width().max(photo.height()) > side {
        photo = photo.thumbnail(side, side);
    }
    Ok(pixels(&photo))
}

/// The picture at `place` for a square of so many pixels: of a photo the middle, of a drawing the
/// whole.
///
/// # Errors
/// Why it cannot be shown, as the end of a sentence.
pub fn read_square(place: &Place, side: u32) -> Result<ColorImage, String> {
    match place {
        Place::Shipped(_, bytes) => drawing::draw(bytes, side),
        Place::Own(path) => {
            let bytes = bytes(path)?;
            if drawing::is_drawing(&bytes) {
                return drawing::draw(&bytes, side.min(LARGEST_DRAWN));
            }
            let photo = decode(bytes).map_err(|error| error.to_string())?;
            Ok(pixels(&photo.resize_to_fill(side, side, FilterType::Triangle)))
        }
    }
}

/// Begins a thread that reads.
///
/// # Errors
/// Where the system has none left.
pub fn spawn(read: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    let named = std::thread::Builder::new().name("cantus-picture".to_owned());
    named.stack_size(STACK_BYTES).spawn(read).map(drop)
}

/// What is said of a picture that cannot be shown.
pub fn not_shown(place: &Place, reason: &str) -> Alert {
    Alert {
        level: AlertLevel::Warning,
        what: format!("The picture {} cannot be shown: {reason}.", place.path().display()),
        still: "The music plays.".to_owned(),
        advice: "Put a PNG, JPEG or plain SVG picture there, or take the line `picture` out of the file."
            .to_owned(),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
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
    Ok(bytes)
}

fn decode(bytes: Vec<u8>) -> image::ImageResult<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // Cameras write how they were held instead of turning the picture.
    let orientation = decoder.orientation()?;
    let mut photo = DynamicImage::from_decoder(decoder)?;
    photo.apply_orientation(orientation);
    Ok(photo)
}

fn pixels(photo: &DynamicImage) -> ColorImage {
    let size = [photo.width() as usize, photo.height() as usize];
    ColorImage::from_rgba_unmultiplied(size, photo.to_rgba8().as_raw())
}
