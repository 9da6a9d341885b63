//! The cells of a sheet, row by row, each with what it shows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use quick_xml::events::BytesStart;

use super::styles::Styles;
use super::texts::Texts;
use super::xml::{Tag, attribute, each_tag, unescaped};
use crate::book::{Cell, Kind, Row, bounded, clean};
use crate::{Limits, SheetRefusal, dates};

/// The last row and column of a sheet, from 1 and from 0.
pub const LAST_ROW: u32 = 1_048_576;
pub const LAST_COLUMN: u32 = 16_383;
/// Merged areas that are looked at; a sheet for reading has a few.
const MERGED: usize = 2_000;
/// Rows that one merged area may give its value to.
const TALLEST: u32 = 500;

/// What the cells refer to.
pub struct CellContext<'a> {
    pub texts: &'a Texts,
    pub styles: &'a Styles,
    pub from_1904: bool,
    pub limits: &'a Limits,
}

/// One `c` while it is read.
#[derive(Default)]
struct OpenCell {
    column: u32,
    style: usize,
    kind: String,
    value: String,
    formula: bool,
    has_value: bool,
}

pub fn read(
    written: &str,
    from: &CellContext<'_>,
    each: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<(), SheetRefusal> {
    let merged = merged_down(written)?;
    let mut sheet = Sheet {
        from,
        each,
        merged,
        row: 0,
        cells: Vec::new(),
        next_column: 0,
        handed: 0,
        carried: BTreeMap::new(),
        stopped: false,
    };
    let mut cell: Option<OpenCell> = None;
    let mut reading = false;
    let mut phonetic = false;
    let mut wrong = None;
    each_tag(written, |tag| {
        let step = match tag {
            Tag::Open("row", attributes) => sheet.start_row(attributes),
            Tag::Close("row") => sheet.end_row(),
            Tag::Open("c", attributes) => sheet.open(attributes).map(|open| cell = Some(open)),
            Tag::Open(name @ ("v" | "t"), _) => {
                reading = !phonetic;
                if let (Some(cell), "v") = (&mut cell, name) {
                    cell.has_value = true;
                }
                Ok(())
            }
            Tag::Open("f", _) => {
                if let Some(cell) = &mut cell {
                    cell.formula = true;
                }
                Ok(())
            }
            Tag::Open("rPh", _) => {
                phonetic = true;
                Ok(())
            }
            Tag::Close("rPh") => {
                phonetic = false;
                Ok(())
            }
            Tag::Close("v" | "t") => {
                reading = false;
                Ok(())
            }
            Tag::Text(text) if reading => {
                if let Some(cell) = &mut cell {
                    cell.value.push_str(&text);
                }
                Ok(())
            }
            Tag::Close("c") => cell.take().map_or(Ok(()), |open| sheet.close(open)),
            // What follows (links, comments, drawings) is not read.
            Tag::Close("sheetData") => return ControlFlow::Break(()),
            _ => Ok(()),
        };
        match step {
            Ok(()) if sheet.stopped => ControlFlow::Break(()),
            Ok(()) => ControlFlow::Continue(()),
            Err(refusal) => {
                wrong = Some(refusal);
                ControlFlow::Break(())
            }
        }
    })?;
    match wrong {
        Some(refusal) => Err(refusal),
        None => sheet.end_row(),
    }
}

struct Sheet<'s, 'f> {
    from: &'s CellContext<'f>,
    each: &'s mut dyn FnMut(Row) -> ControlFlow<()>,
    /// Rows to which the first cell of a merged area gives its value, by where that cell is.
    merged: BTreeMap<(u32, u32), u32>,
    /// The row being read, from 1.
    row: u32,
    cells: Vec<Cell>,
    next_column: u32,
    /// The last row that was finished.
    handed: u32,
    /// Values that merged areas give to rows below, by column, with their last row.
    carried: BTreeMap<u32, (u32, Cell)>,
    stopped: bool,
}

impl Sheet<'_, '_> {
    fn start_row(&mut self, attributes: &BytesStart<'_>) -> Result<(), SheetRefusal> {
        let number = match attribute(attributes, "r") {
            Some(number) => number.parse().map_err(|_| SheetRefusal::Damaged)?,
            None => self.handed + 1,
        };
        self.go_to(number)
    }

    /// Rows come from top to bottom: no program writes them otherwise.
    fn go_to(&mut self, row: u32) -> Result<(), SheetRefusal> {
        if row <= self.handed || row > LAST_ROW {
            return Err(SheetRefusal::Damaged);
        }
        self.row = row;
        self.next_column = 0;
        Ok(())
    }

    fn open(&mut self, attributes: &BytesStart<'_>) -> Result<OpenCell, SheetRefusal> {
        let column = match attribute(attributes, "r") {
            Some(place) => {
                let (row, column) = place_of(&place).ok_or(SheetRefusal::Damaged)?;
                if self.row == 0 {
                    self.go_to(row)?;
                }
                if row != self.row {
                    return Err(SheetRefusal::Damaged);
                }
                column
            }
            None => self.next_column,
        };
        if self.row == 0 || column > LAST_COLUMN {
            return Err(SheetRefusal::Damaged);
        }
        self.next_column = column + 1;
        Ok(OpenCell {
            column,
            style: attribute(attributes, "s").and_then(|style| style.parse().ok()).unwrap_or(0),
            kind: attribute(attributes, "t").unwrap_or_default().into_owned(),
            ..OpenCell::default()
        })
    }

    fn close(&mut self, open: OpenCell) -> Result<(), SheetRefusal> {
        let (column, formula) = (open.column, open.formula);
        // A formula may have given no text; no other value is empty, and some programs save one all the same.
        let gave_text = open.has_value && matches!(open.kind.as_str(), "str" | "inlineStr");
        let shown = self.shown(open)?.filter(|(text, _)| gave_text || !text.trim().is_empty());
        let unsaved = formula.then(|| ("=".to_owned(), Kind::Text));
        let Some((text, kind)) = shown.or(unsaved) else { return Ok(()) };
        bounded(&text, self.row, column, self.from.limits)?;
        let (text, mended) = clean(&text);
        if text.is_empty() {
            return Ok(());
        }
        if column >= self.from.limits.columns {
            let most = self.from.limits.columns;
            return Err(SheetRefusal::TooManyColumns { row: self.row, most });
        }
        if self.cells.last().is_some_and(|last| last.column >= column) {
            return Err(SheetRefusal::Damaged);
        }
        let cell = Cell { column, text, kind, formula, mended };
        if let Some(last) = self.merged.get(&(self.row, column)) {
            self.carried.insert(column, (*last, cell.clone()));
        }
        self.cells.push(cell);
        Ok(())
    }

    /// What a spreadsheet program would show, and of which kind it is.
    fn shown(&self, open: OpenCell) -> Result<Option<(String, Kind)>, SheetRefusal> {
        let value = open.value;
        let trimmed = value.trim();
        Ok(match open.kind.as_str() {
            "s" => {
                if trimmed.is_empty() {
                    return Ok(None);
                }
                let index = trimmed.parse().map_err(|_| SheetRefusal::Damaged)?;
                let text = self.from.texts.get(index).ok_or(SheetRefusal::Damaged)?;
                Some((text.to_owned(), Kind::Text))
            }
            "b" => match trimmed {
                "1" | "true" => Some(("VERDADERO".to_owned(), Kind::Boolean)),
                "0" | "false" => Some(("FALSO".to_owned(), Kind::Boolean)),
                _ => None,
            },
            "e" => Some((trimmed.to_owned(), Kind::Error)),
            "d" => Some((trimmed.replacen('T', " ", 1), Kind::Date)),
            "str" | "inlineStr" => Some((unescaped(value), Kind::Text)),
            _ => match trimmed.parse::<f64>() {
                Ok(number) if self.from.styles.is_date(open.style) => {
                    let date = dates::iso(number, self.from.from_1904);
                    Some(
                        date.map_or((number_text(number), Kind::Number), |date| (date, Kind::Date)),
                    )
                }
                Ok(number) => Some((number_text(number), Kind::Number)),
                Err(_) => Some((unescaped(value), Kind::Text)),
            },
        })
    }

    fn end_row(&mut self) -> Result<(), SheetRefusal> {
        if self.row == 0 {
            return Ok(());
        }
        let (row, cells) = (self.row, std::mem::take(&mut self.cells));
        self.handed = row;
        self.row = 0;
        self.next_column = 0;
        self.carried.retain(|_, (last, _)| *last >= row);
        if cells.is_empty() || self.stopped {
            return Ok(());
        }
        let mut all = cells;
        for (column, (_, cell)) in &self.carried {
            if let Err(place) = all.binary_search_by_key(column, |cell| cell.column) {
                all.insert(place, cell.clone());
            }
        }
        self.stopped = (self.each)(Row { number: row, cells: all }).is_break();
        Ok(())
    }
}

/// «1234567», «0.5»: never «1.234567E6», and never a decimal that nobody wrote.
fn number_text(number: f64) -> String {
    if number.is_finite() && number.abs() < 1e15 && number.fract() == 0.0 {
        format!("{number:.0}")
    } else {
        format!("{number}")
    }
}

/// Row from 1 and column from 0 of «AB12».
pub fn place_of(place: &str) -> Option<(u32, u32)> {
    let digits = place.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = place.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || number.len() > 7 {
        return None;
    }
    let mut column = 0;
    for c in letters.bytes() {
        if !c.is_ascii_alphabetic() {
            return None;
        }
        column = column * 26 + u32::from(c.to_ascii_uppercase() - b'A') + 1;
    }
    let row: u32 = number.parse().ok()?;
    ((1..=LAST_ROW).contains(&row)).then_some((row, column - 1))
}

/// «C12», as spreadsheets name their cells; row from 1, column from 0.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{row}", column_name(column))
}

/// «A», «Z», «AA»; from 0.
pub fn column_name(column: u32) -> String {
    let mut name = String::new();
    let mut rest = column.saturating_add(1);
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        name.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    name
}

/// Areas of more than one row: their value counts for every row that they cover, as a person who
/// reads the sheet takes it.
fn merged_down(written: &str) -> Result<BTreeMap<(u32, u32), u32>, SheetRefusal> {
    let mut areas = BTreeMap::new();
    each_merged(written, |(top, left), (bottom, _)| {
        if bottom > top && bottom - top <= TALLEST {
            areas.insert((top, left), bottom);
        }
        areas.len() < MERGED
    })?;
    Ok(areas)
}

/// The last column, from 0, of the areas that reach this row or one below it; those that are wider than
/// so many columns are bands across the sheet, and left aside.
pub fn widest_merge(written: &str, row: u32, columns: u32) -> Result<Option<u32>, SheetRefusal> {
    let mut widest = None;
    let mut seen = 0;
    each_merged(written, |_, (bottom, right)| {
        if bottom >= row && right < columns {
            widest = widest.max(Some(right));
        }
        seen += 1;
        seen < MERGED
    })?;
    Ok(widest)
}

/// Hands over the first and the last cell of merged areas until `each` has seen enough. They are written
/// after the cells, so they are read first.
fn each_merged(
    written: &str,
    mut each: impl FnMut((u32, u32), (u32, u32)) -> bool,
) -> Result<(), SheetRefusal> {
    let Some(opened) = memchr::memmem::find(written.as_bytes(), b"mergeCells") else {
        return Ok(());
    };
    let from = written.get(..opened).and_then(|before| before.rfind('<')).unwrap_or(opened);
    each_tag(written.get(from..).unwrap_or_default(), |tag| {
        let goes_on = match tag {
            Tag::Open("mergeCell", attributes) => {
                let area = attribute(attributes, "ref").and_then(|area| {
                    let (first, last) = area.split_once(':')?;
                    Some((place_of(first)?, place_of(last)?))
                });
                area.is_none_or(|(first, last)| each(first, last))
            }
            Tag::Close("mergeCells") => false,
            _ => true,
        };
        if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_written_and_others_refused() {
        assert_eq!(place_of("A1"), Some((1, 0)));
        assert_eq!(place_of("XFD1048576"), Some((1_048_576, 16_383)));
        for wrong in ["", "A", "1", "A0", "AAAA1", "A99999999", "Ñ1", "A1B"] {
            assert_eq!(place_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16_383, "XFD")] {
            assert_eq!(column_name(column), name);
            assert_eq!(place_of(&cell_name(7, column)), Some((7, column)));
        }
    }

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(number_text(1_234_567_890.0), "1234567890");
        assert_eq!(number_text(0.5), "0.5");
        assert_eq!(number_text(-3.0), "-3");
    }
}
