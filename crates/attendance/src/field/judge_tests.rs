//! The judge beside a small model of it, and what must hold whatever the order of arrival.

use chrono::TimeZone;
use proptest::prelude::*;

use super::*;

fn at(minutes: i64) -> DateTime<Utc> {
    // Friday 20 November 2026, 8:00 a. m. in Bogotá.
    Utc.with_ymd_and_hms(2026, 11, 20, 13, 0, 0).single().expect("a moment")
        + TimeDelta::minutes(minutes)
}

fn ground() -> ArrivalContext {
    ArrivalContext {
        now: at(90),
        cohort: cohort::Stage::Running,
        session: session::Stage::Held,
        starts_at: at(0),
        length: 240,
        on_the_roll: true,
        theirs: true,
        oneself: false,
        revoked: false,
        last_said: None,
    }
}

fn said(device: i64, sequence: i64, state: State) -> MarkClaim {
    MarkClaim {
        device: DeviceId(device),
        sequence,
        state,
        minutes: None,
        seen: None,
        at: at(5),
        sent_at: at(90),
    }
}

fn mark(id: i64, device: Option<i64>, state: State) -> EffectiveMark {
    let device = device.map(DeviceId);
    EffectiveMark { mark: Some(MarkId(id)), state, minutes: None, device, witnessed: false }
}

#[test]
fn a_first_mark_applies_and_the_same_word_of_two_agrees() {
    let (present, absent) = (said(1, 1, State::Present), said(1, 1, State::Absent));
    assert_eq!(judge(&present, &ground(), None), ArrivalVerdict::Apply);
    let other = mark(7, Some(2), State::Present);
    assert_eq!(judge(&present, &ground(), Some(&other)), ArrivalVerdict::Agrees);
    assert_eq!(judge(&absent, &ground(), Some(&other)), ArrivalVerdict::Conflict);
    let seen = MarkClaim { seen: Some(MarkId(7)), ..absent };
    assert_eq!(judge(&seen, &ground(), Some(&other)), ArrivalVerdict::Apply, "a decision");
    let old = MarkClaim { seen: Some(MarkId(6)), ..absent };
    assert_eq!(
        judge(&old, &ground(), Some(&other)),
        ArrivalVerdict::Conflict,
        "decided in ignorance"
    );
    let by_hand = mark(7, None, State::Late);
    assert_eq!(judge(&absent, &ground(), Some(&by_hand)), ArrivalVerdict::Conflict);
}

#[test]
fn what_was_made_after_it_was_sent_is_looked_at_and_a_wrong_clock_that_agrees_is_not() {
    // The clock is right and says that the mark was made half an hour later.
    let later = MarkClaim { at: at(120), ..said(1, 1, State::Present) };
    let clock = ArrivalVerdict::Review(ReviewReason::Clock);
    assert_eq!(judge(&later, &ground(), None), clock);
    // The same telephone with a wrong clock says what counts already.
    let own = mark(7, Some(1), State::Present);
    let wrong = MarkClaim { at: at(65), sent_at: at(150), ..said(1, 2, State::Present) };
    assert_eq!(judge(&wrong, &ground(), Some(&own)), ArrivalVerdict::Agrees);
    let differs = MarkClaim { state: State::Absent, ..wrong };
    assert_eq!(judge(&differs, &ground(), Some(&own)), clock);
}

#[test]
fn ones_own_later_word_stands() {
    let own = mark(7, Some(1), State::Present);
    let late = ArrivalContext { last_said: Some(4), ..ground() };
    assert_eq!(judge(&said(1, 5, State::Absent), &late, Some(&own)), ArrivalVerdict::Apply);
    assert_eq!(judge(&said(1, 3, State::Absent), &late, Some(&own)), ArrivalVerdict::Superseded);
    assert_eq!(judge(&said(1, 4, State::Absent), &late, Some(&own)), ArrivalVerdict::Superseded);
    // Another telephone had said the same: now the two disagree, unless that is decided in sight.
    let witnessed = EffectiveMark { witnessed: true, ..own };
    let alone = said(1, 5, State::Absent);
    assert_eq!(judge(&alone, &late, Some(&witnessed)), ArrivalVerdict::Conflict);
    let seen = MarkClaim { seen: Some(MarkId(7)), ..alone };
    assert_eq!(judge(&seen, &late, Some(&witnessed)), ArrivalVerdict::Apply);
    // Also when the later word is with the coordination.
    let other = mark(8, Some(2), State::Late);
    assert_eq!(judge(&said(1, 3, State::Absent), &late, Some(&other)), ArrivalVerdict::Superseded);
}

#[test]
fn each_doubt_has_its_reason() {
    let one = said(1, 1, State::Present);
    let because = |ground: ArrivalContext| judge(&one, &ground, None);
    let review = |why| ArrivalVerdict::Review(why);
    assert_eq!(
        because(ArrivalContext { revoked: true, ..ground() }),
        review(ReviewReason::Revoked)
    );
    assert_eq!(
        because(ArrivalContext { theirs: false, ..ground() }),
        review(ReviewReason::NotTheirs)
    );
    let cohort = |stage| because(ArrivalContext { cohort: stage, ..ground() });
    assert_eq!(cohort(cohort::Stage::Closed), review(ReviewReason::CohortOver));
    assert_eq!(cohort(cohort::Stage::Cancelled), review(ReviewReason::CohortNotRunning));
    assert_eq!(cohort(cohort::Stage::Confirmed), ArrivalVerdict::Apply, "its first mark begins it");
    let session = |stage| because(ArrivalContext { session: stage, ..ground() });
    assert_eq!(session(session::Stage::Cancelled), review(ReviewReason::SessionCancelled));
    assert_eq!(session(session::Stage::Closed), review(ReviewReason::SessionClosed));
    assert_eq!(
        because(ArrivalContext { on_the_roll: false, ..ground() }),
        review(ReviewReason::NotOnTheRoll)
    );
    // The session was moved: to tomorrow, to yesterday.
    assert_eq!(
        because(ArrivalContext { starts_at: at(1440), ..ground() }),
        review(ReviewReason::NotYet)
    );
    assert_eq!(
        because(ArrivalContext { starts_at: at(-1440), ..ground() }),
        review(ReviewReason::AnotherDay)
    );
    let long = MarkClaim { minutes: Some(241), ..one };
    assert_eq!(judge(&long, &ground(), None), review(ReviewReason::TooLong));
}

#[test]
fn a_mark_made_beyond_midnight_is_of_its_session_until_it_ends() {
    // From ten in the evening until two.
    let night = ArrivalContext { starts_at: at(14 * 60), now: at(19 * 60), ..ground() };
    let made =
        |minutes| MarkClaim { at: at(minutes), sent_at: at(19 * 60), ..said(1, 1, State::Present) };
    assert_eq!(judge(&made(16 * 60 + 10), &night, None), ArrivalVerdict::Apply);
    assert_eq!(
        judge(&made(18 * 60 + 1), &night, None),
        ArrivalVerdict::Review(ReviewReason::AnotherDay)
    );
}

#[test]
fn a_wrong_clock_is_told_and_a_day_is_judged_by_the_right_one() {
    let days = TimeDelta::days(2);
    let ahead =
        MarkClaim { at: at(5) + days, sent_at: at(90) + days, ..said(1, 1, State::Present) };
    assert_eq!(judge(&ahead, &ground(), None), ArrivalVerdict::Review(ReviewReason::Clock));
    let nearly = TimeDelta::minutes(10);
    let nearly = MarkClaim { at: at(5) + nearly, sent_at: at(90) + nearly, ..ahead };
    assert_eq!(judge(&nearly, &ground(), None), ArrivalVerdict::Apply);
    // Marked at 11:55 p. m. of the day by our clock, whatever the telephone believed.
    let evening = ArrivalContext { now: at(975), ..ground() };
    let slip = TimeDelta::minutes(9);
    let late = MarkClaim { at: at(955) + slip, sent_at: at(975) + slip, ..ahead };
    assert_eq!(judge(&late, &evening, None), ArrivalVerdict::Apply);
    // Days without a network are no skew: the mark was made on the day.
    let waited = ArrivalContext { now: at(6 * 1440), ..ground() };
    let sent = MarkClaim { sent_at: at(6 * 1440), ..said(1, 1, State::Present) };
    assert_eq!(judge(&sent, &waited, None), ArrivalVerdict::Apply);
}

fn a_state() -> impl Strategy<Value = State> {
    prop_oneof![Just(State::Present), Just(State::Late), Just(State::Absent)]
}

/// The same decision said another way: questions in a list, the first «yes» answers.
fn model(said: &MarkClaim, ground: &ArrivalContext, now: Option<&EffectiveMark>) -> &'static str {
    let mine = now.is_some_and(|now| now.device == Some(said.device));
    let equal = now.is_some_and(|now| (now.state, now.minutes) == (said.state, said.minutes));
    let looked = now.is_some_and(|now| said.seen.is_some() && now.mark == said.seen);
    let running = matches!(ground.cohort, cohort::Stage::Running | cohort::Stage::Confirmed);
    let open = matches!(ground.session, session::Stage::Planned | session::Stage::Held);
    let off = (said.sent_at - ground.now).num_seconds().abs() > 600;
    let day = |at: DateTime<Utc>| (at - TimeDelta::hours(5)).date_naive();
    let today = day(ground.starts_at) == day(said.at - (said.sent_at - ground.now));
    let come = day(ground.now) >= day(ground.starts_at);
    let sound = running && open && come && ground.theirs && !ground.revoked && ground.on_the_roll;
    let fine = sound && !off && today && said.minutes.unwrap_or(0) <= ground.length;
    let answers = [
        (ground.last_said >= Some(said.sequence), "superseded"),
        (equal && !mine, "agrees"),
        (equal && sound && off, "agrees"),
        (!fine, "review"),
        (now.is_none() || (mine && !now.is_some_and(|now| now.witnessed)) || looked, "apply"),
    ];
    answers.iter().find(|(holds, _)| *holds).map_or("conflict", |(_, answer)| answer)
}

fn word(verdict: ArrivalVerdict) -> &'static str {
    match verdict {
        ArrivalVerdict::Apply => "apply",
        ArrivalVerdict::Agrees => "agrees",
        ArrivalVerdict::Superseded => "superseded",
        ArrivalVerdict::Conflict => "conflict",
        ArrivalVerdict::Review(_) => "review",
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_judge_is_its_model(
        (device, sequence, state, minutes, seen) in (1..3_i64, 1..5_i64, a_state(), proptest::option::of(200..260_i32), proptest::option::of(1..4_i64)),
        (made, left, skewed) in (-2_000..2_000_i64, 0..400_i64, prop_oneof![3 => Just(0), 1 => -30..30_i64]),
        now in proptest::option::of((1..4_i64, proptest::option::of(1..3_i64), a_state(), any::<bool>())),
        (closed, cancelled, over, on_the_roll, theirs, revoked) in (prop::bool::weighted(0.1), prop::bool::weighted(0.1), prop::bool::weighted(0.1), prop::bool::weighted(0.9), prop::bool::weighted(0.9), prop::bool::weighted(0.1)),
        last_said in proptest::option::of(0..5_i64),
    ) {
        let arrived = at(made + left);
        let slip = TimeDelta::minutes(skewed);
        let said = MarkClaim {
            minutes,
            seen: seen.map(MarkId),
            at: at(made) + slip,
            sent_at: arrived + slip,
            ..said(device, sequence, state)
        };
        let ground = ArrivalContext {
            now: arrived,
            cohort: if over { cohort::Stage::Closed } else { cohort::Stage::Running },
            session: match (cancelled, closed) {
                (true, _) => session::Stage::Cancelled,
                (false, true) => session::Stage::Closed,
                (false, false) => session::Stage::Held,
            },
            on_the_roll,
            theirs,
            revoked,
            last_said,
            ..ground()
        };
        let now = now.map(|(id, device, state, witnessed)| EffectiveMark { witnessed, ..mark(id, device, state) });
        prop_assert_eq!(word(judge(&said, &ground, now.as_ref())), model(&said, &ground, now.as_ref()));
    }

    /// One telephone's marks of one person in any order, some of them twice: the last one made is
    /// the one that counts.
    #[test]
    fn one_telephones_last_word_counts_in_whatever_order_it_arrives(
        states in proptest::collection::vec(a_state(), 1..8),
        order in proptest::collection::vec(0..8_usize, 1..40),
    ) {
        let mut heard: Vec<usize> = Vec::new();
        let mut now: Option<EffectiveMark> = None;
        let mut last_said = None;
        let all = order.into_iter().filter(|index| *index < states.len());
        let rest = 0..states.len();
        for index in all.chain(rest) {
            // A key that was seen before is answered as before, without asking the judge.
            if heard.contains(&index) {
                continue;
            }
            heard.push(index);
            let said = said(1, index as i64, states[index]);
            let ground = ArrivalContext { last_said, ..ground() };
            let verdict = judge(&said, &ground, now.as_ref());
            if verdict == ArrivalVerdict::Apply {
                now = Some(mark(heard.len() as i64, Some(1), said.state));
            }
            last_said = last_said.max(Some(said.sequence));
        }
        prop_assert_eq!(now.map(|now| now.state), states.last().copied());
    }
}
