//! What is true of every proposal, asked of thousands; and what cannot be proposed.

use platform::holidays::is_holiday;

use super::*;

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("valid")
}

fn hour(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("valid")
}

fn ask() -> SchedulePattern {
    SchedulePattern {
        first_day: day(2026, 11, 24),
        weekdays: vec![Weekday::Tue, Weekday::Thu],
        from: hour(8, 0),
        to: hour(12, 0),
        crosses_midnight: false,
        total: TimeDelta::hours(40),
    }
}

fn told(meeting: &Meeting) -> String {
    format!("{} {}", dates::short(meeting.day()), dates::span(meeting.starts_at, meeting.ends_at))
        .replace('\u{a0}', " ")
}

#[test]
fn forty_hours_in_mornings_of_four_are_ten_meetings_around_the_holiday() {
    let proposal = propose(&ask()).expect("is possible");
    assert_eq!(proposal.meetings.len(), 10);
    let names: Vec<_> = proposal.skipped.iter().map(|holiday| holiday.name).collect();
    assert_eq!(names, ["Inmaculada Concepción"]);
    assert_eq!(told(&proposal.meetings[0]), "24/11/2026 8:00 a. m. a 12:00 p. m.");
}

#[test]
fn the_last_meeting_is_shorter_when_the_hours_do_not_divide() {
    let proposal =
        propose(&SchedulePattern { total: TimeDelta::hours(10), ..ask() }).expect("is possible");
    let told: Vec<_> = proposal.meetings.iter().map(told).collect();
    assert_eq!(told.len(), 3);
    assert_eq!(told[2], "01/12/2026 8:00 a. m. a 10:00 a. m.");
}

#[test]
fn a_night_meeting_ends_the_next_day_only_when_somebody_says_so() {
    let night =
        SchedulePattern { from: hour(20, 0), to: hour(2, 0), total: TimeDelta::hours(7), ..ask() };
    assert_eq!(propose(&night), Err(ScheduleFault::EndsBeforeStart));
    let proposal =
        propose(&SchedulePattern { crosses_midnight: true, ..night }).expect("is possible");
    let told: Vec<_> = proposal.meetings.iter().map(told).collect();
    assert_eq!(
        told,
        [
            "24/11/2026 8:00 p. m. a 2:00 a. m. del día siguiente",
            "26/11/2026 8:00 p. m. a 9:00 p. m."
        ]
    );
}

#[test]
fn what_cannot_be_is_refused() {
    for (wrong, why) in [
        (SchedulePattern { weekdays: vec![], ..ask() }, ScheduleFault::NoWeekday),
        (SchedulePattern { to: hour(8, 0), ..ask() }, ScheduleFault::EndsBeforeStart),
        (
            SchedulePattern { to: hour(8, 0), crosses_midnight: true, ..ask() },
            ScheduleFault::EndsBeforeStart,
        ),
        (SchedulePattern { to: hour(7, 0), ..ask() }, ScheduleFault::EndsBeforeStart),
        (SchedulePattern { total: TimeDelta::zero(), ..ask() }, ScheduleFault::NoHours),
        (SchedulePattern { to: hour(8, 30), ..ask() }, ScheduleFault::TooMany(80)),
        (SchedulePattern { to: hour(8, 1), ..ask() }, ScheduleFault::TooMany(2_400)),
        (SchedulePattern { first_day: NaiveDate::MAX, ..ask() }, ScheduleFault::BeyondTheCalendar),
    ] {
        assert_eq!(propose(&wrong), Err(why), "{wrong:?}");
    }
}

#[test]
fn every_proposal_has_the_hours_the_weekdays_the_order_and_no_holiday() {
    // A small generator of our own: the same asks on every machine.
    let mut seed: u64 = 0x5eed;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let (mut possible, mut refused) = (0, 0);
    for _ in 0..5_000 {
        let mask = next(128);
        let weekdays: Vec<Weekday> =
            (0..7).filter(|bit| mask >> bit & 1 == 1).map(|bit| WEEK[bit]).collect();
        let minutes = |n: u64| NaiveTime::MIN + TimeDelta::minutes(i64::try_from(n * 5).unwrap());
        let ask = SchedulePattern {
            first_day: day(2026, 1, 1) + Days::new(next(2_000)),
            weekdays,
            from: minutes(next(288)),
            to: minutes(next(288)),
            crosses_midnight: next(2) == 0,
            total: TimeDelta::hours(i64::try_from(1 + next(159)).unwrap()),
        };
        let Ok(proposal) = propose(&ask) else {
            refused += 1;
            continue;
        };
        possible += 1;
        let hours: TimeDelta = proposal.meetings.iter().map(Meeting::length).sum();
        assert_eq!(hours, ask.total, "{ask:?}");
        assert!(proposal.meetings.len() <= MOST_SESSIONS);
        assert!(proposal.meetings[0].day() >= ask.first_day);
        for meeting in &proposal.meetings {
            assert!(meeting.length() > TimeDelta::zero());
            assert!(ask.weekdays.contains(&meeting.day().weekday()), "{ask:?}");
            assert!(!is_holiday(meeting.day()), "{ask:?}");
        }
        for pair in proposal.meetings.windows(2) {
            let span = |meeting: &Meeting| (meeting.starts_at, meeting.ends_at);
            assert!(pair[0].starts_at < pair[1].starts_at, "{ask:?}");
            assert!(!overlap(span(&pair[0]), span(&pair[1])), "{ask:?}");
        }
        assert!(proposal.skipped.iter().all(|holiday| is_holiday(holiday.date)));
    }
    assert!(possible > 1_000 && refused > 500, "{possible} possible, {refused} refused");
}

#[test]
fn a_copy_keeps_weekdays_and_hours_and_begins_within_a_week_of_the_day_asked_for() {
    let meetings = propose(&ask()).expect("is possible").meetings;
    for offset in 0..60 {
        let first = day(2027, 1, 12) + Days::new(offset);
        let moved = shifted(&meetings, first);
        assert_eq!(moved.len(), meetings.len());
        let ahead = (moved[0].day() - first).num_days();
        assert!((0..7).contains(&ahead), "{first}: {ahead}");
        for (old, new) in meetings.iter().zip(&moved) {
            assert_eq!(old.day().weekday(), new.day().weekday());
            assert_eq!(old.length(), new.length());
        }
    }
    assert!(shifted(&[], day(2027, 1, 1)).is_empty());
}

#[test]
fn a_meeting_is_repeated_around_holidays_and_what_is_planned_until_the_hours_are_complete() {
    let first = meeting_on(day(2027, 3, 4), hour(8, 0), hour(12, 0), false).expect("has hours");
    let taken = meeting_on(day(2027, 3, 11), hour(11, 0), hour(13, 0), false).expect("has hours");
    let ask =
        RepeatPattern { meeting: first, weekdays: vec![], many: None, total: TimeDelta::hours(16) };
    let more = repeat(&ask, &[first, taken]).expect("is possible");
    // The 11th has its hour already, and the 25th is Maundy Thursday.
    let all: Vec<String> = more.iter().map(told).collect();
    assert_eq!(
        all,
        [
            "18/03/2027 8:00 a. m. a 12:00 p. m.",
            "01/04/2027 8:00 a. m. a 12:00 p. m.",
            "08/04/2027 8:00 a. m. a 10:00 a. m."
        ]
    );
    let days = RepeatPattern { weekdays: vec![Weekday::Tue, Weekday::Sat], many: Some(4), ..ask };
    let more = repeat(&days, &[first]).expect("is possible");
    let days_of = |more: &[Meeting]| more.iter().map(Meeting::day).collect::<Vec<_>>();
    assert_eq!(days_of(&more), [day(2027, 3, 6), day(2027, 3, 9), day(2027, 3, 13)]);
    assert!(more.iter().all(|one| one.length() == first.length()), "a number asks for whole ones");
}

#[test]
fn nothing_is_repeated_where_nothing_is_missing_or_too_much_would_be() {
    let meeting = meeting_on(day(2027, 3, 4), hour(8, 0), hour(12, 0), false).expect("has hours");
    let ask = |many, hours| RepeatPattern {
        meeting,
        weekdays: vec![],
        many,
        total: TimeDelta::hours(hours),
    };
    let planned = [meeting];
    assert_eq!(repeat(&ask(None, 4), &planned), Err(ScheduleFault::NoHours));
    assert_eq!(repeat(&ask(None, 2), &planned), Err(ScheduleFault::NoHours));
    assert_eq!(repeat(&ask(Some(1), 40), &planned), Err(ScheduleFault::NoHours));
    assert_eq!(repeat(&ask(Some(61), 40), &planned), Err(ScheduleFault::TooMany(61)));
    assert_eq!(repeat(&ask(Some(60), 40), &planned).map(|more| more.len()), Ok(59));
}
