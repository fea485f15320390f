//! stub
use super::{CommandError, args::PlayArgs};
pub(super) fn play(_args: &PlayArgs) -> Result<(), CommandError> {
    Ok(())
}
