//! A line of a list: a picture, a name, a sentence below it, a star.

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{self, Color32, FontId, Rect, Response, Stroke, StrokeKind, TextStyle, vec2};

use super::super::look::Look;
use super::super::picture::tile;
use super::super::view::View;
use super::super::wish::Wish;
use super::keeping::Of;
use crate::preset::{Entry, Place};

/// Height of a row, and the side of the picture in it, in points.
const HEIGHT: f32 = 52.0;
const PICTURE: f32 = 44.0;
/// Space around the picture, and before and behind the text, in points.
const MARGIN: f32 = (HEIGHT - PICTURE) / 2.0;
const INDENT: f32 = 10.0;
/// Room for the mark of a list that opens, in points.
const OPENS: f32 = 26.0;

/// Room for a star, in points.
const STAR: f32 = 34.0;
/// Height of a star that can be hit, in points.
const STAR_HEIGHT: f32 = 40.0;
/// Radius of a star, and of the corners between its points.
const POINTS: [f32; 2] = [8.5, 3.8];

/// A star that is set or not. Says whether somebody changed that.
fn star(ui: &mut egui::Ui, look: &Look, on: bool, name: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(STAR - 2.0, STAR_HEIGHT), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, ui.is_enabled(), on, name));
    let at = |place: u8| {
        let angle = f32::from(place) * std::f32::consts::PI / 5.0;
        rect.center() + POINTS[usize::from(place % 2)] * vec2(angle.sin(), -angle.cos())
    };
    let outline: Vec<egui::Pos2> = (0..10).map(at).collect();
    let (painter, palette) = (ui.painter(), &look.palette);
    if on {
        // A star is no convex shape: its points, and what lies between them.
        for point in (0..10).step_by(2) {
            let corners =
                [outline[(point + 9) % 10], outline[point], outline[(point + 1) % 10], rect.center()];
            painter.add(egui::Shape::convex_polygon(corners.to_vec(), palette.accent, Stroke::NONE));
        }
    }
    let line = if on { palette.accent } else { palette.line };
    painter.add(egui::Shape::closed_line(outline, Stroke::new(1.3, line)));
    if response.has_focus() || response.hovered() {
        let stroke = Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, palette.text);
        painter.rect_stroke(rect, 8.0, stroke, StrokeKind::Inside);
    }
    response.on_hover_text(name).clicked()
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// Something to choose, the one that is chosen now or another.
    Choice { now: bool },
    /// What is chosen now, of a list that opens, and whether it is open.
    List { open: bool },
}

/// A row of a list: a piece or somebody who plays, with its star, so many points wide. Tells of the row;
/// what the star says is wished here.
pub fn entry(
    ui: &mut egui::Ui,
    view: &View<'_>,
    of: Of,
    entry: &Entry,
    width: f32,
    wishes: &mut Vec<Wish>,
) -> Response {
    let settings = view.settings;
    let (now, favourites, key) = match of {
        Of::Music => (view.preset, &settings.favourites, "desk-favourite"),
        Of::Person => (view.person_id, &settings.favourite_people, "people-favourite"),
    };
    ui.horizontal(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.x = 2.0;
        let row = Row {
            name: &entry.name,
            told: None,
            about: entry.problem.as_ref().unwrap_or(&entry.about),
            picture: entry.picture.as_ref(),
            is: Is::Choice { now: now == entry.id },
            width: width - STAR,
        };
        let response = row.show(ui, view);
        let name = view.words.say_with(key, &[("name", entry.name.as_str().into())]);
        if star(ui, view.look, favourites.contains(&entry.id), &name) {
            wishes.push(Wish::Favourite(of, entry.id.clone()));
        }
        response
    })
    .inner
}

/// A row.
pub struct Row<'a> {
    /// Name for people.
    pub name: &'a str,
    /// Name for those who do not see the row, where it is another.
    pub told: Option<&'a str>,
    /// One sentence.
    pub about: &'a str,
    /// Its picture, where it has one.
    pub picture: Option<&'a Place>,
    /// What it is.
    pub is: Is,
    /// Width, in points.
    pub width: f32,
}

impl Row<'_> {
    /// Draws it.
    pub fn show(self, ui: &mut egui::Ui, view: &View<'_>) -> Response {
        let (id, rect) = ui.allocate_space(vec2(self.width, HEIGHT));
        let response = ui.interact(rect, id, egui::Sense::click());
        let told = self.told.unwrap_or(self.name);
        response.widget_info(|| match self.is {
            Is::Choice { now } => egui::WidgetInfo::selected(egui::Role::Button, ui.is_enabled(), now, told),
            Is::List { .. } => egui::WidgetInfo::labeled(egui::Role::ComboBox, ui.is_enabled(), told),
        });
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_description(self.about);
            if let Is::List { open } = self.is {
                node.set_expanded(open);
            }
        });
        // A picture is read when its row is seen.
        if ui.is_rect_visible(rect) {
            self.paint(ui, view, rect, &response);
        }
        response.on_hover_text(self.about)
    }

    fn paint(&self, ui: &egui::Ui, view: &View<'_>, rect: Rect, response: &Response) {
        let (painter, palette) = (ui.painter(), &view.look.palette);
        let (fill, name, about) = match (self.is, response.hovered()) {
            (Is::Choice { now: true }, _) => (palette.accent, palette.on_accent, palette.on_accent),
            (_, true) => (palette.sunken, palette.text, palette.quiet),
            (Is::Choice { now: false }, false) => (Color32::TRANSPARENT, palette.text, palette.quiet),
            (Is::List { .. }, false) => {
                (ui.visuals().widgets.inactive.weak_bg_fill, palette.text, palette.quiet)
            }
        };
        painter.rect_filled(rect, 10.0, fill);
        let mut text = rect.with_min_x(rect.left() + MARGIN + PICTURE).shrink2(vec2(INDENT, 0.0));
        if let Is::List { open } = self.is {
            painter.rect_stroke(rect, 10.0, ui.visuals().widgets.inactive.bg_stroke, StrokeKind::Inside);
            text.max.x -= OPENS - INDENT;
            let at = egui::pos2(rect.right() - OPENS / 2.0 - 2.0, rect.center().y);
            let (wide, high) = (vec2(5.0, 0.0), vec2(0.0, if open { -2.5 } else { 2.5 }));
            let mark = vec![at - wide - high, at + high, at + wide - high];
            painter.add(egui::Shape::line(mark, Stroke::new(2.0, palette.text)));
        }
        if response.has_focus() {
            painter.rect_stroke(rect, 10.0, Stroke::new(2.0, palette.text), StrokeKind::Inside);
        }
        let picture = Rect::from_min_size(rect.min + vec2(MARGIN, MARGIN), vec2(PICTURE, PICTURE));
        tile(ui, view, picture, self.picture, self.name);
        self.write(ui, text, [name, about]);
    }

    /// The name and, where it leaves room for one, the sentence.
    fn write(&self, ui: &egui::Ui, rect: Rect, colours: [Color32; 2]) {
        let layout = |text: &str, font: FontId, colour, rows| {
            let format = TextFormat { font_id: font, color: colour, ..TextFormat::default() };
            let mut job = LayoutJob::single_section(text.to_owned(), format);
            let break_anywhere = rows == 1;
            let max_width = rect.width();
            job.wrap = TextWrapping { max_width, max_rows: rows, break_anywhere, ..TextWrapping::default() };
            ui.painter().layout_job(job)
        };
        let body = TextStyle::Body.resolve(ui.style());
        let name = layout(self.name, body.clone(), colours[0], 2);
        if name.rows.len() > 1 {
            let name = layout(self.name, FontId::proportional(body.size * 0.9), colours[0], 2);
            let top = rect.center().y - name.size().y / 2.0;
            ui.painter().galley(egui::pos2(rect.left(), top), name, colours[0]);
            return;
        }
        let about = layout(self.about, FontId::proportional(13.5), colours[1], 1);
        ui.painter().galley(egui::pos2(rect.left(), rect.top() + 6.0), name, colours[0]);
        ui.painter().galley(egui::pos2(rect.left(), rect.top() + 28.0), about, colours[1]);
    }
}
