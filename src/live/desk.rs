//! Where input threads meet: the binder, the table of devices, the alerts.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use super::binding_ear::{BindingEar, HeardControl};
use super::link::SourceEnd;
use super::{Alert, AlertLevel, DeviceId, DeviceKind, Port, monotonic_ns};
use crate::engine::Notice;
use crate::input::{ClockMessage, Control, ControlValue, RoleEvent, RoleValue};
use crate::person::{Binder, MAX_SLOTS};
use crate::time::Frames;

/// Most alerts and notices that wait to be fetched; the oldest go first.
const WAITING: usize = 1024;
/// A stamp further back than this, or ahead, is no stamp of ours: now is taken instead.
const OLDEST_STAMP_NS: u64 = 1_000_000_000;
/// The frame of what has only a stamp yet; see [`SourceEnd::push`].
const UNMAPPED: Frames = 0;
/// Devices that arrive this soon after the start were there before it.
const START_NS: u64 = 3_000_000_000;

/// What input threads, supervisor and screen share. The audio thread never comes here.
pub(super) struct Desk {
    bindings: Mutex<Bindings>,
    alerts: Mutex<VecDeque<Alert>>,
    notices: Mutex<VecDeque<Notice>>,
    soft_starts: Mutex<VecDeque<u64>>,
    spare: Mutex<Vec<SourceEnd>>,
    heard: Mutex<Option<HeardControl>>,
    stopping: AtomicBool,
    follows_clock: AtomicBool,
    started_ns: u64,
    /// Controls without a slot that somebody was told of.
    ignored_told: AtomicUsize,
}

struct Bindings {
    binder: Binder,
    ear: BindingEar,
    devices: Vec<Known>,
}

impl Bindings {
    fn release_all(&mut self, source: &mut SourceEnd) {
        for device in 0..self.devices.len() {
            for event in self.binder.lost(device as DeviceId, UNMAPPED) {
                source.push(event, monotonic_ns());
            }
        }
    }

    /// Whether somebody listens to what is pressed, who has heard this then.
    fn hears(&mut self, device: DeviceId, stamp_ns: u64, control: Control, value: ControlValue) -> bool {
        if !self.ear.is_listening() {
            return false;
        }
        if let Some(Known { kind, name, .. }) = self.devices.get(usize::from(device)) {
            let (kind, device_name) = (*kind, name.clone());
            self.ear.hear(HeardControl { device, kind, device_name, control, value, stamp_ns });
        }
        true
    }
}

/// A device that is or was there. Its place is its number.
struct Known {
    kind: DeviceKind,
    name: String,
    identity: String,
    there: bool,
}

/// Locks even where another input thread panicked: what it guards is whole after each call.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn push_bounded<T>(queue: &Mutex<VecDeque<T>>, item: T) {
    let mut queue = lock(queue);
    if queue.len() == WAITING {
        queue.pop_front();
    }
    queue.push_back(item);
}

impl Desk {
    pub(super) fn new(binder: Binder, sources: Vec<SourceEnd>) -> Self {
        Desk {
            bindings: Mutex::new(Bindings { binder, ear: BindingEar::default(), devices: Vec::new() }),
            alerts: Mutex::default(),
            notices: Mutex::default(),
            soft_starts: Mutex::default(),
            spare: Mutex::new(sources),
            heard: Mutex::default(),
            stopping: AtomicBool::new(false),
            follows_clock: AtomicBool::new(false),
            started_ns: monotonic_ns(),
            ignored_told: AtomicUsize::new(0),
        }
    }

    pub(super) fn alert(&self, alert: Alert) {
        tracing::debug!(what = %alert.what, "alert");
        push_bounded(&self.alerts, alert);
    }

    pub(super) fn notice(&self, notice: Notice) {
        push_bounded(&self.notices, notice);
    }

    pub(super) fn take_alerts(&self) -> Vec<Alert> {
        self.tell_ignored();
        lock(&self.alerts).drain(..).collect()
    }

    /// Tells of controls that came when every slot was taken. New bindings begin anew.
    fn tell_ignored(&self) {
        let ignored = lock(&self.bindings).binder.ignored_controls();
        if ignored > self.ignored_told.swap(ignored, Ordering::Relaxed) {
            self.alert(Alert {
                level: AlertLevel::Warning,
                what: format!("More than {MAX_SLOTS} different controls were used: new ones do not play."),
                still: "Every control that has played before plays on.".to_owned(),
                advice: "Start Cantus anew, or bind fewer controls in the person file.".to_owned(),
            });
        }
    }

    /// The bound control that was pressed last.
    pub(super) fn last_heard(&self) -> Option<HeardControl> {
        lock(&self.heard).clone()
    }

    pub(super) fn take_notices(&self) -> Vec<Notice> {
        lock(&self.notices).drain(..).collect()
    }

    /// The supervisor sent a *soft start* of this number among the commands.
    pub(super) fn soft_start(&self, number: u64) {
        push_bounded(&self.soft_starts, number);
    }

    pub(super) fn take_soft_starts(&self) -> Vec<u64> {
        lock(&self.soft_starts).drain(..).collect()
    }

    /// Whether MIDI clocks count from now on.
    pub(super) fn follow_clock(&self, follows: bool) {
        self.follows_clock.store(follows, Ordering::Release);
    }

    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Devices that are there now: number, kind and name.
    pub(super) fn devices(&self) -> Vec<(DeviceId, DeviceKind, String)> {
        let bindings = lock(&self.bindings);
        (0..)
            .zip(&bindings.devices)
            .filter(|(_, known)| known.there)
            .map(|(device, known)| (device, known.kind, known.name.clone()))
            .collect()
    }

    /// Puts another person's bindings in place. What the old ones held is released through
    /// `source`.
    pub(super) fn set_binder(&self, binder: Binder, source: &mut SourceEnd) {
        let mut bindings = lock(&self.bindings);
        bindings.release_all(source);
        bindings.binder = binder;
    }

    /// Releases everything that is held, through `source`.
    pub(super) fn let_go(&self, source: &mut SourceEnd) {
        lock(&self.bindings).release_all(source);
    }

    /// From now on what is pressed is heard instead of played, or played again. What was held is
    /// released through `source`.
    pub(super) fn listen_for_binding(&self, on: bool, source: &mut SourceEnd) {
        let mut bindings = lock(&self.bindings);
        bindings.release_all(source);
        bindings.ear.listen(on);
    }

    /// What was heard since the last call.
    pub(super) fn heard_controls(&self) -> Vec<HeardControl> {
        lock(&self.bindings).ear.take()
    }

    pub(super) fn port(desk: &Arc<Self>, source: &str) -> Result<Box<dyn Port>, NoPort> {
        let end = lock(&desk.spare).pop().ok_or_else(|| NoPort(source.to_owned()))?;
        Ok(Box::new(LivePort {
            source: source.to_owned(),
            end: Some(end),
            desk: Arc::clone(desk),
            mine: Vec::new(),
            last_stamp_ns: 0,
        }))
    }
}

/// No more sources of input can be opened.
#[derive(Debug, thiserror::Error)]
#[error("too many sources of input: `{0}` cannot be heard; the others play on")]
pub struct NoPort(pub String);

/// A source's way in.
struct LivePort {
    source: String,
    /// There until the port is dropped.
    end: Option<SourceEnd>,
    desk: Arc<Desk>,
    /// Devices that arrived through this port and are there.
    mine: Vec<DeviceId>,
    /// Stamp of the event before.
    last_stamp_ns: u64,
}

/// The stamp, or now where it cannot be one of ours.
fn believable(stamp_ns: u64) -> u64 {
    let now_ns = monotonic_ns();
    match now_ns.checked_sub(stamp_ns) {
        Some(age_ns) if age_ns <= OLDEST_STAMP_NS => stamp_ns,
        _ => now_ns,
    }
}

impl LivePort {
    fn release(&mut self, device: DeviceId) {
        let mut bindings = lock(&self.desk.bindings);
        if let Some(end) = &mut self.end {
            for event in bindings.binder.lost(device, UNMAPPED) {
                end.push(event, monotonic_ns());
            }
        }
        if let Some(known) = bindings.devices.get_mut(usize::from(device)) {
            known.there = false;
        }
        self.mine.retain(|mine| *mine != device);
    }
}

impl Port for LivePort {
    fn arrived(&mut self, kind: DeviceKind, name: &str, identity: &str) -> DeviceId {
        let mut bindings = lock(&self.desk.bindings);
        let devices = &mut bindings.devices;
        // Two of the same make are told apart by which of them is there.
        let place = devices.iter().position(|known| known.identity == identity && !known.there);
        let (device, again) = match place {
            Some(place) => {
                devices[place].there = true;
                devices[place].kind = kind;
                devices[place].name = name.to_owned();
                (place, true)
            }
            None => {
                devices.push(Known {
                    kind,
                    name: name.to_owned(),
                    identity: identity.to_owned(),
                    there: true,
                });
                (devices.len() - 1, false)
            }
        };
        drop(bindings);
        let device = DeviceId::try_from(device).unwrap_or(DeviceId::MAX);
        self.mine.push(device);
        let late = monotonic_ns() > self.desk.started_ns + START_NS;
        if kind != DeviceKind::Terminal && (again || late) {
            self.desk.alert(Alert {
                level: AlertLevel::Note,
                what: format!("{} “{name}” is {}.", words(kind), if again { "back" } else { "plugged in" }),
                still: "It can be played now.".to_owned(),
                advice: String::new(),
            });
        }
        device
    }

    fn gone(&mut self, device: DeviceId) {
        self.release(device);
        let bindings = lock(&self.desk.bindings);
        let Some(known) = bindings.devices.get(usize::from(device)) else { return };
        let alert = Alert {
            level: AlertLevel::Warning,
            what: format!("{} “{}” was unplugged.", words(known.kind), known.name),
            still: "What it held was released; everything else plays on.".to_owned(),
            advice: "Plug it in again: it works at once. If it is wireless, look at its battery.".to_owned(),
        };
        drop(bindings);
        self.desk.alert(alert);
    }

    fn event(&mut self, device: DeviceId, stamp_ns: u64, control: Control, value: ControlValue) {
        // What came later is played later, however a device's clock is mapped in between.
        let stamp_ns = believable(stamp_ns).max(self.last_stamp_ns);
        self.last_stamp_ns = stamp_ns;
        let mut bindings = lock(&self.desk.bindings);
        if bindings.hears(device, stamp_ns, control, value) {
            return;
        }
        let Bindings { binder, devices, .. } = &mut *bindings;
        let known = devices.get(usize::from(device));
        let name = known.map_or("", |known| known.name.as_str());
        let events = binder.bind(device, name, control, value, UNMAPPED);
        // A terminal tells no release: what it sends right behind a press has no length.
        let is_pulse = known.is_some_and(|known| known.kind == DeviceKind::Terminal);
        let is_press = events.iter().any(|event| matches!(event.value, RoleValue::Down { .. }));
        if let Some(known) = known.filter(|_| is_press) {
            let (kind, device_name) = (known.kind, known.name.clone());
            *lock(&self.desk.heard) =
                Some(HeardControl { device, kind, device_name, control, value, stamp_ns });
        }
        if let Some(end) = &mut self.end {
            for event in events {
                let event = RoleEvent { pulse: event.pulse || is_pulse, ..event };
                end.push(event, stamp_ns);
            }
        }
    }

    fn clock(&mut self, stamp_ns: u64, message: ClockMessage) {
        if !self.desk.follows_clock.load(Ordering::Acquire) {
            return;
        }
        let stamp_ns = believable(stamp_ns).max(self.last_stamp_ns);
        self.last_stamp_ns = stamp_ns;
        if let Some(end) = &mut self.end {
            end.push(RoleEvent::clock(UNMAPPED, message), stamp_ns);
        }
    }

    fn wants(&self, device: DeviceId, control: Control) -> bool {
        let bindings = lock(&self.desk.bindings);
        let name = bindings.devices.get(usize::from(device)).map_or("", |known| known.name.as_str());
        bindings.ear.is_listening() || bindings.binder.wants(name, control)
    }

    fn alert(&mut self, alert: Alert) {
        self.desk.alert(alert);
    }

    fn stopping(&self) -> bool {
        self.desk.stopping.load(Ordering::Acquire)
    }
}

impl Drop for LivePort {
    /// A source that ends, even by a panic, leaves nothing held.
    fn drop(&mut self) {
        let mine = std::mem::take(&mut self.mine);
        let held = mine.len();
        for device in mine {
            self.release(device);
        }
        if let Some(end) = self.end.take() {
            lock(&self.desk.spare).push(end);
        }
        if held > 0 && !self.stopping() {
            self.desk.alert(Alert {
                level: AlertLevel::Warning,
                what: format!("Input from {} has ended.", self.source),
                still: "What it held was released; other inputs play on.".to_owned(),
                advice: "Start Cantus anew to play with it again.".to_owned(),
            });
        }
    }
}

fn words(kind: DeviceKind) -> &'static str {
    match kind {
        DeviceKind::Keyboard => "The keyboard",
        DeviceKind::SwitchBox => "The switch box",
        DeviceKind::Mouse => "The mouse",
        DeviceKind::Touch => "The touch screen",
        DeviceKind::Pad => "The gamepad",
        DeviceKind::Midi => "The MIDI device",
        DeviceKind::Terminal => "The terminal",
    }
}
