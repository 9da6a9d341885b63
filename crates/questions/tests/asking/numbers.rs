//! Numbers as people type them.

use questions::{Decimal, NotANumber, Weight};

fn read(typed: &str) -> String {
    match Decimal::read(typed) {
        Ok(number) => number.with_point(),
        Err(why) => why.to_string(),
    }
}

#[test]
fn a_comma_and_a_point_are_the_same_decimal_mark() {
    for typed in ["4,7", "4.7", " 4,7 ", "\u{a0}4.7", "+4,70", "04,7"] {
        assert_eq!(read(typed), "4.7", "{typed}");
    }
    assert_eq!(read("-0,5"), "-0.5");
    assert_eq!(read("\u{2212}3"), "-3");
    assert_eq!(read(",5"), "0.5");
    assert_eq!(read("0.234"), "0.234");
    assert_eq!(read("-0"), "0");
}

#[test]
fn thousands_are_read_however_they_are_parted() {
    for typed in ["1234567,5", "1.234.567,5", "1,234,567.5", "1 234 567,5", "1'234.567,5"] {
        assert_eq!(read(typed), "1234567.5", "{typed}");
    }
    assert_eq!(read("1'234'567,5"), "1234567.5");
    assert_eq!(read("1.234.567"), "1234567");
    assert_eq!(read("12 500"), "12500");
    assert_eq!(read("1,234"), "1.234", "a comma is decimal in this country");
    assert_eq!(read("1234.567"), "1234.567", "no group of thousands has four digits");
}

#[test]
fn what_can_be_read_two_ways_is_asked_again_with_both() {
    assert_eq!(
        read("1.234"),
        "«1.234» se puede leer de dos maneras. Escriba 1234 si son miles, o 1,234 si son decimales."
    );
    assert!(matches!(Decimal::read("12.500"), Err(NotANumber::Ambiguous { .. })));
}

#[test]
fn words_units_and_strange_separators_are_told_apart() {
    assert_eq!(read("cuatro"), "«cuatro» no es un número. Escríbalo con cifras, por ejemplo 4,7.");
    assert!(read("45 %").contains("sin unidades"));
    assert!(read("$ 1200").contains("sin unidades"));
    assert!(read("4,").contains("separadores"));
    assert!(read("1.23.4").contains("separadores"));
    assert!(read("1,2.3,4").contains("separadores"));
    assert_eq!(read("  "), "Falta el número.");
    assert_eq!(read("-"), "«-» no es un número. Escríbalo con cifras, por ejemplo 4,7.");
    assert!(read("1234567890123456").contains("más de 15"));
    assert!(read("0,1234567891").contains("9 decimales"));
}

#[test]
fn a_program_writes_points_and_exponents() {
    let read = |written: &str| Decimal::from_program(written).map(Decimal::with_point).ok();
    assert_eq!(read("1.5e3").as_deref(), Some("1500"));
    assert_eq!(read("15E-1").as_deref(), Some("1.5"));
    assert_eq!(read("-.5").as_deref(), Some("-0.5"));
    assert_eq!(read("3.").as_deref(), Some("3"));
    assert_eq!(read("0.33333333333").as_deref(), Some("0.333333333"));
    assert_eq!(read("0.66666666666").as_deref(), Some("0.666666667"));
    assert_eq!(read("1234").as_deref(), Some("1234"));
    for strange in
        ["", ".", "e3", "1e999", "999999999999999.9999999999", "1e", "0x10", "1..2", "NaN", "1e127"]
    {
        assert_eq!(read(strange), None, "{strange}");
    }
}

#[test]
fn people_are_shown_a_comma() {
    assert_eq!(Decimal::read("4.70").unwrap().to_string(), "4,7");
    assert_eq!(Weight::read("33.333").unwrap().to_string(), "33,333 %");
    assert_eq!(Weight::read("-25 %").unwrap().thousandths(), -25_000);
    assert_eq!(
        Weight::read("101").unwrap_err().to_string(),
        "El peso va de -100 a 100 por ciento."
    );
}
