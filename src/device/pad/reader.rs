//! The gamepad thread.

use std::thread::sleep;
use std::time::{Duration, UNIX_EPOCH};

use gilrs::{Axis, Event, EventType, Gilrs, GilrsBuilder};

use super::held::Held;
use super::kernel::{KernelPads, Model};
use super::names::{self, AxisControl, Source};
use super::one::Pad;
use crate::device::clock::{SECOND_NS, from_wall, monotonic_ns, wall_ns};
use crate::device::guarded;
use crate::input::PadControl;
use crate::live::{Alert, AlertLevel, DeviceKind, Port};

/// Longest wait for an event, in ms; an event ends it at once.
const WAIT_MS: u64 = 50;
/// How often what is held is compared with the kernel, in ns.
const COMPARE_NS: u64 = 50_000_000;
/// How often the gamepads there are are compared with the kernel's, in ns.
const COUNT_NS: u64 = 200_000_000;
/// How long both may differ before the library is started anew, in ns.
const PATIENCE_NS: u64 = 400_000_000;
/// How long to wait before the library is tried again after it failed, in ns.
const RETRY_NS: u64 = 2 * SECOND_NS;

/// Reads gamepads until the port says stop.
///
/// Guards against what is known of gilrs 0.11 on Linux, each shown in `tests/lab`:
/// - Of two gamepads plugged in at once the second stays unseen, and of two pulled out at
///   once the second stays: the number of gamepads is compared with the kernel's, and the
///   library started anew where they differ.
/// - After an overflow of the kernel's queue (stamp zero) old events are told after the
///   true state: they are dropped, and the kernel is asked what is down. What the kernel
///   calls up for a while is let go in any case.
/// - A gamepad that is pulled out has no releases: the port is told that it is gone.
/// - Between that and udev's notice the blocking call returns at once: short sleeps.
/// - A panic in the library ends no music: it is started anew.
///
/// The thread must not run with real-time priority.
pub fn run(mut port: Box<dyn Port>) {
    let mut pads =
        Pads { kernel: KernelPads::default(), pads: Vec::new(), hopeless: Vec::new(), told: Vec::new() };
    let mut told_failure = false;
    if let Some(alert) = without_udev() {
        port.alert(alert);
    }
    while !port.stopping() {
        if cfg!(target_os = "linux") && !std::path::Path::new("/dev/input").exists() {
            // The directory comes with the first device; the library cannot start without.
            sleep(Duration::from_millis(WAIT_MS));
            continue;
        }
        let served = guarded::catch(|| {
            let mut gilrs = start().map_err(|error| error.to_string())?;
            told_failure = false;
            pads.adopt(&gilrs, port.as_mut());
            pads.serve(&mut gilrs, port.as_mut());
            Ok::<(), String>(())
        });
        let reason = match served {
            Some(Ok(())) => continue,
            Some(Err(reason)) => reason,
            None => "the gamepad library stopped unexpectedly".to_owned(),
        };
        for pad in pads.pads.drain(..) {
            port.gone(pad.device);
        }
        if !std::mem::replace(&mut told_failure, true) {
            port.alert(Alert {
                level: AlertLevel::Warning,
                what: format!("Gamepads cannot be read: {reason}."),
                still: "Keys, switches and MIDI play.".into(),
                advice: "It is tried again every two seconds; plugging the gamepad in again may help.".into(),
            });
        }
        let until_ns = monotonic_ns() + RETRY_NS;
        while monotonic_ns() < until_ns && !port.stopping() {
            sleep(Duration::from_millis(WAIT_MS));
        }
    }
}

/// What to tell where no udev daemon describes devices.
#[cfg(target_os = "linux")]
fn without_udev() -> Option<Alert> {
    if crate::device::keyboard::udev_runs() || !std::path::Path::new("/dev/input").exists() {
        return None;
    }
    let what = "This system has no udev daemon to describe gamepads.".to_owned();
    Some(if std::env::var_os("GILRS_DISABLE_UDEV").is_some() {
        Alert {
            level: AlertLevel::Note,
            what,
            still: "Gamepads are found all the same, by what they say of themselves.".into(),
            advice: "Nothing needs to be done.".into(),
        }
    } else {
        Alert {
            level: AlertLevel::Warning,
            what,
            still: "Keys, switches and MIDI play; gamepads do not.".into(),
            advice: "Start the program with GILRS_DISABLE_UDEV=1 set.".into(),
        }
    })
}

#[cfg(not(target_os = "linux"))]
fn without_udev() -> Option<Alert> {
    None
}

fn start() -> Result<Gilrs, Box<gilrs::Error>> {
    // The library's own filters would round away small movements: a dead zone and steps of
    // 1 % of the travel. The body's conditioning does that by the person file.
    GilrsBuilder::new()
        .with_default_filters(false)
        .with_force_feedback(false)
        .set_axis_to_btn(names::TRIGGER_DOWN, names::TRIGGER_UP)
        .build()
        .map_err(Box::new)
}

struct Pads {
    kernel: KernelPads,
    pads: Vec<Pad>,
    /// Models whose number stays wrong however often the library is started anew.
    hopeless: Vec<Model>,
    /// Models that somebody was told cannot be read.
    told: Vec<Model>,
}

impl Pads {
    /// Takes over the gamepads of a library that was just started. Those that were known
    /// stay the same device, and what was held on them stays held if it still is.
    fn adopt(&mut self, gilrs: &Gilrs, port: &mut dyn Port) {
        self.kernel.look();
        let mut before = std::mem::take(&mut self.pads);
        for (number, gamepad) in gilrs.gamepads() {
            let model = Model::new(gamepad.uuid(), gamepad.os_name());
            if let Some(place) = before.iter().position(|pad| pad.model == model) {
                let mut pad = before.remove(place);
                pad.number = usize::from(number);
                pad.doubtful = false;
                self.pads.push(pad);
            } else {
                self.arrived(usize::from(number), model, z_are_triggers(&gamepad), port);
            }
        }
        for pad in before {
            port.gone(pad.device);
        }
        self.compare(port, true);
    }

    fn arrived(&mut self, number: usize, model: Model, z_are_triggers: bool, port: &mut dyn Port) {
        if !is_ours(&self.kernel, &model) {
            return;
        }
        let base = model.identity();
        let mut identity = base.clone();
        for ordinal in 2.. {
            if !self.pads.iter().any(|pad| pad.identity == identity) {
                break;
            }
            identity = format!("{base} #{ordinal}");
        }
        let device = port.arrived(DeviceKind::Pad, &model.name, &identity);
        // The library's table of names swaps A and B of one make of the Xbox Adaptive
        // Controller; the kernel's driver names them right.
        let kernel_names = (model.vendor, model.product) == (0x045e, 0x0b0a);
        self.pads.push(Pad {
            number,
            model,
            identity,
            device,
            held: Held::default(),
            kernel_names,
            z_are_triggers,
            doubtful: false,
            names: Vec::new(),
        });
    }

    /// Serves events until the library has to be started anew or the port says stop.
    fn serve(&mut self, gilrs: &mut Gilrs, port: &mut dyn Port) {
        let (mut next_compare_ns, mut next_count_ns, mut differs_since) = (0, 0, None);
        let mut early = 0_u32;
        while !port.stopping() {
            let asked_ns = monotonic_ns();
            match gilrs.next_event_blocking(Some(Duration::from_millis(WAIT_MS))) {
                Some(event) => {
                    early = 0;
                    self.take(event, gilrs, port);
                    while let Some(event) = gilrs.next_event() {
                        self.take(event, gilrs, port);
                    }
                    self.settle_doubts(port);
                }
                None if monotonic_ns() - asked_ns < (WAIT_MS - 1) * 1_000_000 => {
                    early = early.saturating_add(1);
                    sleep(Duration::from_micros(if early < 40 { 500 } else { 5_000 }));
                }
                None => early = 0,
            }
            let now_ns = monotonic_ns();
            if now_ns >= next_compare_ns {
                next_compare_ns = now_ns + COMPARE_NS;
                self.compare(port, false);
            }
            if now_ns >= next_count_ns {
                next_count_ns = now_ns + COUNT_NS;
                self.kernel.look();
                self.tell_unreadable(port);
                self.catch_up(gilrs, port);
                match self.miscounted(gilrs) {
                    None => differs_since = None,
                    Some(model) => {
                        let since = *differs_since.get_or_insert(now_ns);
                        if now_ns - since >= PATIENCE_NS {
                            self.hopeless.push(model);
                            return;
                        }
                    }
                }
            }
        }
    }

    fn take(&mut self, event: Event, gilrs: &Gilrs, port: &mut dyn Port) {
        let number = usize::from(event.id);
        match event.event {
            EventType::Connected => {
                let gamepad = gilrs.gamepad(event.id);
                let model = Model::new(gamepad.uuid(), gamepad.os_name());
                self.kernel.look();
                self.gone(number, port);
                self.hopeless.retain(|hopeless| *hopeless != model);
                self.arrived(number, model, z_are_triggers(&gamepad), port);
                return;
            }
            EventType::Disconnected => return self.gone(number, port),
            _ => {}
        }
        let Some(pad) = self.pads.iter_mut().find(|pad| pad.number == number) else { return };
        let stamp_wall_ns = event.time.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64);
        pad.doubtful |= stamp_wall_ns == 0;
        let stamp_ns = from_wall(stamp_wall_ns, wall_ns(), monotonic_ns());
        match event.event {
            EventType::ButtonPressed(button, code) => {
                let control = names::button(button, code, pad.kernel_names);
                pad.button(control, Source::of(code), true, stamp_ns, port);
            }
            EventType::ButtonReleased(button, code) => {
                let control = names::button(button, code, pad.kernel_names);
                pad.button(control, Source::of(code), false, stamp_ns, port);
            }
            EventType::ButtonChanged(button, value, _) => {
                if let Some(stick) = names::trigger(button) {
                    pad.moved(PadControl::Stick(stick), value, stamp_ns, port);
                }
            }
            EventType::AxisChanged(axis, value, code) => match names::axis(axis, code, pad.z_are_triggers) {
                AxisControl::Continuous(control) => pad.moved(control, value, stamp_ns, port),
                AxisControl::Trigger(stick, button) => {
                    // The library's rest is one step above the end.
                    let travel = (value + 1.0) / 2.0;
                    let value = if travel <= 1.0 / 256.0 { 0.0 } else { travel };
                    pad.moved(stick, value, stamp_ns, port);
                    let source = Source::of(code);
                    if value >= names::TRIGGER_DOWN {
                        pad.button(button, source, true, stamp_ns, port);
                    } else if value <= names::TRIGGER_UP {
                        pad.button(button, source, false, stamp_ns, port);
                    }
                }
                AxisControl::Hat(below, above) => {
                    let source = Source::of(code);
                    // The one that is let go first: a hat goes straight from one side to
                    // the other.
                    let mut sides = [(below, value < -0.5), (above, value > 0.5)];
                    sides.sort_by_key(|(_, down)| *down);
                    for (control, down) in sides {
                        pad.button(control, source, down, stamp_ns, port);
                    }
                }
            },
            _ => {}
        }
    }

    fn gone(&mut self, number: usize, port: &mut dyn Port) {
        if let Some(place) = self.pads.iter().position(|pad| pad.number == number) {
            port.gone(self.pads.remove(place).device);
        }
    }

    /// After an overflow, with the queue read empty: takes the kernel's word.
    fn settle_doubts(&mut self, port: &mut dyn Port) {
        let now_ns = monotonic_ns();
        for pad in self.pads.iter_mut().filter(|pad| pad.doubtful) {
            pad.doubtful = false;
            let kernel = &self.kernel;
            let model = pad.model.clone();
            pad.let_go(now_ns, true, |source| kernel.is_down(&model, source), port);
            // Of two of a kind it is not known which has the button.
            let down = if kernel.count(&model) == 1 { kernel.down(&model) } else { Vec::new() };
            for code in down {
                let known = pad.names.iter().find(|name| name.0 == code).map(|name| name.1);
                let control = known.unwrap_or_else(|| PadControl::from_code(code));
                pad.button(control, Source::Key(code), true, now_ns, port);
            }
        }
    }

    fn compare(&mut self, port: &mut dyn Port, certain: bool) {
        let now_ns = monotonic_ns();
        for pad in self.pads.iter_mut().filter(|pad| pad.held.any()) {
            let kernel = &self.kernel;
            let model = pad.model.clone();
            pad.let_go(now_ns, certain, |source| kernel.is_down(&model, source), port);
        }
    }

    /// A model of which the kernel has more or fewer than the library.
    #[cfg(target_os = "linux")]
    fn miscounted(&mut self, gilrs: &Gilrs) -> Option<Model> {
        let theirs: Vec<Model> =
            gilrs.gamepads().map(|(_, gamepad)| Model::new(gamepad.uuid(), gamepad.os_name())).collect();
        let known = self.pads.iter().map(|pad| &pad.model);
        let models = self.kernel.models().chain(known);
        let differing: Vec<Model> = models
            .filter(|model| theirs.iter().filter(|their| their == model).count() != self.kernel.count(model))
            .cloned()
            .collect();
        self.hopeless.retain(|model| differing.contains(model));
        differing.into_iter().find(|model| !self.hopeless.contains(model))
    }

    #[cfg(not(target_os = "linux"))]
    fn miscounted(&mut self, _: &Gilrs) -> Option<Model> {
        None
    }

    /// Takes up gamepads that the library knows and the kernel did not describe in time.
    fn catch_up(&mut self, gilrs: &Gilrs, port: &mut dyn Port) {
        for (number, gamepad) in gilrs.gamepads() {
            let number = usize::from(number);
            if !self.pads.iter().any(|pad| pad.number == number) {
                let model = Model::new(gamepad.uuid(), gamepad.os_name());
                self.arrived(number, model, z_are_triggers(&gamepad), port);
            }
        }
    }

    #[cfg(target_os = "linux")]
    fn tell_unreadable(&mut self, port: &mut dyn Port) {
        for model in self.kernel.unreadable() {
            if !self.told.contains(model) {
                self.told.push(model.clone());
                port.alert(Alert {
                    level: AlertLevel::Warning,
                    what: format!(
                        "The gamepad “{}” is plugged in but cannot be read (no permission).",
                        model.name
                    ),
                    still: "All other inputs play.".into(),
                    advice: "Log in at the machine itself: over the network the system gives no access."
                        .into(),
                });
            }
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn tell_unreadable(&mut self, _: &mut dyn Port) {}
}

/// Whether the second stick has axes of its own, which leaves Z and RZ to the triggers.
fn z_are_triggers(gamepad: &gilrs::Gamepad<'_>) -> bool {
    gamepad.axis_code(Axis::RightStickX).is_some() && gamepad.axis_code(Axis::RightStickY).is_some()
}

/// Without udev the library also takes touch pads for gamepads.
#[cfg(target_os = "linux")]
fn is_ours(kernel: &KernelPads, model: &Model) -> bool {
    kernel.count(model) > 0
}

#[cfg(not(target_os = "linux"))]
fn is_ours(_: &KernelPads, _: &Model) -> bool {
    true
}
