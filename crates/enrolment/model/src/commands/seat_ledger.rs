//! The seats of a cohort, counted while its row is locked.

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use cohorts_model as cohorts;
use cohorts_model::calendar::{Links, invitations_to};
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session;
use cohorts_model::queries::CohortRow;
use cohorts_model::timetable;
use platform::errors::refuse;
use sign_in_model::prelude::*;
use territory_model::labels;

use super::quotas::release_due;
use super::registrations::lapse_due;
use super::seat_offers::expire_due;
use super::waiting_list::promote;
use crate::entity::enrolment::{self, EnrolmentId, Stage};
use crate::entity::seat_quota;
use crate::letters::CohortSummary;
use crate::queries;
use crate::rules::EnrolmentRefusal;
use crate::seating::Seating;

/// A cohort whose row is locked, with its seats as they are until the transaction ends.
pub struct SeatLedger {
    pub cohort: cohort::Model,
    /// The reservations that hold now.
    pub quotas: Vec<seat_quota::Model>,
    pub seating: Seating,
    /// The number of seats that are offered and wait for an answer.
    pub offered: i64,
    /// The highest number given in the queue so far.
    pub last_queue: i64,
}

impl SeatLedger {
    /// Locks the cohort's row until the transaction ends, does what its dates ask for (a seat that
    /// falls free goes to the waiting list before any new person) and counts. The lock comes first:
    /// a count made before it may be old by the time it is used.
    pub async fn lock(tx: &DatabaseTransaction, app: &App, id: CohortId) -> Result<Self, AppError> {
        let cohort = cohort::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
        let cohort = cohort.ok_or(AppError::NotFound)?;
        let lapsed = lapse_due(tx, app, cohort.id).await?;
        let quotas = queries::quotas(tx, cohort.id).await?;
        let released = release_due(tx, app, &cohort, &quotas).await?;
        let quotas = if released { queries::quotas(tx, cohort.id).await? } else { quotas };
        let mut ledger = Self::count(tx, cohort, quotas).await?;
        let expired = ledger.offered > 0 && expire_due(tx, app, &ledger).await?;
        if expired {
            ledger.recount(tx).await?;
        }
        if released || expired || lapsed {
            promote(tx, app, &mut ledger).await?;
        }
        Ok(ledger)
    }

    /// Refuses whoever waits for a seat of this cohort to move its seats (R80).
    pub async fn not_oneself(
        &self,
        tx: &DatabaseTransaction,
        by: &Author,
    ) -> Result<(), Failure<EnrolmentRefusal>> {
        match queries::waits(tx, by, self.cohort.id).await? {
            true => refuse(EnrolmentRefusal::WaitsOneself),
            false => Ok(()),
        }
    }

    async fn count(
        tx: &DatabaseTransaction,
        cohort: cohort::Model,
        quotas: Vec<seat_quota::Model>,
    ) -> Result<Self, AppError> {
        let stages: Vec<(Stage, i64, Option<i64>)> = enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::Stage)
            .column_as(enrolment::Column::Id.count(), "people")
            .column_as(enrolment::Column::QueueNumber.max(), "last")
            .filter(enrolment::Column::CohortId.eq(cohort.id))
            .group_by(enrolment::Column::Stage)
            .into_tuple()
            .all(tx)
            .await?;
        let offered = stages.iter().find(|row| row.0 == Stage::Offered).map_or(0, |row| row.1);
        let seated = stages.iter().filter(|row| queries::SEATED.contains(&row.0));
        let taken = i32::try_from(seated.map(|row| row.1).sum::<i64>()).unwrap_or(i32::MAX);
        let seating = queries::seating(tx, &cohort, &quotas, taken).await?;
        let last_queue = stages.iter().filter_map(|row| row.2).max().unwrap_or(0);
        Ok(Self { cohort, quotas, seating, offered, last_queue })
    }

    /// Counts again, after seats or people changed under the same lock.
    pub async fn recount(&mut self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let quotas = queries::quotas(tx, self.cohort.id).await?;
        *self = Self::count(tx, self.cohort.clone(), quotas).await?;
        Ok(())
    }

    /// Returns what letters say about the cohort; `enrolment` is the recipient's.
    pub async fn summary(
        &self,
        tx: &DatabaseTransaction,
        enrolment: EnrolmentId,
    ) -> Result<CohortSummary, AppError> {
        summary(tx, self.cohort.id, enrolment).await
    }

    /// [`SeatLedger::summary`] for a person with a seat: their calendar gets the sessions.
    pub async fn summary_with_sessions(
        &self,
        tx: &DatabaseTransaction,
        app: &App,
        enrolment: EnrolmentId,
    ) -> Result<CohortSummary, AppError> {
        let row = cohorts::queries::get(tx, self.cohort.id).await?;
        let mut sessions = cohorts::queries::sessions(tx, self.cohort.id).await?;
        sessions.retain(|session| session.stage != session::Stage::Cancelled);
        let calendar =
            (!sessions.is_empty()).then(|| invitations_to(app, &row, &sessions, Links::Shown));
        Ok(CohortSummary { calendar, ..summary_of(&row, enrolment, &sessions) })
    }

    /// [`SeatLedger::summary`] for a person who had a seat: the sessions to come leave their calendar.
    pub async fn summary_of_leaving(
        &self,
        tx: &DatabaseTransaction,
        app: &App,
        enrolment: EnrolmentId,
    ) -> Result<CohortSummary, AppError> {
        let row = cohorts::queries::get(tx, self.cohort.id).await?;
        let sessions = cohorts::queries::sessions(tx, self.cohort.id).await?;
        let gone: Vec<session::Model> = sessions
            .iter()
            .filter(|session| session.stage == session::Stage::Planned)
            .filter(|session| session.starts_at > app.clock.now())
            .map(|session| session::Model { stage: session::Stage::Cancelled, ..session.clone() })
            .collect();
        let calendar = (!gone.is_empty()).then(|| invitations_to(app, &row, &gone, Links::Hidden));
        Ok(CohortSummary { calendar, ..summary_of(&row, enrolment, &sessions) })
    }
}

/// [`SeatLedger::summary`] for a letter that changes no seat and needs no lock.
pub(super) async fn summary(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    enrolment: EnrolmentId,
) -> Result<CohortSummary, AppError> {
    let row = cohorts::queries::get(tx, cohort).await?;
    let sessions = cohorts::queries::sessions(tx, cohort).await?;
    Ok(summary_of(&row, enrolment, &sessions))
}

fn summary_of(
    row: &CohortRow,
    enrolment: EnrolmentId,
    sessions: &[session::Model],
) -> CohortSummary {
    CohortSummary {
        course: row.version.name.clone(),
        cohort: row.cohort.name.clone(),
        starts: dates::with_weekday(row.cohort.starts_on),
        sessions: timetable::words(sessions),
        is_tentative: row.cohort.stage == cohort::Stage::Tentative,
        place: row.cohort.place_text.clone(),
        unit: labels::unit(&row.unit_name),
        enrolment,
        id: row.cohort.id,
        calendar: None,
    }
}
