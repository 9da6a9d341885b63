//! The papers of a test judged from outside: as bytes, and by the tools that read PDF.
//!
//! The files stay in the target's temporary folder, for whoever wants to look at them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reading;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use documents::DocumentError;
use documents::exam::{
    AnswerField, AnswerForm, AnswerSheets, MOST_SHEETS, answers, booklet, key, sample_answers,
    sample_booklet, sample_key,
};
use documents::rich::{Block, Span, plain, unprintable};
use reading::tool;

/// A small picture that every reader knows.
fn picture() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/map.png")).unwrap()
}

fn save(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("exam-{name}.pdf"));
    std::fs::write(&path, bytes).unwrap();
    path
}

fn pages(path: &Path) -> Option<usize> {
    tool("qpdf", &["--check", path.to_str().unwrap()])?;
    tool("qpdf", &["--show-npages", path.to_str().unwrap()]).map(|n| n.trim().parse().unwrap())
}

/// The words of one page on one line, without the points where long ones may break.
fn words(path: &Path, page: usize) -> Option<String> {
    let page = page.to_string();
    let text = tool("pdftotext", &["-f", &page, "-l", &page, path.to_str().unwrap(), "-"])?;
    Some(text.replace('\u{200B}', "").split_whitespace().collect::<Vec<_>>().join(" "))
}

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "«{part}» is missing in: {text}");
    }
}

#[test]
fn a_booklet_asks_every_kind_of_question_and_never_tells_what_is_right() {
    let bytes = booklet(sample_booklet(picture())).unwrap();
    assert_eq!(bytes, booklet(sample_booklet(picture())).unwrap(), "a reprint is identical");
    let raw = String::from_utf8_lossy(&bytes).into_owned();
    assert_says(&raw, &["<pdfaid:part>2</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>"]);
    let path = save("booklet", &bytes);
    let Some(all) = pages(&path) else { return };
    let text: String = (1..=all).filter_map(|page| words(&path, page)).collect();
    assert_says(
        &text,
        &[
            "CUADERNILLO DE PREGUNTAS",
            "Forma A",
            "8 preguntas, 9 puntos. Tiempo: 40 minutos.",
            "El presupuesto de rentas del municipio lo aprueba cada año:",
            "El concejo municipal",
            "980,0",
            "Fin de la prueba",
            &format!("Página 1 de {all}"),
        ],
    );
}

#[test]
fn every_person_has_a_sheet_with_their_name_their_form_and_its_own_pages() {
    let path = save("answers", &answers(sample_answers(6, 0)).unwrap());
    let Some(all) = pages(&path) else { return };
    assert_eq!(all, 8, "six people and two without a name, a page each");
    assert_says(
        &words(&path, 2).unwrap(),
        &[
            "HOJA DE RESPUESTAS",
            "Ruiz Peña, Ana María 2",
            "C. C. 1.•••.•02",
            "7F3K-0002",
            "Página 1 de 1",
            "Ley 1581 de 2012",
        ],
    );
    assert!(!words(&path, 7).unwrap().contains("Ruiz Peña"));
    // Sixty questions go on overleaf, and every sheet counts its own pages.
    let path = save("answers-long", &answers(sample_answers(1, 60)).unwrap());
    let Some(all) = pages(&path) else { return };
    assert_eq!(all % 3, 0, "three sheets of as many pages");
    assert_says(&words(&path, 1).unwrap(), &[&format!("Página 1 de {}", all / 3)]);
    let last = words(&path, all / 3).unwrap();
    assert_says(&last, &["Ruiz Peña, Ana María 1", &format!("Página {0} de {0}", all / 3)]);
}

#[test]
fn who_hears_a_sheet_is_told_one_letter_after_the_other() {
    let mut sheets = sample_answers(1, 0);
    for form in &mut sheets.forms {
        form.fields = vec![AnswerField::Letters { many: 4, several: false }];
    }
    let path = save("answers-heard", &answers(sheets).unwrap());
    let Some(text) = tool("pdftotext", &["-raw", path.to_str().unwrap(), "-"]) else { return };
    assert!(text.contains("A B C D") && !text.contains("ABCD"), "{text}");
}

#[test]
fn the_key_is_a_paper_of_its_own() {
    let path = save("key", &key(sample_key()).unwrap());
    if pages(&path).is_none() {
        return;
    }
    assert_says(
        &words(&path, 1).unwrap(),
        &["CLAVE DE RESPUESTAS", "RESERVADA", "Forma A", "Forma B", "1C 2A"],
    );
}

#[test]
fn what_people_type_is_never_code_and_a_strange_letter_stops_nobody() {
    let mut hostile = sample_booklet(picture());
    hostile.questions[0].text = plain(r##"#panic("x") *b* $x$ @ref 😀"##);
    hostile.questions[0].options[0] = vec![Block::Code { text: "#let x = 1\nfin".into() }];
    assert_eq!(unprintable(&hostile.questions[0].text), Some('😀'));
    let path = save("hostile", &booklet(hostile).unwrap());
    let Some(text) = words(&path, 1) else { return };
    assert_says(&text, &[r##"#panic("x") *b* $x$ @ref ?"##, "#let x = 1"]);
    let mut strange = sample_answers(1, 0);
    strange.sheets[0].name = Some("Ana 漢".into());
    assert!(answers(strange).is_ok());
}

#[test]
fn data_that_make_no_paper_are_refused() {
    let mut empty = sample_booklet(picture());
    empty.questions.clear();
    assert!(matches!(booklet(empty), Err(DocumentError::Invalid { .. })));
    let mut many = sample_booklet(picture());
    many.questions[0].options = vec![plain("x"); 27];
    assert!(matches!(booklet(many), Err(DocumentError::Invalid { .. })));
    let mut none = sample_answers(1, 0);
    none.sheets.clear();
    assert!(matches!(answers(none), Err(DocumentError::Invalid { .. })));
    let sheets = u32::try_from(MOST_SHEETS).unwrap();
    assert!(matches!(answers(sample_answers(sheets, 0)), Err(DocumentError::Invalid { .. })));
    let mut nobody = sample_key();
    nobody.head.test = " ".into();
    assert!(matches!(key(nobody), Err(DocumentError::Invalid { .. })));
    let mut missing = sample_booklet(Vec::new());
    missing.pictures.clear();
    assert!(matches!(booklet(missing), Err(DocumentError::Template(_))));
}

#[test]
fn a_list_of_spans_reads_as_one_sentence() {
    let mut one = sample_booklet(picture());
    one.questions.truncate(1);
    one.questions[0].text = vec![Block::Paragraph {
        words: vec![
            Span::text("uno "),
            Span::Strong { words: vec![Span::text("dos")] },
            Span::text(", "),
            Span::Code { text: "tres".into() },
        ],
    }];
    let path = save("spans", &booklet(one).unwrap());
    let Some(text) = words(&path, 1) else { return };
    assert_says(&text, &["uno dos, tres"]);
}

#[test]
fn thirty_sheets_take_seconds_even_without_optimisation() {
    let warm: AnswerSheets = sample_answers(1, 30);
    let _: &AnswerForm = &warm.forms[0];
    let _ = answers(warm);
    let start = Instant::now();
    let bytes = answers(sample_answers(28, 30)).unwrap();
    let took = start.elapsed();
    println!("{took:?} for 30 sheets, {} bytes", bytes.len());
    assert!(took < Duration::from_secs(20), "{took:?}");
}
