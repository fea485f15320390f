//! The `[menu]` table of a person file.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::bindings::Binding;
use crate::access::{BodySetup, MenuItem, MenuItems, MenuOpens, MenuSetup};
use crate::document::Findings;
use crate::input::Role;
use crate::nearest::nearest;

/// The player's own menu.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MenuTable {
    /// What opens it: a long press ("long_press"), a press after a soft cue that comes after 20 s
    /// without one ("rest", for switches that cannot be held), a switch of its own that plays
    /// nothing ("b"), or nothing ("off"). Without it "rest" where all switches give pulses, else
    /// "long_press".
    #[schemars(with = "Option<String>")]
    pub opens_by: Option<Spanned<String>>,
    /// What is in it, in this order: "louder", "softer", "gentler", "fiercer", "next_piece",
    /// "previous_piece", "another_sound", "slower", "faster", "keep_that", "record", "finish",
    /// "rest", "silence", "call", "leave". Leave is always there, at the end where it is not named.
    #[schemars(with = "Option<Vec<String>>", length(max = 16), extend("default" = default_items()))]
    pub items: Option<Vec<Spanned<String>>>,
    /// Loudness of its cues, as their peak in dBFS, -60 to -12.
    #[schemars(range(min = -60, max = -12), extend("default" = -24))]
    pub cue_db: Option<f64>,
    /// Whether the names of items are spoken: where the system can ("auto"), or never ("off").
    #[schemars(extend("default" = "auto"))]
    pub speech: Option<SpeechName>,
}

/// Whether items are spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum SpeechName {
    Auto,
    Off,
}

fn default_items() -> Vec<&'static str> {
    MenuItems::default().as_slice().iter().map(|item| item.row().id).collect()
}

impl MenuTable {
    /// The menu it describes, for somebody who only has pulses, or not.
    pub fn setup(&self, pulses_only: bool, findings: &mut Findings<'_>) -> MenuSetup {
        let default = MenuSetup::default();
        MenuSetup {
            opens: match &self.opens_by {
                Some(written) => opens(written, findings),
                None if pulses_only => MenuOpens::Rest,
                None => default.opens,
            },
            items: match &self.items {
                Some(written) => MenuItems::new(written.iter().filter_map(|name| item(name, findings))),
                None => default.items,
            },
            cue_db: self.cue_db.map_or(default.cue_db, |db| db as f32),
        }
    }

    /// Adds what keeps the menu from ever being opened: nobody would notice before they need it.
    pub fn check(&self, body: &BodySetup, rows: &[Binding], findings: &mut Findings<'_>) {
        let Some(written) = &self.opens_by else { return };
        let played = || {
            rows.iter().filter_map(|row| match row.role {
                Role::Switch(number) => Some(number),
                _ => None,
            })
        };
        let wrong = match body.menu.opens {
            MenuOpens::LongPress => {
                let mut switches = played().map(|number| &body.switches[usize::from(number)]);
                let is_there = switches.any(|switch| switch.long_press_ms.is_some());
                (!is_there)
                    .then(|| "no switch has a long press: give `long_press_ms` under [switch.a]".to_owned())
            }
            MenuOpens::Switch(number) => {
                let role = Role::Switch(number);
                if played().all(|other| other != number) {
                    Some(format!("no control plays `{role}`: bind one to it"))
                } else if body.next.is_some_and(|next| next.keeps(role)) {
                    Some(format!("`{role}` goes on to the next piece already"))
                } else {
                    None
                }
            }
            MenuOpens::Rest | MenuOpens::Off => None,
        };
        if let Some(message) = wrong {
            findings.add(written.span(), message);
        }
    }

    /// Whether items are spoken.
    pub fn speaks(&self) -> bool {
        self.speech != Some(SpeechName::Off)
    }
}

fn opens(written: &Spanned<String>, findings: &mut Findings<'_>) -> MenuOpens {
    match written.get_ref().as_str() {
        "off" => MenuOpens::Off,
        "long_press" => MenuOpens::LongPress,
        "rest" => MenuOpens::Rest,
        other => match other.parse() {
            Ok(Role::Switch(number)) => MenuOpens::Switch(number),
            _ => {
                let message = format!(
                    "`{other}` opens no menu: use \"long_press\", \"rest\", \"off\", or a switch `a` to `p`"
                );
                findings.add(written.span(), message);
                MenuOpens::Off
            }
        },
    }
}

fn item(written: &Spanned<String>, findings: &mut Findings<'_>) -> Option<MenuItem> {
    let named = MenuItem::named(written.get_ref());
    if named.is_none() {
        let name = written.get_ref();
        let ids: Vec<&str> = MenuItem::choices().map(|item| item.row().id).collect();
        let meant = match nearest(name, ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", ids.join(", ")),
        };
        findings.add(written.span(), format!("`{name}` is no menu item: {meant}"));
    }
    named
}
