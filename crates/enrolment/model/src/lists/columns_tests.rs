use super::*;
use sheets::{Cell, Kind};

fn row(number: u32, texts: &[&str]) -> Row {
    let cells = (0_u32..)
        .zip(texts)
        .filter(|(_, text)| !text.is_empty())
        .map(|(column, text)| Cell {
            column,
            text: (*text).to_owned(),
            kind: Kind::Text,
            formula: false,
            mended: false,
        })
        .collect();
    Row { number, cells }
}

#[test]
fn names_without_surnames_are_whole_names() {
    let of = |texts: &[&str]| {
        guess(&(0..).zip(texts.iter().map(|t| (*t).to_owned())).collect::<Vec<_>>(), &[])
    };
    assert_eq!(of(&["Cédula", "Nombre"]).of(ColumnTarget::FullName), Some(1));
    assert_eq!(of(&["Cédula", "Nombres", "Apellidos"]).of(ColumnTarget::FullName), None);
    assert_eq!(of(&["Correo", "Correo personal"]).0.len(), 1, "the first counts");
}

#[test]
fn the_header_is_found_below_titles_and_in_two_rows() {
    let rows = [
        row(1, &["LISTADO DE PARTICIPANTES"]),
        row(3, &["Municipio: Mapiripán", "", "Fecha"]),
        row(5, &["No.", "CEDULA", "NOMBRES Y APELLIDOS", "CARGO"]),
        row(6, &["1", "123456", "ANA RUIZ", "TESORERA"]),
    ];
    let header = find_header(&rows, &HiddenParts::default()).expect("is found");
    assert_eq!(header.row, 5);
    assert_eq!(header.columns.of(ColumnTarget::Position), Some(3));
    let two = [
        row(2, &["Documento", "Nombre", "", "Apellido", ""]),
        row(3, &["Número", "Primer", "Segundo", "Primer", "Segundo"]),
        row(4, &["123", "Ana", "María", "Ruiz", "Mora"]),
    ];
    let header = find_header(&two, &HiddenParts::default()).expect("is found");
    assert_eq!(header.row, 3);
    assert_eq!(header.columns.of(ColumnTarget::SecondSurname), Some(4));
    assert_eq!(header.columns.of(ColumnTarget::Document), Some(0));
    assert_eq!(find_header(&[row(1, &["hola", "mundo"])], &HiddenParts::default()), None);
}

#[test]
fn a_title_with_an_empty_line_below_is_no_part_of_the_headings() {
    let rows = [
        row(1, &["Municipio: Mapiripán"]),
        row(3, &["No.", "CEDULA", "NOMBRES Y APELLIDOS", "CARGO"]),
        row(4, &["1", "123456", "ANA RUIZ", "TESORERA"]),
    ];
    let header = find_header(&rows, &HiddenParts::default()).expect("is found");
    assert_eq!(header.columns.of(ColumnTarget::Municipality), None);
    let glued = [row(2, &["Municipio: Mapiripán"]), rows[1].clone(), rows[2].clone()];
    let header = find_header(&glued, &HiddenParts::default()).expect("is found");
    assert_eq!(header.columns.of(ColumnTarget::Municipality), None);
}

#[test]
fn the_values_and_the_plain_heading_say_which_of_two_columns_is_meant() {
    let rows = [
        row(
            1,
            &[
                "Documento",
                "Número de documento",
                "Nombre",
                "Correo del jefe",
                "Correo personal",
                "Correo",
                "Tel. fijo",
                "Celular",
                "Cargo",
            ],
        ),
        row(
            2,
            &[
                "CC",
                "52310447",
                "RUIZ MORA ANA MARIA",
                "jefe@a.co",
                "ana@b.co",
                "ana@a.co",
                "6081234567",
                "3104567890",
                "Técnica",
            ],
        ),
        row(
            3,
            &[
                "CC",
                "52310448",
                "CEDRO IRACA JOSE LUIS",
                "jefe@a.co",
                "jose@b.co",
                "jose@a.co",
                "6081234567",
                "3104567891",
                "Técnico",
            ],
        ),
    ];
    let columns = find_header(&rows, &HiddenParts::default()).expect("is found").columns;
    use ColumnTarget as T;
    for (target, column) in [
        (T::DocumentType, 0),
        (T::Document, 1),
        (T::FullNameBySurname, 2),
        (T::Mail, 5),
        (T::Phone, 7),
        (T::Position, 8),
    ] {
        assert_eq!(columns.of(target), Some(column), "{target:?}");
    }
    assert_eq!(columns.0.len(), 6);
}

#[test]
fn mobile_telephones_are_the_telephone_whatever_stands_before_them() {
    let people = [
        ["52310447", "Ana Ruiz", "6086543210", "3104567890"],
        ["52310448", "José Cedro", "608 654 3211", "+57 311 456 7890"],
    ];
    for headings in [["Teléfono", "Celular"], ["Teléfono", "Celular de contacto personal"]] {
        for many in 1..=2 {
            let mut rows = vec![row(1, &["Cédula", "Nombre", headings[0], headings[1]])];
            rows.extend((2..).zip(people.iter().take(many)).map(|(n, texts)| row(n, texts)));
            let columns = find_header(&rows, &HiddenParts::default()).expect("is found").columns;
            assert_eq!(columns.of(ColumnTarget::Phone), Some(3), "{headings:?}, {many}");
        }
    }
    let alone = [row(1, &["Cédula", "Nombre", "Teléfono"]), row(2, &people[0][..3])];
    let columns = find_header(&alone, &HiddenParts::default()).expect("is found").columns;
    assert_eq!(columns.of(ColumnTarget::Phone), Some(2), "a landline is better than nothing");
}

#[test]
fn a_column_that_the_sheet_hides_means_nothing() {
    let rows = [
        row(1, &["Cédula", "Cédula", "Nombre completo"]),
        row(2, &["11111111", "52310447", "Ana Ruiz"]),
        row(3, &["11111112", "52310448", "José Cedro"]),
    ];
    let hidden = HiddenParts { columns: vec![(0, 0)], ..HiddenParts::default() };
    let columns = find_header(&rows, &hidden).expect("is found").columns;
    assert_eq!(columns.of(ColumnTarget::Document), Some(1));
}

#[test]
fn a_file_that_comes_back_with_its_remarks_has_the_headings_that_it_had() {
    let told = |texts: &[&str]| -> Vec<(u32, String)> {
        (0..).zip(texts.iter().map(|text| (*text).to_owned())).collect()
    };
    let sent = told(&["CÉDULA", "Nombre"]);
    assert!(same_headings(&sent, &told(&["Cedula", "NOMBRE", REVIEW])));
    assert!(!same_headings(&sent, &told(&["Cedula", "NOMBRE", "Cargo"])));
    assert!(!same_headings(&sent, &told(&["Cedula"])));
}
