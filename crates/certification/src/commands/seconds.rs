//! What concerns a certificate of somebody who works for the unit is decided by two (R80): the first one
//! asks, and somebody else decides the same, on the same facts, within the term.

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use enrolment_model::entity::enrolment::{self, EnrolmentId};
use history_model::commands::{Event, record};
use people_model::oneself::records;
use platform::errors::{AppError, refuse};
use sign_in_model::prelude::*;

use super::issue::{IssueJob, locked};
use crate::entity::second_confirmation::{ActiveModel, Column, Entity, Model, SecondDeed};
use crate::queries::seconds::{is_staff_of, waiting};
use crate::refusals::{CertificationRefusal, CertificationResult};
use crate::reviews::rules::Deed;

/// What two people decide alike.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SecondDecision<'a> {
    deed: SecondDeed,
    /// Digest of the facts that it was decided on.
    facts: Option<&'a str>,
}

impl<'a> SecondDecision<'a> {
    pub const ISSUE: SecondDecision<'static> =
        SecondDecision { deed: SecondDeed::Issue, facts: None };

    /// A decision about a certificate that exists; to revoke it takes one alone.
    pub fn about(deed: Deed, facts: &'a str) -> Self {
        let deed = match deed {
            Deed::Keep | Deed::Revoke => SecondDeed::Keep,
            Deed::Replace => SecondDeed::Replace,
        };
        Self { deed, facts: Some(facts) }
    }
}

impl IssueJob<'_> {
    /// Whether what concerns this certificate needs two people: its holder works for the unit.
    pub async fn needs_second(
        &self,
        tx: &DatabaseTransaction,
        enrolment: &enrolment::Model,
    ) -> Result<bool, DbErr> {
        let (unit, today) = (&self.row.cohort.unit_code, self.app.clock.today());
        is_staff_of(tx, enrolment.person_id, unit, today).await
    }

    /// Refuses until somebody else has asked for the same, and notes who confirmed it. An account of
    /// nobody known is refused: two accounts of one person would be two people.
    pub async fn confirm_second(
        &self,
        tx: &DatabaseTransaction,
        enrolment: &enrolment::Model,
        decision: SecondDecision<'_>,
    ) -> CertificationResult<()> {
        if self.by.account.is_some() && self.own.is_empty() {
            return refuse(CertificationRefusal::NobodyKnown);
        }
        let open = self.asked(tx, enrolment.id, decision).await?;
        let Some(open) = open.filter(|open| Some(open.asked_by) != self.by.account) else {
            return refuse(CertificationRefusal::SecondPerson);
        };
        let (now, id) = (self.app.clock.now(), open.id.0);
        let mut row = open.into_active_model();
        row.confirmed_by = Set(self.by.account);
        row.confirmed_at = Set(Some(now));
        row.update(tx).await?;
        let about = ("second_confirmation", id);
        let event = Event {
            cohort_id: Some(enrolment.cohort_id.0),
            detail: json!({ "enrolment": enrolment.id }),
            ..self.by.event(now, "certification.confirm_second", about)
        };
        Ok(record(tx, event).await?)
    }

    /// Notes that a decision waits for a second person, once, in a transaction of its own. Another one
    /// takes the place of what was asked before.
    pub async fn ask_second(
        &self,
        enrolment: EnrolmentId,
        decision: SecondDecision<'_>,
    ) -> Result<(), AppError> {
        let Some(asked_by) = self.by.account else { return Ok(()) };
        let tx = self.app.db.begin().await?;
        // As whoever issues: the enrolment's lock first.
        if locked(&tx, enrolment, &self.context).await?.is_none()
            || self.asked(&tx, enrolment, decision).await?.is_some()
        {
            return Ok(());
        }
        let now = self.app.clock.now();
        let SecondDecision { deed, facts } = decision;
        let mut row = ActiveModel {
            enrolment_id: Set(enrolment),
            deed: Set(deed),
            facts_digest: Set(facts.map(str::to_owned)),
            asked_by: Set(asked_by),
            asked_at: Set(now),
            ..Default::default()
        };
        let before = unconfirmed(&tx, enrolment).await?;
        if let Some(before) = &before {
            row.id = Unchanged(before.id);
        }
        let id = match before {
            Some(_) => row.update(&tx).await?.id,
            None => row.insert(&tx).await?.id,
        };
        let event = Event {
            cohort_id: Some(self.row.cohort.id.0),
            detail: json!({ "enrolment": enrolment, "deed": deed }),
            ..self.by.event(now, "certification.ask_second", ("second_confirmation", id.0))
        };
        record(&tx, event).await?;
        Ok(tx.commit().await?)
    }

    /// Who asked for the same within the term, and is somebody: the author, or another person.
    async fn asked(
        &self,
        tx: &DatabaseTransaction,
        enrolment: EnrolmentId,
        decision: SecondDecision<'_>,
    ) -> Result<Option<Model>, DbErr> {
        let found = Entity::find()
            .filter(Column::EnrolmentId.eq(enrolment))
            .filter(waiting(self.app.clock.now()))
            .one(tx)
            .await?;
        let same = |open: &Model| {
            open.deed == decision.deed && open.facts_digest.as_deref() == decision.facts
        };
        let Some(open) = found.filter(same) else { return Ok(None) };
        if Some(open.asked_by) == self.by.account {
            return Ok(Some(open));
        }
        let asker = Author { account: Some(open.asked_by), request: None };
        let theirs = records(tx, &asker).await?;
        let is_other = !theirs.is_empty() && theirs.is_disjoint(&self.own);
        Ok(Some(open).filter(|_| is_other))
    }
}

/// The request of an enrolment that nobody confirmed, however old.
async fn unconfirmed(
    tx: &DatabaseTransaction,
    enrolment: EnrolmentId,
) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::EnrolmentId.eq(enrolment))
        .filter(Column::ConfirmedAt.is_null())
        .one(tx)
        .await
}
