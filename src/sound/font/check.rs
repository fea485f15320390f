//! Looks a SoundFont over before it is read: sizes within the file, tables that fit together.
//!
//! SoundFont Technical Specification 2.04, sections 5 and 7.

use std::io::{ErrorKind, Read, Seek, SeekFrom};

use super::{FontError, LARGEST_BYTES};

/// Largest table; the largest fonts there are have a tenth of it.
const LARGEST_TABLE: u64 = 32 << 20;

fn io(error: std::io::Error) -> FontError {
    match error.kind() {
        ErrorKind::UnexpectedEof => FontError::Broken("it ends too early".to_owned()),
        _ => FontError::Read(error.to_string()),
    }
}

fn broken<T>(what: &str) -> Result<T, FontError> {
    Err(FontError::Broken(what.to_owned()))
}

/// A chunk: what it is, and where its content lies.
struct Chunk {
    id: [u8; 4],
    start: u64,
    end: u64,
}

/// The chunk that begins at `at`; it must end before `limit`.
fn chunk(reader: &mut (impl Read + Seek), at: u64, limit: u64) -> Result<Chunk, FontError> {
    reader.seek(SeekFrom::Start(at)).map_err(io)?;
    let mut head = [0; 8];
    reader.read_exact(&mut head).map_err(io)?;
    let [a, b, c, d, size @ ..] = head;
    let (start, size) = (at + 8, u64::from(u32::from_le_bytes(size)));
    if start + size > limit {
        return broken("it ends too early");
    }
    Ok(Chunk { id: [a, b, c, d], start, end: start + size })
}

/// The kind of a list.
fn form(reader: &mut (impl Read + Seek), chunk: &Chunk) -> Result<[u8; 4], FontError> {
    let mut form = [0; 4];
    if chunk.end - chunk.start < 4 {
        return broken("a list in it is empty");
    }
    reader.seek(SeekFrom::Start(chunk.start)).map_err(io)?;
    reader.read_exact(&mut form).map_err(io)?;
    Ok(form)
}

/// Says what is wrong with a file, where something is.
pub(super) fn check(reader: &mut (impl Read + Seek)) -> Result<(), FontError> {
    let length = reader.seek(SeekFrom::End(0)).map_err(io)?;
    if length > LARGEST_BYTES {
        return Err(FontError::Large);
    }
    let whole = chunk(reader, 0, length)?;
    if &whole.id != b"RIFF" || &form(reader, &whole)? != b"sfbk" {
        return broken("it does not begin as one");
    }
    let mut at = whole.start + 4;
    let mut has_tables = false;
    while at + 8 <= whole.end {
        let list = chunk(reader, at, whole.end)?;
        if &list.id == b"LIST" && &form(reader, &list)? == b"pdta" {
            tables(reader, &list)?;
            has_tables = true;
        } else if &list.id == b"LIST" {
            parts(reader, &list, |_, _| Ok(()))?;
        }
        at = list.end;
    }
    if has_tables { Ok(()) } else { broken("it has no presets") }
}

/// Calls `each` for the chunks within a list.
fn parts<R: Read + Seek>(
    reader: &mut R,
    list: &Chunk,
    mut each: impl FnMut(&mut R, Chunk) -> Result<(), FontError>,
) -> Result<(), FontError> {
    let mut at = list.start + 4;
    while at < list.end {
        let part = chunk(reader, at, list.end)?;
        at = part.end;
        each(reader, part)?;
    }
    Ok(())
}

/// Presets and instruments name ranges of zones, zones ranges of generators: each range must
/// go forwards and lie within its table.
fn tables(reader: &mut (impl Read + Seek), list: &Chunk) -> Result<(), FontError> {
    let (mut phdr, mut pbag, mut inst, mut ibag) = (vec![], vec![], vec![], vec![]);
    let (mut pgen, mut igen) = (0, 0);
    parts(reader, list, |reader, part| {
        let bytes = part.end - part.start;
        if bytes > LARGEST_TABLE {
            return broken("a table in it is far too large");
        }
        match &part.id {
            b"phdr" => phdr = column(reader, &part, 38, 24)?,
            b"pbag" => pbag = column(reader, &part, 4, 0)?,
            b"inst" => inst = column(reader, &part, 22, 20)?,
            b"ibag" => ibag = column(reader, &part, 4, 0)?,
            b"pgen" => pgen = bytes / 4,
            b"igen" => igen = bytes / 4,
            _ => {}
        }
        Ok(())
    })?;
    for (name, column, limit) in [
        ("presets", &phdr, pbag.len() as u64),
        ("instruments", &inst, ibag.len() as u64),
        ("zones of presets", &pbag, pgen + 1),
        ("zones of instruments", &ibag, igen + 1),
    ] {
        if column.len() < 2 {
            return broken(&format!("it has no {name}"));
        }
        let forwards = column.windows(2).all(|pair| pair[0] <= pair[1]);
        if !forwards || column.iter().any(|&index| u64::from(index) >= limit) {
            return broken(&format!("the table of {name} points outside itself"));
        }
    }
    Ok(())
}

/// One column of 16-bit numbers of a table, at byte `offset` of each row.
fn column(
    reader: &mut (impl Read + Seek),
    part: &Chunk,
    row_bytes: u64,
    offset: usize,
) -> Result<Vec<u16>, FontError> {
    let size = part.end - part.start;
    if !size.is_multiple_of(row_bytes) {
        return broken("a table in it is cut off");
    }
    reader.seek(SeekFrom::Start(part.start)).map_err(io)?;
    let mut rows = Vec::new();
    reader.take(size).read_to_end(&mut rows).map_err(io)?;
    Ok(rows
        .chunks_exact(row_bytes as usize)
        .map(|row| u16::from_le_bytes([row[offset], row[offset + 1]]))
        .collect())
}
