//! stub
use super::CommandError;
pub(super) fn doctor() -> Result<(), CommandError> {
    Ok(())
}
pub(super) fn devices() -> Vec<serde_json::Value> {
    Vec::new()
}
