//! What must hold between certificates and the rest; `doctor` asks (P20).

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment;
use people_model::entity::person::PersonId;
use people_model::oneself::own_rows;
use platform::doctor::{Finding, broken};
use platform::secrets;

use super::entity::certificate::{self, CertificateId, State};
use super::entity::{certificate_document, certificate_series};
use super::{batches, signatures, validity};

/// The most findings of one kind: one is enough to start looking, and the list stays readable.
const MOST: u64 = 20;
/// Number of rows that one statement reads.
const PORTION: u64 = 100;

fn finding(text: String) -> Finding {
    Finding::new("certification", text)
}

/// Certificates that the holder issued or revoked (R80).
const OWN: &str = "SELECT c.id AS one, c.person_id AS two, h.at AS at
     FROM history_event h JOIN certificate c ON c.id = h.subject_id
     JOIN account a ON a.id = h.actor_account_id
     WHERE h.subject_kind = 'certificate' AND a.person_id = c.person_id
     AND h.action IN ('certification.issue', 'certification.revoke') ORDER BY h.id DESC";

/// A number begins with the unit that gave it, or with no unit at all, as those of before.
const NUMBERS: &[(&str, &str)] = &[(
    "certificate, cohort: the number is of another unit, year or sequence",
    "SELECT id AS one, cohort_id AS two FROM certificate
     WHERE number NOT LIKE '%' || number_year || '-%' || number_sequence
     OR (number NOT LIKE number_year || '-%' AND number NOT LIKE issuer_unit || '-%')",
)];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut all = without_place(db).await?;
    all.extend(more_than_one(db).await?);
    all.extend(series(db).await?);
    all.extend(changed(db).await?);
    all.extend(broken("certification", NUMBERS, db).await?);
    let what = "certificate, person: the author is the person";
    all.extend(own_rows(db, "certification", what, OWN).await?);
    all.extend(batches::checks::findings(db).await?);
    all.extend(validity::checks::findings(db).await?);
    Ok(all)
}

/// An active certificate belongs to a confirmed enrolment of the same person in the same cohort.
async fn without_place(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let same = |ours: certificate::Column, theirs: enrolment::Column| {
        Expr::col((certificate::Entity, ours)).ne(Expr::col((enrolment::Entity, theirs)))
    };
    let wrong = enrolment::Column::Stage
        .ne(enrolment::Stage::Confirmed)
        .or(same(certificate::Column::PersonId, enrolment::Column::PersonId))
        .or(same(certificate::Column::CohortId, enrolment::Column::CohortId));
    let ids: Vec<CertificateId> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Id)
        .join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
        .filter(certificate::Column::State.eq(State::Active))
        .filter(wrong)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids
        .into_iter()
        .map(|id| finding(format!("active certificate {id} is not of a confirmed enrolment")))
        .collect())
}

/// A person holds at most one active certificate of a cohort (R53).
async fn more_than_one(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let pairs: Vec<(PersonId, CohortId)> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::PersonId)
        .column(certificate::Column::CohortId)
        .filter(certificate::Column::State.eq(State::Active))
        .group_by(certificate::Column::PersonId)
        .group_by(certificate::Column::CohortId)
        .having(certificate::Column::Id.count().gt(1))
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    let told = pairs.into_iter().map(|(person, cohort)| {
        finding(format!("person {person} has more than one active certificate of cohort {cohort}"))
    });
    Ok(told.collect())
}

/// Numbers of a unit's year run from 1 to the series' last without a gap.
async fn series(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let used: Vec<(String, i32, Option<i32>, i64)> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::IssuerUnit)
        .column(certificate::Column::NumberYear)
        .column_as(certificate::Column::NumberSequence.max(), "highest")
        .column_as(certificate::Column::Id.count(), "rows_used")
        .group_by(certificate::Column::IssuerUnit)
        .group_by(certificate::Column::NumberYear)
        .into_tuple()
        .all(db)
        .await?;
    let kept = certificate_series::Entity::find().all(db).await?;
    let mut found = Vec::new();
    for (unit, year, highest, rows) in &used {
        let last = kept
            .iter()
            .find(|row| row.issuer_unit == *unit && row.year == *year)
            .map(|row| row.last_number);
        if last != *highest || highest.map(i64::from) != Some(*rows) {
            found.push(finding(format!(
                "series {unit} {year}: last number {last:?}, highest given {highest:?}, certificates {rows}"
            )));
        }
    }
    for row in kept {
        if row.last_number > 0
            && !used.iter().any(|(unit, year, ..)| *unit == row.issuer_unit && *year == row.year)
        {
            found.push(finding(format!(
                "series {} {} has numbers without certificates",
                row.issuer_unit, row.year
            )));
        }
    }
    Ok(found)
}

/// Snapshots and kept documents are what their digests say.
async fn changed(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut found = Vec::new();
    let mut after = CertificateId(0);
    loop {
        let rows: Vec<(CertificateId, String, String)> = certificate::Entity::find()
            .select_only()
            .column(certificate::Column::Id)
            .column(certificate::Column::Snapshot)
            .column(certificate::Column::SnapshotHash)
            .filter(certificate::Column::Id.gt(after))
            .order_by_asc(certificate::Column::Id)
            .limit(PORTION)
            .into_tuple()
            .all(db)
            .await?;
        let Some((last, ..)) = rows.last() else { break };
        after = *last;
        for (id, snapshot, hash) in &rows {
            if secrets::digest(snapshot) != *hash {
                found.push(finding(format!(
                    "certificate {id}: the snapshot does not match its digest"
                )));
            }
        }
        let documents = certificate_document::Entity::find()
            .filter(
                certificate_document::Column::CertificateId.is_in(rows.iter().map(|(id, ..)| *id)),
            )
            .all(db)
            .await?;
        for document in documents {
            if secrets::digest(&document.pdf) != document.sha256 {
                found.push(finding(format!(
                    "certificate {}: the document does not match its digest",
                    document.certificate_id
                )));
            }
            if let Some(fault) = signatures::checks::fault(&document) {
                let certificate = document.certificate_id;
                found.push(finding(format!("certificate {certificate}: the document {fault}")));
            }
        }
    }
    Ok(found)
}
