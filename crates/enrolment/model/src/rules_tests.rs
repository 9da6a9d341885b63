//! The rules of places, told as sentences.

use super::*;

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).expect("valid")
}

fn window(stage: CohortStage) -> EnrolmentWindow {
    EnrolmentWindow { stage, closes_on: day(20) }
}

#[test]
fn people_enrol_until_the_last_day_included_and_the_coordination_afterwards() {
    let open = window(CohortStage::Confirmed);
    assert_eq!(open.may_enrol(Origin::SelfService, day(20)), Ok(()));
    assert_eq!(
        open.may_enrol(Origin::SelfService, day(21)),
        Err(EnrolmentRefusal::DeadlinePassed { on: day(20) })
    );
    assert_eq!(open.may_enrol(Origin::Coordinator, day(21)), Ok(()));
}

#[test]
fn each_stage_says_why_it_takes_nobody() {
    use EnrolmentRefusal as No;
    let today = day(1);
    for (stage, own, coordinator) in [
        (CohortStage::Draft, Err(No::NotPublished), Err(No::NotPublished)),
        (CohortStage::Tentative, Ok(()), Ok(())),
        (CohortStage::Confirmed, Ok(()), Ok(())),
        (CohortStage::Running, Err(No::AlreadyRunning), Ok(())),
        (CohortStage::Closed, Err(No::CohortClosed), Err(No::CohortClosed)),
        (CohortStage::Cancelled, Err(No::CohortCancelled), Err(No::CohortCancelled)),
    ] {
        assert_eq!(window(stage).may_enrol(Origin::SelfService, today), own, "{stage:?}");
        assert_eq!(window(stage).may_enrol(Origin::Coordinator, today), coordinator, "{stage:?}");
    }
}

#[test]
fn the_last_seat_confirms_and_the_next_person_waits() {
    let anybody = SeatGroups::default();
    let with = |taken| {
        let mut seating = Seating::new(30, []);
        seating.sit_many(&anybody, taken);
        seating
    };
    let placed = |present, taken| landing_stage(present, &mut with(taken), &anybody);
    assert_eq!(placed(None, 29), Ok(Stage::Confirmed));
    assert_eq!(placed(None, 30), Ok(Stage::Waiting));
    assert_eq!(placed(Some(Stage::Withdrawn), 30), Ok(Stage::Waiting));
    assert_eq!(placed(Some(Stage::Waiting), 29), Err(EnrolmentRefusal::AlreadyWaiting));
    assert_eq!(placed(Some(Stage::Confirmed), 29), Err(EnrolmentRefusal::AlreadyConfirmed));
}

fn seated(codes: &[&str]) -> Vec<(EnrolmentId, SeatGroups)> {
    let from =
        |code: &&str| SeatGroups { municipality: Some((*code).to_owned()), entity_kind: None };
    (1..).map(EnrolmentId).zip(codes.iter().map(from)).collect()
}

#[test]
fn seats_never_go_below_the_people_who_have_one() {
    let five = || seated(&["1", "1", "2", "2", "2"]);
    assert_eq!(may_have(5, &[], five()), Ok(()));
    let over = vec![EnrolmentId(4), EnrolmentId(5)];
    assert_eq!(
        may_have(3, &[], five()),
        Err(EnrolmentRefusal::SeatsBelowConfirmed { seated: 5, over })
    );
    for seats in [0, -1, 1001, i32::MAX, i32::MIN] {
        assert_eq!(may_have(seats, &[], Vec::new()), Err(EnrolmentRefusal::SeatsOutOfRange));
    }
}

#[test]
fn reservations_fit_in_the_seats_and_leave_everybody_theirs() {
    let reserve = |seats| Reserve {
        kind: crate::entity::seat_quota::Kind::Municipality,
        key: "1".to_owned(),
        seats,
    };
    let four = || seated(&["2", "1", "2", "2"]);
    assert_eq!(may_reserve(5, &[reserve(2)], four()), Ok(()));
    assert_eq!(
        may_reserve(5, &[reserve(3)], four()),
        Err(EnrolmentRefusal::ReservesTaken { over: vec![EnrolmentId(4)] })
    );
    assert_eq!(
        may_reserve(5, &[reserve(6)], four()),
        Err(EnrolmentRefusal::ReservedAboveSeats { reserved: 6, seats: 5 })
    );
    assert_eq!(
        may_have(4, &[reserve(2)], four()),
        Err(EnrolmentRefusal::SeatsBelowConfirmed { seated: 4, over: vec![EnrolmentId(4)] })
    );
}

#[test]
fn a_reservation_is_released_on_a_day_to_come() {
    assert_eq!(release_ahead(day(2), day(1)), Ok(()));
    assert_eq!(release_ahead(day(1), day(1)), Err(EnrolmentRefusal::ReleaseNotAhead));
}
