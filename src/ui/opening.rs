//! Files from outside: dropped on the window, or found in a small list of folders.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Align2, FontId, RichText};

use super::cards;
use super::view::View;
use super::wish::Wish;
use crate::preset::FileKind;

/// A folder that somebody looks into.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folder {
    path: PathBuf,
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Folder {
    /// What is in `path`, sorted: folders, and files that can be opened. Hidden ones are left out.
    pub fn read(path: &Path) -> Self {
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_seen = |path: &PathBuf| !name(path).starts_with('.');
        let (mut folders, mut files): (Vec<_>, Vec<_>) =
            entries.filter(is_seen).partition(|path| path.is_dir());
        files.retain(|path| Opens::of(path).is_some());
        folders.sort();
        files.sort();
        Folder { path: path.to_owned(), folders, files }
    }

    /// The folder of this user where music is most likely.
    pub fn of_user() -> Self {
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
        Folder::read(&home.map_or_else(|| PathBuf::from("."), PathBuf::from))
    }
}

/// What a file is to the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// A file of the catalogue's.
    As(FileKind),
    /// A SoundFont.
    Font,
    /// A recorded sound.
    Clip,
}

impl Opens {
    /// What the desk does with a file, by its name; none where it can do nothing with it.
    pub fn of(path: &Path) -> Option<Self> {
        use FileKind::{Patch, Person, Preset, Scale, Song};
        if let Some(kind @ (Preset | Person | Song | Patch | Scale)) = FileKind::of(path) {
            return Some(Opens::As(kind));
        }
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        match ending.as_str() {
            "sf2" | "sf3" => Some(Opens::Font),
            "wav" | "flac" | "ogg" | "mp3" => Some(Opens::Clip),
            _ => None,
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The way to it on the desk.
pub fn card(ui: &mut egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let words = view.words;
    cards::card(ui, view.look, &words.say("open-name"), |ui| {
        cards::quiet(ui, view.look, &words.say("open-hint"));
        if ui.button(words.say("open-open")).clicked() {
            wishes.push(Wish::Browse(Some(Folder::of_user())));
        }
    });
}

/// The list, over everything else.
pub fn list(ui: &mut egui::Ui, view: &View<'_>, folder: &Folder, wishes: &mut Vec<Wish>) {
    let words = view.words;
    let room = ui.ctx().content_rect();
    let modal = egui::Modal::new(egui::Id::unique("open")).show(ui.ctx(), |ui| {
        ui.set_width((room.width() - 80.0).min(560.0));
        cards::heading(ui, view.look, &words.say("open-name"));
        ui.add(egui::Label::new(RichText::new(folder.path.display().to_string()).strong()).truncate());
        ui.horizontal_wrapped(|ui| {
            if let Some(above) = folder.path.parent()
                && ui.button(words.say("open-above")).clicked()
            {
                wishes.push(Wish::Browse(Some(Folder::read(above))));
            }
            if ui.button(words.say("open-cancel")).clicked() {
                wishes.push(Wish::Browse(None));
            }
        });
        egui::ScrollArea::vertical().max_height(room.height() - 260.0).auto_shrink([false, true]).show(
            ui,
            |ui| {
                for path in &folder.folders {
                    let text = format!("{} ›", name(path));
                    if ui.add(egui::Button::new(text).truncate().frame(false)).clicked() {
                        wishes.push(Wish::Browse(Some(Folder::read(path))));
                    }
                }
                for path in &folder.files {
                    if ui.add(egui::Button::new(RichText::new(name(path)).strong()).truncate()).clicked() {
                        wishes.push(Wish::OpenFile(path.clone()));
                    }
                }
                if folder.files.is_empty() {
                    cards::quiet(ui, view.look, &words.say("open-nothing"));
                }
            },
        );
    });
    if modal.should_close() {
        wishes.push(Wish::Browse(None));
    }
}

/// Takes in what is dropped, and says so while something hangs above the window.
pub fn dropped(ui: &egui::Ui, view: &View<'_>, wishes: &mut Vec<Wish>) {
    let (files, hovers) =
        ui.input(|input| (input.raw.dropped_files.clone(), !input.raw.hovered_files.is_empty()));
    wishes.extend(files.iter().map(|file| Wish::OpenFile(file.path().to_owned())));
    if hovers {
        let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop"));
        let (painter, rect) = (ui.ctx().layer_painter(layer), ui.ctx().content_rect());
        painter.rect_filled(rect, 0.0, view.look.palette.ground.gamma_multiply(0.9));
        let font = FontId::proportional(34.0);
        painter.text(
            rect.center(),
            Align2::CENTER_CENTER,
            view.words.say("open-drop"),
            font,
            view.look.palette.text,
        );
    }
}
