//! What a new cohort answers. Who knows what municipalities ask for is a later capability, whose
//! declaration gives Rocket the answer; it writes in the transaction that makes the draft.

use std::pin::Pin;

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use platform::app::App;
use platform::errors::AppError;
use platform::fields::Alternative;
use sign_in_model::actor::{Actor, By};

use super::entity::cohort::CohortId;

/// The needs of some ids that the actor decides, to be chosen from.
pub type Telling<'a> = Pin<Box<dyn Future<Output = Result<Vec<Alternative>, DbErr>> + Send + 'a>>;

/// How many needs the cohort answers now.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<usize, AppError>> + Send + 'a>>;

/// Tells of needs.
pub type Tell = for<'a> fn(&'a DatabaseConnection, &'a Actor, &'a [i64]) -> Telling<'a>;

/// Gives the people of needs their place in a cohort that was just made. Needs that it does not fit, or
/// of which nobody waits any more, are passed by.
pub type Answer =
    for<'a> fn(&'a DatabaseTransaction, &'a App, &'a By, CohortId, &'a [i64]) -> Answering<'a>;

/// Who knows; managed by the server.
#[derive(Clone, Copy)]
pub struct Demand {
    pub tell: Tell,
    pub answer: Answer,
}
