//! What a certificate stands on: who the person is and how the rule stood for them.

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use enrolment_model::entity::enrolment;
use people_model::entity::person;
use platform::errors::AppError;
use platform::secrets;

use crate::queries::standing::{CertificateCandidate, RuleContext, progress_of};
use crate::rules::{Judgement, LearnerProgress, judge};
use crate::snapshot::{RuleOutcome, Snapshot, SnapshotHolder};

/// The facts behind a certificate. Equal facts, when it was issued and now, mean that nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewFacts {
    pub full_name: String,
    pub document_label: String,
    pub outcome: RuleOutcome,
    /// Whether the rule is met.
    pub holds: bool,
}

impl ReviewFacts {
    /// Returns the facts that were true when the certificate was issued.
    pub fn certified(snapshot: &Snapshot) -> Self {
        Self {
            full_name: snapshot.document.full_name.clone(),
            document_label: snapshot.document.document_label.clone(),
            outcome: snapshot.outcome.clone(),
            holds: true,
        }
    }

    fn of(
        context: &RuleContext,
        person: &person::Model,
        progress: &LearnerProgress,
        holds: bool,
    ) -> Self {
        let holder = SnapshotHolder::of(person);
        Self {
            full_name: holder.full_name,
            document_label: holder.document_label,
            outcome: RuleOutcome::of(&context.rule, context.cohort.scale, progress),
            holds,
        }
    }

    /// Returns the facts of a person with a confirmed enrolment.
    pub fn of_candidate(context: &RuleContext, one: &CertificateCandidate) -> Self {
        Self::of(context, &one.person, &one.progress, one.judgement.holds())
    }

    /// Reads the facts of one person inside the transaction that decides; two statements.
    pub async fn now(
        db: &impl ConnectionTrait,
        context: &RuleContext,
        enrolment: &enrolment::Model,
        person: &person::Model,
    ) -> Result<(Self, Judgement), AppError> {
        let progress = progress_of(db, context, enrolment).await?;
        let judgement = judge(&context.rule, &context.status, &progress);
        Ok((Self::of(context, person, &progress, judgement.holds()), judgement))
    }

    /// Returns the facts as JSON, as they are stored, and the digest of that text.
    pub fn written(&self) -> Result<(String, String), AppError> {
        let text =
            serde_json::to_string(self).map_err(|error| AppError::Internal(error.to_string()))?;
        let digest = secrets::digest(&text);
        Ok((text, digest))
    }
}
