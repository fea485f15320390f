//! stub
use super::{CommandError, args::BenchArgs};
pub(super) fn bench(_args: &BenchArgs) -> Result<(), CommandError> {
    Ok(())
}
