//! The bank as a spreadsheet, one question a row, and such a sheet as questions of the bank.
//!
//! A row is the form of a question laid flat: what the form says beside a field, the sheet says at
//! its column. Each answer has four columns, «Respuesta 1», «Detalle 1», «Peso 1» and
//! «Retroalimentación 1»; which are right stands in «Correctas», by their numbers.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use platform::errors::AppError;
use platform::fields::FormState;
use platform::forms::Fields;
use platform::search::fold;
use platform::xlsx::{Book as Written, Cell, Column, Sheet};
use questions::{Kind as Asks, MOST_OPTIONS};
use sheets::{Book, Kind, Limits, Refusal, Row};

use super::{Kept, MOST, Reading, Wanted, issue};
use crate::entity::question::Difficulty;
use crate::forms::{self, ROWS, at};
use crate::labels::{self, SORTS, Sort};

/// Answers that a sheet always has room for.
const LEAST: usize = 5;

/// The field of each column before the answers, its heading and how wide it is.
const FIXED: [(&str, &str, f64); 11] = [
    ("codigo", "Código", 14.0),
    ("tipo", "Tipo", 16.0),
    ("capacidad", "Capacidad", 12.0),
    ("dificultad", "Dificultad", 12.0),
    ("curso", "Curso", 12.0),
    ("texto", "Pregunta", 60.0),
    ("correcta", "Correctas", 12.0),
    ("retro_general", "Retroalimentación general", 40.0),
    ("retro_otro", "Retroalimentación a otra respuesta", 30.0),
    ("orden_fijo", "Orden fijo", 11.0),
    ("exige", "Exige", 20.0),
];
const GROUP: [(&str, &str, f64); 4] = [
    ("respuesta", "Respuesta", 32.0),
    ("detalle", "Detalle", 20.0),
    ("peso", "Peso", 9.0),
    ("retro", "Retroalimentación", 30.0),
];
/// What a short text may ask to coincide.
const STRICT: [(&str, &str); 3] = [
    ("exige_mayusculas", "mayúsculas"),
    ("exige_tildes", "tildes"),
    ("exige_espacios", "espacios"),
];

/// A question's text is longer than a cell of a list of people.
pub fn limits() -> Limits {
    Limits { rows: MOST as u32 + 50, cell: questions::MOST_TEXT + 1_000, ..Limits::default() }
}

/// Which column holds which field, by the headings of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The row of the headings.
    pub header: u32,
    by_field: BTreeMap<String, u32>,
}

impl Columns {
    fn of(row: &Row) -> Self {
        let mut by_field = BTreeMap::new();
        for cell in &row.cells {
            if let Some(field) = field_of_heading(&cell.text) {
                by_field.entry(field).or_insert(cell.column);
            }
        }
        Self { header: row.number, by_field }
    }

    /// A sheet of questions says at least what is asked and how.
    fn are_of_questions(&self) -> bool {
        ["tipo", "texto"].iter().all(|field| self.by_field.contains_key(*field))
    }

    /// The column of a form's field.
    pub fn of_field(&self, field: &str) -> Option<u32> {
        let known = |name: &str| self.by_field.get(name).copied();
        let (name, place) = match field.split_once('[') {
            Some((name, rest)) => (name, rest.trim_end_matches(']').parse::<usize>().ok()),
            None => (field, None),
        };
        let group = match name {
            "opcion" | "acepta" | "paso" | "enunciado" | "valor" | "desde" | "hasta" => "respuesta",
            "pareja" | "tolerancia" => "detalle",
            "correcta" => return known("correcta"),
            "retro_v" => return known(&at("retro", 0)),
            "retro_f" => return known(&at("retro", 1)),
            other => other,
        };
        match place {
            Some(place) => known(&at(group, place)),
            None => known(group),
        }
    }
}

fn field_of_heading(heading: &str) -> Option<String> {
    let heading = fold(heading);
    if let Some((field, ..)) = FIXED.iter().find(|(_, name, _)| fold(name) == heading) {
        return Some((*field).to_owned());
    }
    let (name, number) = heading.rsplit_once(' ')?;
    let number: usize = number.parse().ok().filter(|number| (1..=MOST_OPTIONS).contains(number))?;
    let (field, ..) = GROUP.iter().find(|(_, group, _)| fold(group) == name)?;
    Some(at(field, number - 1))
}

/// What a sheet holds and how its columns stand.
///
/// # Errors
/// What the file is instead of a spreadsheet, or the limit that it passes.
pub fn read(bytes: &[u8]) -> Result<(Reading, Columns), Refusal> {
    let mut book = Book::open(bytes, limits())?;
    let mut columns = Columns::default();
    let mut reading = Reading::default();
    let mut any = false;
    book.rows(0, |row| {
        any = true;
        if columns.header == 0 {
            let found = Columns::of(&row);
            if found.are_of_questions() {
                columns = found;
            }
        } else {
            take(&row, &columns, &mut reading);
        }
        ControlFlow::Continue(())
    })?;
    if !any {
        return Err(Refusal::Empty);
    }
    if columns.header == 0 {
        let told = "La hoja no tiene los títulos «Tipo» y «Pregunta». Descargue la plantilla.";
        reading.issues.push(issue(1, None, true, told));
    } else if reading.rows() == 0 {
        reading.issues.push(issue(columns.header, None, true, "La hoja no tiene preguntas."));
    }
    Ok((reading, columns))
}

fn take(row: &Row, columns: &Columns, reading: &mut Reading) {
    let text = |field: &str| match columns.by_field.get(field).and_then(|at| row.cell(*at)) {
        // A number as people here write it: with a comma «1.234» is no thousands.
        Some(cell) if cell.kind == Kind::Number => cell.text.replace('.', ","),
        Some(cell) => many_lines(&cell.text),
        None => String::new(),
    };
    let mut wrong = |field: &str, told: String| {
        reading.issues.push(issue(row.number, columns.of_field(field), true, told));
    };
    let mut right = true;
    let kind = fold(&text("tipo"));
    let sort = SORTS
        .iter()
        .find(|(_, value, label, _)| fold(value) == kind || fold(label) == kind)
        .map(|(sort, ..)| *sort);
    let difficulty = match text("dificultad").as_str() {
        "" => Some(Difficulty::Medium),
        word => labels::read_difficulty(word),
    };
    if sort.is_none() {
        right = false;
        let kinds: Vec<&str> = SORTS.iter().map(|(_, _, label, _)| *label).collect();
        wrong("tipo", format!("Escriba el tipo: {}.", kinds.join(", ").to_lowercase()));
    }
    if difficulty.is_none() {
        right = false;
        wrong("dificultad", "Escriba la dificultad: fácil, media o difícil.".to_owned());
    }
    let Some(sort) = sort else { return };
    match forms::read(sort, &fields(sort, &text)) {
        Ok(question) if right => {
            for advice in question.advice() {
                let at = columns.of_field("correcta");
                reading.issues.push(issue(row.number, at, false, advice));
            }
            let some = |text: String| (!text.is_empty()).then_some(text);
            reading.wanted.push(Wanted {
                row: row.number,
                code: some(text("codigo")),
                capacity: text("capacidad").to_uppercase(),
                difficulty: difficulty.unwrap_or(Difficulty::Medium),
                course: some(text("curso")),
                question,
            });
        }
        Ok(_) => {}
        Err(form) => {
            for error in form.errors {
                wrong(&error.field, error.text);
            }
        }
    }
}

/// The row as the form of its kind.
fn fields(sort: Sort, text: &dyn Fn(&str) -> String) -> Fields {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut put = |name: String, value: String| {
        if !value.is_empty() {
            pairs.push((name, value));
        }
    };
    put("texto".into(), text("texto"));
    put("retro_general".into(), text("retro_general"));
    put("retro_otro".into(), text("retro_otro"));
    if fold(&text("orden_fijo")).starts_with('s') {
        put("orden_fijo".into(), "si".into());
    }
    let strict = fold(&text("exige"));
    for (field, word) in STRICT {
        if strict.contains(&fold(word)) {
            put(field.into(), "si".into());
        }
    }
    let said = text("correcta");
    let right: Vec<usize> =
        said.split([';', ',', ' ', 'y']).filter_map(|number| number.trim().parse().ok()).collect();
    if sort == Sort::TrueFalse {
        let word = fold(&said);
        let value = if word.starts_with('v') {
            "V"
        } else if word.starts_with('f') {
            "F"
        } else {
            ""
        };
        put("correcta".into(), value.into());
        put("retro_v".into(), text(&at("retro", 0)));
        put("retro_f".into(), text(&at("retro", 1)));
    }
    let mut last = 0;
    for row in 0..MOST_OPTIONS {
        let (answer, detail) = (text(&at("respuesta", row)), text(&at("detalle", row)));
        let (weight, feedback) = (text(&at("peso", row)), text(&at("retro", row)));
        if [&answer, &detail, &weight, &feedback].iter().any(|text| !text.is_empty()) {
            last = row + 1;
        }
        match sort {
            Sort::Single | Sort::Multiple => {
                if right.contains(&(row + 1)) {
                    put(at("correcta", row), "si".into());
                    last = last.max(row + 1);
                }
                put(at("opcion", row), answer);
            }
            Sort::Numeric => match answer.split_once(" a ") {
                Some((low, high)) => {
                    put(at("desde", row), low.trim().to_owned());
                    put(at("hasta", row), high.trim().to_owned());
                }
                None => {
                    put(at("valor", row), answer);
                    put(at("tolerancia", row), detail);
                }
            },
            Sort::Ordering => put(at("paso", row), answer),
            Sort::Matching => {
                put(at("enunciado", row), answer);
                put(at("pareja", row), detail);
            }
            Sort::ShortText => put(at("acepta", row), answer),
            Sort::TrueFalse | Sort::Open => continue,
        }
        put(at("peso", row), weight);
        put(at("retro", row), feedback);
    }
    put(ROWS.into(), last.to_string());
    Fields::of_pairs(pairs)
}

/// Writes a workbook; without questions it is the template.
///
/// # Errors
/// It cannot be written.
pub fn workbook(all: &[Kept], made_at: chrono::DateTime<chrono::Utc>) -> Result<Vec<u8>, AppError> {
    let rows: Vec<(&Kept, FormState)> =
        all.iter().map(|kept| (kept, forms::fill(&kept.question))).collect();
    let answers = rows.iter().filter_map(|(_, form)| form.first(ROWS)?.parse::<usize>().ok()).max();
    let answers = answers.unwrap_or(0).max(LEAST);
    let mut columns: Vec<Column> =
        FIXED.iter().map(|(_, heading, width)| Column::new(*heading, *width)).collect();
    for number in 1..=answers {
        columns.extend(
            GROUP.iter().map(|(_, name, width)| Column::new(format!("{name} {number}"), *width)),
        );
    }
    let mut book = Written::new("Banco de preguntas", made_at)?;
    let sheet = Sheet { name: "Preguntas", columns: &columns, frozen_columns: 1 };
    book.sheet(sheet, rows.iter().map(|(kept, form)| cells(kept, form, answers)))?;
    book.notes(&notes())?;
    book.finish()
}

/// Cells are read as one line: a line's end is written `\n`, as in GIFT, so that tables and lists
/// come back. A backslash that would be taken for one is doubled.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\\' if matches!(letters.peek(), Some('n' | '\\' | '\n')) => out.push_str("\\\\"),
            other => out.push(other),
        }
    }
    out
}

/// The text that [`one_line`] was made of.
fn many_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('n')) => {
                letters.next();
                out.push('\n');
            }
            ('\\', Some('\\')) => {
                letters.next();
                out.push('\\');
            }
            (other, _) => out.push(other),
        }
    }
    out
}

fn cells(kept: &Kept, form: &FormState, answers: usize) -> Vec<Cell> {
    let sort = Sort::of(&kept.question);
    let said = |name: &str| form.first(name).unwrap_or_default().to_owned();
    let ticked = |name: &str| form.first(name) == Some("si");
    let rights: Vec<String> = (0..answers)
        .filter(|row| ticked(&at("correcta", *row)))
        .map(|row| (row + 1).to_string())
        .collect();
    let right = match kept.question.kind() {
        Asks::TrueFalse { right, .. } => if *right { "V" } else { "F" }.to_owned(),
        _ => rights.join("; "),
    };
    let strict: Vec<&str> =
        STRICT.iter().filter(|(field, _)| ticked(field)).map(|(_, word)| *word).collect();
    let mut texts = vec![
        kept.code.clone(),
        sort.label().to_owned(),
        kept.capacity.clone(),
        labels::difficulty(kept.difficulty).to_owned(),
        kept.course.clone().unwrap_or_default(),
        said("texto"),
        right,
        said("retro_general"),
        said("retro_otro"),
        if ticked("orden_fijo") { "sí" } else { "" }.to_owned(),
        strict.join(", "),
    ];
    for row in 0..answers {
        let (low, high) = (said(&at("desde", row)), said(&at("hasta", row)));
        let answer = match sort {
            Sort::Single | Sort::Multiple => said(&at("opcion", row)),
            Sort::Numeric if !low.is_empty() => format!("{low} a {high}"),
            Sort::Numeric => said(&at("valor", row)),
            Sort::Ordering => said(&at("paso", row)),
            Sort::Matching => said(&at("enunciado", row)),
            Sort::ShortText => said(&at("acepta", row)),
            Sort::TrueFalse | Sort::Open => String::new(),
        };
        let detail = match sort {
            Sort::Numeric => said(&at("tolerancia", row)),
            Sort::Matching => said(&at("pareja", row)),
            _ => String::new(),
        };
        let feedback = match (sort, row) {
            (Sort::TrueFalse, 0) => said("retro_v"),
            (Sort::TrueFalse, 1) => said("retro_f"),
            _ => said(&at("retro", row)),
        };
        texts.extend([answer, detail, said(&at("peso", row)), feedback]);
    }
    let cell = |text: String| {
        if text.is_empty() { Cell::Empty } else { Cell::text(one_line(&text)) }
    };
    texts.into_iter().map(cell).collect()
}

fn notes() -> Vec<(&'static str, String)> {
    let kinds: Vec<&str> = SORTS.iter().map(|(_, _, label, _)| *label).collect();
    vec![
        ("Tipo", kinds.join(", ")),
        ("Líneas", "Escriba \\n donde el texto cambia de línea; así van las tablas y las listas.".into()),
        ("Código", "Vacío: el banco le da uno. El de una pregunta que ya existe la corrige: queda un borrador de su versión siguiente.".into()),
        ("Capacidad", "Código del marco, por ejemplo TRI-01.".into()),
        ("Dificultad", "Fácil, media o difícil. Vacía: media.".into()),
        ("Curso", "Código del catálogo, opcional.".into()),
        ("Correctas", "Opción única y múltiple: los números de las respuestas correctas, «1; 3». Verdadero o falso: V o F.".into()),
        ("Respuesta", "Opción; paso en su orden correcto; enunciado de una pareja; texto que se acepta; número, o rango «4 a 5».".into()),
        ("Detalle", "La pareja del enunciado (sin enunciado es una respuesta que sobra), o la tolerancia del número.".into()),
        ("Peso", "Porcentaje. Vacío: el usual.".into()),
        ("Exige", "En los textos cortos, lo que debe coincidir: mayúsculas, tildes, espacios.".into()),
        ("Verdadero o falso", "La retroalimentación 1 es para quien diga verdadero y la 2 para quien diga falso.".into()),
    ]
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
