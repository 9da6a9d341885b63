//! «El municipio en una página» judged from outside: as bytes, and by the tools that read PDF.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reading;

use documents::DocumentError;
use documents::municipality::{MOST_ROWS, MunicipalitySheet, pdf, sample};
use documents::paper::PaperHead;
use reading::{assert_says, pages, save, words};

#[test]
fn a_municipality_with_the_whole_framework_is_one_page_that_says_what_lacks() {
    let path = save("municipality", &pdf(&sample(23)).expect("the page is made"));
    assert!(pages(&path).is_none_or(|pages| pages == 1), "one page");
    let Some(text) = words(&path, None) else { return };
    assert_says(
        &text,
        &[
            "Puerto Rico (Caquetá)",
            "21 siguen en el cargo",
            "Se perdió",
            "Lo que falta",
            "nadie en 6 de 6 capacidades",
            "Lo que sigue",
            "Cómo se cuenta",
            "DEMOSTRACIÓN, sin validez",
            "Página 1 de 1",
        ],
    );
}

#[test]
fn the_same_municipality_is_the_same_bytes() {
    assert_eq!(pdf(&sample(3)).unwrap(), pdf(&sample(3)).unwrap());
}

#[test]
fn a_municipality_of_which_nothing_is_known_is_a_page_too() {
    let empty = MunicipalitySheet {
        head: PaperHead { notes: Vec::new(), ..sample(0).head },
        findings: Vec::new(),
        standings: Vec::new(),
        reached: Vec::new(),
        lacks: Vec::new(),
        next: Vec::new(),
        ..sample(0)
    };
    let path = save("municipality-empty", &pdf(&empty).unwrap());
    let Some(text) = words(&path, None) else { return };
    assert_says(&text, &["No hay necesidades", "Nadie del municipio ha tenido cupo"]);
}

#[test]
fn strange_letters_are_question_marks_and_more_rows_than_a_page_holds_are_refused() {
    let mut strange = sample(2);
    strange.lacks[0] = "Ana 😀 #sys.inputs".to_owned();
    let path = save("municipality-strange", &pdf(&strange).unwrap());
    if let Some(text) = words(&path, None) {
        assert_says(&text, &["Ana ? #sys.inputs"]);
    }
    assert!(matches!(pdf(&sample(MOST_ROWS + 1)), Err(DocumentError::Invalid { .. })));
    let nameless = MunicipalitySheet { name: " ".to_owned(), ..sample(1) };
    assert!(matches!(pdf(&nameless), Err(DocumentError::Invalid { .. })));
}
