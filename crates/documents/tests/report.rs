//! The report judged from outside: as bytes, and by the tools that read PDF.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reading;

use std::path::{Path, PathBuf};

use documents::DocumentError;
use documents::report::{MOST_ROWS, Report, pdf, sample};
use reading::{structure, tool};

fn save(name: &str, report: &Report) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("report-{name}.pdf"));
    std::fs::write(&path, pdf(report).expect("the report is made")).unwrap();
    path
}

/// The words of the file on one line; `None` when the tool is not installed.
fn words(path: &Path) -> Option<String> {
    let text = tool("pdftotext", &[path.to_str().unwrap(), "-"])?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn a_report_says_its_figures_its_rows_and_how_they_were_counted() {
    let path = save("30", &sample(30));
    let Some(text) = words(&path) else { return };
    for part in [
        "Informe de asistencia: Meta",
        "3 de 29",
        "San José del Fragua 29",
        "Total",
        "DEMOSTRACIÓN, sin validez",
        "Villavicencio: 12",
        "Registros de Formación Territorial",
        "Página 1 de 2",
    ] {
        assert!(text.contains(part), "«{part}» is missing in: {text}");
    }
}

#[test]
fn cards_and_notes_are_lists_and_each_row_says_whose_it_is() {
    let report = sample(12);
    let Some(told) = structure(&save("told", &report)) else { return };
    let items = report.figures.len() + report.head.notes.len();
    let listed = told.lines().filter(|line| line.trim().starts_with("LI ")).count();
    assert_eq!(listed, items, "{told}");
    // Of each row, and of the total.
    assert_eq!(told.matches("/Scope /Row").count(), 12 + 1, "{told}");
    let named = told.split("/Scope /Row").nth(1).unwrap_or_default();
    let own: Vec<&str> = named.split('"').skip(1).step_by(2).take(2).collect();
    assert!(own.join("").starts_with("San José del Fragua 0"), "{named}");
}

#[test]
fn the_same_report_is_the_same_bytes() {
    assert_eq!(pdf(&sample(3)).unwrap(), pdf(&sample(3)).unwrap());
}

#[test]
fn an_empty_report_is_a_page_and_strange_letters_are_question_marks() {
    let mut report = sample(2);
    report.figures.clear();
    report.head.notes.clear();
    report.sections[0].pictures.clear();
    report.sections[0].table.as_mut().unwrap().rows[0][1] = "Ana 😀 #sys.inputs".to_owned();
    let Some(text) = words(&save("strange", &report)) else { return };
    assert!(text.contains("Ana ? #sys.inputs"), "{text}");
    report.sections.clear();
    save("empty", &report);
}

#[test]
fn a_row_without_a_cell_and_a_table_without_an_end_are_refused() {
    let mut report = sample(2);
    report.sections[0].table.as_mut().unwrap().rows[1].pop();
    assert!(matches!(pdf(&report), Err(DocumentError::Invalid { .. })));
    assert!(matches!(pdf(&sample(MOST_ROWS + 1)), Err(DocumentError::Invalid { .. })));
}
