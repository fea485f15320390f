//! What the player takes in their own menu, done; and the menu spoken.

use std::path::{Path, PathBuf};

use super::acting::Action;
use super::music_folder::{dated, ending};
use super::opening;
use super::recorder::Recorded;
use super::running::Session;
use crate::access::MenuItem;
use crate::device::speech::Speaker;
use crate::engine::{Command, Notice, Snapshot};
use crate::input::trace::TraceCommand;
use crate::live::{Alert, AlertLevel};
use crate::time::TEMPO_BPM;

/// One step of tempo: enough to be felt, too little to be another piece.
const TEMPO_STEP: f64 = 1.06;
/// Gentlest and fiercest step.
const FIERCENESS: (i8, i8) = (-3, 3);

/// Names of items as they are spoken.
pub type Labels = Box<dyn Fn(MenuItem) -> String + Send>;

/// What a session knows of the player's menu.
pub(super) struct OwnMenu {
    /// Where what is kept goes.
    folder: Option<PathBuf>,
    /// Sounds that go round in each part, and where in them each part is.
    rings: Vec<(Vec<String>, usize)>,
    fierceness: i8,
    calling: bool,
    /// The file that was kept or recorded last.
    last_kept: Option<PathBuf>,
    labels: Labels,
    voice: Voice,
    /// The item that was spoken last, while it is lit.
    spoken: Option<MenuItem>,
}

/// The system's voice, looked for when it is first needed.
enum Voice {
    Unknown,
    Off,
    Speaks(Speaker),
}

impl OwnMenu {
    pub(super) fn new(rings: Vec<Vec<String>>) -> Self {
        let mut own = OwnMenu {
            folder: super::music_folder::music_folder(),
            rings: Vec::new(),
            fierceness: 0,
            calling: false,
            last_kept: None,
            labels: Box::new(|item| item.row().label.to_owned()),
            voice: Voice::Unknown,
            spoken: None,
        };
        own.begin(rings);
        own
    }

    /// Other music begins, which has these sounds.
    pub(super) fn begin(&mut self, rings: Vec<Vec<String>>) {
        self.rings = rings.into_iter().map(|ring| (ring, 0)).collect();
    }

    /// Speaks `words`; says once where nothing speaks.
    fn speak(&mut self, words: &str) -> Option<Alert> {
        if matches!(self.voice, Voice::Unknown) {
            self.voice = Speaker::find().map_or(Voice::Off, Voice::Speaks);
            if matches!(self.voice, Voice::Off) {
                return Some(speechless("there is no voice on this system"));
            }
        }
        let Voice::Speaks(speaker) = &mut self.voice else { return None };
        let error = speaker.say(words).err()?;
        self.voice = Voice::Off;
        Some(speechless(&error.to_string()))
    }
}

fn speechless(reason: &str) -> Alert {
    Alert {
        level: AlertLevel::Note,
        what: format!("The menu is not spoken: {reason}."),
        still: "It has a sound of its own for every item.".to_owned(),
        advice: "Install `speech-dispatcher` or `espeak-ng`, or write speech = \"off\" under [menu]."
            .to_owned(),
    }
}

impl Action {
    /// What taking a menu item asks for; leaving asks for nothing.
    pub fn of(item: MenuItem) -> Option<Action> {
        Some(match item {
            MenuItem::Louder => Action::Louder,
            MenuItem::Softer => Action::Softer,
            MenuItem::Gentler => Action::Gentler,
            MenuItem::Fiercer => Action::Fiercer,
            MenuItem::NextPiece => Action::Next,
            MenuItem::PreviousPiece => Action::Previous,
            MenuItem::AnotherSound => Action::AnotherSound,
            MenuItem::Slower => Action::Slower,
            MenuItem::Faster => Action::Faster,
            MenuItem::KeepThat => Action::KeepThat,
            MenuItem::Record => Action::Record,
            MenuItem::Finish => Action::Finish,
            MenuItem::Rest => Action::Rest,
            MenuItem::Silence => Action::Silence,
            MenuItem::Call => Action::Call,
            MenuItem::StopCalling => Action::Acknowledge,
            MenuItem::Leave => return None,
        })
    }
}

impl Session {
    /// Where what the player keeps goes; none keeps nothing. Without a word, their music folder.
    pub fn keep_in(&mut self, folder: Option<PathBuf>) {
        self.own.folder = folder;
    }

    /// Names of menu items as they are spoken, in the language of the house.
    pub fn speak_as(&mut self, labels: Labels) {
        self.own.labels = labels;
    }

    /// Whether the player is calling somebody.
    pub fn is_calling(&self) -> bool {
        self.own.calling
    }

    /// Whether a recording runs.
    pub fn is_recording(&self) -> bool {
        self.keeping.recorder.as_ref().is_some_and(super::recorder::Recorder::is_recording)
    }

    /// The file that was recorded or kept last in this session.
    pub fn last_kept(&self) -> Option<&Path> {
        self.own.last_kept.as_deref()
    }

    /// Does what the player took and says what was done; tells of calls.
    pub(super) fn serve_menu(&mut self, notices: &[Notice], said: &mut Vec<String>, alerts: &mut Vec<Alert>) {
        for notice in notices {
            match notice {
                Notice::MenuTaken(item) => {
                    said.extend(Action::of(*item).map(|action| self.act(&action)));
                }
                Notice::Calling => {
                    self.own.calling = true;
                    alerts.push(called());
                }
                Notice::CallEnded => {
                    self.own.calling = false;
                    said.push("The call has ended.".to_owned());
                }
                Notice::Woken => said.push("The music goes on.".to_owned()),
                _ => {}
            }
        }
        let told = self.keeping.recorder.as_mut().map_or_else(Vec::new, super::recorder::Recorder::told);
        for told in told {
            match &told {
                Recorded::Recording(Ok(files)) => self.own.last_kept = files.last().cloned(),
                Recorded::LastMinutes(Ok(Some(path))) => self.own.last_kept = Some(path.clone()),
                _ => {}
            }
            said.push(recorded(told));
        }
    }

    /// Speaks the item that is lit, once.
    pub(super) fn speak_menu(&mut self, snapshot: &Snapshot) -> Option<Alert> {
        let lit = snapshot.menu.filter(|menu| menu.open && !menu.again).and_then(|menu| menu.lit);
        if lit == self.own.spoken {
            return None;
        }
        self.own.spoken = lit;
        if !self.person().speaks {
            return None;
        }
        let words = (self.own.labels)(lit?);
        self.own.speak(&words)
    }

    /// An engine that was built anew knows nothing of what the player set, nor of a call.
    pub(super) fn set_own(&mut self) {
        self.own.rings.iter_mut().for_each(|(_, place)| *place = 0);
        if self.own.fierceness != 0 {
            self.send_fierceness();
        }
        if self.own.calling {
            self.send(Command::Call, TraceCommand::Call);
        }
    }

    /// Does what only the player's menu asks for, and says what was done.
    pub(super) fn act_for_player(&mut self, action: &Action) -> String {
        match action {
            Action::Gentler => self.fiercer(-1),
            Action::Fiercer => self.fiercer(1),
            Action::Slower => self.faster(1.0 / TEMPO_STEP),
            Action::Faster => self.faster(TEMPO_STEP),
            Action::AnotherSound => self.another_sound().unwrap_or_else(|said| said),
            Action::KeepThat => self.keep_that().unwrap_or_else(|said| said),
            Action::Record => self.record().unwrap_or_else(|said| said),
            Action::Rest => {
                self.send(Command::Rest, TraceCommand::Rest);
                "A rest. The next press goes on.".to_owned()
            }
            _ => {
                self.send(Command::Call, TraceCommand::Call);
                "Calling. Any key of the helper's, or the menu, ends it.".to_owned()
            }
        }
    }

    fn fiercer(&mut self, by: i8) -> String {
        self.own.fierceness = (self.own.fierceness + by).clamp(FIERCENESS.0, FIERCENESS.1);
        self.send_fierceness();
        match self.own.fierceness {
            0 => "As the music says.".to_owned(),
            steps if steps < 0 => format!("Gentler by {}.", -steps),
            steps => format!("Fiercer by {steps}."),
        }
    }

    fn send_fierceness(&mut self) {
        let steps = self.own.fierceness;
        self.send(Command::Fierceness(steps), TraceCommand::Fierceness(steps));
    }

    fn faster(&mut self, by: f64) -> String {
        let bpm = self.live.snapshot().tempo_bpm * by;
        // Tempos are whole to a hundredth: a journal reads back as what was sent.
        let bpm = (bpm * 100.0).round() / 100.0;
        let bpm = bpm.clamp(*TEMPO_BPM.start(), *TEMPO_BPM.end());
        self.send(Command::Tempo(bpm), TraceCommand::Tempo(bpm));
        format!("{bpm:.0} beats a minute.")
    }

    /// The first part that has others to choose from sounds with the next.
    fn another_sound(&mut self) -> Result<String, String> {
        let found = self.own.rings.iter_mut().enumerate().find(|(_, (ring, _))| ring.len() > 1);
        let (part, (ring, place)) = found.ok_or("This piece has no other sounds.")?;
        *place = (*place + 1) % ring.len();
        let patch = ring[*place].clone();
        let rate_hz = f64::from(self.live.status().output.rate_hz);
        let sound = opening::sound(&self.catalogue, &patch, rate_hz)?;
        let part = part as u8;
        let written = TraceCommand::Sound { part, patch: patch.clone() };
        if !self.send(Command::Sound { part, sound }, written) {
            return Err("Too much at once: the sound stays as it is. Try again.".to_owned());
        }
        Ok(format!("Another sound: {}.", patch.replace('_', " ")))
    }

    /// The last minutes become three files: sound, notes, and a trace.
    fn keep_that(&mut self) -> Result<String, String> {
        let path = self.dated_path(&["wav", "mid", "trace"])?;
        let recorder = self.keeping.recorder.as_ref().ok_or("The sound is not at hand to be kept.")?;
        recorder.keep_last(&ending(&path, "wav"));
        let until = self.live.snapshot().frame;
        let kept = super::last_minutes::KEPT_S * u64::from(self.live.status().output.rate_hz);
        let from = until.saturating_sub(kept);
        let (midi, trace) = (ending(&path, "mid"), ending(&path, "trace"));
        self.keeping.last.write(from, &midi, &trace).map_err(|error| {
            format!("What was played cannot be kept in {}: {error}. The music plays on.", midi.display())
        })?;
        Ok("The last five minutes are kept.".to_owned())
    }

    fn record(&mut self) -> Result<String, String> {
        if self.is_recording() {
            if let Some(recorder) = &mut self.keeping.recorder {
                recorder.end_recording();
            }
            return Ok("The recording ends.".to_owned());
        }
        let path = ending(&self.dated_path(&["wav"])?, "wav");
        let recorder = self.keeping.recorder.as_mut().ok_or("The sound is not at hand to be recorded.")?;
        recorder.record(&path);
        Ok(format!("Recording to {}.", path.display()))
    }

    /// A new name in the player's folder, which is made where it is not there.
    fn dated_path(&self, endings: &[&str]) -> Result<PathBuf, String> {
        let folder = self.own.folder.as_ref().ok_or("There is no music folder to keep it in.")?;
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("{} cannot be made: {error}. The music plays on.", folder.display()))?;
        Ok(dated(folder, &self.music_name(), endings))
    }
}

fn called() -> Alert {
    Alert {
        level: AlertLevel::Severe,
        what: "The player is calling.".to_owned(),
        still: "The music plays on; the chime comes again until somebody answers. This is no nurse call."
            .to_owned(),
        advice: "Go to them; any key that steers, or the player's own menu, ends the call.".to_owned(),
    }
}

fn recorded(told: Recorded) -> String {
    match told {
        Recorded::Recording(Ok(files)) => {
            let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
            format!("Recorded: {}.", names.join(", "))
        }
        Recorded::LastMinutes(Ok(Some(path))) => format!("Kept: {}.", path.display()),
        Recorded::LastMinutes(Ok(None)) => {
            "Nothing has sounded in the last five minutes: only the presses are kept.".to_owned()
        }
        Recorded::Recording(Err(error)) | Recorded::LastMinutes(Err(error)) => {
            format!("{error}. The music plays on; see whether the disk is full.")
        }
    }
}
