//! What a new cohort answers. Who knows what municipalities ask for is a later capability, whose
//! declaration gives Rocket the answer; it writes in the transaction that makes the draft.

use std::pin::Pin;

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use sign_in_model::prelude::*;

use super::entity::cohort::CohortId;

/// The future that returns, of the needs with some ids, those that the actor decides, to be chosen
/// from.
pub type NeedsListFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Vec<Alternative>, DbErr>> + Send + 'a>>;

/// The future that returns how many needs the cohort answers now.
pub type NeedsAnswerFuture<'a> = Pin<Box<dyn Future<Output = Result<usize, AppError>> + Send + 'a>>;

/// Lists needs as choices of a form.
pub type NeedsListFn =
    for<'a> fn(&'a DatabaseConnection, &'a Actor, &'a [i64]) -> NeedsListFuture<'a>;

/// Enrols the people whom needs ask for in a cohort that was just created. It skips needs that the
/// cohort does not fit and needs for which nobody waits any more.
pub type NeedsAnswerFn = for<'a> fn(
    &'a DatabaseTransaction,
    &'a App,
    &'a Author,
    CohortId,
    &'a [i64],
) -> NeedsAnswerFuture<'a>;

/// The two functions of the capability that knows the needs. Rocket holds them as managed state.
#[derive(Clone, Copy)]
pub struct Demand {
    pub tell: NeedsListFn,
    pub answer: NeedsAnswerFn,
}
