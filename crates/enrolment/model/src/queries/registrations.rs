//! Questions about registrations that wait for their mail to be proven.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use cohorts_model::entity::cohort::CohortId;
use people_model::commands::NewPerson;
use people_model::queries::by_document;
use platform::secrets;
use sign_in_model::FORMS_WINDOW;
use sign_in_model::entity::account;
use sign_in_model::queries::account_of;

use crate::entity::registration::{self, Column};
use crate::registrations::{ProofOutcome, RegistrationsSpent, proof};
use crate::seating::SeatGroups;

/// Registrations that hold a seat. One that ran out holds it until somebody settles it under the
/// cohort's lock, as an offer does.
fn holding() -> Condition {
    Condition::all().add(Column::SettledAt.is_null()).add(Column::HoldsSeat.eq(true))
}

/// Returns how many seats of these cohorts are held; a cohort without any is left out.
pub async fn held_of(
    db: &impl ConnectionTrait,
    cohorts: impl IntoIterator<Item = CohortId>,
) -> Result<HashMap<CohortId, u64>, DbErr> {
    let rows: Vec<(CohortId, i64)> = registration::Entity::find()
        .select_only()
        .column(Column::CohortId)
        .column_as(Column::Id.count(), "seats")
        .filter(Column::CohortId.is_in(cohorts))
        .filter(holding())
        .group_by(Column::CohortId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, seats)| (id, u64::try_from(seats).unwrap_or(0))).collect())
}

/// Returns the groups of the seats of a cohort that are held, each with how many.
pub(super) async fn held_groups(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(SeatGroups, i32)>, DbErr> {
    let rows: Vec<(Option<String>, Option<String>, i64)> = registration::Entity::find()
        .select_only()
        .column(Column::MunicipalityCode)
        .column(Column::EntityKind)
        .column_as(Column::Id.count(), "seats")
        .filter(Column::CohortId.eq(cohort))
        .filter(holding())
        .group_by(Column::MunicipalityCode)
        .group_by(Column::EntityKind)
        .order_by_asc(Column::MunicipalityCode)
        .order_by_asc(Column::EntityKind)
        .into_tuple()
        .all(db)
        .await?;
    let group = |(municipality, entity_kind, seats): (_, _, i64)| {
        (SeatGroups { municipality, entity_kind }, i32::try_from(seats).unwrap_or(i32::MAX))
    };
    Ok(rows.into_iter().map(group).collect())
}

/// Returns the registration of a letter's secret while its link works.
pub async fn registration_of_link(
    db: &impl ConnectionTrait,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<registration::Model>, DbErr> {
    registration::Entity::find()
        .filter(Column::TokenHash.eq(secrets::digest(token)))
        .filter(Column::SettledAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .one(db)
        .await
}

/// Returns what this address and this mail asked for lately.
pub async fn registrations_spent(
    db: &impl ConnectionTrait,
    address_key: &str,
    email: &str,
    now: DateTime<Utc>,
) -> Result<RegistrationsSpent, DbErr> {
    let count = |which: Condition| registration::Entity::find().filter(which).count(db);
    let address = || Condition::all().add(Column::AddressKey.eq(address_key));
    let mail = Condition::all().add(Column::Email.eq(email));
    Ok(RegistrationsSpent {
        forms: count(address().add(Column::AskedAt.gt(now - FORMS_WINDOW))).await?,
        held: count(address().add(holding())).await?,
        letters: count(mail.add(Column::AskedAt.gt(now - TimeDelta::days(1)))).await?,
    })
}

/// Returns what following the link of a registration would do now.
pub async fn proof_of(
    db: &impl ConnectionTrait,
    wanted: &NewPerson,
) -> Result<ProofOutcome, DbErr> {
    let email = wanted.email.as_deref().unwrap_or_default();
    let person = by_document(db, wanted.document_type, &wanted.document_number).await?;
    let own = match &person {
        Some(person) => account_of(db, person.id.0).await?,
        None => None,
    };
    let holder = account::Entity::find().filter(account::Column::Email.eq(email)).one(db).await?;
    let known = person.as_ref().map(|person| (person, own.as_ref()));
    Ok(proof(known, holder.as_ref(), (wanted.name(), email)))
}
