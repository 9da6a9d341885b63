//! The days of the demo hold whatever day it is loaded on: order, stage, holidays, one place at a time.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use platform::holidays::is_holiday;

use super::script::{Script, day};
use super::script_tests::{is_graded, script};

/// Every day of three years, so that no weekday, holiday or leap year is left out.
fn days_of_loading() -> impl Iterator<Item = NaiveDate> {
    first_loading().iter_days().take(3 * 366)
}

pub(super) fn first_loading() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// The script parsed once, for the tests that walk through a thousand days.
fn script_once() -> &'static Script {
    static ONCE: std::sync::OnceLock<Script> = std::sync::OnceLock::new();
    ONCE.get_or_init(script)
}

#[test]
fn whatever_the_day_of_loading_sessions_keep_their_order_their_side_and_off_holidays() {
    for today in days_of_loading() {
        for cohort in &script_once().programme.cohorts {
            let dates = cohort.session_dates(today);
            assert!(
                dates.windows(2).all(|pair| pair[0] < pair[1]),
                "{} on {today}: {dates:?}",
                cohort.code
            );
            for (&offset, &date) in cohort.days.iter().zip(&dates) {
                assert_eq!(
                    offset.signum(),
                    (date - today).num_days().signum(),
                    "{} on {today}",
                    cohort.code
                );
                assert!(offset == 0 || (date.weekday() != Weekday::Sun && !is_holiday(date)));
            }
            assert!(day(today, cohort.close_day) < dates[0], "{} on {today}", cohort.code);
            if let Some(issue) = cohort.issue_day {
                assert!(
                    dates.iter().all(|&date| date < day(today, issue)),
                    "{} on {today}",
                    cohort.code
                );
            }
        }
    }
}

#[test]
fn whatever_the_day_of_loading_no_facilitator_is_in_two_places() {
    let cohorts = &script_once().programme.cohorts;
    for today in days_of_loading() {
        let mut taken = BTreeSet::new();
        for cohort in cohorts.iter().filter(|cohort| cohort.stage != "cancelled") {
            for date in cohort.session_dates(today) {
                // Mornings end where afterafternoons begin.
                let afternoon = NaiveTime::from_hms_opt(14, 0, 0).unwrap();
                let morning = cohort.to <= afternoon;
                assert!(morning || cohort.from >= afternoon, "{}", cohort.code);
                let slot = (cohort.facilitator.as_str(), date, morning);
                assert!(taken.insert(slot), "{} on {today}: {slot:?}", cohort.code);
            }
        }
    }
}

#[test]
fn days_tell_the_stage() {
    for cohort in &script().programme.cohorts {
        let (first, last) = (cohort.days[0], cohort.days[cohort.days.len() - 1]);
        let fits = match cohort.stage.as_str() {
            "draft" => cohort.open_day > 0,
            "tentative" | "confirmed" => cohort.open_day < 0 && first > 0,
            "running" => first < 0 && last > 0,
            "closed" => last < 0 && cohort.issue_day.is_some_and(|issue| issue < 0),
            "cancelled" => {
                cohort.cancel.as_ref().is_some_and(|c| c.day < first && !c.reason.is_empty())
            }
            _ => false,
        };
        assert!(fits, "{cohort:?}");
        assert!(cohort.open_day < cohort.close_day && cohort.from < cohort.to, "{cohort:?}");
        assert!((20..=30).contains(&cohort.seats), "{cohort:?}");
        assert!(cohort.days.len() >= if is_graded(cohort) { 4 } else { 1 }, "{cohort:?}");
    }
}

#[test]
fn a_cohort_is_named_after_the_half_of_its_first_session() {
    let script = script();
    let cohort = script.programme.cohorts.iter().find(|cohort| cohort.code == "MET-TRI-1").unwrap();
    assert_eq!(cohort.name_on(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()), "Meta 2026-2");
    assert_eq!(cohort.name_on(NaiveDate::from_ymd_opt(2027, 3, 1).unwrap()), "Meta 2027-1");
}
