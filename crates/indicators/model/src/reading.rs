//! A publisher's sheet as entries, or as what is wrong with its rows; pure. Nothing is guessed in
//! silence: what was completed is counted and told, and what could be read in two ways is wrong.

mod data;
mod doubts;
mod subjects;

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use doubts::Doubts;

use platform::marked::Issue;
use platform::search::fold;
use sheets::{Book, Limits, Row, SheetRefusal};

use super::columns::{ColumnTopic, IndicatorColumns};
use super::entity::indicator_import::{DataScale, Kind};
use super::entity::municipality_trait::Kind as Trait;
use super::figures::ValueRange;
use super::refusals::IndicatorRefusal;

/// Megabytes of a file.
pub const MOST_MB: usize = 20;
/// Rows of a file: twice those of an index with sixty indicators.
const MOST_ROWS: u32 = 150_000;
/// The first year of an index.
pub const FIRST_YEAR: i32 = 2000;
/// Rows among which the headings are looked for.
const HEAD: u32 = 40;
/// Issues that are kept; all are counted.
const KEPT: usize = 200;
const LONGEST_TEXT: usize = 60;

/// Limits of a national file. The unpacked sheet is in memory while it is read.
pub fn limits() -> Limits {
    Limits {
        bytes: MOST_MB * 1024 * 1024,
        sheet_bytes: 128 * 1024 * 1024,
        texts_bytes: 24 * 1024 * 1024,
        rows: MOST_ROWS,
        ..Limits::default()
    }
}

/// An indicator that a capacity has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    pub range: ValueRange,
    pub range_text: String,
    /// It goes to a hundred, so that parts of one may stand for it.
    pub is_of_hundred: bool,
}

/// The context of reading a file: what the database knows, and what the importer said.
#[derive(Clone, Debug)]
pub struct SheetContext {
    pub kind: Kind,
    pub file_name: String,
    /// Confirmed by the importer.
    pub year: Option<i32>,
    /// The only sheet to read, chosen by the importer.
    pub sheet: Option<String>,
    pub scale: DataScale,
    pub this_year: i32,
    /// The indicators of the index, by code.
    pub indicators: HashMap<String, Indicator>,
    /// Department of each municipality, by code.
    pub municipalities: HashMap<String, String>,
}

/// The subject of a row: the code of an indicator, or the kind and scheme of a trait.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntrySubject {
    Indicator(String),
    Trait(Trait, String),
}

/// Identifies a value: one subject of one municipality in one year.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryKey {
    pub municipality: String,
    pub subject: EntrySubject,
    pub year: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryValue {
    /// In ten-thousandths, with the publisher's word for it.
    Figure(i64, String),
    Text(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorEntry {
    /// The row of the file, from 1.
    pub row: u32,
    pub key: EntryKey,
    pub value: EntryValue,
}

#[derive(Clone, Debug, Default)]
pub struct IndicatorReading {
    pub columns: IndicatorColumns,
    pub entries: Vec<IndicatorEntry>,
    /// The first ones.
    pub issues: Vec<Issue>,
    pub errors: usize,
    /// Below the headings.
    pub rows: u32,
    pub missing: u32,
    /// Municipality codes that came without their zero, and the first row of them.
    pub completed: u32,
    pub first_completed: u32,
    /// Rows that say again what another one said.
    pub repeated: u32,
    pub rounded: u32,
    /// Rows below the headings with one cell, which is no municipality's code: notes of the publisher.
    pub remarks: u32,
    /// The visible sheets after the one that was read that have its headings too.
    pub unread: Vec<String>,
    /// How many rows are about whole departments.
    pub departments: u32,
    /// Codes that no capacity has, and how often.
    pub unknown: BTreeMap<String, u32>,
}

impl IndicatorReading {
    pub fn wrong(&mut self, row: u32, column: Option<u32>, what: impl Into<String>) {
        self.errors += 1;
        if self.issues.len() < KEPT {
            let (what, mend) = (what.into(), String::new());
            self.issues.push(Issue { row, column, is_error: true, what, mend });
        }
    }
}

/// Reads a whole file.
///
/// # Errors
/// Refused when it is no such file, or when the importer must say more before its rows can be read.
pub fn read(bytes: &[u8], context: &SheetContext) -> Result<IndicatorReading, IndicatorRefusal> {
    let mut book = Book::open(bytes, limits()).map_err(IndicatorRefusal::File)?;
    let visible = book.sheets().into_iter().enumerate().filter(|(_, sheet)| !sheet.hidden);
    let mut visible: Vec<(usize, String)> = visible.map(|(at, sheet)| (at, sheet.name)).collect();
    if let Some(chosen) = &context.sheet {
        visible.retain(|(_, name)| fold(name) == fold(chosen));
        if visible.is_empty() {
            return Err(IndicatorRefusal::NoSheet { name: chosen.clone() });
        }
    }
    let mut any = false;
    let mut found: Option<IndicatorReading> = None;
    for (sheet, name) in visible {
        let mut reader: Option<SheetReader<'_>> = None;
        let mut seen = 0;
        let done = book.rows(sheet, |row| {
            any = true;
            seen += 1;
            match &mut reader {
                // A second sheet with the headings is named and not read.
                Some(_) if found.is_some() => return ControlFlow::Break(()),
                Some(reader) => reader.take(&row),
                None if seen > HEAD => return ControlFlow::Break(()),
                None => {
                    reader = IndicatorColumns::of(&row, context.kind)
                        .map(|found| SheetReader::new(context, found));
                }
            }
            ControlFlow::Continue(())
        });
        done.map_err(IndicatorRefusal::File)?;
        match (reader, &mut found) {
            (Some(reader), None) => {
                context.may_read(&reader.reading.columns)?;
                found = Some(reader.finish());
            }
            (Some(_), Some(reading)) => reading.unread.push(name),
            (None, _) => {}
        }
    }
    if let Some(reading) = found {
        return Ok(reading);
    }
    if !any {
        return Err(IndicatorRefusal::File(SheetRefusal::Empty));
    }
    let wanted = match context.kind {
        Kind::Values => "al menos codigo_entidad, codigo_unico y dato",
        Kind::Traits => "al menos codigo_entidad, tipo y dato",
    };
    Err(IndicatorRefusal::NoHeadings { wanted })
}

impl SheetContext {
    /// Whether the file and the importer together say what the columns must.
    fn may_read(&self, columns: &IndicatorColumns) -> Result<(), IndicatorRefusal> {
        if let Some((_, column)) = columns.twice {
            let cell = platform::marked::cell_name(columns.row, column);
            return Err(IndicatorRefusal::HeadingTwice { cell });
        }
        let years = FIRST_YEAR..=self.this_year;
        if self.year.is_some_and(|year| !years.contains(&year)) {
            return Err(IndicatorRefusal::YearOut { first: FIRST_YEAR, last: self.this_year });
        }
        if columns.at(ColumnTopic::Year).is_some() || self.year.is_some() {
            return Ok(());
        }
        let named = years_in(&self.file_name).into_iter().filter(|year| years.contains(year));
        match named.collect::<Vec<_>>().as_slice() {
            [year] => Err(IndicatorRefusal::YearInName { year: *year }),
            _ => Err(IndicatorRefusal::NoYear),
        }
    }
}

/// The groups of exactly four digits in a name.
fn years_in(name: &str) -> Vec<i32> {
    let groups = name.split(|c: char| !c.is_ascii_digit());
    groups.filter(|group| group.len() == 4).filter_map(|group| group.parse().ok()).collect()
}

struct SheetReader<'a> {
    context: &'a SheetContext,
    reading: IndicatorReading,
    doubts: Doubts,
    /// The index of the first entry of each key.
    known: HashMap<EntryKey, usize>,
}

impl<'a> SheetReader<'a> {
    fn new(context: &'a SheetContext, columns: IndicatorColumns) -> Self {
        let reading = IndicatorReading { columns, ..IndicatorReading::default() };
        Self { context, reading, doubts: Doubts::default(), known: HashMap::new() }
    }

    fn finish(mut self) -> IndicatorReading {
        self.doubts.settle(self.context, &mut self.reading);
        self.reading.issues.sort_by_key(|issue| (issue.row, issue.column));
        self.reading
    }

    fn text<'r>(&self, row: &'r Row, target: ColumnTopic) -> &'r str {
        self.reading.columns.text(row, target)
    }

    fn wrong(&mut self, row: &Row, target: ColumnTopic, what: impl Into<String>) {
        let column = self.reading.columns.at(target);
        self.reading.wrong(row.number, column, what);
    }

    fn take(&mut self, row: &Row) {
        self.reading.rows += 1;
        let Some(municipality) = self.municipality(row) else { return };
        let Some(subject) = self.subject(row) else { return };
        let Some(year) = self.year(row) else { return };
        let key = EntryKey { municipality, subject, year };
        let value = match &key.subject {
            EntrySubject::Indicator(code) => self.figure(row, code.clone(), &key),
            EntrySubject::Trait(kind, _) => self.trait_value(row, *kind),
        };
        if let Some(value) = value {
            self.keep(row, key, value);
        }
    }

    /// Keeps one value for each key: a row that repeats it is counted, and one that disagrees is wrong.
    fn keep(&mut self, row: &Row, key: EntryKey, value: EntryValue) {
        match self.known.get(&key).and_then(|at| self.reading.entries.get(*at)) {
            None => {
                self.known.insert(key.clone(), self.reading.entries.len());
                self.reading.entries.push(IndicatorEntry { row: row.number, key, value });
            }
            Some(first) if first.value == value => self.reading.repeated += 1,
            Some(first) => {
                let told = format!(
                    "La fila {} dice otro dato del mismo municipio, indicador y vigencia: deje solo el correcto.",
                    first.row
                );
                self.wrong(row, ColumnTopic::Datum, told);
            }
        }
    }

    fn municipality(&mut self, row: &Row) -> Option<String> {
        let text = self.text(row, ColumnTopic::Municipality);
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if row.cells.len() == 1 && (text.is_empty() || !digits) {
            self.reading.remarks += 1;
            return None;
        }
        if text.is_empty() || !digits || !(4..=5).contains(&text.len()) {
            let told = format!("«{text}» no es un código DIVIPOLA: son cinco cifras.");
            self.wrong(row, ColumnTopic::Municipality, told);
            return None;
        }
        let code = format!("{text:0>5}");
        let Some(department) = self.context.municipalities.get(&code) else {
            let of_department = code.strip_suffix("000");
            if of_department
                .is_some_and(|one| self.context.municipalities.values().any(|d| d == one))
            {
                self.reading.departments += 1;
                return None;
            }
            let told = format!("Ningún municipio tiene el código {code}.");
            self.wrong(row, ColumnTopic::Municipality, told);
            return None;
        };
        let said = self.text(row, ColumnTopic::Department);
        let said = if said.is_empty() { String::new() } else { format!("{said:0>2}") };
        if !said.is_empty() && said != *department {
            let told = format!(
                "El municipio {code} es del departamento {department} y la fila dice {said}."
            );
            self.wrong(row, ColumnTopic::Department, told);
            return None;
        }
        if text.len() == 4 {
            if self.reading.completed == 0 {
                self.reading.first_completed = row.number;
            }
            self.reading.completed += 1;
        }
        Some(code)
    }

    fn year(&mut self, row: &Row) -> Option<i32> {
        if self.reading.columns.at(ColumnTopic::Year).is_none() {
            return self.context.year;
        }
        let text = self.text(row, ColumnTopic::Year);
        let years = FIRST_YEAR..=self.context.this_year;
        let Some(year) = text.parse().ok().filter(|year| years.contains(year)) else {
            let told = format!(
                "«{text}» no es una vigencia: va de {FIRST_YEAR} a {}.",
                self.context.this_year
            );
            self.wrong(row, ColumnTopic::Year, told);
            return None;
        };
        if let Some(said) = self.context.year.filter(|said| *said != year) {
            let told = format!("La fila es de {year} y usted dijo que el archivo es de {said}.");
            self.wrong(row, ColumnTopic::Year, told);
            return None;
        }
        Some(year)
    }
}
