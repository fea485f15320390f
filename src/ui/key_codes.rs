//! Keys of the window by the codes of the kernel, which name keys everywhere else.

use eframe::egui::Key;

/// The kernel's code of a key.
#[rustfmt::skip] // One table, a few rows.
pub fn code(key: Key) -> Option<u16> {
    const LETTERS: [(Key, u16); 26] = [
        (Key::Q, 16),
        (Key::W, 17),
        (Key::E, 18),
        (Key::R, 19),
        (Key::T, 20),
        (Key::Y, 21),
        (Key::U, 22),
        (Key::I, 23),
        (Key::O, 24),
        (Key::P, 25),
        (Key::A, 30),
        (Key::S, 31),
        (Key::D, 32),
        (Key::F, 33),
        (Key::G, 34),
        (Key::H, 35),
        (Key::J, 36),
        (Key::K, 37),
        (Key::L, 38),
        (Key::Z, 44),
        (Key::X, 45),
        (Key::C, 46),
        (Key::V, 47),
        (Key::B, 48),
        (Key::N, 49),
        (Key::M, 50),
    ];
    const OTHERS: [(Key, u16); 54] = [
        (Key::Escape, 1),
        (Key::Num1, 2),
        (Key::Num2, 3),
        (Key::Num3, 4),
        (Key::Num4, 5),
        (Key::Num5, 6),
        (Key::Num6, 7),
        (Key::Num7, 8),
        (Key::Num8, 9),
        (Key::Num9, 10),
        (Key::Num0, 11),
        (Key::Minus, 12),
        (Key::Equals, 13),
        (Key::Backspace, 14),
        (Key::Tab, 15),
        (Key::OpenBracket, 26),
        (Key::CloseBracket, 27),
        (Key::Enter, 28),
        (Key::ControlLeft, 29),
        (Key::Semicolon, 39),
        (Key::Quote, 40),
        (Key::Backtick, 41),
        (Key::ShiftLeft, 42),
        (Key::Backslash, 43),
        (Key::Comma, 51),
        (Key::Period, 52),
        (Key::Slash, 53),
        (Key::ShiftRight, 54),
        (Key::AltLeft, 56),
        (Key::Space, 57),
        (Key::CapsLock, 58),
        (Key::F1, 59),
        (Key::F2, 60),
        (Key::F3, 61),
        (Key::F4, 62),
        (Key::F5, 63),
        (Key::F6, 64),
        (Key::F7, 65),
        (Key::F8, 66),
        (Key::F9, 67),
        (Key::F10, 68),
        (Key::F11, 87),
        (Key::F12, 88),
        (Key::ControlRight, 97),
        (Key::AltRight, 100),
        (Key::Home, 102),
        (Key::ArrowUp, 103),
        (Key::PageUp, 104),
        (Key::ArrowLeft, 105),
        (Key::ArrowRight, 106),
        (Key::End, 107),
        (Key::ArrowDown, 108),
        (Key::PageDown, 109),
        (Key::Insert, 110),
    ];
    LETTERS
        .iter()
        .chain(&OTHERS)
        .chain(&[(Key::Delete, 111)])
        .find(|(known, _)| *known == key)
        .map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Control;

    /// Codes are those by which keys have names: each key of the table one of its own.
    #[test]
    fn codes_have_names() {
        let keys =
            [(Key::Space, "key:space"), (Key::Enter, "key:enter"), (Key::A, "key:a"), (Key::F12, "key:f12")];
        for (key, name) in keys {
            assert_eq!(code(key).map(|code| Control::Key(code).to_string()).as_deref(), Some(name));
        }
        let codes: Vec<u16> = Key::ALL.iter().filter_map(|key| code(*key)).collect();
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert!(codes.len() == distinct.len() && codes.len() > 75);
    }
}
