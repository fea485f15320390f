//! Names of keys and of gamepad buttons.
//!
//! Codes are those of the Linux input system (`linux/input-event-codes.h`), which
//! every other source is mapped to.

/// Keys: event code and name.
const KEYS: &[(u16, &str)] = &[
    (1, "escape"),
    (2, "1"),
    (3, "2"),
    (4, "3"),
    (5, "4"),
    (6, "5"),
    (7, "6"),
    (8, "7"),
    (9, "8"),
    (10, "9"),
    (11, "0"),
    (12, "minus"),
    (13, "equal"),
    (14, "backspace"),
    (15, "tab"),
    (16, "q"),
    (17, "w"),
    (18, "e"),
    (19, "r"),
    (20, "t"),
    (21, "y"),
    (22, "u"),
    (23, "i"),
    (24, "o"),
    (25, "p"),
    (26, "left_bracket"),
    (27, "right_bracket"),
    (28, "enter"),
    (29, "left_ctrl"),
    (30, "a"),
    (31, "s"),
    (32, "d"),
    (33, "f"),
    (34, "g"),
    (35, "h"),
    (36, "j"),
    (37, "k"),
    (38, "l"),
    (39, "semicolon"),
    (40, "apostrophe"),
    (41, "grave"),
    (42, "left_shift"),
    (43, "backslash"),
    (44, "z"),
    (45, "x"),
    (46, "c"),
    (47, "v"),
    (48, "b"),
    (49, "n"),
    (50, "m"),
    (51, "comma"),
    (52, "period"),
    (53, "slash"),
    (54, "right_shift"),
    (55, "keypad_asterisk"),
    (56, "left_alt"),
    (57, "space"),
    (58, "caps_lock"),
    (59, "f1"),
    (60, "f2"),
    (61, "f3"),
    (62, "f4"),
    (63, "f5"),
    (64, "f6"),
    (65, "f7"),
    (66, "f8"),
    (67, "f9"),
    (68, "f10"),
    (69, "num_lock"),
    (70, "scroll_lock"),
    (71, "keypad7"),
    (72, "keypad8"),
    (73, "keypad9"),
    (74, "keypad_minus"),
    (75, "keypad4"),
    (76, "keypad5"),
    (77, "keypad6"),
    (78, "keypad_plus"),
    (79, "keypad1"),
    (80, "keypad2"),
    (81, "keypad3"),
    (82, "keypad0"),
    (83, "keypad_period"),
    (87, "f11"),
    (88, "f12"),
    (96, "keypad_enter"),
    (97, "right_ctrl"),
    (98, "keypad_slash"),
    (100, "right_alt"),
    (102, "home"),
    (103, "up"),
    (104, "page_up"),
    (105, "left"),
    (106, "right"),
    (107, "end"),
    (108, "down"),
    (109, "page_down"),
    (110, "insert"),
    (111, "delete"),
    (113, "mute"),
    (114, "volume_down"),
    (115, "volume_up"),
    (119, "pause"),
    (125, "left_meta"),
    (126, "right_meta"),
    (127, "menu"),
    (163, "next_song"),
    (164, "play_pause"),
    (165, "previous_song"),
    (183, "f13"),
    (184, "f14"),
    (185, "f15"),
    (186, "f16"),
    (187, "f17"),
    (188, "f18"),
    (189, "f19"),
    (190, "f20"),
    (191, "f21"),
    (192, "f22"),
    (193, "f23"),
    (194, "f24"),
];

/// Gamepad buttons: name and event code. North is the upper and west the left
/// button of the four, whatever is printed on them.
pub const PAD_BUTTONS: &[(&str, u16)] = &[
    ("south", 304),
    ("east", 305),
    ("c", 306),
    ("north", 307),
    ("west", 308),
    ("z", 309),
    ("left_shoulder", 310),
    ("right_shoulder", 311),
    ("left_trigger", 312),
    ("right_trigger", 313),
    ("select", 314),
    ("start", 315),
    ("mode", 316),
    ("left_thumb", 317),
    ("right_thumb", 318),
    ("dpad_up", 544),
    ("dpad_down", 545),
    ("dpad_left", 546),
    ("dpad_right", 547),
];

/// The name of a key.
pub fn key_name(code: u16) -> Option<&'static str> {
    KEYS.iter().find(|row| row.0 == code).map(|row| row.1)
}

/// The code of a key's name, or of `codeN`.
pub fn key_code(name: &str) -> Option<u16> {
    KEYS.iter()
        .find(|row| row.1 == name)
        .map(|row| row.0)
        .or_else(|| name.strip_prefix("code").and_then(|code| code.parse().ok()))
}

/// The place of a button's name in [`PAD_BUTTONS`].
pub fn pad_button(name: &str) -> Option<u8> {
    PAD_BUTTONS.iter().position(|row| row.0 == name).map(|place| place as u8)
}

/// The key whose name is nearest to `name`.
pub fn nearest_key(name: &str) -> Option<&'static str> {
    crate::nearest::nearest(name, KEYS.iter().map(|row| row.1))
}

/// The button whose name is nearest to `name`.
pub fn nearest_pad(name: &str) -> Option<&'static str> {
    crate::nearest::nearest(name, PAD_BUTTONS.iter().map(|row| row.0))
}
