//! What leaves the engine beside the sound.

use super::lane::{MAX_LANES, MAX_NOTES};
use super::{LostReason, MenuSnapshot, Music, OtherSound, Revision, Stems, TempoMark};
use crate::access::{Body, MenuItem, SwitchState};
use crate::band::BandSnapshot;
use crate::input::{ClockMessage, MAX_AXES, MAX_SWITCHES, Role, RoleEvent};
use crate::music::{Harmony, HeardChord, Key, Pitch};
use crate::play::{ModeStatus, Velocity};
use crate::time::{BeatPosition, Frames};

/// A note as it sounded: one row of the notes file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoteRecord {
    /// First frame of the onset, or of the release.
    pub at: Frames,
    /// Its lane: the number of the part, from 0; the leader's and the band's lanes lie behind
    /// those of all parts.
    pub part: u8,
    /// Started (`true`) or released.
    pub on: bool,
    /// Pitch at the onset; its release repeats it, wherever the note has glided to.
    pub pitch: Pitch,
    /// Velocity of the note-on, 1 to 127.
    pub velocity: Velocity,
    /// Number of the note within its lane.
    pub note: u32,
}

/// A sounding note that begins to glide to another pitch.
///
/// It stays one note: its one onset came before, its one release comes after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GlideRecord {
    /// First frame of the glide.
    pub at: Frames,
    /// Number of the part, from 0.
    pub part: u8,
    /// Number of the note within its part.
    pub note: u32,
    /// Pitch at the end, in the lock that holds at `at`.
    pub pitch: Pitch,
    /// Length of the glide.
    pub frames: Frames,
}

/// An input event with the frame it took effect: what a journal keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Applied {
    /// The event; its `at` is the frame applied.
    pub event: RoleEvent,
    /// By how many frames it came too late for its wanted moment.
    pub late_frames: Frames,
}

/// Something the engine wants somebody to know. Codes, never text: the supervisor
/// finds the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Notice {
    /// Events were lost.
    Lost {
        /// How many.
        events: u32,
        /// Why.
        reason: LostReason,
    },
    /// A switch was held longer than the person file allows; it faded and waits for
    /// its release.
    StuckSwitch {
        /// Its role.
        role: Role,
    },
    /// The guard met NaN or infinity; the music was silenced and plays on.
    NotFinite,
    /// A long press was recognised.
    LongPress {
        /// Its role.
        role: Role,
    },
    /// A double press was recognised.
    DoublePress {
        /// Its role.
        role: Role,
    },
    /// The player opened their menu.
    MenuOpened,
    /// The player took an item. Whoever holds the engine does it.
    MenuTaken(MenuItem),
    /// The menu closed: an item was taken, or nothing was for a while.
    MenuClosed,
    /// The player is calling somebody: the chime repeats until it is acknowledged.
    Calling,
    /// The call ended, by whoever came or by the player.
    CallEnded,
    /// The music rests until the next press.
    Resting,
    /// A press woke the music.
    Woken,
    /// The person asked for the next piece of a set list.
    Next,
    /// The tempo or the metre changed, or other music began.
    Tempo(TempoMark),
    /// A command took effect on this frame (its number in the order of sending).
    CommandApplied {
        /// When.
        at: Frames,
        /// Which, counted from 0.
        number: u64,
    },
}

/// A message of the clock that others follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTold {
    /// When.
    pub at: Frames,
    /// What.
    pub message: ClockMessage,
}

/// Where the engine puts what leaves it. Called from `render`, so it must neither
/// allocate nor wait.
pub trait Sink {
    /// A note started or was released.
    fn note(&mut self, note: NoteRecord) {
        let _ = note;
    }
    /// A sounding note began to glide.
    fn glide(&mut self, glide: GlideRecord) {
        let _ = glide;
    }
    /// An input took effect.
    fn applied(&mut self, applied: Applied) {
        let _ = applied;
    }
    /// Somebody should know.
    fn notice(&mut self, notice: Notice) {
        let _ = notice;
    }
    /// The clock goes on, for those who follow it.
    fn clock(&mut self, told: ClockTold) {
        let _ = told;
    }
    /// A block was rendered, where [`Engine::keep_stems`](super::Engine::keep_stems) asked for
    /// its parts.
    fn stems(&mut self, stems: &Stems) {
        let _ = stems;
    }
    /// Something that was replaced, on its way to be dropped elsewhere. If it cannot be taken now
    /// it is given back and offered again later.
    ///
    /// # Errors
    /// The thing itself, where there is no room.
    fn retired(&mut self, retired: Retired) -> Result<(), Retired>;
}

/// What was replaced and must be freed elsewhere than on the audio thread.
pub enum Retired {
    /// Music that has rung out.
    Music(Box<Music>),
    /// The sound of a part that another took the place of.
    Sound(Box<OtherSound>),
    /// A revision that was made.
    Revision(Box<Revision>),
    /// Somebody who plays no more.
    Body(Box<Body>),
}

/// A switch role as the screen shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SwitchSnapshot {
    /// A press of this role was accepted and has not ended: it is held, latched, or a pulse
    /// that still sounds.
    pub down: bool,
    /// What the switch is doing right now.
    pub state: SwitchState,
    /// Accepted presses since the start.
    pub presses: u32,
}

impl PartSnapshot {
    /// Pitches that sound, the oldest first.
    pub fn sounding(&self) -> &[Pitch] {
        &self.pitches[..usize::from(self.notes).min(MAX_NOTES)]
    }
}

/// A part as the screen shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PartSnapshot {
    /// Peak of its bus in the last block, linear.
    pub peak: f32,
    /// Notes that sound.
    pub notes: u8,
    /// Their pitches, as many as `notes` says, the oldest first.
    pub pitches: [Pitch; MAX_NOTES],
    /// The last pitch started.
    pub last_pitch: Option<Pitch>,
    /// What its last press was delayed by, in ms: the work of the assist.
    pub assisted_ms: f32,
    /// What its mode shows.
    pub mode: ModeStatus,
}

/// What a leader is heard to play.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeaderSnapshot {
    /// The last chord, once it is settled.
    pub chord: Option<HeardChord>,
    /// The key.
    pub key: Option<Key>,
}

/// The state of the instrument after a block: copied out for the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snapshot {
    /// First frame not rendered yet.
    pub frame: Frames,
    /// Peak of the output in the last block, linear.
    pub peak: f32,
    /// Voices that sound or ring out.
    pub voices: u16,
    /// What sounds, by lane: parts first, then the leader, then the band.
    pub parts: [PartSnapshot; MAX_LANES],
    /// What the leader is heard to play, where the music has one.
    pub leader: Option<LeaderSnapshot>,
    /// How many parts players have.
    pub part_count: u8,
    /// Root, scale and chord.
    pub harmony: Harmony,
    /// Place in the music.
    pub beat: BeatPosition,
    /// Beats per minute.
    pub tempo_bpm: f64,
    /// What the band does, where there is one.
    pub band: Option<BandSnapshot>,
    /// Switch roles, `a` first.
    pub switches: [SwitchSnapshot; MAX_SWITCHES],
    /// Axis roles, 0 to 1, `axis1` first.
    pub axes: [f32; MAX_AXES],
    /// Events that came too late for their moment, since the start.
    pub late_events: u32,
    /// The switch role pressed last.
    pub last_press: Option<Role>,
    /// The player's menu, where they have one.
    pub menu: Option<MenuSnapshot>,
    /// The player is calling somebody.
    pub calling: bool,
    /// The music rests until the next press.
    pub resting: bool,
    /// How hard notes are struck, in steps from gentlest (−3) to fiercest (3).
    pub fierceness: i8,
}
