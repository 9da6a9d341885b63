use chrono::TimeZone;

use enrolment_model::entity::enrolment::EnrolmentId;

use super::*;

fn cell(kind: Kind, text: &str) -> Read {
    Read { column: 2, text: text.to_owned(), kind, formula: false, mended: false }
}

#[test]
fn a_cell_is_a_grade_or_says_why_it_is_none() {
    let of = |kind, text: &str| typed(&cell(kind, text), GradeScale::Five);
    for (kind, text, tenths) in [
        (Kind::Number, "4.7", 47),
        (Kind::Number, "4.7000000000000002", 47),
        (Kind::Number, "0", 0),
        (Kind::Number, "5", 50),
        (Kind::Text, "4,7", 47),
        (Kind::Text, "4.7", 47),
    ] {
        assert_eq!(of(kind, text), CellReading::Grade(tenths), "{text}");
    }
    for (kind, text) in [
        (Kind::Number, "4.75"),
        (Kind::Number, "5.1"),
        (Kind::Number, "-1"),
        (Kind::Number, "1e300"),
        (Kind::Number, "NaN"),
        (Kind::Text, "cuatro"),
        (Kind::Text, "=1+1"),
        (Kind::Date, "2026-07-04"),
        (Kind::Boolean, "true"),
        (Kind::Error, "#REF!"),
    ] {
        assert!(matches!(of(kind, text), CellReading::Wrong(_)), "{text}");
    }
    // Whatever it gave, and where it was saved without its value.
    for cell in [cell(Kind::Number, "4.7"), cell(Kind::Text, "=")] {
        let formula = Read { formula: true, ..cell };
        let CellReading::Wrong(why) = typed(&formula, GradeScale::Five) else { panic!("refused") };
        assert!(why.contains("fórmula"), "{why}");
    }
    assert_eq!(typed(&cell(Kind::Number, "82.5"), GradeScale::Hundred), CellReading::Grade(825));
    assert!(matches!(
        typed(&cell(Kind::Number, "101"), GradeScale::Hundred),
        CellReading::Wrong(_)
    ));
}

#[test]
fn what_a_file_showed_is_of_one_cohort_one_moment_and_its_grades() {
    let cell = |a, e| (ActivityId(a), EnrolmentId(e));
    let shown = HashMap::from([(cell(1, 1), 40), (cell(2, 1), 30)]);
    let control = BookControl::of(CohortId(3), GradeEntryId(7), &shown);
    assert_eq!(BookControl::read(&control.heading()), Some(control.clone()));
    for other in [
        BookControl::of(CohortId(4), GradeEntryId(7), &shown),
        BookControl::of(CohortId(3), GradeEntryId(8), &shown),
        BookControl::of(CohortId(3), GradeEntryId(7), &HashMap::from([(cell(1, 1), 40)])),
    ] {
        assert_ne!(other.digest, control.digest);
    }
    // A later moment written by hand keeps the digest of the earlier one.
    let forged = control.heading().replace("3-7-", "3-9-");
    let forged = BookControl::read(&forged).expect("reads");
    assert_ne!(forged, BookControl::of(CohortId(3), GradeEntryId(9), &shown));
    for text in ["Control", "Control 1-2", "Control a-b-c", "Control 1-2-3-4", "Total"] {
        assert_eq!(BookControl::read(text), None, "{text}");
    }
}

#[test]
fn a_final_grade_is_read_where_it_is_text_as_all_of_a_csv_is() {
    let csv = "Persona;Código;Definitiva\nAna;7;4,5\nBea;8;falta Producto\nCelia;9;—\nDina;10;7\n";
    let reading = read(csv.as_bytes(), GradeScale::Five).expect("reads");
    let fin: Vec<_> = reading.lines.iter().map(|line| line.fin.clone()).collect();
    assert_eq!(fin[..3], [Some(CellReading::Grade(45)), None, None]);
    assert!(matches!(fin[3], Some(CellReading::Wrong(_))), "off the scale, and told");
}

#[test]
fn a_file_is_not_read_beyond_its_limits() {
    let at = Utc.with_ymd_and_hms(2026, 11, 20, 12, 0, 0).single().expect("valid");
    let written = |rows: usize| {
        let mut book = xlsx::Book::new("x", at).expect("book");
        let columns = [Column::new(PERSON, 9.0), Column::new(CODE, 9.0), Column::new("A [1]", 9.0)];
        let sheet = SheetLayout { name: "Planilla", columns: &columns, frozen_columns: 1 };
        let row = |n: usize| vec![xlsx::Cell::text("Ana"), xlsx::Cell::text(n.to_string())];
        book.sheet(sheet, (0..rows).map(row)).expect("sheet");
        book.finish().expect("bytes")
    };
    let reading = read(&written(3), GradeScale::Five).expect("reads");
    assert_eq!((reading.lines.len(), reading.control), (3, None));
    assert_eq!(reading.columns, HashMap::from([(ActivityId(1), 2)]));
    assert!(read(&written(2_000), GradeScale::Five).is_err());
    assert!(read(b"PK\x03\x04 nothing", GradeScale::Five).is_err());
    assert!(read(b"", GradeScale::Five).is_err());
}

#[test]
fn the_column_of_remarks_of_a_returned_book_says_of_nothing_what_it_is() {
    let read = |last: &str| {
        let file = format!("Persona;Documento;Código;{last}\nAna;1;4;algo\n");
        read(file.as_bytes(), GradeScale::Five).expect("is read")
    };
    let returned = read(REVIEW);
    assert!(returned.strange.is_empty(), "{:?}", returned.strange);
    assert_eq!(returned.lines.len(), 1);
    assert_eq!(read("Observaciones").strange, [(3, "Observaciones".to_owned())]);
}
