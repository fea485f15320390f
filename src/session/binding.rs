//! Binding by pressing: what is pressed is told in plain words instead of played, and given a
//! role.
//!
//! While a session listens, any key counts, not only those that are bound; keyboards are heard
//! only while the window or the terminal has focus, as always, and nothing of it is kept.

use super::learning::{Learned, Travel, Watch};
use super::running::Session;
use crate::input::{Control, ControlName, ControlValue, PersonEdit, Role};
use crate::live::{HeardControl, monotonic_ns, stands_for_all};

/// How far a control must have moved from where it was first to count as a press.
const PRESSED: f32 = 0.4;

/// A session that listens for what is to play a role.
pub(super) struct Listening {
    role: Role,
    watch: Watch,
    /// Where each control was first.
    first: Vec<(u16, Control, f32)>,
    heard: Option<Heard>,
}

/// A control that was heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The control as person files name it.
    pub control: String,
    /// Its device.
    pub device: String,
    /// Roles that it plays already.
    pub plays: Vec<Role>,
}

impl Session {
    /// Listens for what is to play `role`: until [`stop_listening`](Self::stop_listening) nothing
    /// that is pressed plays. What was held is let go.
    pub fn listen_for_binding(&mut self, role: Role) {
        self.live.listen_for_binding(true);
        self.listening = Some(Listening { role, watch: Watch::default(), first: Vec::new(), heard: None });
    }

    /// The first control that was pressed, or moved far, since it was listened; nothing yet where
    /// there is none.
    pub fn binding_heard(&mut self) -> Option<Heard> {
        let events = self.live.heard_controls();
        let several = |heard: &HeardControl| {
            let devices = self.live.devices().into_iter();
            devices.filter(|(_, kind, name)| *kind == heard.kind && !stands_for_all(name)).count() > 1
        };
        let listening = self.listening.as_mut()?;
        for event in events {
            let value = match event.value {
                ControlValue::Moved(value) => value,
                ControlValue::Down { .. } => 1.0,
                ControlValue::Up => 0.0,
            };
            listening.watch.moved(&event.device_name, event.control, value, event.stamp_ns);
            let known = (event.device, event.control);
            let first = listening.first.iter().find(|(device, control, _)| (*device, *control) == known);
            let first = first.map(|(_, _, first)| *first);
            if first.is_none() {
                listening.first.push((event.device, event.control, value));
            }
            let pressed = match event.value {
                ControlValue::Down { .. } => true,
                ControlValue::Up => false,
                ControlValue::Moved(value) => first.is_some_and(|first| (value - first).abs() >= PRESSED),
            };
            if pressed && listening.heard.is_none() {
                let person = self.music.person().map(crate::person::PersonSheet::person);
                listening.heard = Some(heard(&event, several(&event), person));
            }
        }
        listening.heard.clone()
    }

    /// How far the control that moved furthest has been moved since it was listened.
    pub fn axis_travel(&self) -> Option<Travel> {
        self.listening.as_ref()?.watch.furthest()
    }

    /// Roles that what was learned plays already.
    pub fn plays_already(&self, learned: &Learned) -> Vec<Role> {
        let bindings = &self.person().bindings;
        bindings.of(&learned.device, learned.control).iter().map(|binding| binding.role).collect()
    }

    /// How far the control that moved furthest was moved: to be asked when somebody has moved it
    /// as far as is comfortable, for a few seconds.
    ///
    /// # Errors
    /// A sentence, where nothing moved far enough or for long enough.
    pub fn axis_heard(&mut self) -> Result<Learned, String> {
        self.binding_heard();
        let Some(listening) = &mut self.listening else {
            return Err("Nobody listens for a movement.".to_owned());
        };
        let watch = std::mem::take(&mut listening.watch);
        watch.learned(monotonic_ns()).map_err(|error| error.to_string())
    }

    /// What is pressed plays again.
    pub fn stop_listening(&mut self) {
        self.listening = None;
        self.live.listen_for_binding(false);
    }

    /// Gives a role to what was heard, to it alone or to it too, and says what plays it now and
    /// what else the control plays.
    ///
    /// # Errors
    /// A sentence, where it cannot play that role; nothing is changed then.
    pub fn bind(&mut self, role: Role, heard: &Heard, alone: bool) -> Result<String, String> {
        let control = heard.control.clone();
        self.edit_person(&match alone {
            true => PersonEdit::Bind { role, control },
            false => PersonEdit::Also { role, control },
        })?;
        let Heard { control, device, .. } = heard;
        let others: Vec<String> =
            heard.plays.iter().filter(|other| **other != role).map(ToString::to_string).collect();
        Ok(match others.join(", ").as_str() {
            "" => format!("Now {role} is {control}{}.", on(device)),
            others => format!("Now {role} is {control}{}. It plays {others} as well.", on(device)),
        })
    }

    /// Gives the role that was listened for to the axis that was learned, with its range.
    ///
    /// # Errors
    /// A sentence, where it cannot play that role; nothing is changed then.
    pub fn bind_axis(&mut self, learned: &Learned) -> Result<String, String> {
        let Some(role) = self.listening.as_ref().map(|listening| listening.role) else {
            return Err("Nobody listens for a movement.".to_owned());
        };
        let control = ControlName { device: None, control: learned.control }.to_string();
        let fit = &learned.fit;
        let (low, high, rest, dead_zone) = (fit.low, fit.high, fit.rest, fit.dead_zone);
        self.change_person(&[
            PersonEdit::Bind { role, control },
            PersonEdit::Fit { role, low, high, rest, dead_zone },
        ])?;
        let Learned { control, device, .. } = learned;
        Ok(format!("Now {role} is {control}{}, from {low:.2} to {high:.2}.", on(device)))
    }
}

/// Where a control is, where that says anything: not where one name stands for all keyboards.
fn on(device: &str) -> String {
    if stands_for_all(device) { String::new() } else { format!(" on {device}") }
}

fn heard(event: &HeardControl, several: bool, person: Option<&crate::person::Person>) -> Heard {
    let name = &event.device_name;
    // Only where there are several does it matter which: a box that is replaced plays on.
    let is_known = several && !stands_for_all(name) && !name.contains(['[', ']']);
    let device = is_known.then(|| name.clone());
    let plays = person.map_or_else(Vec::new, |person| {
        person.bindings.of(name, event.control).iter().map(|binding| binding.role).collect()
    });
    Heard { control: ControlName { device, control: event.control }.to_string(), device: name.clone(), plays }
}
