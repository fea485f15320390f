//! What the parser says, in words for people who do not write programs.

use crate::nearest::nearest;

/// A parser's message, said again in plain words; `nothing` where there is no text at its place.
pub(super) fn plain(message: &str, nothing: bool) -> String {
    let message = message.trim();
    if nothing && message.starts_with("string values must be quoted") {
        return "the value after = is missing".to_owned();
    }
    syntax(message).or_else(|| types(message)).unwrap_or_else(|| message.to_owned())
}

fn syntax(message: &str) -> Option<String> {
    let first = message.lines().next().unwrap_or_default();
    let plain = match first.split(", expected").next().unwrap_or(first) {
        "invalid basic string" | "invalid literal string" | "invalid multi-line basic string" => {
            "this text is not closed: put a \" at its end, on the same line"
        }
        "string values must be quoted" => "text stands in quotes, as in \"dorian\"",
        "duplicate key" => "this is said twice: keep one of the two",
        "unclosed array" => "a list is closed with ]",
        "unclosed table" => "a heading is closed with ], as in [room]",
        "unclosed array table" => "a heading like this is closed with ]], as in [[part]]",
        "unclosed inline table" => "a group in braces is closed with }",
        "key with no value" => "expected `field = value`, the = and the value are missing",
        "missing value for key" | "missing value" => "the value after = is missing",
        "missing assignment between key-value pairs" => "expected = between a field and its value",
        "missing comma between array elements" => "items of a list are parted by commas",
        "missing comma between key-value pairs" => "fields in braces are parted by commas",
        "extra comma in array" | "extra comma in inline table" => "there is a comma too many",
        "unexpected leading zero" => "numbers do not start with 0",
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            "too many brackets inside one another"
        }
        "invalid unquoted key"
        | "unexpected key or value"
        | "unexpected content"
        | "invalid key-value pair" => "expected `field = value`, or a heading in brackets such as [room]",
        _ => return None,
    };
    Some(plain.to_owned())
}

fn types(message: &str) -> Option<String> {
    if let Some(field) = message.strip_prefix("missing field ") {
        return Some(format!("the field {field} is missing"));
    }
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return Some(unknown("field", rest));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return Some(unknown("word", rest));
    }
    if let Some(field) = message.strip_prefix("duplicate field ") {
        return Some(format!("{field} is said twice: keep one of the two"));
    }
    let rest = ["invalid type: ", "invalid value: ", "invalid length "]
        .iter()
        .find_map(|prefix| message.strip_prefix(prefix))?;
    let (found, expected) = rest.split_once(", expected ")?;
    Some(format!("expected {}, found {}", expectation(expected), finding(found)))
}

/// "`x`, expected one of `a`, `b`" with the nearest of them, or all.
fn unknown(what: &str, rest: &str) -> String {
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let word = quoted.next().unwrap_or_default();
    let names: Vec<&str> = quoted.collect();
    unknown_name(what, word, &names)
}

/// A sentence for a name that is not there.
pub(super) fn unknown_name(what: &str, word: &str, names: &[&str]) -> String {
    // Most often it is the unit that is left out.
    let with_unit =
        names.iter().copied().find(|name| name.strip_prefix(word).is_some_and(|rest| rest.starts_with('_')));
    match with_unit.or_else(|| nearest(word, names.iter().copied())) {
        Some(near) => format!("there is no {what} `{word}` here: did you mean `{near}`?"),
        None if names.is_empty() => format!("there is no {what} `{word}` here"),
        None => format!("there is no {what} `{word}` here; there is {}", names.join(", ")),
    }
}

fn expectation(expected: &str) -> String {
    let plain = match expected {
        "u8" => "a whole number, 0 to 255",
        "u16" => "a whole number, 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        "a string" | "str" | "a borrowed string" => "text in quotes",
        "a sequence" => "a list in brackets, as in [1, 2]",
        "a map" => "a group of fields",
        _ if expected.starts_with("struct ") => "a group of fields",
        _ if expected.starts_with("an array of length ") => {
            return format!("a list of {} items", &expected["an array of length ".len()..]);
        }
        _ if expected.starts_with("a tuple of size ") => {
            return format!("a list of {} items", &expected["a tuple of size ".len()..]);
        }
        _ => expected,
    };
    plain.to_owned()
}

fn finding(found: &str) -> String {
    if found == "map" {
        return "a group of fields".to_owned();
    }
    if found == "sequence" {
        return "a list".to_owned();
    }
    for (theirs, ours) in
        [("string ", "the text "), ("integer ", ""), ("floating point ", ""), ("boolean ", "")]
    {
        if let Some(value) = found.strip_prefix(theirs) {
            return format!("{ours}{}", value.trim_matches('`'));
        }
    }
    found.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No message keeps the words of a program: types of Rust, maps, sequences, variants.
    #[test]
    fn messages_are_plain() {
        let cases = [
            ("invalid value: integer `300`, expected u8", "expected a whole number, 0 to 255, found 300"),
            ("invalid type: string \"x\", expected f32", "expected a number, found the text \"x\""),
            (
                "invalid type: map, expected a sequence",
                "expected a list in brackets, as in [1, 2], found a group of fields",
            ),
            ("missing field `name`", "the field `name` is missing"),
            (
                "unknown field `abuot`, expected one of `name`, `about`",
                "there is no field `abuot` here: did you mean `about`?",
            ),
            (
                "unknown field `zzzzzz`, expected `name` or `about`",
                "there is no field `zzzzzz` here; there is name, about",
            ),
            (
                "unknown variant `sinus`, expected one of `sine`, `saw`",
                "there is no word `sinus` here: did you mean `sine`?",
            ),
        ];
        for (theirs, ours) in cases {
            assert_eq!(plain(theirs, false), ours);
        }
    }
}
