//! A document's text, read from disk or from the program itself.

use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::error::locate;
use super::{DocumentError, Findings, Span, shape, wording};

/// The format this version reads and writes.
pub const FORMAT: i64 = 1;
/// The field every file starts with.
pub const FORMAT_FIELD: &str = "format";
/// Largest file that is read. The largest ever written by hand has a few kilobytes.
pub const MAX_BYTES: u64 = 1024 * 1024;
/// Most errors of syntax that are told at once: further ones mostly follow from the first.
const MAX_SYNTAX_ERRORS: usize = 5;

/// A text and where it comes from.
#[derive(Clone, Debug)]
pub struct Document {
    path: PathBuf,
    text: Cow<'static, str>,
}

impl Document {
    /// The file at `path`.
    ///
    /// # Errors
    /// Where it cannot be read, is larger than [`MAX_BYTES`] or is not UTF-8 text.
    pub fn open(path: &Path) -> Result<Self, DocumentError> {
        Self::from_bytes(path, read_bytes(path)?)
    }

    /// The file at `path` in UTF-8 or, where it is not, in ISO 8859-1, which any file is.
    ///
    /// # Errors
    /// Where it cannot be read or is larger than [`MAX_BYTES`].
    pub fn open_old(path: &Path) -> Result<Self, DocumentError> {
        let bytes = read_bytes(path)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(error) => {
                Ok(Self::new(path, error.as_bytes().iter().map(|byte| char::from(*byte)).collect::<String>()))
            }
        }
    }

    /// The text that `bytes` hold, as the file at `path`.
    ///
    /// # Errors
    /// Where there are more than [`MAX_BYTES`] or they are not UTF-8 text.
    pub fn from_bytes(path: impl Into<PathBuf>, bytes: Vec<u8>) -> Result<Self, DocumentError> {
        let path = path.into();
        if bytes.len() as u64 > MAX_BYTES {
            return Err(too_large(&path));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let document = Self::new(path, text);
                let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
                let message = if wide {
                    "this file is saved as UTF-16: save it as UTF-8 (in the editor's “Save as”)"
                } else {
                    "this is not UTF-8 text: save the file as UTF-8, or take this character out"
                };
                Err(document.error_at(good..good + 1, message))
            }
        }
    }

    /// A text inside the program, as the file at `path`.
    ///
    /// # Errors
    /// As [`Document::from_bytes`]; a byte is never copied where the text is good.
    pub fn from_static(path: &Path, bytes: &'static [u8]) -> Result<Self, DocumentError> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(_) => Self::from_bytes(path, bytes.to_vec()),
        }
    }

    /// A text as the file at `path`.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<Cow<'static, str>>) -> Self {
        Document { path: path.into(), text: text.into() }
    }

    /// Where the text comes from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file that is named in the text: it counts from the folder of the document.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.path.parent().unwrap_or_else(|| Path::new("")).join(name)
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// An error at a byte range of the text.
    pub fn error_at(&self, span: Span, message: impl Into<String>) -> DocumentError {
        let (line, column, excerpt) = locate(&self.text, span);
        DocumentError { path: self.path.clone(), line, column, message: message.into(), excerpt }
    }

    /// Where the value of a field stands, whose name is `name` or `heading.name`; the
    /// start of the document where there is none.
    pub fn span_of(&self, field: &str) -> Span {
        let (table, _) = DeTable::parse_recoverable(&self.text);
        let mut names = field.split('.');
        let mut found = names.next().and_then(|name| table.get_ref().get(name));
        for name in names {
            found = found.and_then(|value| match (value.get_ref().as_array(), name.parse::<usize>()) {
                (Some(list), Ok(place)) => list.get(place),
                _ => value.get_ref().as_table().and_then(|table| table.get(name)),
            });
        }
        found.map_or(0..0, toml::Spanned::span)
    }

    /// The word at a line and column, both from 1.
    pub fn span_at(&self, line: usize, column: usize) -> Span {
        let before: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let start = self.text[before..]
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(self.text.len(), |(offset, _)| before + offset);
        start..self.end_of_word(start)
    }

    /// The word at a column, from 1, of a text that stands quoted at `span`; all of `span`
    /// where it is written with escapes.
    pub fn span_within(&self, span: Span, value: &str, column: usize) -> Span {
        let Some(offset) = self.text.get(span.clone()).and_then(|written| written.find(value)) else {
            return span;
        };
        let inside =
            value.char_indices().nth(column.saturating_sub(1)).map_or(value.len(), |(inside, _)| inside);
        let start = span.start + offset + inside;
        start..self.end_of_word(start)
    }

    fn end_of_word(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        start + rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).unwrap_or(rest.len())
    }

    /// Reads a `T`, checking the text against the JSON Schema of `T` first, so that all
    /// unknown, missing and misplaced fields and values out of range are told at once.
    ///
    /// # Errors
    /// Everything that is wrong, from the top of the file to its end.
    pub fn read<T: DeserializeOwned + schemars::JsonSchema>(&self) -> Result<T, Vec<DocumentError>> {
        let table = self.table()?;
        let mut findings = Findings::new(self);
        let schema = super::plain_schema::<T>();
        shape::check(table.span(), table.get_ref(), &schema, &mut findings);
        findings.finish(())?;
        self.deserialise(table)
    }

    /// Reads a `T` that has no schema.
    ///
    /// # Errors
    /// The first thing that is wrong (all of them, where the text is not even TOML).
    pub fn read_plain<T: DeserializeOwned>(&self) -> Result<T, Vec<DocumentError>> {
        let table = self.table()?;
        self.deserialise(table)
    }

    fn deserialise<T: DeserializeOwned>(
        &self,
        table: toml::Spanned<DeTable<'_>>,
    ) -> Result<T, Vec<DocumentError>> {
        T::deserialize(toml::de::Deserializer::from(table)).map_err(|error| vec![self.parser_error(&error)])
    }

    /// The document as a table whose `format` is the one this version reads.
    fn table(&self) -> Result<toml::Spanned<DeTable<'_>>, Vec<DocumentError>> {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        if !errors.is_empty() {
            let mut told: Vec<DocumentError> = errors.iter().map(|error| self.parser_error(error)).collect();
            told.sort_by_key(|error| (error.line, error.column));
            told.dedup_by_key(|error| error.line);
            told.truncate(MAX_SYNTAX_ERRORS);
            return Err(told);
        }
        self.check_format(table.get_ref()).map_err(|error| vec![error])?;
        Ok(table)
    }

    fn check_format(&self, table: &DeTable<'_>) -> Result<(), DocumentError> {
        let Some(format) = table.get(FORMAT_FIELD) else {
            return Err(self.error_at(0..0, "the file must start with `format = 1`"));
        };
        let number = match format.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        match number {
            Some(FORMAT) => Ok(()),
            Some(newer) if newer > FORMAT => Err(self.error_at(
                format.span(),
                format!(
                    "this file is of format {newer}, made for a newer Cantus; this one reads format {FORMAT}: \
                     update Cantus to use it"
                ),
            )),
            _ => Err(self.error_at(format.span(), format!("expected `format = {FORMAT}`"))),
        }
    }

    fn parser_error(&self, error: &toml::de::Error) -> DocumentError {
        let span = error.span().unwrap_or(0..0);
        let nothing = self.text.get(span.clone()).is_none_or(|text| text.trim().is_empty());
        self.error_at(span, wording::plain(error.message(), nothing))
    }
}

/// The bytes of the file at `path`.
///
/// # Errors
/// Where it cannot be read or is larger than [`MAX_BYTES`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, DocumentError> {
    let file = std::fs::File::open(path)
        .map_err(|error| DocumentError::of_file(path, format!("cannot be opened: {error}")))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| DocumentError::of_file(path, format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > MAX_BYTES { Err(too_large(path)) } else { Ok(bytes) }
}

fn too_large(path: &Path) -> DocumentError {
    DocumentError::of_file(path, "is larger than 1 MiB, which no such file is")
}
