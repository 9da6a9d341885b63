//! Keys, credentials and what of them was revoked.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, RelationTrait,
};

use capacities_model::entity::capacity;
use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::course_version::{self, CourseVersionId};
use courses_model::entity::course_version_capacity;
use credentials::keys::{Jwk, JwkSet};
use people_model::entity::person::{self, PersonId};
use territory_model::entity::catalog_entry;

use super::addresses;
use super::badge::CapacityTarget;
use super::entity::certificate_credential::{self, Column};
use super::entity::issuer_key::{self, IssuerKeyId};
use crate::entity::certificate::{self, CertificateId, State};

/// Returns the public half of a key, named by the address that serves today.
pub fn jwk(row: &issuer_key::Model, public_url: &str) -> Jwk {
    named(row, &addresses::key(public_url, &row.thumbprint))
}

fn named(row: &issuer_key::Model, kid: &str) -> Jwk {
    Jwk::published(&row.public_x, row.public_y.as_deref(), kid)
}

/// The key that signs now: the latest that was not retired.
pub async fn signing(db: &impl ConnectionTrait) -> Result<Option<issuer_key::Model>, DbErr> {
    issuer_key::Entity::find()
        .filter(issuer_key::Column::RetiredAt.is_null())
        .order_by_desc(issuer_key::Column::Id)
        .limit(1)
        .one(db)
        .await
}

/// Every key that ever signed, retired ones too.
pub async fn keys(db: &impl ConnectionTrait) -> Result<Vec<issuer_key::Model>, DbErr> {
    issuer_key::Entity::find().order_by_asc(issuer_key::Column::Id).all(db).await
}

/// Returns the public halves of all keys, named by the address that serves today; one that was first
/// published under another has its first name beside it, which is in what it signed there.
pub async fn key_set(db: &impl ConnectionTrait, public_url: &str) -> Result<JwkSet, DbErr> {
    let rows = keys(db).await?;
    let mut set: Vec<Jwk> = rows.iter().map(|row| jwk(row, public_url)).collect();
    let earlier: Vec<Jwk> = rows
        .iter()
        .map(|row| named(row, &row.kid))
        .filter(|first| set.iter().all(|now| now.kid != first.kid))
        .collect();
    set.extend(earlier);
    Ok(JwkSet { keys: set })
}

pub async fn key(
    db: &impl ConnectionTrait,
    thumbprint: &str,
) -> Result<Option<issuer_key::Model>, DbErr> {
    let named = issuer_key::Entity::find();
    named.filter(issuer_key::Column::Thumbprint.eq(thumbprint)).one(db).await
}

/// Returns how many credentials each key signed.
pub async fn signed_by(db: &impl ConnectionTrait) -> Result<HashMap<IssuerKeyId, i64>, DbErr> {
    let counted: Vec<(IssuerKeyId, i64)> = certificate_credential::Entity::find()
        .select_only()
        .column(Column::KeyId)
        .column_as(Column::CertificateId.count(), "signed")
        .group_by(Column::KeyId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counted.into_iter().collect())
}

/// The signed text of a certificate's credential, once it was signed.
pub async fn jwt(
    db: &impl ConnectionTrait,
    certificate: CertificateId,
) -> Result<Option<String>, DbErr> {
    Ok(certificate_credential::Entity::find_by_id(certificate).one(db).await?.map(|row| row.jwt))
}

/// The credentials that these certificates' documents carry: those that were signed with the issue.
pub async fn enclosed(
    db: &impl ConnectionTrait,
    certificates: impl IntoIterator<Item = CertificateId>,
) -> Result<HashMap<CertificateId, String>, DbErr> {
    let rows = certificate_credential::Entity::find()
        .select_only()
        .columns([Column::CertificateId, Column::Jwt])
        .filter(Column::CertificateId.is_in(certificates))
        .filter(Column::IsEnclosed.eq(true))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Returns whether the credential of a certificate was signed.
pub async fn is_signed(
    db: &impl ConnectionTrait,
    certificate: CertificateId,
) -> Result<bool, DbErr> {
    let found: Option<i32> = certificate_credential::Entity::find_by_id(certificate)
        .select_only()
        .column(Column::ListNumber)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Returns the next certificates after `after` that have no signed credential, without those of `but`.
pub async fn unsigned(
    db: &impl ConnectionTrait,
    after: CertificateId,
    but: &[i64],
    most: u64,
) -> Result<Vec<certificate::Model>, DbErr> {
    let credential = certificate_credential::Relation::Certificate.def().rev();
    certificate::Entity::find()
        .join(JoinType::LeftJoin, credential)
        .filter(certificate::Column::Id.gt(after))
        .filter(certificate::Column::Id.is_not_in(but.iter().copied()))
        .filter(Column::CertificateId.is_null())
        .order_by_asc(certificate::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Returns the keys that signed the credentials of a list; none means that there is no such list.
pub async fn signers_of(
    db: &impl ConnectionTrait,
    list: i32,
) -> Result<Vec<issuer_key::Model>, DbErr> {
    let signed = certificate_credential::Entity::find()
        .select_only()
        .column(Column::KeyId)
        .filter(Column::ListNumber.eq(list))
        .into_query();
    let theirs = issuer_key::Entity::find().filter(issuer_key::Column::Id.in_subquery(signed));
    theirs.order_by_asc(issuer_key::Column::Id).all(db).await
}

/// Returns the positions of a list whose certificate is no longer active.
pub async fn revoked(db: &impl ConnectionTrait, list: i32) -> Result<Vec<i32>, DbErr> {
    certificate_credential::Entity::find()
        .select_only()
        .column(Column::ListIndex)
        .join(JoinType::InnerJoin, certificate_credential::Relation::Certificate.def())
        .filter(Column::ListNumber.eq(list))
        .filter(certificate::Column::State.ne(State::Active))
        .into_tuple()
        .all(db)
        .await
}

async fn targets(
    db: &impl ConnectionTrait,
    versions: impl IntoIterator<Item = CourseVersionId>,
) -> Result<HashMap<CourseVersionId, Vec<CapacityTarget>>, DbErr> {
    let rows = course_version_capacity::Entity::find()
        .filter(course_version_capacity::Column::CourseVersionId.is_in(versions))
        .order_by_asc(course_version_capacity::Column::CapacityCode)
        .find_also_related(capacity::Entity)
        .all(db)
        .await?;
    let mut targets: HashMap<_, Vec<CapacityTarget>> = HashMap::new();
    for (row, capacity) in rows {
        let name = capacity.map(|capacity| capacity.name).unwrap_or_default();
        let target = CapacityTarget { code: row.capacity_code, name };
        targets.entry(row.course_version_id).or_default().push(target);
    }
    Ok(targets)
}

/// The version of the course and its capacities, of the cohort of each certificate.
pub async fn courses(
    db: &impl ConnectionTrait,
    portion: &[certificate::Model],
) -> Result<HashMap<CohortId, (CourseVersionId, Vec<CapacityTarget>)>, DbErr> {
    let cohorts: Vec<(CohortId, CourseVersionId)> = cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .column(cohort::Column::CourseVersionId)
        .filter(cohort::Column::Id.is_in(portion.iter().map(|row| row.cohort_id)))
        .into_tuple()
        .all(db)
        .await?;
    let targets = targets(db, cohorts.iter().map(|(_, version)| *version)).await?;
    let of = |version| targets.get(&version).cloned().unwrap_or_default();
    Ok(cohorts.into_iter().map(|(cohort, version)| (cohort, (version, of(version)))).collect())
}

/// Returns the mail address of each holder who has one.
pub async fn emails(
    db: &impl ConnectionTrait,
    portion: &[certificate::Model],
) -> Result<HashMap<PersonId, String>, DbErr> {
    let rows: Vec<(PersonId, Option<String>)> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .column(person::Column::Email)
        .filter(person::Column::Id.is_in(portion.iter().map(|row| row.person_id)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, email)| Some((id, email?))).collect())
}

/// A version of a course that was published, the name of its kind and its capacities.
pub async fn published(
    db: &impl ConnectionTrait,
    version: CourseVersionId,
) -> Result<Option<(course_version::Model, String, Vec<CapacityTarget>)>, DbErr> {
    let found = course_version::Entity::find_by_id(version)
        .filter(course_version::Column::State.eq(course_version::State::Published))
        .one(db)
        .await?;
    let Some(row) = found else { return Ok(None) };
    let key = ("offer_type".to_owned(), row.offer_type.clone());
    let label = catalog_entry::Entity::find_by_id(key).one(db).await?;
    let label = label.map_or_else(|| row.offer_type.clone(), |entry| entry.label);
    let targets = targets(db, [version]).await?.remove(&version).unwrap_or_default();
    Ok(Some((row, label.to_lowercase(), targets)))
}
