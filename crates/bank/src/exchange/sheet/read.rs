//! Reads a sheet: each row becomes the form of its kind, and the form a question.

use std::ops::ControlFlow;

use platform::forms::Fields;
use platform::search::fold;
use questions::MOST_OPTIONS;
use sheets::{Book, Kind, Row, SheetRefusal};

use super::{QuestionColumns, STRICT, limits, many_lines};
use crate::entity::question::Difficulty;
use crate::exchange::{ImportedQuestion, QuestionFile, issue};
use crate::forms::{self, ROWS, at};
use crate::labels::{self, QuestionKind, SORTS};

/// What a sheet holds and how its columns stand.
///
/// # Errors
/// What the file is instead of a spreadsheet, or the limit that it passes.
pub fn read(bytes: &[u8]) -> Result<(QuestionFile, QuestionColumns), SheetRefusal> {
    let mut book = Book::open(bytes, limits())?;
    let mut columns = QuestionColumns::default();
    let mut reading = QuestionFile::default();
    let mut any = false;
    book.rows(0, |row| {
        any = true;
        if columns.header == 0 {
            let found = QuestionColumns::of(&row);
            if found.are_of_questions() {
                columns = found;
            }
        } else {
            take(&row, &columns, &mut reading);
        }
        ControlFlow::Continue(())
    })?;
    if !any {
        return Err(SheetRefusal::Empty);
    }
    if columns.header == 0 {
        let told = "La hoja no tiene los títulos «Tipo» y «Pregunta». Descargue la plantilla.";
        reading.issues.push(issue(1, None, true, told));
    } else if reading.rows() == 0 {
        reading.issues.push(issue(columns.header, None, true, "La hoja no tiene preguntas."));
    }
    Ok((reading, columns))
}

fn take(row: &Row, columns: &QuestionColumns, reading: &mut QuestionFile) {
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
            reading.wanted.push(ImportedQuestion {
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
fn fields(sort: QuestionKind, text: &dyn Fn(&str) -> String) -> Fields {
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
    if sort == QuestionKind::TrueFalse {
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
            QuestionKind::Single | QuestionKind::Multiple => {
                if right.contains(&(row + 1)) {
                    put(at("correcta", row), "si".into());
                    last = last.max(row + 1);
                }
                put(at("opcion", row), answer);
            }
            QuestionKind::Numeric => match answer.split_once(" a ") {
                Some((low, high)) => {
                    put(at("desde", row), low.trim().to_owned());
                    put(at("hasta", row), high.trim().to_owned());
                }
                None => {
                    put(at("valor", row), answer);
                    put(at("tolerancia", row), detail);
                }
            },
            QuestionKind::Ordering => put(at("paso", row), answer),
            QuestionKind::Matching => {
                put(at("enunciado", row), answer);
                put(at("pareja", row), detail);
            }
            QuestionKind::ShortText => put(at("acepta", row), answer),
            QuestionKind::TrueFalse | QuestionKind::Open => continue,
        }
        put(at("peso", row), weight);
        put(at("retro", row), feedback);
    }
    put(ROWS.into(), last.to_string());
    Fields::of_pairs(pairs)
}
