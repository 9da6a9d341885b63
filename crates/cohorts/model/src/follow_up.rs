//! What follows and evaluates the people of a cohort (R10). `cohorts` asks; who knows tests, products and
//! grades are later capabilities, whose declaration gives Rocket the answer.

use std::pin::Pin;

use sea_orm::{DatabaseConnection, DbErr};

use sign_in_model::desk::Desk;

use super::entity::cohort::CohortId;

/// The tests, products and grades of a cohort, each in a few words for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUp {
    /// «Prueba final», «Plan de cobro».
    pub planned: Vec<String>,
    /// «Prueba final: 12 notas».
    pub done: Vec<String>,
    /// What weighs in the final grade and has no grade of anybody yet.
    pub ungraded: Vec<String>,
}

/// The future that a reader returns.
pub type FollowUpFuture<'a> = Pin<Box<dyn Future<Output = Result<FollowUp, DbErr>> + Send + 'a>>;

/// The function that reads the follow-up of a cohort. Rocket holds it as managed state.
pub struct FollowUpReader(pub for<'a> fn(&'a DatabaseConnection, CohortId) -> FollowUpFuture<'a>);

/// Returns what follows and evaluates a cohort; nothing where no later capability answers.
pub async fn of(desk: &Desk<'_>, cohort: CohortId) -> Result<FollowUp, DbErr> {
    match desk.request().rocket().state::<FollowUpReader>() {
        Some(FollowUpReader(read)) => read(desk.app.db.read(), cohort).await,
        None => Ok(FollowUp::default()),
    }
}
