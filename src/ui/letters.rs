//! Letters that the window can draw.
//!
//! Its font has Latin, Greek and Cyrillic letters. Others come from the system's fonts
//! ([`SystemLetters`](super::system_letters::SystemLetters)); a name with a letter that none of these
//! has would be drawn as boxes, so it is told by what its file is called.

use std::path::Path;

/// Letters that are drawn as their nearest.
const NEAREST: [(char, &str); 13] = [
    ('♯', "#"),
    ('♭', "b"),
    ('ʻ', "‘"),
    ('ṇ', "n"),
    ('ṭ', "t"),
    ('ḍ', "d"),
    ('ḥ', "h"),
    ('ṃ', "m"),
    ('ṅ', "n"),
    ('ṣ', "s"),
    ('ḷ', "l"),
    ('ṛ', "r"),
    ('ẓ', "z"),
];

/// A text in letters that the window has, where there are any that are near.
pub fn typable(text: &str) -> String {
    let mut typable = String::with_capacity(text.len());
    for letter in text.chars() {
        match NEAREST.iter().find(|(known, _)| *known == letter) {
            Some((_, near)) => typable.push_str(near),
            None => typable.push(letter),
        }
    }
    typable
}

/// A name, or what its file is called where the window cannot draw it: “Mo li hua”. `file` is its name
/// in the catalogue, or its path; `draws` tells whether a letter can be drawn.
pub fn readable(name: &str, file: &str, draws: &mut dyn FnMut(char) -> bool) -> String {
    let typed = typable(name);
    // All letters are asked for, so that all of them are looked for at once.
    if typed.chars().filter(|letter| !draws(*letter)).count() == 0 {
        return typed;
    }
    let file = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
    let words = file.split('.').next().unwrap_or_default().replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether the window's own font has it: the blocks that it has whole, and marks.
pub fn is_drawn(letter: char) -> bool {
    matches!(u32::from(letter), 0x20..=0x7e | 0xa0..=0x24f | 0x388..=0x3ce | 0x400..=0x45f | 0x2013..=0x2022 | 0x2026)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What can be drawn is told as it is written, or nearly so; what cannot, by its file.
    #[test]
    fn names_can_be_read() {
        for (name, id, told) in [
            ("Greensleeves", "greensleeves", "Greensleeves"),
            ("Śrī Gaṇanātha", "sri_gananatha", "Śrī Gananātha"),
            ("Коробейники", "korobeiniki", "Коробейники"),
            ("茉莉花", "mo_li_hua", "Mo li hua"),
            ("茉莉花", "/songs/mo_li_hua.song.toml", "Mo li hua"),
            ("F♯ B♭", "x", "F# Bb"),
        ] {
            assert_eq!(readable(name, id, &mut is_drawn), told);
        }
    }

    /// With a font for its letters a name is told in them, without one for all of them by its file.
    #[test]
    fn letters_of_other_fonts_are_read() {
        let mut han = |letter| is_drawn(letter) || ('\u{4e00}'..'\u{a000}').contains(&letter);
        assert_eq!(readable("茉莉花", "mo_li_hua", &mut han), "茉莉花");
        assert_eq!(readable("茉莉花 שיר", "mo_li_hua", &mut han), "Mo li hua");
    }
}
