//! Certificates within an actor's scope, and the one behind a public code.

use std::collections::HashMap;

use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use platform::errors::AppError;
use platform::pager::{Pager, ROWS};
use sign_in_model::actor::Actor;
use territory_model::entity::municipality;

use crate::entity::certificate::{self, CertificateId, Kind, State};
use crate::entity::certificate_document;
use crate::policy::{self, CertificateFacts};

impl From<&certificate::Model> for CertificateFacts {
    fn from(row: &certificate::Model) -> Self {
        Self { id: row.id, unit: row.issuer_unit.clone(), holder: row.person_id, state: row.state }
    }
}

/// A certificate that the actor holds or whose cohort the actor runs; any other looks absent.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: CertificateId,
) -> Result<certificate::Model, AppError> {
    let mut seen = Condition::any().add(policy::issuing_scope(actor));
    if let Some(person) = actor.person {
        seen = seen.add(certificate::Column::PersonId.eq(person));
    }
    certificate::Entity::find_by_id(id)
        .join(JoinType::InnerJoin, certificate::Relation::Cohort.def())
        .filter(seen)
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// A certificate without its snapshot.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CertificateHead {
    pub id: CertificateId,
    pub enrolment_id: EnrolmentId,
    pub kind: Kind,
    pub state: State,
    pub number: String,
}

fn heads() -> Select<certificate::Entity> {
    certificate::Entity::find()
        .select_only()
        .columns([
            certificate::Column::Id,
            certificate::Column::EnrolmentId,
            certificate::Column::Kind,
            certificate::Column::State,
            certificate::Column::Number,
        ])
        .order_by_asc(certificate::Column::Id)
}

/// The latest certificate of each enrolment of a cohort; an active one is always the latest.
pub async fn latest(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<EnrolmentId, CertificateHead>, DbErr> {
    let of_cohort = heads().filter(certificate::Column::CohortId.eq(cohort));
    let rows = of_cohort.into_model::<CertificateHead>().all(db).await?;
    Ok(rows.into_iter().map(|head| (head.enrolment_id, head)).collect())
}

/// The latest certificate of one enrolment.
pub async fn latest_of(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Option<CertificateHead>, DbErr> {
    let of_enrolment = heads().filter(certificate::Column::EnrolmentId.eq(enrolment));
    Ok(of_enrolment.into_model::<CertificateHead>().all(db).await?.pop())
}

/// Which certificates of a cohort a reader sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateScope {
    All,
    /// All of them, as whoever directs the unit sees them: with masked documents and no way to each.
    Unit,
    /// Only of people enrolled for a municipality of these departments (R60).
    Departments(Vec<String>),
}

fn of_cohort(cohort: CohortId, sight: &CertificateScope) -> Select<certificate::Entity> {
    let all = certificate::Entity::find().filter(certificate::Column::CohortId.eq(cohort));
    match sight {
        CertificateScope::All | CertificateScope::Unit => all,
        CertificateScope::Departments(codes) => {
            let theirs = Query::select()
                .column(municipality::Column::Code)
                .from(municipality::Entity)
                .and_where(municipality::Column::DepartmentCode.is_in(codes))
                .to_owned();
            all.join(JoinType::InnerJoin, certificate::Relation::Enrolment.def())
                .filter(enrolment::Column::MunicipalityCode.in_subquery(theirs))
        }
    }
}

/// A page of what was issued in a cohort, in the order of the numbers.
pub async fn issued(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    sight: &CertificateScope,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<certificate::Model>, Pager), DbErr> {
    let total = of_cohort(cohort, sight).count(db).await?;
    let pager = Pager::new(page, total, address);
    let rows = of_cohort(cohort, sight)
        .order_by_asc(certificate::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// The active certificates of a cohort after a known one, in portions.
pub async fn active_after(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    after: CertificateId,
    portion: u64,
) -> Result<Vec<certificate::Model>, DbErr> {
    certificate::Entity::find()
        .filter(certificate::Column::CohortId.eq(cohort))
        .filter(certificate::Column::State.eq(State::Active))
        .filter(certificate::Column::Id.gt(after))
        .order_by_asc(certificate::Column::Id)
        .limit(portion)
        .all(db)
        .await
}

/// The certificate behind one of these codes; anybody may ask (R54).
pub async fn behind(
    db: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Option<certificate::Model>, DbErr> {
    certificate::Entity::find()
        .filter(certificate::Column::Code.is_in(codes))
        .limit(1)
        .one(db)
        .await
}

/// The certificate whose kept document has this digest (SHA-256, hexadecimal); anybody may ask.
pub async fn of_document(
    db: &impl ConnectionTrait,
    sha256: &str,
) -> Result<Option<certificate::Model>, DbErr> {
    certificate::Entity::find()
        .join(JoinType::InnerJoin, certificate_document::Relation::Certificate.def().rev())
        .filter(certificate_document::Column::Sha256.eq(sha256))
        .limit(1)
        .one(db)
        .await
}

/// Returns whether the stored document of a certificate carries a digital signature.
pub async fn is_document_signed(
    db: &impl ConnectionTrait,
    certificate: CertificateId,
) -> Result<bool, DbErr> {
    let signed: Option<CertificateId> = certificate_document::Entity::find_by_id(certificate)
        .select_only()
        .column(certificate_document::Column::CertificateId)
        .filter(certificate_document::Column::SigningProvider.is_not_null())
        .into_tuple()
        .one(db)
        .await?;
    Ok(signed.is_some())
}

/// The code of the active certificate that stands in the place of one that is not.
pub async fn replacement(
    db: &impl ConnectionTrait,
    old: &certificate::Model,
) -> Result<Option<String>, DbErr> {
    certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Code)
        .filter(certificate::Column::PersonId.eq(old.person_id))
        .filter(certificate::Column::CohortId.eq(old.cohort_id))
        .filter(certificate::Column::State.eq(State::Active))
        .into_tuple()
        .one(db)
        .await
}
