//! Whether the last session ended as it should.
//!
//! While a session runs, a file beside the settings names its process. It goes with the session's
//! end; one that is found at the next start, of a process that is no more, tells of a crash.

use std::path::{Path, PathBuf};

use super::running::Session;
use crate::live::{Alert, AlertLevel};

/// The mark of a session under way; dropped, it is taken away.
#[derive(Debug)]
pub struct Mark {
    path: PathBuf,
    is_ours: bool,
}

impl Mark {
    /// Sets the mark at `path` for the process `own`, and says whether the last session ended
    /// badly. `runs` tells whether a process is there: one that is, plays beside this one.
    ///
    /// A mark that cannot be set is left out: nothing is known the next time then.
    pub fn set(path: &Path, own: u32, runs: impl Fn(u32) -> bool) -> (Mark, bool) {
        let before = std::fs::read_to_string(path).ok();
        let other = before.as_deref().and_then(|text| text.trim().parse::<u32>().ok());
        let beside = other.is_some_and(|other| other != own && runs(other));
        let is_ours = !beside
            && path.parent().is_none_or(|folder| std::fs::create_dir_all(folder).is_ok())
            && std::fs::write(path, format!("{own}\n")).is_ok();
        (Mark { path: path.to_owned(), is_ours }, before.is_some() && !beside)
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        // A panic that takes the session along is a crash as well.
        if self.is_ours && !std::thread::panicking() {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Session {
    /// The session before ended badly, and this one goes on where that was: told once.
    pub fn came_back(&mut self) {
        self.lacks.push(Alert {
            level: AlertLevel::Note,
            what: "Cantus ended without warning the last time. It is back where it was.".to_owned(),
            still: "Everything works.".to_owned(),
            advice: "If it happens again, `cantus doctor` in a terminal shows what this computer lacks."
                .to_owned(),
        });
    }
}

/// Where the mark of this user stands: `running`, beside the settings.
pub fn mark_path() -> Option<PathBuf> {
    super::settings::settings_path().map(|path| path.with_file_name("running"))
}

/// Whether a process of this program is there, as Linux shows it; elsewhere that is not known and
/// counts as no.
pub fn is_running(process: u32) -> bool {
    let name = |process: &str| std::fs::read(Path::new("/proc").join(process).join("comm")).ok();
    // Numbers of processes come again.
    name(&process.to_string()).is_some_and(|other| Some(other) == name("self"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first start and one behind a good end know of no crash; one behind a session that never
    /// ended does, once.
    #[test]
    fn a_crash_is_noticed_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/running");
        let nobody = |_: u32| false;
        let (mark, crashed) = Mark::set(&path, 7, nobody);
        assert!(!crashed && path.exists());
        drop(mark);
        assert!(!path.exists());
        let (mark, crashed) = Mark::set(&path, 8, nobody);
        assert!(!crashed);
        // The power goes.
        std::mem::forget(mark);
        let (mark, crashed) = Mark::set(&path, 9, nobody);
        assert!(crashed);
        drop(mark);
        assert!(!Mark::set(&path, 10, nobody).1);
    }

    /// Two at a time are no crash, and the one that ends first leaves the mark of the other.
    #[test]
    fn another_that_runs_is_no_crash() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("running");
        let (first, _) = Mark::set(&path, 7, |_| false);
        let (second, crashed) = Mark::set(&path, 8, |process| process == 7);
        assert!(!crashed);
        drop(second);
        assert!(path.exists());
        drop(first);
        assert!(!path.exists());
    }

    /// A mark that says nothing counts as a crash, and a folder that cannot be written costs nothing.
    #[test]
    fn rubbish_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("running");
        std::fs::write(&path, "rubbish").unwrap();
        assert!(Mark::set(&path, 7, |_| true).1);
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(!Mark::set(&file.join("running"), 7, |_| false).1);
    }
}
