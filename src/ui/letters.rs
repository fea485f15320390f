//! Letters that the window can draw.
//!
//! Its font has Latin, Greek and Cyrillic letters. What comes in others is drawn as boxes, so names
//! that have one are told by what their file is called.

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

/// A name, or what its file is called where the window cannot draw it: “Mo li hua”.
pub fn readable(name: &str, id: &str) -> String {
    let typed = typable(name);
    if typed.chars().all(is_drawn) {
        return typed;
    }
    let words = id.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether the font has it: the blocks that it has whole, and marks.
fn is_drawn(letter: char) -> bool {
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
            ("F♯ B♭", "x", "F# Bb"),
        ] {
            assert_eq!(readable(name, id), told);
        }
    }
}
