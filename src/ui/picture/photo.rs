//! The picture that the stage shows behind the music.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui::{ColorImage, Context, TextureHandle, TextureOptions};

use super::read::{not_shown, read, spawn};
use crate::live::Alert;
use crate::preset::Place;

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
            // A piece that was left meanwhile wants no picture any more.
            let reader = spawn(move || drop(tell.send(read(&wanted, KEPT_SIDE))));
            match reader {
                Ok(()) => self.coming = Some(coming),
                Err(error) => return self.not_shown(&error.to_string()),
            }
        }
        let coming = self.coming.as_ref()?.try_recv();
        if coming != Err(TryRecvError::Empty) {
            self.coming = None;
        }
        match coming {
            Ok(Ok(picture)) => {
                self.read = Some(picture);
                None
            }
            Ok(Err(reason)) => self.not_shown(&reason),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => self.not_shown("it cannot be read"),
        }
    }

    /// Whether a picture has come that was not drawn yet.
    pub fn is_fresh(&self) -> bool {
        self.read.is_some()
    }

    /// Whether one is still being read.
    pub fn is_coming(&self) -> bool {
        self.coming.is_some()
    }

    /// The picture as it can be drawn.
    pub fn texture(&mut self, ctx: &Context) -> Option<&TextureHandle> {
        if let Some(picture) = self.read.take() {
            self.texture = Some(ctx.load_texture("photo", picture, TextureOptions::LINEAR));
        }
        self.texture.as_ref()
    }

    fn not_shown(&self, reason: &str) -> Option<Alert> {
        let place = Place::Own(self.path.clone()?);
        Some(not_shown(&place, reason))
    }
}
