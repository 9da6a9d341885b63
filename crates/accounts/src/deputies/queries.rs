//! Questions about deputies.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use platform::pager::ROWS;
use platform::prelude::*;
use sign_in_model::actor::{AccountId, Actor, Role};
use sign_in_model::entity::{account, role_grant};
use sign_in_model::queries::{held_on, names_of, open_accounts};

use super::entity::deputy::{self, DeputyId, Stage};
use super::policy::scope;

/// The units that an account coordinates without a last day.
pub async fn standing_units(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<String>, DbErr> {
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(account))
        .filter(role_grant::Column::Role.eq(Role::Coordinator))
        .filter(role_grant::Column::ValidUntil.is_null())
        .order_by_asc(role_grant::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.unit_code).collect())
}

/// The accounts, of those given or of all, that may stand in for a unit: active, of somebody known, and
/// facilitating for it.
pub async fn candidates(
    db: &impl ConnectionTrait,
    units: &[String],
    one: Option<AccountId>,
    today: NaiveDate,
) -> Result<Vec<account::Model>, DbErr> {
    let facilitating = Condition::all()
        .add(role_grant::Column::Role.eq(Role::Facilitator))
        .add(role_grant::Column::UnitCode.is_in(units))
        .add(held_on(today));
    open_accounts(facilitating)
        .filter(account::Column::PersonId.is_not_null())
        .filter(Condition::all().add_option(one.map(|id| account::Column::Id.eq(id))))
        .order_by_asc(account::Column::SearchName)
        .order_by_asc(account::Column::Id)
        .all(db)
        .await
}

/// The accounts that may agree: who else coordinates the unit, and the administration where nobody does.
pub async fn who_may_agree(
    db: &impl ConnectionTrait,
    unit: &str,
    except: [AccountId; 2],
) -> Result<Vec<account::Model>, DbErr> {
    let with = |role: Condition| {
        open_accounts(role.add(role_grant::Column::ValidUntil.is_null()))
            .filter(account::Column::Id.is_not_in(except))
            .order_by_asc(account::Column::Id)
    };
    let of_unit = Condition::all()
        .add(role_grant::Column::Role.eq(Role::Coordinator))
        .add(role_grant::Column::UnitCode.eq(unit));
    let colleagues = with(of_unit).all(db).await?;
    if !colleagues.is_empty() {
        return Ok(colleagues);
    }
    let administers =
        Condition::all().add(role_grant::Column::Role.eq(Role::NationalAdministrator));
    with(administers).all(db).await
}

/// Whether somebody stands in for the unit, or is to, on some of these days.
pub async fn overlaps(
    db: &impl ConnectionTrait,
    unit: &str,
    (from, to): (NaiveDate, NaiveDate),
    except: Option<DeputyId>,
) -> Result<bool, DbErr> {
    let found = deputy::Entity::find()
        .filter(deputy::Column::UnitCode.eq(unit))
        .filter(deputy::Column::Stage.ne(Stage::Ended))
        .filter(deputy::Column::StartsOn.lte(to))
        .filter(deputy::Column::EndsOn.gte(from))
        .filter(Condition::all().add_option(except.map(|id| deputy::Column::Id.ne(id))))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// A deputy that the actor sees; foreign and absent look alike (R60).
pub async fn deputy_within(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: DeputyId,
) -> Result<Option<deputy::Model>, DbErr> {
    deputy::Entity::find_by_id(id).filter(scope(actor)).one(db).await
}

/// The latest deputies that the actor sees, the newest first, with the names of the accounts that they
/// speak of.
pub async fn deputies(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<(Vec<deputy::Model>, HashMap<AccountId, String>), DbErr> {
    let rows = deputy::Entity::find()
        .filter(scope(actor))
        .order_by_desc(deputy::Column::Id)
        .limit(ROWS)
        .all(db)
        .await?;
    let ids = rows.iter().flat_map(|row| [row.account_id, row.asked_by]);
    let ids = ids.chain(rows.iter().filter_map(|row| row.confirmed_by));
    let names = names_of(db, ids).await?;
    Ok((rows, names))
}
