//! Certificates with what is true of them now, and the reviews that wait.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::errors::AppError;
use platform::texts;

use super::entity::certificate_review::{self, State};
use super::facts::ReviewFacts;
use super::rules::{self, ChangeEffect, Difference, ReviewStep};
use crate::entity::certificate::{self, CertificateId};
use crate::queries::certificates::active_after;
use crate::queries::standing::{CertificateCandidate, RuleContext, candidates};
use crate::snapshot::Snapshot;

/// Certificates read at once; their snapshots are some kilobytes each.
const PORTION: u64 = 200;

/// An active certificate with the facts that it certified and those that are true now.
pub struct CertificateComparison {
    pub certificate: CertificateId,
    pub number: String,
    pub enrolment: EnrolmentId,
    pub certified: ReviewFacts,
    pub now: ReviewFacts,
    /// The digest of `now`.
    pub digest: String,
    /// The sentences of the requirements that fail.
    pub lacking: String,
    pub last: Option<certificate_review::Model>,
}

impl CertificateComparison {
    pub fn effect(&self) -> ChangeEffect {
        rules::effect(&self.certified, &self.now)
    }

    pub fn differences(&self) -> Vec<Difference> {
        rules::differences(&self.certified, &self.now)
    }

    /// Returns what becomes of its review now that these facts are true.
    pub fn step(&self, last: Option<&certificate_review::Model>) -> ReviewStep {
        let last = last.map(|review| (review.state, review.facts_digest.as_str()));
        rules::step(self.certified != self.now, last, &self.digest)
    }

    /// Returns whether the coordination has to decide about it: also in the moments before the worker
    /// has opened the review of what just changed.
    pub fn waits(&self) -> bool {
        let is_open = self.last.as_ref().is_some_and(|review| review.state == State::Open);
        match self.step(self.last.as_ref()) {
            ReviewStep::Open | ReviewStep::Tell => true,
            ReviewStep::Settle => false,
            ReviewStep::Nothing => is_open,
        }
    }
}

/// Compares every active certificate of a cohort with what is true of its person, in the order of the
/// numbers: seven statements, and two more for each two hundred certificates.
pub async fn comparisons(
    db: &impl ConnectionTrait,
    context: &RuleContext,
) -> Result<Vec<CertificateComparison>, AppError> {
    let people: HashMap<EnrolmentId, CertificateCandidate> =
        candidates(db, context).await?.into_iter().map(|one| (one.enrolment, one)).collect();
    let mut all = Vec::new();
    let mut after = CertificateId(0);
    loop {
        let portion = active_after(db, context.cohort.id, after, PORTION).await?;
        let Some(last) = portion.last() else { break };
        after = last.id;
        let mut reviews = last_reviews(db, portion.iter().map(|row| row.id)).await?;
        for row in &portion {
            let one = comparison(context, row, people.get(&row.enrolment_id))?;
            all.push(CertificateComparison { last: reviews.remove(&row.id), ..one });
        }
    }
    Ok(all)
}

fn comparison(
    context: &RuleContext,
    row: &certificate::Model,
    person: Option<&CertificateCandidate>,
) -> Result<CertificateComparison, AppError> {
    let snapshot = Snapshot::read(&row.snapshot)?;
    let certified = ReviewFacts::certified(&snapshot);
    let (now, lacking) = match person {
        Some(one) => (ReviewFacts::of_candidate(context, one), one.judgement.explanation()),
        // Without a confirmed enrolment there is nobody to judge.
        None => {
            let text = texts::say("certification.place_withdrawn", &[]);
            (ReviewFacts { holds: false, ..certified.clone() }, text)
        }
    };
    let (_, digest) = now.written()?;
    Ok(CertificateComparison {
        certificate: row.id,
        number: snapshot.document.number,
        enrolment: row.enrolment_id,
        certified,
        now,
        digest,
        lacking,
        last: None,
    })
}

/// The last review of each of these certificates.
pub async fn last_reviews(
    db: &impl ConnectionTrait,
    certificates: impl IntoIterator<Item = CertificateId>,
) -> Result<HashMap<CertificateId, certificate_review::Model>, DbErr> {
    let rows = certificate_review::Entity::find()
        .filter(certificate_review::Column::CertificateId.is_in(certificates))
        .order_by_asc(certificate_review::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.certificate_id, row)).collect())
}

/// Returns whether the coordination has to decide about a certificate.
pub async fn waits(db: &impl ConnectionTrait, certificate: CertificateId) -> Result<bool, DbErr> {
    let open = certificate_review::Entity::find()
        .filter(certificate_review::Column::CertificateId.eq(certificate))
        .filter(certificate_review::Column::State.eq(State::Open))
        .count(db)
        .await?;
    Ok(open > 0)
}

/// Reviews that wait, with their certificates, for other queries to count.
pub fn open_rows() -> SelectStatement {
    let of = Expr::col((certificate::Entity, certificate::Column::Id));
    Query::select()
        .from(certificate_review::Entity)
        .inner_join(
            certificate::Entity,
            of.equals((certificate_review::Entity, certificate_review::Column::CertificateId)),
        )
        .and_where(
            Expr::col((certificate_review::Entity, certificate_review::Column::State))
                .eq(State::Open),
        )
        .to_owned()
}
