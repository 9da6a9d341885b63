//! The rules of persons, told as sentences.

use super::*;
use crate::commands::NewName;

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).expect("valid")
}

#[test]
fn dots_spaces_and_small_letters_make_no_other_document() {
    for typed in ["1.234.567", " 1 234 567 ", "1234567", "1-234-567", "0001234567"] {
        assert_eq!(normal_document(DocumentType::Cc, typed).as_deref(), Ok("1234567"), "{typed}");
    }
    for (typed, number) in [("51873204.0", "51873204"), ("52.310.447,00", "52310447")] {
        assert_eq!(normal_document(DocumentType::Cc, typed).as_deref(), Ok(number), "{typed}");
    }
    for typed in ["51873,204", "51.873.2", "51.8732.04"] {
        let doubt = Err(PersonRefusal::DocumentDoubtful);
        assert_eq!(normal_document(DocumentType::Cc, typed), doubt, "{typed}");
    }
    assert_eq!(normal_document(DocumentType::Pa, "ax-12 34").as_deref(), Ok("AX1234"));
    assert_eq!(normal_document(DocumentType::Ti, "00010112345").as_deref(), Ok("00010112345"));
}

#[test]
fn a_number_that_its_type_cannot_have_is_refused() {
    for (kind, typed) in [
        (DocumentType::Cc, ""),
        (DocumentType::Cc, "000"),
        (DocumentType::Cc, "12345678901"),
        (DocumentType::Cc, "12A4567"),
        (DocumentType::Cc, "１２３４５６７"),
        (DocumentType::Ti, "123"),
        (DocumentType::Pa, "ÑANDU1"),
        (DocumentType::Pa, "<script>"),
        (DocumentType::Ce, "A'; DROP"),
    ] {
        assert!(normal_document(kind, typed).is_err(), "{kind:?} {typed:?}");
    }
}

#[test]
fn documents_are_written_in_groups_and_masked_in_the_middle() {
    assert_eq!(document_label(DocumentType::Cc, "1234567"), "C. C. 1.234.567");
    assert_eq!(document_label(DocumentType::Ppt, "99000030"), "P. P. T. 99.000.030");
    assert_eq!(document_label(DocumentType::Pa, "AX1234"), "P. A. AX1234");
    assert_eq!(masked_document(DocumentType::Cc, "1234567"), "CC 1.***.*67");
    assert_eq!(masked_document(DocumentType::Ce, "DEMO0007"), "CE D*****07");
    assert_eq!(masked_document(DocumentType::Cc, "1234"), "CC *.**4");
}

fn parts<'a>(first: &'a str, second: Option<&'a str>, surname: &'a str) -> NameParts<'a> {
    NameParts {
        first_name: first,
        second_name: second,
        first_surname: surname,
        second_surname: None,
    }
}

#[test]
fn a_name_without_accents_or_second_name_is_still_the_same() {
    assert!(same_name(parts("José", Some("Luis"), "Núñez"), parts("JOSE", None, "nunez")));
    assert!(!same_name(parts("José", None, "Núñez"), parts("Josefa", None, "Núñez")));
    assert!(!same_name(parts("Ana", Some("María"), "Ruiz"), parts("Ana", Some("Lucía"), "Ruiz")));
}

fn record(name: [&str; 2], email: Option<&str>, phone: Option<&str>) -> Model {
    Model {
        id: PersonId(1),
        document_type: DocumentType::Cc,
        document_number: "1234567".to_owned(),
        first_name: name[0].to_owned(),
        second_name: None,
        first_surname: name[1].to_owned(),
        second_surname: None,
        search_name: String::new(),
        name_key: String::new(),
        email: email.map(str::to_owned),
        phone: phone.map(str::to_owned),
        created_at: chrono::DateTime::UNIX_EPOCH,
        merged_into: None,
        is_self_declared: false,
    }
}

#[test]
fn records_look_alike_by_more_than_their_name() {
    let one = record(["José", "Núñez"], Some("a@b.co"), Some("3990000001"));
    let like =
        |name, email, phone, neighbours| likeness(&one, &record(name, email, phone), neighbours);
    let mail = Some("a@b.co");
    assert_eq!(like(["Jose", "Nunes"], mail, None, false), Some(Likeness::Email));
    assert_eq!(like(["Pepe", "NUÑEZ"], None, Some("3990000001"), false), Some(Likeness::Phone));
    assert_eq!(like(["JOSE", "nunez"], None, None, true), Some(Likeness::Municipality));
    assert_eq!(like(["JOSE", "nunez"], None, None, false), None, "a common name is no proof");
    assert_eq!(like(["Ana", "Ruiz"], mail, None, true), None, "an office shares its mail");
    let bare = record(["José", "Núñez"], None, None);
    assert_eq!(likeness(&bare, &record(["José", "Gil"], None, None), false), None);
}

#[test]
fn names_are_letters_and_telephones_digits() {
    for good in ["Ana", "D'Angelo", "De la Hoz", "Jean-Paul", "Ñandú", "Ma."] {
        assert!(is_name(good), "{good}");
    }
    for bad in ["", "3", "Ana<b>", "...", "Ana\nRuiz", "-María", "María-", ".María"] {
        assert!(!is_name(bad), "{bad:?}");
    }
    for alike in ["\u{410}na", "R\u{3c5}iz", "Жанна"] {
        assert!(!is_name(alike), "{alike:?} has letters of another alphabet");
    }
    assert_eq!(normal_phone("3104567890.0").as_deref(), Ok("3104567890"));
    assert_eq!(normal_phone("+57 (310) 123-4567").as_deref(), Ok("+573101234567"));
    assert!(normal_phone("12").is_err() && normal_phone("llámeme").is_err());
}

#[test]
fn a_name_all_in_capitals_or_all_in_small_letters_is_kept_as_names_are() {
    let kept = |first_name: &str, first_surname: &str| {
        let (first_name, first_surname) = (first_name.to_owned(), first_surname.to_owned());
        let name = NewName { first_name, second_name: None, first_surname, second_surname: None };
        let name = name.normal().expect("is a name");
        format!("{} {}", name.first_name, name.first_surname)
    };
    assert_eq!(kept("INÍRIDA", "DE LA HOZ"), "Inírida de la Hoz");
    assert_eq!(kept("maría del pilar", "ñandú"), "María del Pilar Ñandú");
    assert_eq!(kept("R", "O'NEILL"), "R O'Neill");
    for mixed in ["Ronald McDonald", "Rosa de la Rosa", "Vincent van der Berg"] {
        let (first, surname) = mixed.split_once(' ').expect("has two parts");
        assert_eq!(kept(first, surname), mixed, "is as its owner writes it");
    }
}

#[test]
fn posts_that_touch_on_a_day_overlap_and_neighbours_do_not() {
    assert!(overlap((day(1), Some(day(5))), (day(5), None)));
    assert!(!overlap((day(1), Some(day(5))), (day(6), None)));
    assert!(overlap((day(1), None), (day(20), Some(day(21)))));
}
