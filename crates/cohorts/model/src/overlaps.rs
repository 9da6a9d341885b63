//! Who of a cohort has to be elsewhere at an hour that is planned (R13). `cohorts` asks when a session gets
//! its time; who knows the people is a later capability, whose declaration gives Rocket the answer.

use std::pin::Pin;

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseConnection, DbErr};

use platform::errors::AppError;
use platform::numbers::some;
use platform::texts::say;
use sign_in_model::desk::Desk;

use super::entity::cohort::CohortId;

/// The cohort and the time for which people are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverlapQuery {
    pub cohort: CohortId,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

/// The future that a counter returns: how many people with a seat have one elsewhere at that time.
pub type OverlapFuture<'a> = Pin<Box<dyn Future<Output = Result<usize, DbErr>> + Send + 'a>>;

/// The function that counts them. Rocket holds it as managed state, because the capability that counts
/// comes after this one.
pub struct OverlapCounter(
    pub for<'a> fn(&'a DatabaseConnection, OverlapQuery) -> OverlapFuture<'a>,
);

/// The sentence that tells the coordination how many people have another session at a time; `None` when
/// nobody has.
pub async fn note(
    desk: &Desk<'_>,
    cohort: CohortId,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<String>, AppError> {
    let counter = desk.request().rocket().state::<OverlapCounter>();
    let Some(OverlapCounter(count)) = counter else { return Ok(None) };
    let query = OverlapQuery { cohort, from, to, now: desk.app.clock.now() };
    let people = count(desk.app.db.read(), query).await?;
    let who = some(people, "persona con cupo tiene", "personas con cupo tienen");
    Ok((people > 0).then(|| say("cohorts.people_elsewhere", &[("who", who)])))
}
