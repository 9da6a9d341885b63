//! A unit says whom people ask.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
};

use people_model::commands::NewContacts;
use people_model::rules::PersonRefusal;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;
use territory_model::entity::{territorial_unit, unit_contact};

use super::policy::KeepContact;

/// Keeps the mail, the telephone and the office of a unit; what is empty is said nowhere.
///
/// # Errors
/// Refused when the mail or the telephone is none.
pub async fn keep_contact(
    app: &App,
    permit: KeepContact,
    new: NewContacts,
    office: Option<String>,
) -> Result<(), Failure<PersonRefusal>> {
    let new = new.normal().map_err(Failure::Refused)?;
    let work = Work::begin(app, permit.by()).await?;
    // Two who change it take turns.
    let unit = territorial_unit::Entity::find_by_id(permit.unit().clone())
        .lock_exclusive()
        .one(&work.tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let found = unit_contact::Entity::find()
        .filter(unit_contact::Column::UnitCode.eq(&unit.code))
        .one(&work.tx)
        .await?;
    let before = found.clone().map(|row| (row.email, row.phone, row.office)).unwrap_or_default();
    let changes = [
        ("email", before.0 != new.email),
        ("phone", before.1 != new.phone),
        ("office", before.2 != office),
    ];
    let fields: Vec<&str> =
        changes.iter().filter(|(_, is_other)| *is_other).map(|(field, _)| *field).collect();
    if fields.is_empty() {
        return Ok(());
    }
    let is_new = found.is_none();
    let mut row = found.map(IntoActiveModel::into_active_model).unwrap_or_default();
    row.unit_code = Set(unit.code.clone());
    row.email = Set(new.email);
    row.phone = Set(new.phone);
    row.office = Set(office);
    let saved = match is_new {
        true => row.insert(&work.tx).await?,
        false => row.update(&work.tx).await?,
    };
    let detail = json!({ "unit": unit.code, "fields": fields });
    work.record("accounts.keep_contact", ("unit_contact", saved.id.0), detail).await?;
    Ok(work.commit().await?)
}
