//! What follows and evaluates the people of a cohort (R10). `cohorts` asks; who knows tests, products,
//! grades and surveys are later capabilities, whose declaration gives Rocket the answer.

use std::pin::Pin;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DatabaseConnection, DbErr};

use sign_in_model::desk::Desk;

use super::entity::cohort;

/// The tests, products and grades of a cohort, each in a few words for people, and its survey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUp {
    /// «Prueba final», «Plan de cobro».
    pub planned: Vec<String>,
    /// «Prueba final: 12 notas».
    pub done: Vec<String>,
    /// What weighs in the final grade and has no grade of anybody yet.
    pub ungraded: Vec<String>,
    /// What people are asked when the course is over; `None` where nobody was asked, nor will be.
    pub survey: Option<FollowUpSurvey>,
}

impl FollowUp {
    /// Whether somebody will be followed and evaluated: a course that is graded needs an activity for it,
    /// and for another one its survey is enough.
    pub fn is_planned(&self, is_graded: bool) -> bool {
        !self.planned.is_empty() || (!is_graded && self.survey.is_some())
    }
}

/// The satisfaction survey of a cohort. How many answered is told by its results, when it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpSurvey {
    /// The product sends it from this day on.
    Planned {
        from: NaiveDate,
    },
    Sent {
        on: NaiveDate,
    },
}

/// The future that a reader returns.
pub type FollowUpFuture<'a> = Pin<Box<dyn Future<Output = Result<FollowUp, DbErr>> + Send + 'a>>;

/// The function that reads the follow-up of a cohort as it stands at a moment. Rocket holds it as managed
/// state.
pub struct FollowUpReader(
    pub for<'a> fn(&'a DatabaseConnection, &'a cohort::Model, DateTime<Utc>) -> FollowUpFuture<'a>,
);

/// Returns what follows and evaluates a cohort; nothing where no later capability answers.
pub async fn of(desk: &Desk<'_>, cohort: &cohort::Model) -> Result<FollowUp, DbErr> {
    match desk.request().rocket().state::<FollowUpReader>() {
        Some(FollowUpReader(read)) => read(desk.app.db.read(), cohort, desk.app.clock.now()).await,
        None => Ok(FollowUp::default()),
    }
}
