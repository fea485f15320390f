//! Pictures of pieces and of people: what a file names, or what is shipped for its id.

use std::path::{Path, PathBuf};

use super::catalogue::Place;
use super::kind::{FileKind, SHIPPED, file_name};

/// The picture of the preset or person that is called `name` in the catalogue, or is at the path
/// `name`: the one that its file names, else the one that is shipped for its id, where there is one.
pub fn picture(kind: FileKind, name: &str, named: Option<PathBuf>) -> Option<Place> {
    named.map(Place::Own).or_else(|| shipped(kind, name))
}

fn shipped(kind: FileKind, name: &str) -> Option<Place> {
    let folder = match kind {
        FileKind::Preset => "pictures",
        FileKind::Person => "pictures/persons",
        _ => return None,
    };
    let file = file_name(Path::new(name));
    let id = kind.id(&file).unwrap_or(&file);
    let drawing = SHIPPED.get_file(format!("{folder}/{id}.svg"))?;
    Some(Place::Shipped(drawing.path(), drawing.contents()))
}
