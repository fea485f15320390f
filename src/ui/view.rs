//! What screens see.

use std::path::Path;

use eframe::egui::TextureHandle;

use super::alerts::Alerts;
use super::library::Library;
use super::look::Look;
use super::page::Pages;
use super::picture::Small;
use super::retelling::retell;
use super::told::Told;
use super::words::Words;
use crate::engine::{Arrangement, MusicSetup, Snapshot};
use crate::live::{DeviceId, DeviceKind, HeardControl, LiveStatus};
use crate::person::Person;
use crate::preset::Place;
use crate::session::settings::Settings;

/// How everything stands at the moment of one frame of the picture.
pub struct View<'a> {
    /// The state of the instrument.
    pub snapshot: &'a Snapshot,
    /// The state of live play.
    pub status: &'a LiveStatus,
    /// What is played.
    pub music: &'a MusicSetup,
    /// What is played, as it is arranged at the desk.
    pub arrangement: &'a Arrangement,
    /// Name of the preset in the catalogue, or its path.
    pub preset: &'a str,
    /// Names of the piece and of who plays, in letters that can be drawn.
    pub names: [&'a str; 2],
    /// Who plays.
    pub person: &'a Person,
    /// Their name in the catalogue, or the path.
    pub person_id: &'a str,
    /// Input devices that are there.
    pub devices: &'a [(DeviceId, DeviceKind, String)],
    /// The bound control that was pressed last.
    pub heard: Option<&'a HeardControl>,
    /// What lies over the screen: fit, bindings, numbers, the room.
    pub pages: &'a Pages,
    /// What a carer should know.
    pub alerts: &'a Alerts,
    /// What is wrong with a file that was not opened.
    pub problem: Option<&'a str>,
    /// The last thing that was done, in a sentence of the chosen language.
    pub said: &'a str,
    /// Whether something can be taken back, and made again: of the music, or of the person where a
    /// page changes them.
    pub undo_redo: (bool, bool),
    /// What there is to choose from; empty until the desk is shown.
    pub library: &'a Library,
    /// What is remembered from one time to the next.
    pub settings: &'a Settings,
    /// Whether music and person are other than their files.
    pub unsaved: (bool, bool),
    /// Whether music and person are the user's own copies of shipped ones.
    pub own_copies: (bool, bool),
    /// How long a recording has been running, in seconds; none where none is.
    pub recording_s: Option<f64>,
    /// The file that was recorded or kept last.
    pub last_kept: Option<&'a Path>,
    /// The photo of the piece, where its file names one.
    pub photo: Option<&'a TextureHandle>,
    /// Where the drawing of the piece is, where it has one and no photo.
    pub drawing: Option<Place>,
    /// Pictures beside names.
    pub pictures: &'a Small,
    /// Texts in the chosen language.
    pub words: &'a Words,
    /// Names that cannot be drawn, and how they are told.
    pub retold: &'a [(String, String)],
    /// Sentences of the instrument in the chosen language.
    pub told: &'a Told,
    /// Colours and sizes.
    pub look: &'a Look,
}

impl View<'_> {
    /// The instrument's own time, in seconds: pictures move by it, so that the same trace gives the
    /// same pictures.
    pub fn seconds(&self) -> f64 {
        self.snapshot.frame as f64 / self.rate_hz()
    }

    /// Frames per second.
    pub fn rate_hz(&self) -> f64 {
        f64::from(self.status.output.rate_hz.max(1))
    }

    /// Name of the piece.
    pub fn piece(&self) -> &str {
        self.names[0]
    }

    /// Name of who plays.
    pub fn player(&self) -> &str {
        self.names[1]
    }

    /// A sentence of the instrument in the chosen language.
    pub fn tell(&self, sentence: &str) -> String {
        retell(self.told.tell(self.words, sentence), self.retold)
    }
}
