//! `cantus learn`: how far somebody moves a control becomes the fit of an axis.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::CommandError;
use super::args::LearnArgs;
use crate::device::{midi, pad};
use crate::input::{Control, ControlName, ControlValue, Role};
use crate::live::{Alert, DeviceId, DeviceKind, Port, monotonic_ns};
use crate::session::learning::Watch;

pub(super) fn learn(args: &LearnArgs) -> Result<(), CommandError> {
    pad::prepare();
    let role: Role = args.role.parse().map_err(CommandError::new)?;
    if !matches!(role, Role::Axis(_)) {
        return Err(CommandError::new(format!("`{role}` is a switch: an axis is `axis1` to `axis8`.")));
    }
    let wanted: Option<ControlName> =
        args.control.as_deref().map(str::parse).transpose().map_err(CommandError::new)?;
    let listener = Listener { wanted, watch: Arc::default(), devices: Arc::default(), stop: Arc::default() };
    let threads: Vec<_> = [pad::run as fn(Box<dyn Port>), midi::run]
        .into_iter()
        .map(|run| {
            let port = Box::new(listener.clone());
            std::thread::spawn(move || run(port))
        })
        .collect();
    eprintln!(
        "For {:.0} seconds: move it as far as is comfortable, several times, and let it rest in between.",
        args.seconds
    );
    std::thread::sleep(Duration::from_secs_f64(args.seconds));
    listener.stop.store(true, Ordering::Release);
    for thread in threads {
        let _ = thread.join();
    }
    let watch = std::mem::take(&mut *lock(&listener.watch));
    let learned = watch.learned(monotonic_ns()).map_err(CommandError::new)?;
    print!("{}", learned.lines(role));
    eprintln!("These lines belong into the person file (docs/persons.md).");
    Ok(())
}

/// What the sources of input speak to.
#[derive(Clone)]
struct Listener {
    wanted: Option<ControlName>,
    watch: Arc<Mutex<Watch>>,
    devices: Arc<Mutex<Vec<String>>>,
    stop: Arc<AtomicBool>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Listener {
    fn name(&self, device: DeviceId) -> String {
        lock(&self.devices).get(usize::from(device)).cloned().unwrap_or_default()
    }
}

impl Port for Listener {
    fn arrived(&mut self, _: DeviceKind, name: &str, _: &str) -> DeviceId {
        let mut devices = lock(&self.devices);
        devices.push(name.to_owned());
        eprintln!("Watching “{name}”.");
        DeviceId::try_from(devices.len() - 1).unwrap_or(DeviceId::MAX)
    }

    fn gone(&mut self, _: DeviceId) {}

    fn event(&mut self, device: DeviceId, _: u64, control: Control, value: ControlValue) {
        if let ControlValue::Moved(value) = value
            && self.wants(device, control)
        {
            lock(&self.watch).moved(&self.name(device), control, value, monotonic_ns());
        }
    }

    fn wants(&self, device: DeviceId, control: Control) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| {
            let named = |part: &String| self.name(device).to_lowercase().contains(&part.to_lowercase());
            wanted.control == control && wanted.device.as_ref().is_none_or(named)
        })
    }

    fn alert(&mut self, alert: Alert) {
        eprintln!("{} {}", alert.what, alert.advice);
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }
}
