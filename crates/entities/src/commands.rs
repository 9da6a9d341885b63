//! Correcting an entity, and making one of two.

use std::collections::HashSet;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr,
};

use platform::errors::refuse;
use platform::search::fold;
use sign_in_model::entity::role_grant;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;
use territory_model::entity::entity::{self, EntityId};
use territory_model::kinds::UNSORTED;
use territory_model::policy::{CorrectEntity, MergeEntities};
use territory_model::queries::place;
use territory_model::subscribers::on_entity_changed;

use super::rules::EntityRefusal;
use enrolment_model::employers::{NamedBody, TOWN_HALL, named_body};

type EntityResult<T> = Result<T, Failure<EntityRefusal>>;

/// What an entity should be: its NIT is digits with the check digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityCorrection {
    pub name: String,
    pub kind: String,
    pub nit: Option<String>,
}

/// Corrects the name, the kind and the NIT of an entity, which is accepted by it. The name of before stays one
/// of its names, so that a list that still says it adds nobody. Places that were taken keep the kind of then,
/// unless nobody knew it.
///
/// # Errors
/// Another entity has the name or the NIT, the alcaldía would be two or none, or nothing differs.
pub async fn correct(
    app: &App,
    permit: CorrectEntity,
    new: EntityCorrection,
    reason: &str,
) -> EntityResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let row = lock(&work.tx, *permit.entity()).await?;
    let name = new.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if (&row.name, &row.kind, &row.nit) == (&name, &new.kind, &new.nit) {
        return refuse(EntityRefusal::Same);
    }
    if let Some(nit) = new.nit.as_ref().filter(|nit| row.nit.as_ref() != Some(*nit)) {
        let others = entity::Entity::find().filter(entity::Column::Nit.eq(nit.as_str()));
        if others.count(&work.tx).await? > 0 {
            return refuse(EntityRefusal::NitTaken);
        }
    }
    keeps_town_hall(&work.tx, &row, &new.kind).await?;
    let search_name = fold(&name);
    let alias = match search_name == row.search_name {
        true => None,
        false => holder(&work.tx, &row, &search_name).await?,
    };
    if alias.as_ref().is_some_and(|alias| alias.merged_into != Some(row.id)) {
        return refuse(EntityRefusal::NameTaken);
    }
    if let Some(alias) = &alias {
        // It was called so before: the two names change places.
        let mut free = alias.clone().into_active_model();
        free.search_name = Set(format!("#{}", alias.id));
        free.update(&work.tx).await?;
    }
    let before = row.clone();
    let mut changed = row.into_active_model();
    changed.name = Set(name.clone());
    changed.search_name = Set(search_name.clone());
    changed.kind = Set(new.kind.clone());
    changed.nit = Set(new.nit.clone());
    changed.is_reviewed = Set(true);
    match changed.update(&work.tx).await {
        Ok(_) => {}
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            let is_name = search_name != before.search_name;
            let taken = if is_name { EntityRefusal::NameTaken } else { EntityRefusal::NitTaken };
            return refuse(taken);
        }
        Err(error) => return Err(error.into()),
    }
    if search_name != before.search_name {
        keep_name(&work.tx, &before, alias).await?;
    }
    let detail = json!({
        "name": [before.name, name],
        "kind": [before.kind, new.kind],
        "nit": [before.nit, new.nit],
        "reason": reason.trim(),
    });
    work.record("territory.correct_entity", ("entity", before.id.0), detail).await?;
    if before.kind == UNSORTED && new.kind != UNSORTED {
        on_entity_changed(&work.tx, app, [before.id]).await?;
    }
    Ok(work.commit().await?)
}

/// Makes one entity of two: all that names the absorbed one names the other from now on, and what it was called
/// is another name of it.
///
/// # Errors
/// One of the two is another name already, each has its NIT, or an alcaldía would be lost.
pub async fn merge(app: &App, permit: MergeEntities, reason: &str) -> EntityResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let (survivor, absorbed) = lock_both(tx, *permit.survivor(), *permit.absorbed()).await?;
    if absorbed.kind == TOWN_HALL
        && (survivor.kind != TOWN_HALL || survivor.municipality_code != absorbed.municipality_code)
    {
        return refuse(EntityRefusal::TownHallStays);
    }
    let nit = match (&survivor.nit, &absorbed.nit) {
        (Some(_), Some(_)) => return refuse(EntityRefusal::TwoNits),
        (own, other) => own.clone().or(other.clone()),
    };
    let (id, gone) = (survivor.id, absorbed.id);
    let kind = match survivor.kind == UNSORTED {
        true => absorbed.kind.clone(),
        false => survivor.kind.clone(),
    };
    let detail = json!({
        "absorbed": gone,
        "name": absorbed.name,
        "kind": absorbed.kind,
        "reason": reason.trim(),
    });
    let mut row = absorbed.into_active_model();
    // The NIT is of one row: it leaves this one before the other takes it.
    row.nit = Set(None);
    row.is_reviewed = Set(true);
    row.merged_into = Set(Some(id));
    row.update(tx).await?;
    let mut row = survivor.into_active_model();
    row.nit = Set(nit);
    row.kind = Set(kind);
    row.is_reviewed = Set(true);
    row.update(tx).await?;
    // The names of the one that goes are names of the one that stays.
    entity::Entity::update_many()
        .col_expr(entity::Column::MergedInto, Expr::value(id))
        .filter(entity::Column::MergedInto.eq(gone))
        .exec(tx)
        .await?;
    move_roles(tx, gone, id).await?;
    on_entity_changed(tx, app, [id, gone]).await?;
    work.record("territory.merge_entities", ("entity", id.0), detail).await?;
    Ok(work.commit().await?)
}

async fn lock(tx: &DatabaseTransaction, id: EntityId) -> Result<entity::Model, AppError> {
    let row = entity::Entity::find_by_id(id)
        .filter(entity::Column::MergedInto.is_null())
        .lock_exclusive()
        .one(tx)
        .await?;
    row.ok_or(AppError::NotFound)
}

/// Locks both rows in the order of their ids, so that two merges of the same two wait for each other.
async fn lock_both(
    tx: &DatabaseTransaction,
    survivor: EntityId,
    absorbed: EntityId,
) -> EntityResult<(entity::Model, entity::Model)> {
    let rows = entity::Entity::find()
        .filter(entity::Column::Id.is_in([survivor, absorbed]))
        .order_by_asc(entity::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    if rows.iter().any(|row| row.merged_into.is_some()) {
        return refuse(EntityRefusal::MergedAlready);
    }
    let of = |id: EntityId| rows.iter().find(|row| row.id == id).cloned();
    match (of(survivor), of(absorbed)) {
        (Some(survivor), Some(absorbed)) => Ok((survivor, absorbed)),
        _ => Err(AppError::NotFound.into()),
    }
}

/// The row that has this name where the entity is.
async fn holder(
    tx: &DatabaseTransaction,
    row: &entity::Model,
    search_name: &str,
) -> Result<Option<entity::Model>, DbErr> {
    let here = match &row.municipality_code {
        Some(code) => entity::Column::MunicipalityCode.eq(code.as_str()),
        None => entity::Column::MunicipalityCode.is_null(),
    };
    entity::Entity::find()
        .filter(here)
        .filter(entity::Column::DepartmentCode.eq(row.department_code.as_str()))
        .filter(entity::Column::SearchName.eq(search_name))
        .filter(entity::Column::Id.ne(row.id))
        .one(tx)
        .await
}

/// Writes the name of before as another name of the entity: into the row whose name it has now, or a new one.
async fn keep_name(
    tx: &DatabaseTransaction,
    before: &entity::Model,
    alias: Option<entity::Model>,
) -> Result<(), DbErr> {
    if let Some(alias) = alias {
        let mut row = alias.into_active_model();
        row.name = Set(before.name.clone());
        row.search_name = Set(before.search_name.clone());
        row.update(tx).await?;
        return Ok(());
    }
    let row = entity::ActiveModel {
        kind: Set(before.kind.clone()),
        name: Set(before.name.clone()),
        search_name: Set(before.search_name.clone()),
        nit: Set(None),
        municipality_code: Set(before.municipality_code.clone()),
        department_code: Set(before.department_code.clone()),
        is_demo: Set(before.is_demo),
        is_reviewed: Set(true),
        merged_into: Set(Some(before.id)),
        ..Default::default()
    };
    row.insert(tx).await?;
    Ok(())
}

/// Refuses a second alcaldía in a municipality, and the loss of the one that forms and lists name.
async fn keeps_town_hall(
    tx: &DatabaseTransaction,
    row: &entity::Model,
    kind: &str,
) -> EntityResult<()> {
    let Some(code) = row.municipality_code.as_deref().filter(|_| row.kind != kind) else {
        return Ok(());
    };
    if kind == TOWN_HALL {
        let others = entity::Entity::find()
            .filter(entity::Column::MunicipalityCode.eq(code))
            .filter(entity::Column::Kind.eq(TOWN_HALL))
            .filter(entity::Column::MergedInto.is_null());
        if others.count(tx).await? > 0 {
            return refuse(EntityRefusal::SecondTownHall);
        }
    }
    if row.kind == TOWN_HALL {
        let place = place(tx, code).await?;
        if named_body(&row.name, place.as_ref()) == NamedBody::TownHall {
            return refuse(EntityRefusal::TownHallStays);
        }
    }
    Ok(())
}

/// Gives the roles of one entity to the other, once each: the database keeps no role twice.
async fn move_roles(tx: &DatabaseTransaction, from: EntityId, to: EntityId) -> Result<(), DbErr> {
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::EntityId.is_in([from.0, to.0]))
        .all(tx)
        .await?;
    if grants.is_empty() {
        return Ok(());
    }
    let what = |grant: &role_grant::Model| {
        let within = (grant.unit_code.clone(), grant.department_code.clone());
        (grant.account_id, grant.role, within)
    };
    let (come, stay): (Vec<_>, Vec<_>) =
        grants.iter().partition(|grant| grant.entity_id == Some(from.0));
    let known: HashSet<_> = stay.into_iter().map(what).collect();
    let twice = come.into_iter().filter(|grant| known.contains(&what(grant)));
    let twice: Vec<_> = twice.map(|grant| grant.id).collect();
    role_grant::Entity::delete_many().filter(role_grant::Column::Id.is_in(twice)).exec(tx).await?;
    role_grant::Entity::update_many()
        .col_expr(role_grant::Column::EntityId, Expr::value(to.0))
        .filter(role_grant::Column::EntityId.eq(from.0))
        .exec(tx)
        .await?;
    Ok(())
}
