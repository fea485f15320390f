//! Live play: clocks mapped to frames, queues, alerts, the supervisor.

mod alert;
mod port;

pub use alert::{Alert, AlertLevel};
pub use port::{DeviceId, DeviceKind, Port};
