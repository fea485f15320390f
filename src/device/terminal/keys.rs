//! What a terminal sends, byte by byte: keys, focus, mouse, answers.
//!
//! Follows XTerm Control Sequences (invisible-island.net/xterm/ctlseqs), console_codes(4)
//! and the Kitty keyboard protocol (sw.kovidgoyal.net/kitty/keyboard-protocol).

use crate::input::MouseButton;

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyEdge {
    /// A press, or a repeat where the terminal does not tell them apart.
    Press,
    /// A repeat that says so.
    Repeat,
    /// A release; only with the Kitty protocol.
    Release,
}

/// Something a terminal sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key, by Linux event code. Characters count as the keys of a US keyboard.
    Key(u16, KeyEdge),
    /// Ctrl-C or Ctrl-\.
    Interrupt,
    /// The terminal has focus now, or not.
    Focus(bool),
    /// A mouse button in the terminal's window, and whether it is down.
    Mouse(MouseButton, bool),
    /// Answer: whether a mode is known (1 set, 2 reset, 3 and 4 the same for good, 0 not).
    Mode(u16, u8),
    /// Answer: the Kitty protocol is spoken.
    Kitty,
    /// Answer to a question every terminal answers, asked last.
    Attributes,
}

/// Longest sequence that is waited for, in bytes.
const LONGEST: usize = 64;

/// Reads one terminal's bytes.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    pending: Vec<u8>,
    in_paste: bool,
}

impl Parser {
    /// Takes bytes; tells what they say. Pasted text says nothing.
    pub fn feed(&mut self, bytes: &[u8], mut out: impl FnMut(Input)) {
        for byte in bytes {
            self.pending.push(*byte);
            self.step(&mut out);
        }
    }

    /// Whether an escape sequence has begun and may go on.
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Nothing came for a while: an escape that stands alone is the key.
    pub fn flush(&mut self, mut out: impl FnMut(Input)) {
        if self.pending == [0x1b] && !self.in_paste {
            out(Input::Key(ESCAPE, KeyEdge::Press));
        }
        self.pending.clear();
    }

    fn step(&mut self, out: &mut impl FnMut(Input)) {
        let used = match self.pending.as_slice() {
            [0x1b] | [0x1b, b'[' | b'O'] | [0x1b, b'[', b'['] => 0,
            [0x1b, 0x1b] => {
                self.tell(Input::Key(ESCAPE, KeyEdge::Press), out);
                1
            }
            [0x1b, b'O', last] => {
                let key = ss3(*last);
                self.tell_key(key, out);
                3
            }
            // The Linux console's F1 to F5.
            [0x1b, b'[', b'[', last] => {
                let key = (b'A'..=b'E').contains(last).then(|| 59 + u16::from(last - b'A'));
                self.tell_key(key, out);
                4
            }
            [0x1b, b'[', parameters @ .., last] if (0x40..=0x7e).contains(last) => {
                let sequence = csi(parameters, *last);
                match sequence {
                    Csi::PasteBegins => self.in_paste = true,
                    Csi::PasteEnds => self.in_paste = false,
                    Csi::Input(input) => self.tell(input, out),
                    Csi::Unknown => {}
                }
                self.pending.len()
            }
            [0x1b, b'[', ..] if self.pending.len() < LONGEST => 0,
            [0x1b, b'[', ..] => self.pending.len(),
            // Alt and a key: the key.
            [0x1b, byte] => {
                let byte = *byte;
                self.tell_byte(byte, out);
                2
            }
            [byte] => {
                let byte = *byte;
                self.tell_byte(byte, out);
                1
            }
            _ => self.pending.len(),
        };
        self.pending.drain(..used.min(self.pending.len()));
    }

    fn tell_byte(&self, byte: u8, out: &mut impl FnMut(Input)) {
        if matches!(byte, 0x03 | 0x1c) {
            self.tell(Input::Interrupt, out);
        } else {
            self.tell_key(character(u32::from(byte)), out);
        }
    }

    fn tell_key(&self, key: Option<u16>, out: &mut impl FnMut(Input)) {
        if let Some(key) = key {
            self.tell(Input::Key(key, KeyEdge::Press), out);
        }
    }

    fn tell(&self, input: Input, out: &mut impl FnMut(Input)) {
        if !self.in_paste {
            out(input);
        }
    }
}

const ESCAPE: u16 = 1;

enum Csi {
    Input(Input),
    PasteBegins,
    PasteEnds,
    Unknown,
}

fn csi(parameters: &[u8], last: u8) -> Csi {
    let Ok(text) = std::str::from_utf8(parameters) else { return Csi::Unknown };
    let found = match (text.bytes().next(), last) {
        (None, b'I') => Some(Input::Focus(true)),
        (None, b'O') => Some(Input::Focus(false)),
        (None, b'Z') => Some(Input::Key(15, KeyEdge::Press)),
        (Some(b'<'), b'M' | b'm') => mouse(&text[1..], last == b'M'),
        (Some(b'?'), b'c') => Some(Input::Attributes),
        (Some(b'?'), b'u') => Some(Input::Kitty),
        (Some(b'?'), b'y') => mode(&text[1..]),
        (Some(b'<' | b'?' | b'>' | b'='), _) => None,
        (_, b'u') => kitty(text),
        (_, b'~') => match text.split([';', ':']).next() {
            Some("200") => return Csi::PasteBegins,
            Some("201") => return Csi::PasteEnds,
            Some(number) => number.parse().ok().and_then(numbered).map(|key| with_edge(key, text)),
            None => None,
        },
        (_, letter) => ss3(letter).map(|key| with_edge(key, text)),
    };
    found.map_or(Csi::Unknown, Csi::Input)
}

fn mode(text: &str) -> Option<Input> {
    let (mode, state) = text.strip_suffix('$')?.split_once(';')?;
    Some(Input::Mode(mode.parse().ok()?, state.parse().ok()?))
}

fn mouse(text: &str, down: bool) -> Option<Input> {
    let code: u16 = text.split(';').next()?.parse().ok()?;
    // Motion and the wheel are no buttons.
    if code & (32 | 64 | 128) != 0 {
        return None;
    }
    let button = [MouseButton::Left, MouseButton::Middle, MouseButton::Right].get(usize::from(code & 3))?;
    Some(Input::Mouse(*button, down))
}

/// The second parameter holds modifiers and, behind a colon, what the key did.
fn with_edge(key: u16, text: &str) -> Input {
    let edge = text.split(';').nth(1).and_then(|second| second.split(':').nth(1));
    Input::Key(
        key,
        match edge {
            Some("2") => KeyEdge::Repeat,
            Some("3") => KeyEdge::Release,
            _ => KeyEdge::Press,
        },
    )
}

fn kitty(text: &str) -> Option<Input> {
    let number: u32 = text.split([';', ':']).next()?.parse().ok()?;
    let modifiers = text.split(';').nth(1).and_then(|second| second.split(':').next());
    let control = modifiers.and_then(|text| text.parse::<u16>().ok()).unwrap_or(1).saturating_sub(1) & 4 != 0;
    let key = match number {
        27 => Some(ESCAPE),
        57_376..=57_387 => Some(183 + (number - 57_376) as u16),
        57_399..=57_408 => {
            const DIGITS: [u16; 10] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73];
            Some(DIGITS[(number - 57_399) as usize])
        }
        57_414 => Some(96),
        57_441 => Some(42),
        57_442 => Some(29),
        57_443 => Some(56),
        57_447 => Some(54),
        57_448 => Some(97),
        57_449 => Some(100),
        number => character(number),
    }?;
    let input = with_edge(key, text);
    if control && number == u32::from(b'c') {
        return (input == Input::Key(key, KeyEdge::Press)).then_some(Input::Interrupt);
    }
    Some(input)
}

fn ss3(letter: u8) -> Option<u16> {
    Some(match letter {
        b'A' => 103,
        b'B' => 108,
        b'C' => 106,
        b'D' => 105,
        b'H' => 102,
        b'F' => 107,
        b'M' => 96,
        b'P'..=b'S' => 59 + u16::from(letter - b'P'),
        _ => return None,
    })
}

fn numbered(number: u16) -> Option<u16> {
    Some(match number {
        1 | 7 => 102,
        2 => 110,
        3 => 111,
        4 | 8 => 107,
        5 => 104,
        6 => 109,
        11..=15 => 59 + number - 11,
        17..=21 => 64 + number - 17,
        23 | 24 => 87 + number - 23,
        25 | 26 => 183 + number - 25,
        28 | 29 => 185 + number - 28,
        31..=34 => 187 + number - 31,
        _ => return None,
    })
}

/// The key of a US keyboard that types this character.
fn character(character: u32) -> Option<u16> {
    const LETTERS: &[u8; 26] = &[
        30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21,
        44,
    ];
    const OTHERS: &[(&[u8], u16)] = &[
        (b" \0", 57),
        (b"\r\n", 28),
        (b"\t", 15),
        (b"\x7f\x08", 14),
        (b"1!", 2),
        (b"2@", 3),
        (b"3#", 4),
        (b"4$", 5),
        (b"5%", 6),
        (b"6^", 7),
        (b"7&", 8),
        (b"8*", 9),
        (b"9(", 10),
        (b"0)", 11),
        (b"-_", 12),
        (b"=+", 13),
        (b"[{", 26),
        (b"]}", 27),
        (b";:", 39),
        (b"'\"", 40),
        (b"`~", 41),
        (b"\\|", 43),
        (b",<", 51),
        (b".>", 52),
        (b"/?", 53),
    ];
    let byte = u8::try_from(character).ok()?;
    if byte.is_ascii_alphabetic() {
        return Some(u16::from(LETTERS[usize::from(byte.to_ascii_lowercase() - b'a')]));
    }
    OTHERS.iter().find(|(characters, _)| characters.contains(&byte)).map(|(_, key)| *key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(bytes: &[u8]) -> Vec<Input> {
        let (mut parser, mut out) = (Parser::default(), Vec::new());
        parser.feed(bytes, |input| out.push(input));
        parser.flush(|input| out.push(input));
        out
    }

    fn press(name: &str) -> Input {
        let control: crate::input::Control = name.parse().unwrap();
        let crate::input::Control::Key(code) = control else { panic!("{name}") };
        Input::Key(code, KeyEdge::Press)
    }

    /// Keys are known however a terminal spells them.
    #[test]
    fn keys_are_known() {
        for (bytes, name) in [
            (&b" "[..], "key:space"),
            (b"\r", "key:enter"),
            (b"\n", "key:enter"),
            (b"a", "key:a"),
            (b"Q", "key:q"),
            (b"\x1b[A", "key:up"),
            (b"\x1bOB", "key:down"),
            (b"\x1b[1;5D", "key:left"),
            (b"\x1bOP", "key:f1"),
            (b"\x1b[[B", "key:f2"),
            (b"\x1b[15~", "key:f5"),
            (b"\x1b[24~", "key:f12"),
            (b"\x1b[5;2~", "key:page_up"),
            (b"\x1b", "key:escape"),
            (b"\x7f", "key:backspace"),
            (b"\x1bx", "key:x"),
            (b"\x1b[32;1u", "key:space"),
            (b"\x1b[57414u", "key:keypad_enter"),
        ] {
            assert_eq!(all(bytes), [press(name)], "{bytes:?}");
        }
        assert_eq!(all(b"\x03"), [Input::Interrupt]);
        assert_eq!(all(b"\x1b[99;5u"), [Input::Interrupt]);
        assert_eq!(all("ä€".as_bytes()), []);
    }

    /// With the Kitty protocol presses, repeats and releases are told apart.
    #[test]
    fn kitty_tells_releases() {
        assert_eq!(
            all(b"\x1b[32;1:1u\x1b[32;1:2u\x1b[32;1:3u"),
            [
                Input::Key(57, KeyEdge::Press),
                Input::Key(57, KeyEdge::Repeat),
                Input::Key(57, KeyEdge::Release)
            ]
        );
        assert_eq!(all(b"\x1b[1;1:3A"), [Input::Key(103, KeyEdge::Release)]);
    }

    /// Focus, mouse and answers are no keys; motion and the wheel are nothing.
    #[test]
    fn focus_mouse_and_answers() {
        assert_eq!(all(b"\x1b[I\x1b[O"), [Input::Focus(true), Input::Focus(false)]);
        assert_eq!(
            all(b"\x1b[<0;10;5M\x1b[<35;11;5M\x1b[<64;1;1M\x1b[<0;10;5m"),
            [Input::Mouse(MouseButton::Left, true), Input::Mouse(MouseButton::Left, false)]
        );
        assert_eq!(
            all(b"\x1b[?1004;2$y\x1b[?0u\x1b[?62;4c"),
            [Input::Mode(1004, 2), Input::Kitty, Input::Attributes]
        );
    }

    /// What is pasted plays nothing.
    #[test]
    fn pasted_text_is_silent() {
        assert_eq!(all(b"\x1b[200~a b\x03\x1b[A\x1b[201~ "), [press("key:space")]);
    }

    proptest! {
        /// Any bytes, however they are cut, give the same inputs and leave no more than a
        /// sequence's length waiting.
        #[test]
        fn cuts_do_not_matter(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(b';'), Just(b'A')], 0..200),
            cut in any::<prop::sample::Index>(),
        ) {
            let cut = cut.index(bytes.len() + 1);
            let (mut parser, mut out) = (Parser::default(), Vec::new());
            parser.feed(&bytes[..cut], |input| out.push(input));
            prop_assert!(parser.pending.len() <= LONGEST);
            parser.feed(&bytes[cut..], |input| out.push(input));
            parser.flush(|input| out.push(input));
            prop_assert_eq!(out, all(&bytes));
        }
    }
}
