//! Words spoken by the system, where it can: one at a time, a new one takes the place of the last.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// What speaks, in the order of trying: Speech Dispatcher with the voice that the user has chosen for
/// their screen reader, else eSpeak NG by itself.
const PROGRAMS: [(&str, &[&str]); 3] =
    [("spd-say", &["-P", "text", "--"]), ("espeak-ng", &["--"]), ("espeak", &["--"])];

/// The system's voice.
#[derive(Debug)]
pub struct Speaker {
    program: PathBuf,
    options: &'static [&'static str],
    speaking: Option<Child>,
}

impl Speaker {
    /// The system's voice, where it has one.
    pub fn find() -> Option<Self> {
        let paths = std::env::var_os("PATH")?;
        PROGRAMS.iter().find_map(|(name, options)| {
            let program =
                std::env::split_paths(&paths).map(|path| path.join(name)).find(|path| path.is_file())?;
            Some(Speaker { program, options, speaking: None })
        })
    }

    /// Speaks, and is silent about what it was speaking.
    ///
    /// # Errors
    /// Where the system does not start its voice.
    pub fn say(&mut self, words: &str) -> std::io::Result<()> {
        self.hush();
        let spoken = Command::new(&self.program)
            .args(self.options)
            .arg(words)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.speaking = Some(spoken?);
        Ok(())
    }

    /// Ends the word under way. Speech Dispatcher ends its own when the next one comes.
    fn hush(&mut self) {
        if let Some(mut speaking) = self.speaking.take() {
            // One that has ended already is only taken off the system's list.
            let _ = speaking.kill();
            let _ = speaking.wait();
        }
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        self.hush();
    }
}
