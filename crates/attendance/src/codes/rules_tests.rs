use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap_or_default()
}

fn secret(word: u64) -> CodeSecret {
    CodeSecret::of(&format!("{word:064x}"))
}

#[test]
fn a_code_is_six_characters_that_nobody_confuses() {
    for step in 0..2_000 {
        let code = secret(7).code(step);
        let text = code.to_string();
        assert_eq!(text.len(), LENGTH);
        assert!(text.bytes().all(|letter| ALPHABET.contains(&letter)), "{text}");
        assert_eq!(Code::read(&text), Some(code));
        let (one, other) = code.halves();
        assert_eq!(format!("{one}{other}"), text);
    }
}

#[test]
fn the_first_thirty_bits_of_the_digest_are_the_code() {
    // RFC 4231, test case 2.
    let known = CodeSecret::of("Jefe");
    let digest = known.digest(b"what do ya want for nothing?");
    assert_eq!(digest[..4], [0x5b, 0xdc, 0xc1, 0x46]);
    let of_step = known.digest(&9_i64.to_be_bytes());
    let first = u32::from_be_bytes([of_step[0], of_step[1], of_step[2], of_step[3]]);
    assert_eq!(known.code(9), Code(first >> 2));
}

#[test]
fn what_people_type_is_read_as_they_mean_it() {
    let code = Code::read("7F3K90").expect("a code");
    for typed in [
        "7f3k90",
        " 7F3 K9O ",
        "7f3-k9o",
        "7F3—K90",
        "7 F 3 K 9 0",
        "7f3.k90",
        "https://formacion.example/llegada?c=7F3K90",
    ] {
        assert_eq!(Code::read(typed), Some(code), "{typed}");
    }
    assert_eq!(Code::read("I1lL1i"), Code::read("111111"));
    let long = "7".repeat(1_000);
    for typed in ["", "7F3K9", "7F3K900", "7F3K9U", "7F3K9Ñ", "７F3K90", "'; --", &long] {
        assert_eq!(Code::read(typed), None, "{typed}");
    }
}

#[test]
fn the_screen_waits_until_the_code_has_changed_and_no_longer_than_that() {
    for millis in 0..30_000 {
        let now = at(0) + TimeDelta::milliseconds(millis);
        let left = seconds_left(now);
        assert!((1..=15).contains(&left), "{left}");
        let then = now + TimeDelta::seconds(left.into());
        assert_eq!(step(then), step(now) + 1, "{millis}");
    }
}

#[test]
fn a_secret_says_nothing_of_itself() {
    assert_eq!(format!("{:?}", secret(1)), "Secret");
    let room = room(1, Stage::Planned, &[(1, None)]);
    assert!(!format!("{room:?}").contains("00001"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn thirty_seconds_of_skew_always_pass_and_a_minute_never_does(
        word in any::<u64>(),
        seen in 0..100_000_000_i64,
        phase in 0..1_000_000_i64,
        skew in -30_000..=30_000_i64,
    ) {
        let secret = secret(word);
        let seen = at(seen) + TimeDelta::microseconds(phase);
        let code = secret.shown(seen);
        prop_assert!(secret.accepts(code, seen + TimeDelta::milliseconds(skew)));
        for late in [60, 61, 75, 600] {
            prop_assert!(!secret.accepts(code, seen + TimeDelta::seconds(late)));
        }
        prop_assert_eq!(secret.age(code, seen + TimeDelta::seconds(60)), Some(Age::Old));
    }
}

use cohorts_model::entity::session::Stage;

/// A session of four hours that began at zero, with openings by their secrets.
fn room(id: i64, stage: Stage, openings: &[(u64, Option<i64>)]) -> Room {
    let opening = |(word, closed): &(u64, Option<i64>)| Opening {
        id: CodeId(i64::try_from(*word).unwrap_or(0)),
        secret: Some(secret(*word)),
        closed_at: closed.map(at),
    };
    Room {
        person: PersonId(1),
        enrolment: EnrolmentId(id),
        cohort: CohortId(id),
        cohort_stage: cohort::Stage::Running,
        session: SessionId(id),
        stage,
        starts_at: at(0),
        ends_at: at(4 * 3_600),
        openings: openings.iter().rev().map(opening).collect(),
    }
}

const NOW: i64 = 600;

fn led(code: Code, rooms: &[Room]) -> Result<Option<SessionId>, CodeRefusal> {
    lead(code, rooms, at(NOW)).map(|door| door.map(|door| door.room.session))
}

#[test]
fn a_code_leads_to_the_session_that_made_it_and_to_no_other() {
    let rooms = [room(1, Stage::Planned, &[(1, None)]), room(2, Stage::Held, &[(2, None)])];
    assert_eq!(led(secret(1).shown(at(NOW)), &rooms), Ok(Some(SessionId(1))));
    assert_eq!(led(secret(2).shown(at(NOW)), &rooms), Ok(Some(SessionId(2))));
    assert_eq!(led(secret(3).shown(at(NOW)), &rooms), Ok(None));
    assert_eq!(led(secret(1).shown(at(NOW - 60)), &rooms), Err(CodeRefusal::Expired));
}

#[test]
fn a_room_that_lets_nobody_in_says_why() {
    let code = secret(1).shown(at(NOW));
    let said = |room: Room| led(code, &[room]);
    let open = || room(1, Stage::Held, &[(1, None)]);
    assert_eq!(
        said(room(1, Stage::Held, &[(1, Some(300))])),
        Err(CodeRefusal::Closed { at: at(300) })
    );
    assert_eq!(said(room(1, Stage::Closed, &[(1, None)])), Err(CodeRefusal::SessionClosed));
    assert_eq!(said(room(1, Stage::Cancelled, &[(1, None)])), Err(CodeRefusal::SessionCancelled));
    let over = Room { ends_at: at(NOW - 1), ..open() };
    assert_eq!(said(over), Err(CodeRefusal::Closed { at: at(NOW - 1) }));
    let moved = Room { starts_at: at(86_400), ends_at: at(90_000), ..open() };
    let day = dates::bogota_date(at(86_400));
    assert_eq!(said(moved), Err(CodeRefusal::WrongDay { day }));
    let stopped = Room { cohort_stage: cohort::Stage::Closed, ..open() };
    assert_eq!(said(stopped), Err(CodeRefusal::CohortNotRunning));
    // Opened again: the screen shows another one.
    let again = room(1, Stage::Held, &[(1, Some(300)), (2, None)]);
    assert_eq!(led(code, std::slice::from_ref(&again)), Err(CodeRefusal::Expired));
    assert_eq!(led(secret(2).shown(at(NOW)), &[again]), Ok(Some(SessionId(1))));
}

#[test]
fn a_code_of_nowhere_is_answered_by_what_the_person_needs_to_know() {
    let other = [secret(9)];
    let theirs = secret(9).shown(at(NOW));
    let nobodys = secret(77).shown(at(NOW));
    let said = |code, rooms: &[Room]| astray(code, rooms, &other, at(NOW));
    let open = room(1, Stage::Held, &[(1, None)]);
    assert_eq!(said(theirs, std::slice::from_ref(&open)), CodeRefusal::OtherSession);
    assert_eq!(said(theirs, &[]), CodeRefusal::NotEnrolled);
    assert_eq!(said(nobodys, &[open]), CodeRefusal::Unknown);
    assert_eq!(said(nobodys, &[]), CodeRefusal::NotEnrolled);
    let unopened = room(1, Stage::Planned, &[]);
    let (from, to) = (unopened.starts_at, unopened.ends_at);
    assert_eq!(said(nobodys, &[unopened]), CodeRefusal::NotOpen { from, to });
    let cancelled = room(1, Stage::Cancelled, &[]);
    assert_eq!(said(nobodys, &[cancelled]), CodeRefusal::SessionCancelled);
    let closed = room(1, Stage::Held, &[(1, Some(300))]);
    assert_eq!(said(nobodys, &[closed]), CodeRefusal::Closed { at: at(300) });
    let over = Room { ends_at: at(NOW - 1), ..room(1, Stage::Planned, &[]) };
    assert_eq!(said(nobodys, &[over]), CodeRefusal::Closed { at: at(NOW - 1) });
    let ahead =
        Room { starts_at: at(172_800), ends_at: at(180_000), ..room(1, Stage::Planned, &[]) };
    let day = dates::bogota_date(at(172_800));
    assert_eq!(said(nobodys, &[ahead]), CodeRefusal::WrongDay { day });
}

#[test]
fn a_session_beyond_midnight_lets_people_in_until_its_end() {
    let moment =
        |text: &str| format!("{text}:00-05:00").parse::<DateTime<Utc>>().unwrap_or_default();
    let hours = (moment("2027-01-27T22:00"), moment("2027-01-28T02:00"));
    let enter =
        |at: &str| may_enter(cohort::Stage::Running, session::Stage::Held, hours, None, moment(at));
    assert_eq!(enter("2027-01-28T00:10"), Ok(()));
    assert_eq!(enter("2027-01-28T02:00"), Ok(()));
    assert!(matches!(enter("2027-01-28T02:01"), Err(CodeRefusal::WrongDay { .. })));
    assert!(matches!(enter("2027-01-26T23:00"), Err(CodeRefusal::WrongDay { .. })));
}
