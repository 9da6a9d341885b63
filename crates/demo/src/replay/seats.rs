//! Who gets a seat of a cohort of the demo, gives it back, waits for one.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use cohorts::entity::cohort::{self, CohortId};
use enrolment::commands::{Acceptance, NewEnrolment, Reservation};
use enrolment::entity::enrolment::EnrolmentId;
use enrolment::entity::seat_quota::Kind;
use enrolment::entity::{enrolment as enrolment_row, seat_offer};
use enrolment::policy::EnrolmentParties;
use people::entity::person::PersonId;
use platform::errors::AppError;
use sign_in::actor::{Actor, Author};

use super::creation::ReplayedCohort;
use super::{Replay, failed, must};
use crate::script::{Cohort, Enrolment, day};

/// One enrolment of the replay: its id, its person and what the script says of it.
pub(super) struct ReplayedEnrolment<'a> {
    pub id: EnrolmentId,
    pub person: PersonId,
    pub script: &'a Enrolment,
}

impl<'a> Replay<'a> {
    /// People arrive in the order of the script, minutes apart, until the last day to enrol.
    pub(super) async fn fill(
        &self,
        cohort: &Cohort,
        made: &ReplayedCohort,
        coordinator: &Actor,
    ) -> Result<Vec<ReplayedEnrolment<'a>>, AppError> {
        let row = cohort::Entity::find_by_id(made.id)
            .one(self.app.db.read())
            .await?
            .ok_or(AppError::NotFound)?;
        self.at(cohort.open_day, 10);
        self.reserve(cohort, &row, coordinator).await?;
        let mut enrolments = Vec::new();
        for enrolment in
            self.script.enrolments.iter().filter(|enrolment| enrolment.cohort == cohort.code)
        {
            self.app.clock.advance(TimeDelta::minutes(7));
            let (person, post, municipality) = self.person(&enrolment.document_number)?;
            let permit = if enrolment.origin == "coordinator" {
                enrolment::policy::may_add(coordinator, &row)?.person(person)
            } else {
                // The script has no mail: it stands for the link that each person followed.
                let registration = enrolment::entity::registration::RegistrationId(0);
                enrolment::policy::may_prove("demo", registration, made.id)
                    .person(Author::system(), person)
            };
            let new = NewEnrolment {
                post: Some(post),
                municipality: Some(municipality),
                ..NewEnrolment::default()
            };
            let placed = must("enrol", enrolment::commands::enrol(&self.app, permit, new).await)?;
            enrolments.push(ReplayedEnrolment { id: placed.enrolment, person, script: enrolment });
        }
        for enrolment in
            enrolments.iter().filter(|enrolment| enrolment.script.withdraws_after == Some(0))
        {
            self.app.clock.advance(TimeDelta::minutes(11));
            self.withdraw(cohort, coordinator, enrolment).await?;
            self.answer_offers(made.id).await?;
        }
        Ok(enrolments)
    }

    /// Reserves the seats that the script keeps for a municipality until a day (R19).
    async fn reserve(
        &self,
        cohort: &Cohort,
        row: &cohort::Model,
        coordinator: &Actor,
    ) -> Result<(), AppError> {
        let Some(reserved) = &cohort.reserved else { return Ok(()) };
        let wanted = Reservation {
            kind: Kind::Municipality,
            key: reserved.municipality.clone(),
            seats: reserved.seats,
            release_on: Some(day(self.today, reserved.release_day)),
        };
        let permit = enrolment::policy::may_change_seats(coordinator, row)?;
        must("reserve", enrolment::commands::reserve(&self.app, permit, vec![wanted]).await)?;
        Ok(())
    }

    /// Withdraws a person yesterday, so that the next in the waiting list has an offer without an
    /// answer (R20).
    pub(super) async fn free_a_seat(
        &self,
        cohort: &Cohort,
        coordinator: &Actor,
        enrolments: &[ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        let Some(document) = &cohort.left_yesterday else { return Ok(()) };
        let leaves =
            enrolments.iter().find(|enrolment| &enrolment.script.document_number == document);
        let leaves = leaves.ok_or_else(|| failed("a seat given back")(document.clone()))?;
        self.at(-1, 16);
        self.withdraw(cohort, coordinator, leaves).await
    }

    /// Accepts every open offer by the link of its letter, 40 minutes later.
    async fn answer_offers(&self, cohort: CohortId) -> Result<(), AppError> {
        let db = self.app.db.read();
        let offered = seat_offer::Entity::find()
            .inner_join(enrolment_row::Entity)
            .filter(enrolment_row::Column::CohortId.eq(cohort))
            .filter(seat_offer::Column::SettledAt.is_null())
            .order_by_asc(seat_offer::Column::Id)
            .all(db)
            .await?;
        for offer in offered {
            self.app.clock.advance(TimeDelta::minutes(40));
            let permit = enrolment::policy::may_answer_by_link("demo", &offer);
            let answer = Acceptance { consent: Some("enlace del correo"), ..Acceptance::default() };
            must("accept", enrolment::commands::accept(&self.app, permit, answer).await)?;
        }
        Ok(())
    }

    pub(super) async fn withdraw(
        &self,
        cohort: &Cohort,
        coordinator: &Actor,
        enrolment: &ReplayedEnrolment<'_>,
    ) -> Result<(), AppError> {
        let permit = enrolment::policy::may_withdraw(
            coordinator,
            EnrolmentParties {
                enrolment: enrolment.id,
                person: enrolment.person,
                unit: &cohort.unit,
            },
        )?;
        must("withdraw", enrolment::commands::withdraw(&self.app, permit, None).await)?;
        Ok(())
    }

    pub(super) async fn has_seat(&self, id: EnrolmentId) -> Result<bool, AppError> {
        use enrolment::entity::enrolment::{Entity, Stage};
        Ok(Entity::find_by_id(id)
            .one(self.app.db.read())
            .await?
            .is_some_and(|row| row.stage == Stage::Confirmed))
    }
}
