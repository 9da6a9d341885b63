//! «La hoja del departamento» judged from outside: as bytes, and by the tools that read PDF.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reading;

use documents::DocumentError;
use documents::department::{DepartmentSheet, MOST_ROWS, pdf, sample};
use documents::paper::PaperHead;
use reading::{assert_says, pages, save, structure, words};

#[test]
fn a_department_with_all_its_rows_is_one_page_that_says_its_findings() {
    let path = save("department", &pdf(&sample(MOST_ROWS)).expect("the page is made"));
    assert!(pages(&path).is_none_or(|pages| pages == 1), "one page");
    let Some(text) = words(&path, None) else { return };
    assert_says(
        &text,
        &[
            "Caquetá",
            "5 de 16",
            "Puerto Rico reúne 28 de 99",
            "86 % en noviembre de 2026",
            "De 121 inscritos asistieron 99",
            "San Vicente del Caguán 0",
            "Lo que falta",
            "faltan 4 personas para la meta",
            "Lo que viene",
            "3 necesidades sin cohorte",
            "Cómo se cuenta",
            "DEMOSTRACIÓN, sin validez",
            "Página 1 de 1",
        ],
    );
}

#[test]
fn cards_and_notes_are_lists_and_each_municipality_names_its_row() {
    let sheet = sample(5);
    let Some(told) = structure(&save("department-told", &pdf(&sheet).unwrap())) else { return };
    let listed = told.lines().filter(|line| line.trim().starts_with("LI ")).count();
    let lines = sheet.lacks.len() + sheet.next.len();
    assert_eq!(listed, sheet.figures.len() + lines + sheet.head.notes.len(), "{told}");
    assert_eq!(told.matches("/Scope /Row").count(), 5, "{told}");
}

#[test]
fn the_same_department_is_the_same_bytes() {
    assert_eq!(pdf(&sample(3)).unwrap(), pdf(&sample(3)).unwrap());
}

#[test]
fn a_department_of_which_nothing_is_known_is_a_page_too() {
    let empty = DepartmentSheet {
        head: PaperHead { notes: Vec::new(), ..sample(0).head },
        figures: Vec::new(),
        map: None,
        trends: Vec::new(),
        finding: String::new(),
        more: String::new(),
        lacks: Vec::new(),
        next: Vec::new(),
        ..sample(0)
    };
    let path = save("department-empty", &pdf(&empty).unwrap());
    let Some(text) = words(&path, None) else { return };
    assert_says(&text, &["No hay cohortes por empezar", "La hoja del departamento"]);
}

#[test]
fn strange_letters_are_question_marks_and_more_than_a_page_holds_is_refused() {
    let mut strange = sample(2);
    strange.lacks[0] = "Ana 😀 #sys.inputs".to_owned();
    let path = save("department-strange", &pdf(&strange).unwrap());
    if let Some(text) = words(&path, None) {
        assert_says(&text, &["Ana ? #sys.inputs"]);
    }
    assert!(matches!(pdf(&sample(MOST_ROWS + 1)), Err(DocumentError::Invalid { .. })));
    let mut many = sample(1);
    many.trends.push(many.trends[0].clone());
    assert!(matches!(pdf(&many), Err(DocumentError::Invalid { .. })));
    let nameless = DepartmentSheet { name: " ".to_owned(), ..sample(1) };
    assert!(matches!(pdf(&nameless), Err(DocumentError::Invalid { .. })));
}
