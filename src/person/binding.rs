//! Bindings: from controls to roles.

use arrayvec::ArrayVec;

use crate::input::{Control, ControlValue, RoleEvent};
use crate::time::Frames;

/// What one control event becomes: usually one role event, none where nobody bound it.
pub type BoundEvents = ArrayVec<RoleEvent, 4>;

/// Turns control events into role events and numbers each control it meets.
pub struct Binder {}

impl Binder {
    /// What `control` of `device` (by number and name) did, in roles. Explicit bindings
    /// beat wildcards; a device selector matches part of the name, ignoring case.
    pub fn bind(
        &mut self,
        device: u16,
        device_name: &str,
        control: Control,
        value: ControlValue,
        at: Frames,
    ) -> BoundEvents {
        let _ = (device, device_name, control, value, at);
        BoundEvents::new()
    }

    /// Whether any binding uses `control` of a device of this name.
    pub fn wants(&self, device_name: &str, control: Control) -> bool {
        let _ = (device_name, control);
        false
    }

    /// The device is gone: what its controls that have been seen do, each
    /// [`RoleValue::Lost`](crate::input::RoleValue::Lost).
    pub fn lost(&mut self, device: u16, at: Frames) -> Vec<RoleEvent> {
        let _ = (device, at);
        Vec::new()
    }
}
