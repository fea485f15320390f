//! Names in letters that can be drawn, wherever they are told.

use super::app::Window;
use super::letters::{readable, typable};
use crate::preset::FileKind;

/// Names as they are, and as they are told instead.
pub type Retold = Vec<(String, String)>;

impl Window {
    /// Names of the piece and of who plays in letters that can be drawn, and all names that are told
    /// otherwise than they are.
    pub(super) fn names(&mut self) -> ([String; 2], Retold) {
        let all = self.words.names();
        let own = [
            (all.of(FileKind::Preset, &self.session.arrangement().setup.name), self.session.preset()),
            (all.of(FileKind::Person, &self.session.person().name), self.session.person_id()),
        ];
        let letters = &mut self.letters;
        let mut retold = self.library.retold.clone();
        let told = own.map(|(own, file)| {
            let told = readable(own, file, &mut |letter| letters.draws(letter));
            let typed = typable(own);
            if typed != told {
                retold.push((typed, told.clone()));
            }
            told
        });
        (told, retold)
    }
}

/// A text in which names that cannot be drawn stand as they are told.
pub fn retell(text: String, retold: &[(String, String)]) -> String {
    let tell = |text: String, (own, told): &(String, String)| {
        if text.contains(own) { text.replace(own, told) } else { text }
    };
    retold.iter().fold(text, tell)
}
