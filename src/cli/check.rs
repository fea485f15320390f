//! `cantus check`: what is wrong with files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::load;
use crate::files::check_file;
use crate::preset::Catalogue;

/// Checks every file; errors go to stderr, and one bad file makes the command fail.
pub(super) fn check(files: &[PathBuf]) -> ExitCode {
    let catalogue = Catalogue::of_this_user();
    let bad = files.iter().filter(|path| !is_good(path, &catalogue)).count();
    if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn is_good(path: &Path, catalogue: &Catalogue) -> bool {
    let found = if path.extension().is_some_and(|extension| extension == "trace") {
        load::trace(path).map(|_| "trace").map_err(|error| vec![error.to_string()])
    } else {
        check_file(path, catalogue)
            .map(crate::preset::FileKind::label)
            .map_err(|errors| errors.iter().map(ToString::to_string).collect())
    };
    match &found {
        Ok(kind) => println!("{}: a good {kind}", path.display()),
        Err(errors) => errors.iter().for_each(|error| eprintln!("{error}\n")),
    }
    found.is_ok()
}
