//! Typed sheets by example.

use super::*;

fn set(numbers: &[u32]) -> BTreeSet<u32> {
    numbers.iter().copied().collect()
}

#[test]
fn rows_are_read_as_people_write_them() {
    for (text, expected) in [
        ("", vec![]),
        ("3, 7, 12-15", vec![3, 7, 12, 13, 14, 15]),
        ("3 7 12–13", vec![3, 7, 12, 13]),
        ("3;7\n9 y 10", vec![3, 7, 9, 10]),
        ("12 a 14, 2", vec![2, 12, 13, 14]),
        ("12 - 14", vec![12, 13, 14]),
        ("007", vec![7]),
    ] {
        assert_eq!(numbers(text, 38), Ok(set(&expected)), "{text}");
    }
}

#[test]
fn what_is_no_row_is_told_with_what_was_typed() {
    for (text, part) in [
        ("3-", "«3-» no es un rango completo"),
        ("-5", "«-5» no es un rango completo"),
        ("99", "no hay fila 99"),
        ("0", "no hay fila 0"),
        ("a", "«a» no es un número de fila"),
        ("15-12", "escriba 12-15"),
        ("2.5", "«2.5» no es un número"),
        ("99999999999999", "no hay fila 99999999999999"),
    ] {
        let said = numbers(text, 38).expect_err(text);
        assert!(said.contains(part), "{text}: {said}");
    }
}

#[test]
fn thirty_five_signatures_are_a_few_exceptions() {
    let listed: BTreeSet<u32> = (1..=35).collect();
    let typed = SheetInput {
        way: EntryMode::AllBut,
        rows: "3, 7, 12-15",
        late: "4 9",
        excused: "12",
        dispensed: "",
    };
    let states = states(&listed, 38, &typed).expect("is read");
    assert_eq!(states.len(), 35);
    let of = |state| {
        states.iter().filter(|(_, one)| **one == state).map(|(n, _)| *n).collect::<Vec<_>>()
    };
    assert_eq!(of(State::Absent), [3, 7, 13, 14, 15]);
    assert_eq!(of(State::Late), [4, 9]);
    assert_eq!(of(State::Excused), [12]);
    assert_eq!(of(State::Present).len(), 27);
}

#[test]
fn when_few_signed_those_are_typed() {
    let listed: BTreeSet<u32> = (1..=10).collect();
    let typed =
        SheetInput { way: EntryMode::Only, rows: "1-3", late: "5", excused: "9", dispensed: "10" };
    let states = states(&listed, 10, &typed).expect("is read");
    assert_eq!((states[&2], states[&5], states[&9]), (State::Present, State::Late, State::Excused));
    assert_eq!((states[&4], states[&10]), (State::Absent, State::Dispensed));
}

#[test]
fn a_row_in_two_places_is_asked_about() {
    let listed: BTreeSet<u32> = (1..=10).collect();
    let complaints = |typed: SheetInput<'_>| -> Vec<&'static str> {
        states(&listed, 12, &typed).expect_err("twice").into_iter().map(|(f, _)| f).collect()
    };
    let all = SheetInput { way: EntryMode::AllBut, rows: "", late: "", excused: "", dispensed: "" };
    assert_eq!(complaints(SheetInput { rows: "4", late: "4", ..all.clone() }), ["tarde"]);
    assert_eq!(complaints(SheetInput { late: "4", excused: "4", ..all.clone() }), ["excusa"]);
    assert_eq!(complaints(SheetInput { rows: "11", ..all.clone() }), ["filas"]);
    assert_eq!(complaints(SheetInput { rows: "x", late: "z", ..all.clone() }), ["filas", "tarde"]);
    assert_eq!(
        complaints(SheetInput { way: EntryMode::Only, rows: "4", excused: "4", ..all }),
        ["filas"]
    );
}

#[test]
fn people_below_the_list_take_the_free_rows() {
    let listed: BTreeSet<u32> = (1..=3).collect();
    let guest = |number, name: &str| Guest { number, name: name.to_owned() };
    assert_eq!(
        guests("6. Luz Ñáñez\nAna Ruiz\n\n", &listed, 6),
        Ok(vec![guest(4, "Ana Ruiz"), guest(6, "Luz Ñáñez")])
    );
    for (text, part) in [
        ("2 Ana", "No hay fila libre"),
        ("5 Ana\n5 Luz", "dos nombres"),
        ("A\nB\nC\nD", "No hay fila libre"),
        ("5", "no es un nombre"),
        ("---", "no es un nombre"),
    ] {
        let said = guests(text, &listed, 6).expect_err(text);
        assert!(said.contains(part), "{text}: {said}");
    }
}

#[test]
fn a_name_is_the_same_in_any_order() {
    assert!(same_name("Ruiz Peña, Ana María", "ana maria ruiz pena"));
    assert!(!same_name("Ana Ruiz", "Ana Ruiz Peña"));
}
