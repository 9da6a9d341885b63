use sheets::{Cell, Kind};

use super::*;

fn row(number: u32, cells: &[&str]) -> Row {
    let cells = cells.iter().enumerate().filter(|(_, text)| !text.is_empty());
    let cell = |(column, text): (usize, &&str)| Cell {
        column: u32::try_from(column).expect("few columns"),
        text: (*text).to_owned(),
        kind: Kind::Text,
        formula: false,
        mended: false,
    };
    Row { number, cells: cells.map(cell).collect() }
}

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
}

fn seen(rows: &[Row]) -> Result<FileMarks, ListRefusal> {
    read(rows, &HiddenParts::default())
}

/// A list of one day with a column beside the document and the date.
fn dated(heading: &str, values: &[&str]) -> Result<FileMarks, ListRefusal> {
    let mut rows = vec![row(1, &["Fecha", "Cédula", heading])];
    for (number, value) in (2..).zip(values) {
        let document = format!("100{number}");
        rows.push(row(number, &["24/11/2026", document.as_str(), *value]));
    }
    seen(&rows)
}

fn asks(columns: &str) -> Result<FileMarks, ListRefusal> {
    Err(ListRefusal::WhichColumn { columns: columns.to_owned() })
}

#[test]
fn the_products_own_workbook_is_read_back() {
    let rows = [
        row(
            1,
            &[
                "Apellidos y nombres",
                "Tipo de documento",
                "Número de documento",
                "Entidad",
                "Sesión 1 24/11/2026",
                "Sesión 2 26/11/2026",
                "% asistencia",
            ],
        ),
        row(2, &["Ruiz, Ana", "CC", "1002", "Alcaldía", "P*", "–", "100 %"]),
        row(3, &["Paz, Luz", "CC", "1003", "Alcaldía", "T", "Q", ""]),
    ];
    let list = seen(&rows).expect("is read");
    let said: Vec<_> =
        list.marks.iter().map(|mark| (mark.row, &mark.session, &mark.state)).collect();
    let first = SessionWord::Number(1, Some(date(24)));
    let second = SessionWord::Number(2, Some(date(26)));
    assert_eq!(
        said,
        [
            (2, &first, &StateWord::Is(State::Present)),
            (3, &first, &StateWord::Is(State::Late)),
            (3, &second, &StateWord::Unread("Q".to_owned())),
        ]
    );
    assert_eq!(
        (list.marks[0].document.as_str(), list.marks[0].name.as_str()),
        ("1002", "Ruiz, Ana")
    );
    assert!(list.is_whole());
}

#[test]
fn a_list_with_documents_and_dates_is_read_and_its_rows_without_them_are_told() {
    let rows = [
        row(1, &["Asistencia de noviembre"]),
        row(3, &["FECHA:", "Cédula", "Nombre"]),
        row(4, &["24/11/2026", "1.002", "Ana Ruiz"]),
        row(5, &["ayer", "1003", "Luz Paz"]),
        row(6, &["", "1004", ""]),
        row(7, &["24/11/2026", "", "Zoila Cedro"]),
        row(8, &["", "", "", "Firma"]),
    ];
    let list = seen(&rows).expect("is read");
    assert_eq!(list.marks.len(), 2);
    assert_eq!(list.marks[0].session, SessionWord::Day(date(24)));
    assert_eq!(list.marks[0].state, StateWord::Is(State::Present));
    assert_eq!(list.marks[1].session, SessionWord::Unread("ayer".to_owned()));
    let told = [(Omission::Document, vec![7]), (Omission::Date, vec![6])];
    assert_eq!(list.omissions, BTreeMap::from(told));
}

#[test]
fn a_sheet_without_headings_is_refused() {
    assert_eq!(seen(&[row(1, &["Ana", "1002"])]), Err(ListRefusal::NoHeadings));
    assert_eq!(seen(&[row(1, &["Cédula", "Nombre"])]), Err(ListRefusal::NoHeadings));
    let born = row(1, &["Cédula", "Nombre", "Fecha de nacimiento"]);
    assert_eq!(seen(&[born]), Err(ListRefusal::NoHeadings), "a birthday is no session");
}

#[test]
fn the_column_of_the_mark_is_known_however_offices_call_it() {
    for heading in [
        "Estado",
        "ASISTENCIA",
        "¿Asistió?",
        "Asistió (Sí/No)",
        "Asistencia (P/A)",
        "Asistencia (P/T/A/E/D)",
        "Estado de asistencia",
        "Asiste",
        "3. ¿Asistió a la sesión?",
    ] {
        let list = dated(heading, &["Sí", "No", ""]).expect(heading);
        let said: Vec<_> = list.marks.iter().map(|mark| mark.state.clone()).collect();
        let states = [State::Present, State::Absent].map(StateWord::Is);
        assert_eq!(said, states, "{heading}");
        assert_eq!(list.omissions, BTreeMap::from([(Omission::Mark, vec![4])]), "{heading}");
    }
}

#[test]
fn nobody_is_present_by_a_column_that_was_not_understood() {
    assert_eq!(dated("Vino", &["Sí", "No"]), asks("«Vino»"));
    assert_eq!(dated("", &["P", "A"]), asks("«C»"));
    assert_eq!(dated("No asistió", &["", "X"]), asks("«No asistió»"));
    assert_eq!(dated("% asistencia", &["1", "0"]), asks("«% asistencia»"));
    // What says the same of everybody changes nothing; other columns are not of this.
    for (heading, values) in [
        ("Autoriza", ["Sí", "Sí"]),
        ("N.º", ["1", "2"]),
        ("Estado civil", ["Casada", "Soltero"]),
        ("Sexo", ["F", "M"]),
    ] {
        let list = dated(heading, &values).expect(heading);
        let all = list.marks.iter().all(|mark| mark.state == StateWord::Is(State::Present));
        assert!(all && list.marks.len() == 2, "{heading}");
    }
}

#[test]
fn of_two_columns_that_may_be_the_mark_the_one_that_reads_as_marks_is_it() {
    let list = |first: &str, second: &str| {
        let head = row(1, &["Fecha", "Cédula", "Estado", "Asistió"]);
        seen(&[head, row(2, &["24/11/2026", "1002", first, second])])
    };
    let read = list("Inscrita", "No").expect("is read");
    assert_eq!(read.marks[0].state, StateWord::Is(State::Absent));
    assert_eq!(list("P", "No"), asks("«Estado» y «Asistió»"));
}

#[test]
fn what_a_sheet_hides_is_not_read_and_is_told() {
    let rows = [
        row(1, &["Fecha", "Cédula", "Nombre", "Asistió"]),
        row(2, &["24/11/2026", "1002", "Ana Ruiz", "Sí"]),
        row(3, &["24/11/2026", "1003", "Luz Paz", "No"]),
    ];
    let list = read(&rows, &HiddenParts { rows: vec![(3, 3)], columns: vec![(2, 2)] });
    let list = list.expect("is read");
    assert_eq!((list.marks.len(), list.marks[0].name.as_str()), (1, ""));
    assert_eq!(list.omissions, BTreeMap::from([(Omission::Invisible, vec![3])]));
    assert_eq!(list.hidden_columns, ["Nombre"]);
    let unseen = HiddenParts { columns: vec![(3, 3)], ..HiddenParts::default() };
    assert_eq!(read(&rows, &unseen), asks("«Asistió»"), "a mark that nobody sees is asked about");
}
