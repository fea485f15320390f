//! Where something is wrong in a document, and what.

use std::fmt;
use std::path::PathBuf;

use super::{Document, Span};

/// Characters of a line that an excerpt shows at most.
const EXCERPT_CHARS: usize = 96;
/// Characters shown before the place where a longer line is cut.
const EXCERPT_BEFORE: usize = 40;

/// Something wrong in a file, at its exact place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 where the file as a whole is meant.
    pub column: usize,
    /// What was found and what was expected, in one sentence.
    pub message: String,
    /// The line with carets under the place; empty where the file as a whole is meant.
    pub excerpt: String,
}

impl DocumentError {
    /// An error of a file as a whole.
    pub fn of_file(path: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        DocumentError {
            path: path.into(),
            line: 0,
            column: 0,
            message: message.into(),
            excerpt: String::new(),
        }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return write!(f, "{}: {}", self.path.display(), self.message);
        }
        write!(f, "{}:{}:{}: {}", self.path.display(), self.line, self.column, self.message)?;
        if !self.excerpt.is_empty() {
            write!(f, "\n{}", self.excerpt)?;
        }
        Ok(())
    }
}

impl std::error::Error for DocumentError {}

/// All that is wrong in one document, gathered before it is refused.
#[derive(Debug)]
pub struct Findings<'d> {
    document: &'d Document,
    found: Vec<(usize, DocumentError)>,
}

impl<'d> Findings<'d> {
    /// Nothing found in `document` yet.
    pub fn new(document: &'d Document) -> Self {
        Findings { document, found: Vec::new() }
    }

    /// Adds what is wrong at `span`.
    pub fn add(&mut self, span: Span, message: impl Into<String>) {
        self.found.push((span.start, self.document.error_at(span, message)));
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Everything found, from the top of the file to its end.
    pub fn into_errors(mut self) -> Vec<DocumentError> {
        self.found.sort_by_key(|(start, _)| *start);
        self.found.into_iter().map(|(_, error)| error).collect()
    }

    /// `value`, where nothing was found.
    ///
    /// # Errors
    /// Everything found, from the top of the file to its end.
    pub fn finish<T>(self, value: T) -> Result<T, Vec<DocumentError>> {
        if self.is_empty() { Ok(value) } else { Err(self.into_errors()) }
    }
}

/// Line and column, both from 1, and the excerpt of `span` in `text`.
pub(super) fn locate(text: &str, span: Span) -> (usize, usize, String) {
    let start = floor_char(text, span.start);
    let end = floor_char(text, span.end).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let line = text[..line_start].matches('\n').count() + 1;
    let before: Vec<char> = text[line_start..start].chars().collect();
    let marked = text[start..end.min(line_end)].trim_end().chars().count().max(1);
    let whole: Vec<char> = text[line_start..line_end].trim_end_matches('\r').chars().collect();

    let first = if whole.len() > EXCERPT_CHARS { before.len().saturating_sub(EXCERPT_BEFORE) } else { 0 };
    let last = whole.len().min(first + EXCERPT_CHARS);
    let shown: String = whole[first.min(last)..last].iter().map(|c| printable(*c)).collect();
    let cut = if first > 0 { "…" } else { "" };
    let more = if last < whole.len() { "…" } else { "" };
    let indent = " ".repeat(before.len() - first.min(before.len()) + cut.chars().count());
    let carets = "^".repeat(marked.min(EXCERPT_CHARS));
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    let excerpt = format!("{gutter} |\n{number} | {cut}{shown}{more}\n{gutter} | {indent}{carets}");
    (line, before.len() + 1, excerpt)
}

/// The character itself, or a stand-in for one that would move a terminal's cursor.
fn printable(character: char) -> char {
    match character {
        '\t' => ' ',
        c if c.is_control()
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c) =>
        {
            '\u{fffd}'
        }
        c => c,
    }
}

fn floor_char(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns count characters, not bytes, and the caret stands under the place.
    #[test]
    fn caret_stands_under_the_place() {
        let text = "name = \"é\"\nscale = \"ø\" # x\r\n";
        let start = text.find("\"ø").unwrap();
        let (line, column, excerpt) = locate(text, start..start + 4);
        assert_eq!((line, column), (2, 9));
        assert_eq!(excerpt, "  |\n2 | scale = \"ø\" # x\n  |         ^^^");
    }

    /// A long line is cut around the place, and the caret still stands under it.
    #[test]
    fn long_lines_are_cut() {
        let text = format!("about = \"{}X{}\"", "a".repeat(500), "b".repeat(500));
        let start = text.find('X').unwrap();
        let (_, column, excerpt) = locate(&text, start..start + 1);
        assert_eq!(column, 510);
        let lines: Vec<&str> = excerpt.lines().collect();
        let caret = lines[2].chars().position(|c| c == '^').unwrap();
        assert_eq!(lines[1].chars().nth(caret), Some('X'));
        assert!(lines[1].chars().count() < 110);
    }

    /// Any range, even one that cuts a character or lies past the end, finds a place.
    #[test]
    fn any_range_has_a_place() {
        let text = "é\n\u{1b}[2J";
        for start in 0..12 {
            for end in 0..12 {
                let (line, column, excerpt) = locate(text, start..end);
                assert!(line >= 1 && column >= 1);
                assert!(!excerpt.contains('\u{1b}'));
            }
        }
        assert_eq!(locate("", 0..0).0, 1);
    }
}
