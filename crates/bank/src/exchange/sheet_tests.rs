use chrono::{DateTime, Utc};

use questions::Question;

use super::*;
use crate::entity::question::Difficulty;
use crate::exchange::ExportedQuestion;
use crate::forms::tests::one_of_each;

fn kept(question: Question, number: usize) -> ExportedQuestion {
    ExportedQuestion {
        code: format!("PRE-{number}"),
        capacity: "TRI-01".into(),
        difficulty: Difficulty::Hard,
        course: number.is_multiple_of(2).then(|| "SP-TRI".to_owned()),
        question,
    }
}

#[test]
fn every_kind_that_goes_out_comes_back_the_same() {
    let all: Vec<ExportedQuestion> =
        one_of_each().into_iter().enumerate().map(|(at, one)| kept(one, at)).collect();
    let bytes = workbook(&all, DateTime::<Utc>::UNIX_EPOCH).expect("is written");
    let (reading, columns) = read(&bytes).expect("is read");
    assert!(reading.issues.iter().all(|issue| !issue.is_error), "{:?}", reading.issues);
    assert_eq!(columns.header, 1);
    assert_eq!(reading.wanted.len(), all.len());
    for (wanted, kept) in reading.wanted.iter().zip(&all) {
        assert_eq!(wanted.question, kept.question);
        assert_eq!(wanted.code.as_deref(), Some(kept.code.as_str()));
        assert_eq!((&wanted.capacity, wanted.difficulty), (&kept.capacity, kept.difficulty));
        assert_eq!(wanted.course, kept.course);
    }
}

#[test]
fn lines_and_backslashes_travel_in_a_cell() {
    for text in ["a\nb", "a\\nb", "\\\\*", "\\\n", "fin\\", "\\n\n\\\\n", "\\*x\\*"] {
        assert!(!one_line(text).contains('\n'));
        assert_eq!(many_lines(&one_line(text)), text);
    }
}

#[test]
fn the_template_shows_examples_that_no_import_reads_and_that_are_good() {
    let bytes = workbook(&[], DateTime::<Utc>::UNIX_EPOCH).expect("is written");
    let (reading, columns) = read(&bytes).expect("is read");
    assert_eq!((columns.header, reading.wanted.len()), (1, 0), "the first sheet is empty");
    let mut book = sheets::Book::open(&bytes, limits()).expect("opens");
    let mut lines = Vec::new();
    let copied = book.rows(1, |row| {
        let cell = |at| row.cell(at).map(|cell| cell.text.clone()).unwrap_or_default();
        lines.push((0..31).map(cell).collect::<Vec<_>>().join(";"));
        std::ops::ControlFlow::Continue(())
    });
    copied.expect("the second sheet has the examples");
    let (reading, _) = read(lines.join("\n").as_bytes()).expect("is read");
    assert!(reading.issues.iter().all(|issue| !issue.is_error), "{:?}", reading.issues);
    assert_eq!(reading.wanted.len(), 2);
}

#[test]
fn what_is_wrong_names_its_row_and_its_column() {
    let sheet = "Tipo;Capacidad;Dificultad;Pregunta;Correctas;Respuesta 1;Respuesta 2;Peso 2\n\
                 Opción única;TRI-01;fácil;¿Quién?;1;Concejo;IGAC;\n\
                 Opinión;TRI-01;fácil;¿Quién?;1;Concejo;IGAC;\n\
                 única;TRI-01;imposible;¿Quién?;1;Concejo;IGAC;\n\
                 Opción única;TRI-01;fácil;;1;Concejo;IGAC;mucho\n";
    let (reading, columns) = read(sheet.as_bytes()).expect("is read");
    assert_eq!(reading.wanted.len(), 1);
    let told: Vec<(u32, Option<u32>)> =
        reading.issues.iter().map(|issue| (issue.row, issue.column)).collect();
    let of = |field: &str| columns.of_field(field);
    assert!(told.contains(&(3, of("tipo"))), "{told:?}");
    assert!(told.contains(&(4, of("dificultad"))), "{told:?}");
    assert!(told.contains(&(5, of("texto"))) && told.contains(&(5, of("peso[1]"))), "{told:?}");
}

#[test]
fn a_sheet_of_something_else_is_told_so() {
    let (reading, _) = read("Nombre;Documento\nAna;1\n".as_bytes()).expect("is read");
    assert!(reading.issues[0].what.contains("plantilla"));
}
