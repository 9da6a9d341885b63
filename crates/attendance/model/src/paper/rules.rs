//! What is typed from a signed sheet, and what each row gets by it: pure.
//!
//! Who enters thirty-five signatures types only the exceptions (R41): the rows that did not sign,
//! those who came late, those with an excuse. Nobody is present by silence: the result is shown row
//! by row before anything is saved.

use std::collections::{BTreeMap, BTreeSet};

use platform::search::fold;
use platform::texts::Refusal;
use sign_in_model::evidence::EvidenceRefusal;

use crate::entity::attendance_mark::State;

/// Rows for people who are not on the list, below a list with names.
pub const SPARE_ROWS: u32 = 3;
/// Rows of a sheet.
pub const MOST_ROWS: u32 = 1_000;
/// People typed by name in one go.
pub const MOST_GUESTS: usize = 100;
/// The longest name that is read from paper.
const LONGEST_NAME: usize = 120;

/// Whether the numbers typed are those who signed or those who did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryMode {
    AllBut,
    Only,
}

impl EntryMode {
    pub fn from_form(value: &str) -> Self {
        if value == "solo" { Self::Only } else { Self::AllBut }
    }
}

/// The fields of the entry form, by the names that they have on the page.
#[derive(Clone, Debug)]
pub struct SheetInput<'a> {
    pub way: EntryMode,
    pub rows: &'a str,
    pub late: &'a str,
    pub excused: &'a str,
    pub dispensed: &'a str,
}

/// The field of a complaint and its sentence.
pub type Complaint = (&'static str, String);

/// Returns the state of each row with a person; rows without one cannot be named in the fields.
///
/// # Errors
/// Every complaint about the fields, each with its field.
pub fn states(
    listed: &BTreeSet<u32>,
    rows: u32,
    typed: &SheetInput<'_>,
) -> Result<BTreeMap<u32, State>, Vec<Complaint>> {
    let mut wrong = Vec::new();
    let mut read = |field: &'static str, text: &str| {
        let numbers = numbers(text, rows).unwrap_or_else(|sentence| {
            wrong.push((field, sentence));
            BTreeSet::new()
        });
        if let Some(empty) = numbers.iter().find(|number| !listed.contains(number)) {
            wrong.push((
                field,
                format!("La fila {empty} no tiene persona en la lista: escriba su nombre en «Otras personas»."),
            ));
        }
        numbers
    };
    let named = read("filas", typed.rows);
    let late = read("tarde", typed.late);
    let excused = read("excusa", typed.excused);
    let dispensed = read("dispensa", typed.dispensed);
    let apart = [("tarde", &late), ("excusa", &excused), ("dispensa", &dispensed)];
    for (index, (field, numbers)) in apart.iter().enumerate() {
        for (other, others) in &apart[..index] {
            if let Some(both) = numbers.intersection(others).next() {
                wrong.push((field, format!("La fila {both} está también en «{}».", label(other))));
            }
        }
    }
    // Who came late signed.
    if typed.way == EntryMode::AllBut
        && let Some(both) = late.intersection(&named).next()
    {
        wrong.push(("tarde", format!("La fila {both} está también entre las que no firmaron.")));
    }
    if typed.way == EntryMode::Only
        && let Some(both) = excused.union(&dispensed).find(|number| named.contains(number))
    {
        wrong
            .push(("filas", format!("La fila {both} firmó y está también con excusa o dispensa.")));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let signed = |number: &u32| match typed.way {
        EntryMode::AllBut => !named.contains(number),
        EntryMode::Only => named.contains(number) || late.contains(number),
    };
    Ok(listed
        .iter()
        .map(|number| {
            let state = if excused.contains(number) {
                State::Excused
            } else if dispensed.contains(number) {
                State::Dispensed
            } else if late.contains(number) {
                State::Late
            } else if signed(number) {
                State::Present
            } else {
                State::Absent
            };
            (*number, state)
        })
        .collect())
}

fn label(field: &str) -> &'static str {
    match field {
        "tarde" => "Tarde",
        "excusa" => "Con excusa",
        _ => "Dispensados",
    }
}

/// Reads «3, 7, 12-15» or «3 7 12 a 15 y 20».
///
/// # Errors
/// A sentence about the first piece that is no row.
pub fn numbers(text: &str, last: u32) -> Result<BTreeSet<u32>, String> {
    let joined = join_ranges(text);
    let mut found = BTreeSet::new();
    for piece in joined
        .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .filter(|piece| !piece.is_empty() && !piece.eq_ignore_ascii_case("y"))
    {
        let number = |text: &str| -> Result<u32, String> {
            if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(if piece.contains('-') && piece.bytes().any(|b| b.is_ascii_digit()) {
                    format!("«{piece}» no es un rango completo: escriba, por ejemplo, 12-15.")
                } else {
                    format!("«{}» no es un número de fila.", short(piece))
                });
            }
            match text.parse() {
                Ok(number) if (1..=last).contains(&number) => Ok(number),
                _ => Err(format!(
                    "La planilla tiene filas de la 1 a la {last}: no hay fila {}.",
                    short(text)
                )),
            }
        };
        match piece.split_once('-') {
            None => {
                found.insert(number(piece)?);
            }
            Some((from, to)) => {
                let (from, to) = (number(from)?, number(to)?);
                if from > to {
                    return Err(format!("«{piece}» va al revés: escriba {to}-{from}."));
                }
                found.extend(from..=to);
            }
        }
    }
    Ok(found)
}

fn short(text: &str) -> String {
    text.chars().take(20).collect()
}

/// «12 - 15», «12–15» and «12 a 15» are «12-15».
fn join_ranges(text: &str) -> String {
    let plain = text.replace(['–', '—', '−'], "-").to_lowercase();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let mut joined = String::with_capacity(plain.len());
    for (index, word) in words.iter().enumerate() {
        let a_range = |word: &str| matches!(word, "a" | "-" | "al");
        let digits = |word: Option<&&str>, end: bool| {
            word.is_some_and(|word| {
                let byte = if end { word.bytes().last() } else { word.bytes().next() };
                byte.is_some_and(|byte| byte.is_ascii_digit())
            })
        };
        let between =
            index > 0 && digits(words.get(index - 1), true) && digits(words.get(index + 1), false);
        if a_range(word) && between {
            joined.push('-');
        } else {
            if !joined.is_empty() && !joined.ends_with('-') {
                joined.push(' ');
            }
            joined.push_str(word);
        }
    }
    joined
}

/// A person whose name was written below the printed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    pub number: u32,
    pub name: String,
}

/// Reads a name a line; a number before it is its row, otherwise the next free one.
///
/// # Errors
/// A sentence about the first line that is wrong.
pub fn guests(text: &str, listed: &BTreeSet<u32>, rows: u32) -> Result<Vec<Guest>, String> {
    let mut guests: Vec<Guest> = Vec::new();
    let mut taken = listed.clone();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let (number, name) = line.split_at(digits);
        let name = name.trim_start_matches(['.', ')', '-', ':', ' ', '\t']).trim();
        if name.is_empty()
            || name.chars().count() > LONGEST_NAME
            || !name.contains(char::is_alphabetic)
        {
            return Err(format!("«{}» no es un nombre: escriba uno por línea.", short(line)));
        }
        let number = if number.is_empty() {
            (1..=rows).find(|number| !taken.contains(number))
        } else {
            number
                .parse()
                .ok()
                .filter(|number| (1..=rows).contains(number) && !listed.contains(number))
        };
        let Some(number) = number else {
            return Err(format!(
                "No hay fila libre para «{}»: la planilla tiene filas de la 1 a la {rows}.",
                short(line)
            ));
        };
        if !taken.insert(number) {
            return Err(format!("La fila {number} tiene dos nombres."));
        }
        guests.push(Guest { number, name: name.to_owned() });
        if guests.len() > MOST_GUESTS {
            return Err(format!("Son más de {MOST_GUESTS} personas: impórtelas con un archivo."));
        }
    }
    guests.sort_by_key(|guest| guest.number);
    Ok(guests)
}

/// Whether two names are written alike, whatever the accents, the case and the order of the parts.
pub fn same_name(one: &str, other: &str) -> bool {
    let parts = |name: &str| {
        let folded = fold(&name.replace(',', " "));
        let mut words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    parts(one) == parts(other)
}

/// Why a sheet is not printed or a scan not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("attendance.")]
pub enum PaperRefusal {
    #[error("the session is cancelled")]
    SessionCancelled,
    #[error("nobody is on the list")]
    #[code("attendance.sheet_nobody")]
    #[field("filas")]
    NobodyListed,
    #[error("more rows than a sheet has")]
    #[code("attendance.sheet_rows")]
    #[field("filas")]
    TooManyRows,
    #[error("no file was chosen")]
    #[code("attendance.scan_none")]
    #[field("archivo")]
    NoFile,
    #[error("the file is not kept: {0}")]
    #[code("attendance.scan_refused")]
    #[facts(why = _0)]
    #[field("archivo")]
    File(#[from] EvidenceRefusal),
    #[error("the same scan is here already")]
    #[code("attendance.scan_same")]
    #[field("archivo")]
    SameScan,
    #[error("the scan was withdrawn already")]
    #[code("attendance.scan_withdrawn")]
    Withdrawn,
    #[error("the cohort is closed")]
    CohortClosed,
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
