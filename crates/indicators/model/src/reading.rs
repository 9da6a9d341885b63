//! A publisher's sheet as entries, or as what is wrong with its rows; pure. Nothing is guessed in
//! silence: what was completed is counted and told, and what could be read in two ways is wrong.

mod data;
mod doubts;
mod subjects;

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use doubts::Doubts;

use platform::marked::Issue;
use sheets::{Book, Limits, Refusal, Row};

use super::columns::{Columns, Target};
use super::entity::indicator_import::{Kind, Scale};
use super::entity::municipality_trait::Kind as Trait;
use super::figures::Range;
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
    pub range: Range,
    pub range_text: String,
    /// It goes to a hundred, so that parts of one may stand for it.
    pub is_of_hundred: bool,
}

/// What the database knows and the importer says.
#[derive(Clone, Debug)]
pub struct Asked {
    pub kind: Kind,
    pub file_name: String,
    /// Confirmed by the importer.
    pub year: Option<i32>,
    pub scale: Scale,
    pub this_year: i32,
    /// Of the index, by code.
    pub indicators: HashMap<String, Indicator>,
    /// Department of each municipality, by code.
    pub municipalities: HashMap<String, String>,
}

/// What a row is about; of indicators its code, of traits their kind and scheme.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    Indicator(String),
    Trait(Trait, String),
}

/// One thing said of one municipality in one year.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub municipality: String,
    pub subject: Subject,
    pub year: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// In ten-thousandths, with the publisher's word for it.
    Figure(i64, String),
    Text(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of the file, from 1.
    pub row: u32,
    pub key: Key,
    pub value: Value,
}

#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub columns: Columns,
    pub entries: Vec<Entry>,
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
    /// Of whole departments.
    pub departments: u32,
    /// Codes that no capacity has, and how often.
    pub unknown: BTreeMap<String, u32>,
}

impl Reading {
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
/// What it is instead, or what must be said of it before its rows can be read.
pub fn read(bytes: &[u8], asked: &Asked) -> Result<Reading, IndicatorRefusal> {
    let mut book = Book::open(bytes, limits()).map_err(IndicatorRefusal::File)?;
    let visible = book.sheets().into_iter().enumerate().filter(|(_, sheet)| !sheet.hidden);
    let visible: Vec<usize> = visible.map(|(index, _)| index).collect();
    let mut any = false;
    for sheet in visible {
        let mut reader: Option<Reader<'_>> = None;
        let mut seen = 0;
        let done = book.rows(sheet, |row| {
            any = true;
            seen += 1;
            match &mut reader {
                Some(reader) => reader.take(&row),
                None if seen > HEAD => return ControlFlow::Break(()),
                None => {
                    reader = Columns::of(&row, asked.kind).map(|found| Reader::new(asked, found));
                }
            }
            ControlFlow::Continue(())
        });
        done.map_err(IndicatorRefusal::File)?;
        if let Some(reader) = reader {
            asked.may_read(&reader.reading.columns)?;
            return Ok(reader.finish());
        }
    }
    if !any {
        return Err(IndicatorRefusal::File(Refusal::Empty));
    }
    let wanted = match asked.kind {
        Kind::Values => "al menos codigo_entidad, codigo_unico y dato",
        Kind::Traits => "al menos codigo_entidad, tipo y dato",
    };
    Err(IndicatorRefusal::NoHeadings { wanted })
}

impl Asked {
    /// Whether the file and the importer together say what the columns must.
    fn may_read(&self, columns: &Columns) -> Result<(), IndicatorRefusal> {
        if let Some((_, column)) = columns.twice {
            let cell = platform::marked::cell_name(columns.row, column);
            return Err(IndicatorRefusal::HeadingTwice { cell });
        }
        let years = FIRST_YEAR..=self.this_year;
        if self.year.is_some_and(|year| !years.contains(&year)) {
            return Err(IndicatorRefusal::YearOut { first: FIRST_YEAR, last: self.this_year });
        }
        if columns.at(Target::Year).is_some() || self.year.is_some() {
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

struct Reader<'a> {
    asked: &'a Asked,
    reading: Reading,
    doubts: Doubts,
    /// Where each key was said first.
    known: HashMap<Key, usize>,
}

impl<'a> Reader<'a> {
    fn new(asked: &'a Asked, columns: Columns) -> Self {
        let reading = Reading { columns, ..Reading::default() };
        Self { asked, reading, doubts: Doubts::default(), known: HashMap::new() }
    }

    fn finish(mut self) -> Reading {
        self.doubts.settle(self.asked, &mut self.reading);
        self.reading.issues.sort_by_key(|issue| (issue.row, issue.column));
        self.reading
    }

    fn text<'r>(&self, row: &'r Row, target: Target) -> &'r str {
        self.reading.columns.text(row, target)
    }

    fn wrong(&mut self, row: &Row, target: Target, what: impl Into<String>) {
        let column = self.reading.columns.at(target);
        self.reading.wrong(row.number, column, what);
    }

    fn take(&mut self, row: &Row) {
        self.reading.rows += 1;
        let Some(municipality) = self.municipality(row) else { return };
        let Some(subject) = self.subject(row) else { return };
        let Some(year) = self.year(row) else { return };
        let key = Key { municipality, subject, year };
        let value = match &key.subject {
            Subject::Indicator(code) => self.figure(row, code.clone(), &key),
            Subject::Trait(kind, _) => self.trait_value(row, *kind),
        };
        if let Some(value) = value {
            self.keep(row, key, value);
        }
    }

    /// One value for one key: a row that says the same again is counted, one that disagrees is wrong.
    fn keep(&mut self, row: &Row, key: Key, value: Value) {
        match self.known.get(&key).and_then(|at| self.reading.entries.get(*at)) {
            None => {
                self.known.insert(key.clone(), self.reading.entries.len());
                self.reading.entries.push(Entry { row: row.number, key, value });
            }
            Some(first) if first.value == value => self.reading.repeated += 1,
            Some(first) => {
                let told = format!(
                    "La fila {} dice otro dato del mismo municipio, indicador y vigencia: deje solo el correcto.",
                    first.row
                );
                self.wrong(row, Target::Datum, told);
            }
        }
    }

    fn municipality(&mut self, row: &Row) -> Option<String> {
        let text = self.text(row, Target::Municipality);
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if text.is_empty() || !digits || !(4..=5).contains(&text.len()) {
            let told = format!("«{text}» no es un código DIVIPOLA: son cinco cifras.");
            self.wrong(row, Target::Municipality, told);
            return None;
        }
        let code = format!("{text:0>5}");
        let Some(department) = self.asked.municipalities.get(&code) else {
            let of_department = code.strip_suffix("000");
            if of_department.is_some_and(|one| self.asked.municipalities.values().any(|d| d == one))
            {
                self.reading.departments += 1;
                return None;
            }
            let told = format!("Ningún municipio tiene el código {code}.");
            self.wrong(row, Target::Municipality, told);
            return None;
        };
        let said = self.text(row, Target::Department);
        let said = if said.is_empty() { String::new() } else { format!("{said:0>2}") };
        if !said.is_empty() && said != *department {
            let told = format!(
                "El municipio {code} es del departamento {department} y la fila dice {said}."
            );
            self.wrong(row, Target::Department, told);
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
        if self.reading.columns.at(Target::Year).is_none() {
            return self.asked.year;
        }
        let text = self.text(row, Target::Year);
        let years = FIRST_YEAR..=self.asked.this_year;
        let Some(year) = text.parse().ok().filter(|year| years.contains(year)) else {
            let told = format!(
                "«{text}» no es una vigencia: va de {FIRST_YEAR} a {}.",
                self.asked.this_year
            );
            self.wrong(row, Target::Year, told);
            return None;
        };
        if let Some(said) = self.asked.year.filter(|said| *said != year) {
            let told = format!("La fila es de {year} y usted dijo que el archivo es de {said}.");
            self.wrong(row, Target::Year, told);
            return None;
        }
        Some(year)
    }
}
