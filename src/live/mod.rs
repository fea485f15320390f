//! Live play: clocks mapped to frames, queues, alerts, the supervisor.
//!
//! The engine never runs anywhere but inside an output's callback. It moves from output to
//! output as a box ([`handover()`]); while no device is there, a thread without sound keeps
//! its time ([`SilentOutput`]).

mod alert;
mod audio;
mod binding_ear;
mod buffer_steps;
mod calendar;
mod clock;
mod clock_cell;
mod desk;
mod device_memory;
mod feed;
mod frame_clock;
mod handover;
mod link;
mod live_engine;
mod losses;
mod monotonic;
mod play;
mod port;
mod press_timing;
mod silent;
mod status;
mod stems;
mod supervisor;
mod tap;
mod words;

pub use alert::{Alert, AlertLevel};
pub use audio::{AudioBackend, AudioChoice, AudioError, OutputInfo, RunningOutput, StreamWish};
pub use binding_ear::HeardControl;
pub use buffer_steps::{BUFFER_LADDER, BufferSteps, Pace, next_buffer};
pub use calendar::day_and_time;
pub use clock::{ClockLine, lead_frames};
pub use clock_cell::{ClockReader, ClockWriter, clock_cell};
pub use desk::NoPort;
pub use device_memory::{DeviceMemory, MemoryError, device_memory_path};
pub use feed::{Feed, Outgoing};
pub use frame_clock::FrameClock;
pub use handover::{OutputHead, OutputHealth, OutputTail, Realtime, handover};
pub use link::{AudioEnds, CommandEnd, ControlEnds, Link, MAX_SOURCES, Outlets, SourceEnd, Stamped};
pub use live_engine::LiveEngine;
pub use losses::{LossCounts, Losses};
pub use monotonic::{monotonic_ns, suspended_ns};
pub use play::{Live, LiveError, LiveSetup};
pub use port::{DISPLAY_KEYS, DeviceId, DeviceKind, Port, WINDOW_KEYS, WINDOW_POINTER, stands_for_all};
pub use press_timing::{PressTiming, TakenPress};
pub use silent::{Pacer, SILENT_OUTPUT, SilentOutput};
pub use status::LiveStatus;
pub use stems::StemsTap;
pub use supervisor::EngineFactory;
pub use tap::Tap;
