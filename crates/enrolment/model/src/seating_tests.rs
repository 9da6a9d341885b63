//! The rule of seats: by hand, and against trying every way of sitting.

use super::*;

fn place(code: &str) -> Reserve {
    Reserve { kind: Kind::Municipality, key: code.to_owned(), seats: 1 }
}

fn kind(code: &str) -> Reserve {
    Reserve { kind: Kind::EntityKind, key: code.to_owned(), seats: 1 }
}

fn from(municipality: &str, entity_kind: &str) -> SeatGroups {
    SeatGroups {
        municipality: Some(municipality.to_owned()),
        entity_kind: Some(entity_kind.to_owned()),
    }
}

#[test]
fn without_reservations_the_seats_are_open_to_all() {
    let mut seating = Seating::new(2, []);
    assert!(seating.sit(&SeatGroups::default()));
    assert!(seating.sit(&from("50325", "osc")));
    assert!(!seating.sit(&SeatGroups::default()));
    assert!(seating.is_full());
}

#[test]
fn a_reserved_seat_is_for_its_group_and_the_others_are_open() {
    let mut seating = Seating::new(3, [Reserve { seats: 2, ..place("50325") }]);
    assert!(seating.sit(&from("50577", "alcaldia")));
    assert!(!seating.sit(&from("50577", "alcaldia")), "two seats are kept for others");
    assert_eq!((seating.free(), seating.open().free()), (2, 0));
    assert!(seating.sit(&from("50325", "osc")));
    assert!(seating.sit(&from("50325", "alcaldia")));
    assert!(!seating.sit(&from("50325", "alcaldia")));
}

#[test]
fn who_fits_in_two_groups_moves_when_somebody_needs_the_first() {
    let mut seating = Seating::new(2, [place("50325"), kind("personeria")]);
    assert!(seating.sit(&from("50325", "personeria")), "sits in the municipality's seat");
    assert_eq!(seating.reserves()[0].1.free(), 0);
    assert!(seating.sit(&from("50325", "alcaldia")), "the personería moves to its own seat");
    assert!(seating.is_full());
}

#[test]
fn people_move_along_a_chain_of_groups() {
    let groups = [place("1"), place("2"), kind("a"), kind("b")];
    let mut seating = Seating::new(4, groups);
    for who in [from("2", "b"), from("2", "a"), from("1", "a")] {
        assert!(seating.sit(&who));
    }
    assert!(seating.sit(&from("1", "c")), "three people move to let the fourth in");
    assert!(seating.is_full());
}

#[test]
fn who_has_no_group_takes_only_open_seats() {
    let mut seating = Seating::new(1, [place("50325")]);
    assert!(!seating.sit(&SeatGroups::default()));
    assert!(!seating.is_full());
}

#[test]
fn what_is_kept_beyond_the_seats_is_not_there() {
    let mut seating = Seating::new(3, [Reserve { seats: 5, ..place("50325") }]);
    assert_eq!(seating.sit_many(&from("50325", "osc"), 5), 2);
    assert_eq!(seating.open().all, 0);
}

#[test]
fn those_left_standing_are_the_last_who_do_not_fit() {
    let seating = Seating::new(3, [Reserve { seats: 2, ..place("50325") }]);
    let arrivals = ["50577", "50577", "50325", "50577"].map(|code| from(code, "alcaldia"));
    assert_eq!(
        people_without_seat(seating, arrivals.into_iter().enumerate().collect::<Vec<_>>()),
        [1, 3]
    );
}

#[test]
fn the_administrative_career_goes_first_and_then_arrival() {
    let one = |id: i64, is_carrera: bool| WaitingPerson {
        enrolment: EnrolmentId(id),
        who: SeatGroups::default(),
        is_carrera,
        queue_number: id,
    };
    let waiting = vec![one(1, false), one(2, true), one(3, false), one(4, true)];
    let next = next_of_waiting_list(waiting, &mut Seating::new(3, []));
    assert_eq!(next, [EnrolmentId(2), EnrolmentId(4), EnrolmentId(1)]);
}

#[test]
fn a_kept_seat_passes_over_those_who_may_not_use_it() {
    let one = |id: i64, code: &str| WaitingPerson {
        enrolment: EnrolmentId(id),
        who: from(code, "alcaldia"),
        is_carrera: true,
        queue_number: id,
    };
    let mut seating = Seating::new(1, [place("50325")]);
    let next = next_of_waiting_list(vec![one(1, "50577"), one(2, "50325")], &mut seating);
    assert_eq!(next, [EnrolmentId(2)]);
}

/// Whether all can sit at once, by trying everything.
fn can_all_sit(chairs: &mut Vec<(Option<Reserve>, i32)>, people: &[SeatGroups]) -> bool {
    let Some((who, others)) = people.split_first() else { return true };
    for index in 0..chairs.len() {
        let (group, left) = &chairs[index];
        if *left == 0 || !group.as_ref().is_none_or(|group| who.is_of(group)) {
            continue;
        }
        chairs[index].1 -= 1;
        let rest = can_all_sit(chairs, others);
        chairs[index].1 += 1;
        if rest {
            return true;
        }
    }
    false
}

#[test]
fn moving_people_finds_a_seat_exactly_when_there_is_a_way() {
    // A small generator of its own: the same worlds on every machine.
    let mut state = 7_u64;
    let mut any = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..400 {
        let mut groups = Vec::new();
        for code in ["1", "2"] {
            groups.push(Reserve { seats: any(3) as i32, ..place(code) });
        }
        for code in ["a", "b"] {
            groups.push(Reserve { seats: any(3) as i32, ..kind(code) });
        }
        let kept: i32 = groups.iter().map(|group| group.seats).sum();
        let open = any(3) as i32;
        let mut chairs: Vec<(Option<Reserve>, i32)> =
            groups.iter().map(|group| (Some(group.clone()), group.seats)).collect();
        chairs.push((None, open));
        let mut seating = Seating::new(kept + open, groups);
        let mut seated: Vec<SeatGroups> = Vec::new();
        for _ in 0..9 {
            let who = from(["1", "2", "3"][any(3) as usize], ["a", "b", "c"][any(3) as usize]);
            seated.push(who.clone());
            let way = can_all_sit(&mut chairs, &seated);
            assert_eq!(seating.sit(&who), way, "{seated:?} in {chairs:?}");
            if !way {
                seated.pop();
            }
        }
    }
}

#[test]
fn the_career_waits_before_the_others_whenever_it_comes() {
    let mut line = WaitingListLength { all: 5, carrera: 2 };
    let turns = [false, true, false, true].map(|is_carrera| line.join(is_carrera));
    assert_eq!(turns, [6, 3, 8, 4]);
}
