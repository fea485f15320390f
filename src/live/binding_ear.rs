//! Hearing what is pressed instead of playing it, so that it can be bound.

use std::collections::VecDeque;

use super::{DeviceId, DeviceKind};
use crate::input::{Control, ControlValue};

/// Most that waits to be fetched; what comes later is left out.
const WAITING: usize = 4096;

/// Something that a control did, for people to see that they were heard.
#[derive(Clone, Debug, PartialEq)]
pub struct HeardControl {
    /// Number of its device.
    pub device: DeviceId,
    /// What sort of device.
    pub kind: DeviceKind,
    /// Its name.
    pub device_name: String,
    /// The control.
    pub control: Control,
    /// What it did.
    pub value: ControlValue,
    /// When, on the system's monotonic clock.
    pub stamp_ns: u64,
}

/// What was heard, while somebody listens.
#[derive(Default)]
pub(super) struct BindingEar {
    heard: Option<VecDeque<HeardControl>>,
}

impl BindingEar {
    /// Listens from now on, or no more.
    pub(super) fn listen(&mut self, on: bool) {
        self.heard = on.then(VecDeque::new);
    }

    pub(super) fn is_listening(&self) -> bool {
        self.heard.is_some()
    }

    pub(super) fn hear(&mut self, heard: HeardControl) {
        if let Some(waiting) = self.heard.as_mut().filter(|waiting| waiting.len() < WAITING) {
            waiting.push_back(heard);
        }
    }

    pub(super) fn take(&mut self) -> Vec<HeardControl> {
        self.heard.as_mut().map(|waiting| waiting.drain(..).collect()).unwrap_or_default()
    }
}
