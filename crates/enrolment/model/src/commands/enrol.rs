//! Enrolling one person (R18, R24).

use sea_orm::DatabaseTransaction;

use people_model::entity::post::PostId;
use platform::app::App;
use platform::errors::{AppError, Failure};

use super::enrol_many::enrol_many;
use super::seat_ledger::SeatLedger;
use crate::entity::enrolment::{EnrolmentId, Stage};
use crate::policy::Enrol;
use crate::rulebook::CautionAnswer;
use crate::rules::EnrolmentRefusal;

/// The post and the municipality that an enrolment counts for. Without a municipality it counts for
/// the post's.
#[derive(Clone, Debug, Default)]
pub struct NewEnrolment {
    pub post: Option<PostId>,
    pub municipality: Option<String>,
    /// How the person authorised the processing of their data, when they did it with this
    /// request; the version is today's (R71).
    pub consent: Option<&'static str>,
    pub cautions: CautionAnswer,
    /// The letter of a person with a mail and no account opens one: who is put on a list gets one letter.
    pub opens_account: bool,
}

/// The outcome of an enrolment: a seat, or a turn in the waiting list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    pub enrolment: EnrolmentId,
    pub stage: Stage,
    /// The turn in the waiting list, 1 for the first; `None` for a person with a seat.
    pub position: Option<u64>,
}

/// Enrols one person: a seat while there is one, otherwise the end of the waiting list.
pub async fn enrol(
    app: &App,
    permit: Enrol,
    new: NewEnrolment,
) -> Result<Placement, Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let placed = enrol_in(&tx, app, permit, new).await?;
    tx.commit().await?;
    Ok(placed)
}

/// [`enrol`] inside the transaction of a larger verb.
pub async fn enrol_in(
    tx: &DatabaseTransaction,
    app: &App,
    permit: Enrol,
    new: NewEnrolment,
) -> Result<Placement, Failure<EnrolmentRefusal>> {
    let mut ledger = SeatLedger::lock(tx, app, *permit.cohort()).await?;
    let mut placed = enrol_many(tx, app, &mut ledger, vec![(permit, new)]).await?;
    match placed.pop() {
        Some(Ok(placed)) => Ok(placed),
        Some(Err(refusal)) => Err(Failure::Refused(refusal)),
        None => Err(Failure::Broken(AppError::NotFound)),
    }
}
