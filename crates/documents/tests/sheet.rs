//! The attendance sheet judged from outside: as bytes, and by the tools that read PDF.
//!
//! The files stay in the target's temporary folder, for whoever wants to look at them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reading;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use documents::DocumentError;
use documents::sheet::{
    MOST_ROWS, Row, SignatureSheet, pdf, sample, sample_blank, sample_demo, sample_hard,
};
use reading::{structure, tool};

fn save(name: &str, sheet: &SignatureSheet) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("sheet-{name}.pdf"));
    std::fs::write(&path, pdf(sheet).expect("the sheet is made")).unwrap();
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
fn every_page_says_whose_sheet_it_is_and_which_page_of_how_many() {
    let path = save("35", &sample(32));
    let Some(all) = pages(&path) else { return };
    assert_eq!(all, 3, "thirty-five rows and the end on three pages");
    for page in 1..=all {
        let Some(text) = words(&path, page) else { return };
        assert_says(
            &text,
            &[
                "Escuela Superior de Administración Pública",
                "LISTADO DE ASISTENCIA",
                "Código: 7F3K-92QD",
                "Versión: 1",
                &format!("Página {page} de {all}"),
                "Gestión tributaria territorial",
                "Meta 2026-2",
                "2 de 6",
                "martes 24 de noviembre de 2026, 8:00 a. m. a 12:00 p. m.",
                "Casa de la cultura",
                "Mapiripán (Meta)",
                "Carlos Andrés Peña Ruiz",
                "Nombres y apellidos",
                "Firma",
                "Ley 1581 de 2012",
            ],
        );
        assert!(!text.contains("DEMOSTRACIÓN"));
    }
    assert_says(&words(&path, all).unwrap(), &["OBSERVACIONES", "Firma de quien facilita"]);
}

#[test]
fn a_page_takes_ten_to_twelve_people() {
    for people in [10, 35, 300] {
        let path = save(&format!("many-{people}"), &sample(people));
        let Some(all) = pages(&path) else { return };
        let rows = people as usize + 3;
        assert!(
            (rows.div_ceil(12)..=rows.div_ceil(10) + 1).contains(&all),
            "{people}: {all} pages"
        );
    }
}

#[test]
fn the_file_declares_the_standards_its_language_and_its_title() {
    let bytes = pdf(&sample(5)).unwrap();
    let raw = String::from_utf8_lossy(&bytes);
    assert_says(
        &raw,
        &[
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "/Lang(es-CO)",
            "Listado de asistencia 7F3K-92QD",
            "/URI(https://formacion.example.org/planillas/7F3K92QD)",
        ],
    );
    assert_eq!(bytes, pdf(&sample(5)).unwrap(), "the same sheet is the same bytes");
}

#[test]
fn long_names_stay_whole_and_on_their_row() {
    let path = save("hard", &sample_hard());
    // What one cell says follows itself; by its place on the page a neighbour's line would come between.
    let Some(text) = tool("pdftotext", &["-raw", path.to_str().unwrap(), "-"]) else { return };
    let close: String = text.split_whitespace().collect();
    for part in [
        "Montealegre-Bustamante",
        "Rodríguez-Villavicencio",
        "maria.fernanda.montealegre.bustamante.rodriguez@asociacion-juntas-puertoalvira-mapiripan.org.co",
        "Puerto Alvira y Veredas",
    ] {
        let part: String = part.split_whitespace().collect();
        assert!(close.contains(&part), "«{part}» is missing in: {text}");
    }
}

#[test]
fn what_is_copied_from_a_sheet_is_what_was_written() {
    for (name, sheet) in [("copied", sample(12)), ("copied-hard", sample_hard())] {
        let path = save(name, &sheet);
        let Some(text) = tool("pdftotext", &["-raw", path.to_str().unwrap(), "-"]) else { return };
        assert!(!text.contains('\u{200B}'), "{name}: nobody sees these, and a search stumbles");
        let number = sheet.rows.iter().find_map(|row| row.document.as_deref()).unwrap();
        // On paper a hidden figure is a dot.
        let number = number.rsplit(' ').next().unwrap().replace('*', "•");
        assert!(text.contains(&number), "{number} is missing in: {text}");
    }
}

#[test]
fn each_row_says_whose_it_is_or_which() {
    for (name, sheet) in [("heads", sample(5)), ("heads-blank", sample_blank(6))] {
        let Some(told) = structure(&save(name, &sheet)) else { return };
        assert_eq!(told.matches("/Scope /Row").count(), sheet.rows.len(), "{told}");
    }
}

#[test]
fn a_blank_sheet_has_its_numbers_and_no_name() {
    let path = save("blank", &sample_blank(24));
    let Some(all) = pages(&path) else { return };
    let text: String = (1..=all).filter_map(|page| words(&path, page)).collect();
    assert_says(&text, &["En blanco: 24 filas", "24"]);
    assert!(!text.contains("Ruiz Peña"));
}

#[test]
fn a_demonstration_says_so_on_every_page() {
    let path = save("demo", &sample_demo());
    let Some(all) = pages(&path) else { return };
    for page in 1..=all {
        assert_says(&words(&path, page).unwrap(), &["DEMOSTRACIÓN, sin validez"]);
    }
}

#[test]
fn what_people_type_is_never_code_and_a_strange_letter_stops_nobody() {
    let mut sheet = sample(3);
    sheet.rows[0].name = Some(r##"#panic("x") *b* $x$ @ref"##.to_owned());
    sheet.rows[1].entity = Some("Alcaldía 😀 漢".to_owned());
    let path = save("hostile", &sheet);
    let Some(text) = words(&path, 1) else { return };
    assert_says(&text, &[r##"#panic("x") *b* $x$ @ref"##, "Alcaldía ? ?"]);
}

#[test]
fn data_that_make_no_sheet_are_refused() {
    let refused = [
        SignatureSheet { code: " ".to_owned(), ..sample(1) },
        SignatureSheet { rows: Vec::new(), ..sample(1) },
        SignatureSheet { rows: vec![Row::blank(1); MOST_ROWS + 1], ..sample(1) },
        SignatureSheet { url: "javascript:alert(1)".to_owned(), ..sample(1) },
    ];
    for sheet in refused {
        assert!(matches!(pdf(&sheet), Err(DocumentError::Invalid { .. })));
    }
}

#[test]
fn thirty_five_people_take_less_than_a_second() {
    let _ = pdf(&sample(1));
    let took = (0..5).map(|_| {
        let start = Instant::now();
        let bytes = pdf(&sample(35)).unwrap();
        (start.elapsed(), bytes.len())
    });
    let (best, bytes) = took.min().unwrap();
    println!("{best:?} for 35 people, {bytes} bytes");
    assert!(best < Duration::from_secs(1), "{best:?}");
}
