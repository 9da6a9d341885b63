//! Writes questions as a workbook; without questions it is the template.

use platform::errors::AppError;
use platform::fields::FormState;
use platform::xlsx::{Book, Cell, Column, SheetLayout};
use questions::Kind as Asks;

use super::{FIXED, GROUP, STRICT, one_line};
use crate::exchange::ExportedQuestion;
use crate::forms::{self, ROWS, at};
use crate::labels::{QuestionKind, SORTS};

/// Answers that a sheet always has room for.
const LEAST: usize = 5;

/// Questions as they are written, each cell with the heading of its column. They stand on a sheet of their own,
/// which no import reads: only the first one counts.
const EXAMPLES: [&[(&str, &str)]; 2] = [
    &[
        ("Tipo", "Opción única"),
        ("Capacidad", "TRI-01"),
        ("Dificultad", "Media"),
        ("Pregunta", "¿Quién adopta el estatuto tributario del municipio?"),
        ("Correctas", "1"),
        ("Retroalimentación general", "Lo adopta el concejo, por iniciativa de la alcaldía."),
        ("Respuesta 1", "El concejo municipal"),
        ("Respuesta 2", "La secretaría de hacienda"),
        ("Respuesta 3", "La contraloría"),
    ],
    &[
        ("Tipo", "Verdadero o falso"),
        ("Capacidad", "TRI-01"),
        ("Dificultad", "Fácil"),
        ("Pregunta", "El censo predial se actualiza con el catastro."),
        ("Correctas", "V"),
        ("Retroalimentación 2", "El catastro es su fuente."),
    ],
];

/// Writes a workbook; without questions it is the template.
///
/// # Errors
/// It cannot be written.
pub fn workbook(
    all: &[ExportedQuestion],
    made_at: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<u8>, AppError> {
    let rows: Vec<(&ExportedQuestion, FormState)> =
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
    let mut book = Book::new("Banco de preguntas", made_at)?;
    let sheet = SheetLayout { name: "Preguntas", columns: &columns, frozen_columns: 1 };
    book.sheet(sheet, rows.iter().map(|(kept, form)| cells(kept, form, answers)))?;
    if all.is_empty() {
        let sheet = SheetLayout { name: "Ejemplos", columns: &columns, frozen_columns: 1 };
        book.sheet(sheet, EXAMPLES.map(example))?;
    }
    book.notes(&notes())?;
    book.finish()
}

fn cells(kept: &ExportedQuestion, form: &FormState, answers: usize) -> Vec<Cell> {
    let sort = QuestionKind::of(&kept.question);
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
        kept.difficulty.label().to_owned(),
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
            QuestionKind::Single | QuestionKind::Multiple => said(&at("opcion", row)),
            QuestionKind::Numeric if !low.is_empty() => format!("{low} a {high}"),
            QuestionKind::Numeric => said(&at("valor", row)),
            QuestionKind::Ordering => said(&at("paso", row)),
            QuestionKind::Matching => said(&at("enunciado", row)),
            QuestionKind::ShortText => said(&at("acepta", row)),
            QuestionKind::TrueFalse | QuestionKind::Open => String::new(),
        };
        let detail = match sort {
            QuestionKind::Numeric => said(&at("tolerancia", row)),
            QuestionKind::Matching => said(&at("pareja", row)),
            _ => String::new(),
        };
        let feedback = match (sort, row) {
            (QuestionKind::TrueFalse, 0) => said("retro_v"),
            (QuestionKind::TrueFalse, 1) => said("retro_f"),
            _ => said(&at("retro", row)),
        };
        texts.extend([answer, detail, said(&at("peso", row)), feedback]);
    }
    let cell = |text: String| {
        if text.is_empty() { Cell::Empty } else { Cell::text(one_line(&text)) }
    };
    texts.into_iter().map(cell).collect()
}

/// A row of [`EXAMPLES`], in the order of the columns.
fn example(texts: &[(&str, &str)]) -> Vec<Cell> {
    let fixed = FIXED.iter().map(|(_, heading, _)| (*heading).to_owned());
    let groups = (1..=LEAST)
        .flat_map(|number| GROUP.iter().map(move |(_, name, _)| format!("{name} {number}")));
    let of = |heading: String| texts.iter().find(|(known, _)| *known == heading);
    fixed
        .chain(groups)
        .map(|heading| of(heading).map_or(Cell::Empty, |(_, text)| Cell::text(*text)))
        .collect()
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
