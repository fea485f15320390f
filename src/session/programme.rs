//! What is played one after the other: a set list, or all presets there are.

use std::path::Path;

use crate::document::DocumentError;
use crate::nearest::nearest;
use crate::preset::{Catalogue, FileKind, Piece, SetList};

/// A list of pieces and the place in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    list: SetList,
    place: usize,
    /// Whether somebody made the list: a gesture goes on in such a list only.
    is_set_list: bool,
}

impl Programme {
    /// What `name` means: the preset of that name or path, with all others behind it, or the
    /// set list of that name or path, from its first piece.
    ///
    /// # Errors
    /// Everything that is wrong in the set list. A preset is not looked at yet.
    pub fn open(catalogue: &Catalogue, name: &str) -> Result<Self, Vec<DocumentError>> {
        let is_known = |kind| catalogue.place(kind, name, Path::new("")).is_ok();
        if !is_known(FileKind::Preset) && is_known(FileKind::SetList) {
            let document =
                catalogue.document(FileKind::SetList, name, Path::new("")).map_err(|error| vec![error])?;
            let list = SetList::read(&document, catalogue)?;
            return Ok(Programme { list, place: 0, is_set_list: true });
        }
        if let Some(near) = near_set_list(catalogue, name) {
            let message =
                format!("there is no preset or set list `{name}`: did you mean the set list `{near}`?");
            return Err(vec![DocumentError::of_file(name, message)]);
        }
        let mut list = SetList::of_everything(catalogue);
        let place = list.pieces.iter().position(|piece| piece.preset == name);
        if place.is_none() {
            list.pieces.insert(0, Piece { preset: name.to_owned(), ..Piece::default() });
        }
        Ok(Programme { list, place: place.unwrap_or(0), is_set_list: false })
    }

    /// The piece that is played.
    pub fn piece(&self) -> &Piece {
        &self.list.pieces[self.place]
    }

    /// Goes `by` pieces on, or back; behind the last comes the first.
    pub fn step(&mut self, by: isize) -> &Piece {
        self.place = self.list.step(self.place, by);
        self.piece()
    }

    /// The set list, where somebody made one.
    pub fn set_list(&self) -> Option<&SetList> {
        self.is_set_list.then_some(&self.list)
    }

    /// Where in its set list the piece stands, for people: “2 of 5”; empty without one.
    pub fn place_told(&self) -> String {
        let told = |list: &SetList| format!("{} of {}", self.place + 1, list.pieces.len());
        self.set_list().map_or_else(String::new, told)
    }
}

/// The set list that was meant, where `name` is nothing that is there and nearer to a set list
/// than to a preset.
fn near_set_list(catalogue: &Catalogue, name: &str) -> Option<String> {
    if catalogue.place(FileKind::Preset, name, Path::new("")).is_ok() {
        return None;
    }
    let lists = catalogue.ids(FileKind::SetList);
    let all = [catalogue.ids(FileKind::Preset), lists.clone()].concat();
    let near = nearest(name, all.iter().map(String::as_str))?;
    lists.iter().find(|list| *list == near).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Catalogue) {
        let folder = tempfile::tempdir().unwrap();
        let text = "format = 1\nname = \"Two\"\nabout = \"Two.\"\n[[piece]]\npreset = \"tide\"\n\
                    [[piece]]\npreset = \"first-notes\"\ntempo_bpm = 70\nroot = \"D4\"\n";
        std::fs::create_dir(folder.path().join("setlists")).unwrap();
        std::fs::write(folder.path().join("setlists/two.setlist.toml"), text).unwrap();
        let catalogue = Catalogue::with_folder(folder.path());
        (folder, catalogue)
    }

    /// A set list goes from piece to piece in its order, and round; each with what is its own.
    #[test]
    fn a_set_list_goes_round() {
        let (_folder, catalogue) = folder();
        let mut programme = Programme::open(&catalogue, "two").unwrap();
        assert_eq!((programme.piece().preset.as_str(), programme.place_told().as_str()), ("tide", "1 of 2"));
        let second = programme.step(1).clone();
        assert_eq!(
            (second.preset.as_str(), second.tempo_bpm, second.root),
            ("first-notes", Some(70.0), Some(62.0))
        );
        assert_eq!(programme.step(1).preset, "tide");
        assert_eq!(programme.step(-1).preset, "first-notes");
    }

    /// A preset alone has all presets behind it and is no set list; so has the path of one.
    #[test]
    fn a_preset_has_all_others_behind_it() {
        let (_folder, catalogue) = folder();
        let error = Programme::open(&catalogue, "twos").unwrap_err().remove(0);
        assert!(error.message.contains("the set list `two`"), "{error}");
        let ids = catalogue.ids(FileKind::Preset);
        let mut programme = Programme::open(&catalogue, &ids[3]).unwrap();
        assert!(programme.set_list().is_none());
        assert_eq!(programme.step(1).preset, ids[4]);
        assert_eq!(programme.step(-4).preset, ids[0]);
        assert_eq!(programme.step(-1).preset, ids[ids.len() - 1]);
        let mut programme = Programme::open(&catalogue, "some/x.preset.toml").unwrap();
        assert_eq!(programme.piece().preset, "some/x.preset.toml");
        assert_eq!(programme.step(1).preset, ids[0]);
    }
}
