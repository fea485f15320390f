//! Sounds of other instruments: the programs of General MIDI.

/// Words in a patch's name, and the program (from 0) that is nearest to it. The first word that
/// is there counts, so the more exact stand first. Numbers: General MIDI System Level 1.
const PROGRAMS: [(&str, u8); 47] = [
    ("electric piano", 4),
    ("piano", 0),
    ("celesta", 8),
    ("music box", 10),
    ("vibraphone", 11),
    ("marimba", 12),
    ("xylophone", 13),
    ("tubular", 14),
    ("singing bowl", 98),
    ("glass", 92),
    ("kalimba", 108),
    ("bell", 14),
    ("chime", 14),
    ("gong", 14),
    ("accordion", 21),
    ("harmonica", 22),
    ("organ", 16),
    ("koto", 107),
    ("sitar", 104),
    ("banjo", 105),
    ("oud", 24),
    ("lute", 24),
    ("guitar", 24),
    ("harp", 46),
    ("pizzicato", 45),
    ("double bass", 32),
    ("bass", 33),
    ("violin", 40),
    ("viola", 41),
    ("cello", 42),
    ("string", 48),
    ("choir", 52),
    ("voice", 53),
    ("trumpet", 56),
    ("horn", 60),
    ("brass", 61),
    ("sax", 66),
    ("oboe", 68),
    ("clarinet", 71),
    ("whistle", 78),
    ("flute", 73),
    ("ocarina", 79),
    ("crystal", 98),
    ("steel", 114),
    ("lead", 80),
    ("drone", 95),
    ("pad", 88),
];

/// The program that is nearest to a patch of this name; none where no word of it says.
pub fn program_of(name: &str) -> Option<u8> {
    // A word counts from its beginning: a flute is no lute.
    let name = format!(" {}", name.to_lowercase());
    PROGRAMS.iter().find(|(word, _)| name.contains(&format!(" {word}"))).map(|(_, program)| *program)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::{Catalogue, FileKind};

    /// The more exact word counts, and most shipped patches have a sound elsewhere.
    #[test]
    fn patches_have_programs() {
        assert_eq!(program_of("Electric Piano"), Some(4));
        assert_eq!(program_of("Soft piano"), Some(0));
        assert_eq!(program_of("Bowed string"), Some(48));
        assert_eq!(program_of("Wooden flute"), Some(73));
        assert_eq!(program_of("Thing"), None);
        let entries = Catalogue::shipped().entries(FileKind::Patch);
        let known = entries.iter().filter(|entry| program_of(&entry.name).is_some()).count();
        assert!(known * 2 > entries.len(), "{known} of {}", entries.len());
    }
}
