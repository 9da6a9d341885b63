//! What may be asked of a grade, until when, and what may be decided. Pure.
//!
//! - A grade is appealed until the end of the fifth working day after it was written, also when the
//!   cohort was closed meanwhile: nobody loses a day because grades came late.
//! - One appeal waits at a time for each grade of a person, and what was answered is answered.
//! - A grade that stays needs an answer, a new one too; a new one is written only while grades may be.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

use cohorts_model::entity::cohort;
use cohorts_model::scale::GradeScale;
use enrolment_model::entity::enrolment;
use platform::dates;
use platform::holidays::is_holiday;
use platform::texts::Refusal;

use super::entity::grade_appeal::State;
use crate::rules::AssessmentRefusal;

/// Working days after the grade.
pub const DAYS: u32 = 5;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("assessment.appeal_")]
pub enum AppealRefusal {
    #[error("the person has no confirmed place")]
    NoPlace,
    #[error("the cohort does not run")]
    #[code("assessment.appeal_not_running")]
    CohortNotRunning,
    #[error("there is no grade")]
    NoGrade,
    #[error("the days are over")]
    #[facts(last = dates::with_weekday(*last))]
    TooLate { last: NaiveDate },
    #[error("another one waits")]
    Waiting,
    #[error("it was answered already")]
    Answered,
    #[error("it was decided already")]
    Decided,
    #[error("the grade is the same")]
    #[code("assessment.appeal_same")]
    #[field("nota")]
    SameGrade,
    #[error("the grade is not on the scale")]
    #[code("assessment.out_of_scale")]
    #[facts(range = scale.label())]
    #[field("nota")]
    OutOfScale { scale: GradeScale },
    #[error("grades may not be written: {0}")]
    #[code("assessment.appeal_locked")]
    #[field("nota")]
    Grades(#[from] AssessmentRefusal),
}

fn works(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// The last day on which a grade may be appealed.
pub fn last_day(written: DateTime<Utc>) -> NaiveDate {
    let mut day = dates::bogota_date(written);
    let mut left = DAYS;
    while left > 0 {
        let Some(next) = day.succ_opt() else { return day };
        day = next;
        if works(day) {
            left -= 1;
        }
    }
    day
}

/// When the grade was written that the person sees. `None` means that there is no grade.
pub type GradeMoment = Option<DateTime<Utc>>;

/// Until when this grade may be appealed, if it may now.
pub fn may_ask(
    cohort: cohort::Stage,
    enrolment: enrolment::Stage,
    given: GradeMoment,
    others: impl IntoIterator<Item = State>,
    now: DateTime<Utc>,
) -> Result<NaiveDate, AppealRefusal> {
    match cohort {
        cohort::Stage::Confirmed | cohort::Stage::Running | cohort::Stage::Closed => {}
        cohort::Stage::Draft | cohort::Stage::Tentative | cohort::Stage::Cancelled => {
            return Err(AppealRefusal::CohortNotRunning);
        }
    }
    if enrolment != enrolment::Stage::Confirmed {
        return Err(AppealRefusal::NoPlace);
    }
    let written = given.ok_or(AppealRefusal::NoGrade)?;
    for other in others {
        match other {
            State::Open => return Err(AppealRefusal::Waiting),
            State::Changed | State::Kept => return Err(AppealRefusal::Answered),
            State::Withdrawn => {}
        }
    }
    let last = last_day(written);
    if dates::bogota_date(now) > last { Err(AppealRefusal::TooLate { last }) } else { Ok(last) }
}

/// Whether another grade may be written in answer.
pub fn may_change(scale: GradeScale, current: Option<i32>, new: i32) -> Result<(), AppealRefusal> {
    if !scale.has(new) {
        Err(AppealRefusal::OutOfScale { scale })
    } else if current == Some(new) {
        Err(AppealRefusal::SameGrade)
    } else {
        Ok(())
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
