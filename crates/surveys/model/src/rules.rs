//! When people are asked, until when, and why not; pure.

use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

use cohorts_model::entity::cohort::Stage;
use platform::dates;
use platform::texts::Refusal;

use super::entity::survey_version::Kind;

/// Days from the day a round opens to its last one, included.
const SATISFACTION_DAYS: i64 = 21;
const FOLLOW_UP_DAYS: i64 = 30;
/// A round that was not opened within these days of its date is not opened any more: nobody is asked
/// today about a course of last year because the product was installed today.
pub const LATE: i64 = 30;
/// How long a reminder waits after the letter before it.
const PATIENCE: TimeDelta = TimeDelta::days(7);
/// The first letter and two reminders (R50).
const MOST_ASKS: i32 = 3;
/// How long a supervisor has, whatever is left of the round.
const SUPERVISOR_DAYS: i64 = 21;

/// Why a survey is not opened, answered or published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("surveys.")]
pub enum SurveyRefusal {
    #[error("the survey is not open yet")]
    NotOpen,
    #[error("the survey is over")]
    #[facts(on = dates::long(*on))]
    Over { on: NaiveDate },
    #[error("the person's place gives no ticket")]
    NoTicket,
    #[error("the ballot was taken before")]
    Taken,
    #[error("the ballot was handed in, or never was one")]
    NoBallot,
    #[error("the invitation was answered")]
    Answered,
    #[error("something must be answered")]
    Unanswered,
    #[error("a supervisor's mail without the person's leave")]
    #[field("autoriza")]
    NoLeave,
    #[error("the supervisor's mail is the person's own")]
    #[field("correo")]
    OwnMail,
    #[error("a question that results are compared by is missing")]
    Lost { key: &'static str },
    #[error("a scale that results are compared by is optional")]
    MustBeRequired { number: usize },
    #[error("too many questions")]
    TooMany,
    #[error("a key is not one, or twice")]
    BadKey { number: usize },
    #[error("the options of a question")]
    BadOptions { number: usize },
    #[error("there is no draft")]
    NoDraft,
    #[error("the draft says what is published")]
    Same,
}

/// The first day on which people are asked about a cohort that ended on a day; a satisfaction survey
/// opens at once when the coordination closes the cohort.
pub fn opens_on(kind: Kind, ends_on: NaiveDate, is_closed: bool) -> NaiveDate {
    let after = |months| ends_on.checked_add_months(Months::new(months)).unwrap_or(ends_on);
    match kind {
        Kind::Satisfaction if is_closed => ends_on,
        Kind::Satisfaction => ends_on.succ_opt().unwrap_or(ends_on),
        Kind::Months3 => after(3),
        Kind::Months6 => after(6),
        // Within a follow-up.
        Kind::Supervisor => NaiveDate::MAX,
    }
}

/// Where a person stands with the satisfaction survey of their cohort, for a certificate rule that asks
/// for it: whether they took their ballot, and never when or what they answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyStanding {
    NotYet {
        from: NaiveDate,
    },
    Open {
        until: NaiveDate,
    },
    Answered,
    Over {
        on: NaiveDate,
    },
    /// The survey opened without them, or did not open in time: they cannot answer it.
    Never,
}

/// Returns where a person stands. `closes_at` is `None` when the round has not opened; `ticket` says
/// whether the person's ticket was used, and is `None` when they have none.
pub fn standing(
    (stage, ends_on): (Stage, NaiveDate),
    closes_at: Option<DateTime<Utc>>,
    ticket: Option<bool>,
    now: DateTime<Utc>,
) -> SurveyStanding {
    match (closes_at, ticket) {
        (_, Some(true)) => SurveyStanding::Answered,
        (Some(_), None) => SurveyStanding::Never,
        (Some(closes), Some(false)) if now < closes => {
            SurveyStanding::Open { until: last_day(closes) }
        }
        (Some(closes), Some(false)) => SurveyStanding::Over { on: last_day(closes) },
        (None, _) => {
            let today = dates::bogota_date(now);
            let opens = opens_on(Kind::Satisfaction, ends_on, stage == Stage::Closed);
            let given = matches!(stage, Stage::Running | Stage::Closed);
            if given && today - opens > TimeDelta::days(LATE) {
                return SurveyStanding::Never;
            }
            SurveyStanding::NotYet {
                from: if stage == Stage::Closed { today } else { opens.max(today) },
            }
        }
    }
}

/// Whether the cohort's round of this kind must be opened today.
pub fn is_due(kind: Kind, stage: Stage, ends_on: NaiveDate, today: NaiveDate) -> bool {
    if !matches!(stage, Stage::Running | Stage::Closed) || kind == Kind::Supervisor {
        return false;
    }
    let is_closed = stage == Stage::Closed;
    if kind == Kind::Satisfaction && is_closed && today <= ends_on {
        return true;
    }
    let opens = opens_on(kind, ends_on, is_closed);
    opens <= today && today - opens <= TimeDelta::days(LATE)
}

/// Returns the instant at which a round that opens now closes: the end of its last day.
pub fn closes_at(kind: Kind, now: DateTime<Utc>) -> DateTime<Utc> {
    let days = match kind {
        Kind::Satisfaction => SATISFACTION_DAYS,
        _ => FOLLOW_UP_DAYS,
    };
    end_of_day(dates::bogota_date(now) + TimeDelta::days(days))
}

/// Returns the instant at which the link of a supervisor who is asked now expires.
pub fn supervisor_until(now: DateTime<Utc>) -> DateTime<Utc> {
    end_of_day(dates::bogota_date(now) + TimeDelta::days(SUPERVISOR_DAYS))
}

fn end_of_day(day: NaiveDate) -> DateTime<Utc> {
    dates::from_bogota(day.succ_opt().unwrap_or(day), NaiveTime::MIN)
}

/// Returns the last whole day before an instant.
pub fn last_day(until: DateTime<Utc>) -> NaiveDate {
    dates::bogota_date(until - TimeDelta::seconds(1))
}

/// Returns the instant before which a letter must have been written for a reminder to be due.
pub fn asked_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now - PATIENCE
}

/// Whether a person who has not answered gets a letter now.
pub fn is_to_be_asked(asks: i32, asked_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    asks < MOST_ASKS && asked_at.is_none_or(|at| at <= asked_before(now))
}

/// Returns how many letters one invitation gets at most, the first one among them.
pub fn most_asks() -> i32 {
    MOST_ASKS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("valid")
    }

    #[test]
    fn satisfaction_opens_the_day_after_the_last_one_or_when_the_cohort_is_closed() {
        let ends = day(2026, 11, 27);
        let due = |stage, today| is_due(Kind::Satisfaction, stage, ends, today);
        assert!(!due(Stage::Running, ends));
        assert!(due(Stage::Running, day(2026, 11, 28)));
        assert!(due(Stage::Closed, ends));
        assert!(due(Stage::Closed, day(2026, 11, 20)), "closed before its time");
        assert!(due(Stage::Closed, day(2026, 12, 27)));
        assert!(!due(Stage::Closed, day(2026, 12, 28)), "the past is no news");
        for stage in [Stage::Draft, Stage::Tentative, Stage::Confirmed, Stage::Cancelled] {
            assert!(!due(stage, day(2026, 11, 28)), "{stage:?}");
        }
    }

    #[test]
    fn somebody_is_told_when_they_can_answer_and_nobody_is_held_to_what_they_were_not_asked() {
        let ends = day(2026, 11, 27);
        let at = |on| dates::from_bogota(on, NaiveTime::MIN) + TimeDelta::hours(9);
        let closes = closes_at(Kind::Satisfaction, at(day(2026, 11, 28)));
        let of = |stage, round, ticket, on| standing((stage, ends), round, ticket, at(on));
        let (running, closed) = (Stage::Running, Stage::Closed);
        let from = |from| SurveyStanding::NotYet { from };
        assert_eq!(of(running, None, None, day(2026, 11, 20)), from(day(2026, 11, 28)));
        assert_eq!(of(running, None, None, day(2026, 11, 30)), from(day(2026, 11, 30)));
        assert_eq!(of(closed, None, None, day(2026, 11, 20)), from(day(2026, 11, 20)));
        assert_eq!(of(closed, None, None, day(2026, 12, 27)), from(day(2026, 12, 27)));
        assert_eq!(
            of(closed, None, None, day(2026, 12, 28)),
            SurveyStanding::Never,
            "it never opened"
        );
        let until = day(2026, 12, 19);
        let open = SurveyStanding::Open { until };
        assert_eq!(of(closed, Some(closes), Some(false), day(2026, 12, 19)), open);
        let over = SurveyStanding::Over { on: until };
        assert_eq!(of(closed, Some(closes), Some(false), day(2026, 12, 20)), over);
        assert_eq!(
            of(closed, Some(closes), Some(true), day(2027, 12, 20)),
            SurveyStanding::Answered
        );
        assert_eq!(
            of(closed, Some(closes), None, day(2026, 12, 1)),
            SurveyStanding::Never,
            "no ticket"
        );
    }

    #[test]
    fn follow_ups_come_three_and_six_months_after_the_end() {
        let ends = day(2026, 11, 30);
        let first = |kind| opens_on(kind, ends, true);
        assert_eq!(first(Kind::Months3), day(2027, 2, 28), "February has no 30th");
        assert_eq!(first(Kind::Months6), day(2027, 5, 30));
        assert!(!is_due(Kind::Months3, Stage::Closed, ends, day(2027, 2, 27)));
        assert!(is_due(Kind::Months3, Stage::Closed, ends, day(2027, 2, 28)));
        assert!(is_due(Kind::Months3, Stage::Running, ends, day(2027, 3, 30)));
        assert!(!is_due(Kind::Months3, Stage::Closed, ends, day(2027, 3, 31)));
        assert!(!is_due(Kind::Supervisor, Stage::Closed, ends, day(2027, 2, 28)));
    }

    #[test]
    fn a_round_is_over_at_the_end_of_its_last_day() {
        let now = dates::from_bogota(day(2026, 11, 28), NaiveTime::MIN) + TimeDelta::hours(9);
        let until = closes_at(Kind::Satisfaction, now);
        assert_eq!(last_day(until), day(2026, 12, 19));
        assert_eq!(until, dates::from_bogota(day(2026, 12, 20), NaiveTime::MIN));
        assert_eq!(last_day(closes_at(Kind::Months3, now)), day(2026, 12, 28));
    }

    #[test]
    fn a_letter_and_two_reminders_seven_days_apart() {
        let now = dates::from_bogota(day(2026, 11, 28), NaiveTime::MIN);
        let ago = |days| Some(now - TimeDelta::days(days));
        assert!(is_to_be_asked(0, None, now));
        assert!(!is_to_be_asked(1, ago(6), now));
        assert!(is_to_be_asked(1, ago(7), now));
        assert!(is_to_be_asked(2, ago(7), now));
        assert!(!is_to_be_asked(3, ago(70), now));
    }
}
