//! Colours and sizes.

pub mod contrast;
mod palette;

pub use palette::Palette;

use crate::session::settings::Settings;
use eframe::egui::{self, Color32, FontFamily, FontId, Stroke, TextStyle};

/// A look of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light on dark: calm, and the stage glows.
    #[default]
    Dark,
    /// Dark on light.
    Light,
    /// Black and white with few strong colours.
    HighContrast,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Theme; 3] = [Theme::Dark, Theme::Light, Theme::HighContrast];

    /// Its name in files and in the keys of texts: `dark`.
    pub fn id(self) -> &'static str {
        match self {
            Theme::Dark => "dark",
            Theme::Light => "light",
            Theme::HighContrast => "high-contrast",
        }
    }
}

/// How the window looks.
#[derive(Clone, Debug)]
pub struct Look {
    /// The theme.
    pub theme: Theme,
    /// Its colours.
    pub palette: Palette,
    /// Size of everything, 1.0 as designed, 1.0 to 4.0.
    pub size: f32,
    /// Things change place only where they must.
    pub reduced_motion: bool,
    /// The stage shows the names of notes.
    pub note_names: bool,
}

impl Default for Look {
    fn default() -> Self {
        Look::new(Theme::Dark)
    }
}

impl Look {
    /// A theme at its designed size.
    pub fn new(theme: Theme) -> Self {
        Look { theme, palette: Palette::of(theme), size: 1.0, reduced_motion: false, note_names: false }
    }

    /// The look that is remembered.
    pub fn remembered(settings: &Settings) -> Self {
        let theme = Theme::ALL.into_iter().find(|theme| Some(theme.id()) == settings.theme.as_deref());
        Look {
            size: settings.size,
            reduced_motion: settings.reduced_motion,
            note_names: settings.note_names,
            ..Look::new(theme.unwrap_or_default())
        }
    }

    /// Another theme, all else as it was.
    pub fn set_theme(&mut self, theme: Theme) {
        (self.theme, self.palette) = (theme, Palette::of(theme));
    }

    /// Colour of a part, by its number.
    pub fn part(&self, number: usize) -> Color32 {
        self.palette.parts[number % self.palette.parts.len()]
    }

    /// Colour of a part, mixed into the ground: `share` of it.
    pub fn tint(&self, number: usize, share: f32) -> Color32 {
        self.palette.ground.lerp_to_gamma(self.part(number), share)
    }

    /// Colour of lines that stay in the background: `share` of it on the ground.
    pub fn faint(&self, share: f32) -> Color32 {
        self.palette.ground.lerp_to_gamma(self.palette.line, share)
    }

    /// Puts it in place for everything that `ctx` draws.
    pub fn apply(&self, ctx: &egui::Context) {
        let palette = &self.palette;
        let dark = self.theme != Theme::Light;
        let mut visuals = if dark { egui::Visuals::dark() } else { egui::Visuals::light() };
        visuals.panel_fill = palette.ground;
        visuals.window_fill = palette.raised;
        visuals.extreme_bg_color = palette.sunken;
        visuals.selection.bg_fill = palette.accent;
        visuals.selection.stroke = Stroke::new(2.0, palette.on_accent);
        let strong = Stroke::new(2.0, palette.text);
        let widgets = &mut visuals.widgets;
        for (widget, fill, stroke) in [
            (&mut widgets.noninteractive, palette.ground, Stroke::new(1.0, palette.line)),
            (&mut widgets.inactive, palette.raised, Stroke::new(1.5, palette.line)),
            (&mut widgets.hovered, palette.raised, strong),
            (&mut widgets.active, palette.sunken, strong),
            (&mut widgets.open, palette.raised, strong),
        ] {
            (widget.bg_fill, widget.weak_bg_fill, widget.bg_stroke) = (fill, fill, stroke);
            widget.fg_stroke = Stroke::new(1.5, palette.text);
            widget.corner_radius = 8.into();
        }
        if self.theme == Theme::HighContrast {
            // The rails of faders are seen where nothing fills them.
            widgets.inactive.bg_fill = palette.ground.lerp_to_gamma(palette.text, 0.35);
        }
        let size = self.size;
        ctx.all_styles_mut(move |style| {
            style.visuals = visuals.clone();
            style.spacing.item_spacing = egui::vec2(10.0, 10.0);
            style.spacing.button_padding = egui::vec2(14.0, 9.0);
            style.spacing.interact_size.y = 36.0;
            for (name, points) in [
                (TextStyle::Small, 14.0),
                (TextStyle::Body, 17.0),
                (TextStyle::Button, 17.0),
                (TextStyle::Monospace, 15.0),
                (TextStyle::Heading, 26.0),
            ] {
                style.text_styles.insert(name, FontId::new(points, FontFamily::Proportional));
            }
        });
        ctx.set_zoom_factor(size.clamp(1.0, 4.0));
    }
}
