//! One definition for each word of a report (R82). Every page, sheet, board and file counts by these:
//!
//! | word | what it counts |
//! |---|---|
//! | inscritos | confirmed enrolments of cohorts that are published and not cancelled ([`counts`]) |
//! | iniciadas, por iniciar | the same by whether the first day of the cohort has come ([`has_begun`]) |
//! | sesiones dictadas | sessions that are over and whose list was taken ([`was_held`]) |
//! | asistencia | sessions attended ÷ sessions that count, by the day of the session, of running cohorts too ([`attendance`]) |
//! | asistentes | enrolments with one session attended in the period, or more; of a municipality, one that counted for it on its day (R29) |
//! | nunca asistieron | enrolments with sessions of the period that count, who attended none ([`never_attended`]) |
//! | alcanzados | municipalities of which somebody attended in the period; «nunca», until its last day nobody ever did |
//! | certificados | enrolments with a valid certificate issued in the period; constancias are counted apart, and are no capacity |
//! | terminaron | enrolments of cohorts whose last day is in the period and over |
//!
//! A share of a group is rounded in one place, [`platform::numbers::whole_percent`].

mod attendance;
mod counting;

pub use attendance::{AttendanceScope, MonthFact, attendance, together};
pub use counting::{RuleCount, rules, rules_in_words};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _};

use attendance_model::rules::Totals;
use cohorts_model::entity::{cohort, session};
use platform::dates;

/// Keeps the rows of `cohort` that count anywhere: published, and not cancelled.
pub fn counts() -> Expr {
    cohort::Column::Stage.is_not_in([cohort::Stage::Draft, cohort::Stage::Cancelled])
}

/// Whether the first day of a cohort has come.
pub fn has_begun(starts_on: NaiveDate, today: NaiveDate) -> bool {
    starts_on <= today
}

/// Keeps the rows of `cohort` that [`has_begun`].
pub fn begun_by(today: NaiveDate) -> Expr {
    cohort::Column::StartsOn.lte(today)
}

/// Whether a session was held: its list was taken, and it is over or its list is ended. The first mark of
/// a session that goes on holds nothing yet.
pub fn was_held(stage: session::Stage, is_over: bool) -> bool {
    match stage {
        session::Stage::Closed => true,
        session::Stage::Held => is_over,
        session::Stage::Planned | session::Stage::Cancelled => false,
    }
}

/// Keeps the rows of `session` that had been held by a moment ([`was_held`]).
pub fn held_by(at: DateTime<Utc>) -> Condition {
    use session::{Column, Stage};
    let is_over = Column::Stage.eq(Stage::Held).and(Column::EndsAt.lte(at));
    Condition::any().add(Column::Stage.eq(Stage::Closed)).add(is_over)
}

/// Whether sessions count for somebody and none was attended.
pub fn never_attended(totals: &Totals) -> bool {
    totals.held > 0 && totals.attended == 0
}

/// The month of a moment in Bogotá: «2026-11».
pub fn month_of(at: DateTime<Utc>) -> String {
    dates::bogota_date(at).format("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_mark_of_a_session_that_goes_on_does_not_hold_it() {
        use session::Stage;
        assert!(was_held(Stage::Closed, false) && was_held(Stage::Held, true));
        assert!(!was_held(Stage::Held, false) && !was_held(Stage::Planned, true));
        assert!(!was_held(Stage::Cancelled, true));
    }

    #[test]
    fn who_has_no_session_that_counts_is_not_among_those_who_never_came() {
        let of = |held, attended| never_attended(&Totals { held, attended, ..Totals::default() });
        assert_eq!([of(0, 0), of(2, 0), of(2, 1)], [false, true, false]);
    }
}
