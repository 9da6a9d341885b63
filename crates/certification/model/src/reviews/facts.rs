//! What a certificate stands on: who the person is and how the rule stood for them.

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use enrolment_model::entity::enrolment;
use people_model::entity::person;
use platform::errors::AppError;
use platform::secrets;

use crate::queries::standing::{Candidate, Ground, progress_of};
use crate::rules::{Judgement, Progress, judge};
use crate::snapshot::{Holder, Outcome, Snapshot};

/// Compared before and after; equal facts mean that nothing behind a certificate changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub full_name: String,
    pub document_label: String,
    pub outcome: Outcome,
    /// The rule is met.
    pub holds: bool,
}

impl Facts {
    /// What was true when it was issued.
    pub fn certified(snapshot: &Snapshot) -> Self {
        Self {
            full_name: snapshot.document.full_name.clone(),
            document_label: snapshot.document.document_label.clone(),
            outcome: snapshot.outcome.clone(),
            holds: true,
        }
    }

    fn of(ground: &Ground, person: &person::Model, progress: &Progress, holds: bool) -> Self {
        let holder = Holder::of(person);
        Self {
            full_name: holder.full_name,
            document_label: holder.document_label,
            outcome: Outcome::of(&ground.rule, ground.cohort.scale, progress),
            holds,
        }
    }

    /// What is true of somebody with a place in the cohort.
    pub fn of_candidate(ground: &Ground, one: &Candidate) -> Self {
        Self::of(ground, &one.person, &one.progress, one.judgement.holds())
    }

    /// What is true of one person, read inside the transaction that decides; two statements.
    pub async fn now(
        db: &impl ConnectionTrait,
        ground: &Ground,
        enrolment: &enrolment::Model,
        person: &person::Model,
    ) -> Result<(Self, Judgement), AppError> {
        let progress = progress_of(db, ground, enrolment).await?;
        let judgement = judge(&ground.rule, &ground.moment, &progress);
        Ok((Self::of(ground, person, &progress, judgement.holds()), judgement))
    }

    /// As kept, and its digest.
    pub fn written(&self) -> Result<(String, String), AppError> {
        let text =
            serde_json::to_string(self).map_err(|error| AppError::Internal(error.to_string()))?;
        let digest = secrets::digest(&text);
        Ok((text, digest))
    }
}
