//! Questions about accounts.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use history_model::entity::history_event;
use platform::pager::ROWS;

use super::actor::{Author, Role};
use super::entity::account::{self, AccountId};
use super::entity::role_grant;

/// Where an account is written to; empty for an account that is not there.
pub async fn email_of(db: &impl ConnectionTrait, id: AccountId) -> Result<String, DbErr> {
    let found = account::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|account| account.email).unwrap_or_default())
}

/// The person of whoever makes a change (`person.id`), so that nobody decides about themselves (R80).
/// `None` means that the product itself makes it, or an account that belongs to no person.
///
/// # Errors
/// Those of the database.
pub async fn person_of(db: &impl ConnectionTrait, by: &Author) -> Result<Option<i64>, DbErr> {
    let Some(account) = by.account else { return Ok(None) };
    let found = account::Entity::find_by_id(account).one(db).await?;
    Ok(found.and_then(|account| account.person_id))
}

/// The account of a person (`person.id`).
///
/// # Errors
/// Those of the database.
pub async fn account_of(
    db: &impl ConnectionTrait,
    person: i64,
) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find().filter(account::Column::PersonId.eq(person)).one(db).await
}

/// Whether an account of one of these persons (`person.id`) has a role of staff; the caller bounds how
/// many.
///
/// # Errors
/// Those of the database.
pub async fn any_of_staff(
    db: &impl ConnectionTrait,
    persons: impl IntoIterator<Item = i64>,
) -> Result<bool, DbErr> {
    let grants = role_grant::Entity::find()
        .inner_join(account::Entity)
        .filter(account::Column::PersonId.is_in(persons))
        .all(db)
        .await?;
    Ok(grants.iter().any(|grant| grant.role.is_staff()))
}

/// The open accounts that coordinate a territorial unit.
pub async fn coordinators(
    db: &impl ConnectionTrait,
    unit: &str,
) -> Result<Vec<account::Model>, DbErr> {
    let coordinating = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .filter(role_grant::Column::Role.eq(Role::Coordinator))
        .filter(role_grant::Column::UnitCode.eq(unit))
        .into_query();
    account::Entity::find()
        .filter(account::Column::Id.in_subquery(coordinating))
        .filter(account::Column::IsActive.eq(true))
        .order_by_asc(account::Column::Id)
        .all(db)
        .await
}

/// One account for each role, the oldest, for the demo's sign-in page.
pub async fn demo_accounts(
    db: &impl ConnectionTrait,
) -> Result<Vec<(account::Model, Role)>, DbErr> {
    let rows = role_grant::Entity::find()
        .find_also_related(account::Entity)
        .order_by_asc(role_grant::Column::Id)
        .limit(40)
        .all(db)
        .await?;
    let mut chosen: Vec<(account::Model, Role)> = Vec::new();
    for (grant, account) in rows {
        let Some(account) = account else { continue };
        let listed = chosen
            .iter()
            .filter(|(known, role)| *role == grant.role || known.id == account.id)
            .count();
        if listed < 2 && !chosen.iter().any(|(known, _)| known.id == account.id) {
            chosen.push((account, grant.role));
        }
    }
    Ok(chosen)
}

/// An event of history, with the name of the person who caused it.
#[derive(Clone, Debug)]
pub struct HistoryLine {
    pub event: history_event::Model,
    /// The name of the person; `None` means the product itself.
    pub who: Option<String>,
}

/// The latest page of the history of something, the newest first. Two statements.
pub async fn story(
    db: &impl ConnectionTrait,
    subject_kind: &str,
    subject_id: i64,
) -> Result<Vec<HistoryLine>, DbErr> {
    use history_event::Column;
    let events = history_event::Entity::find()
        .filter(Column::SubjectKind.eq(subject_kind))
        .filter(Column::SubjectId.eq(subject_id))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(ROWS)
        .all(db)
        .await?;
    let ids: Vec<i64> = events.iter().filter_map(|e| e.actor_account_id).collect();
    let mut names: HashMap<i64, String> = HashMap::new();
    if !ids.is_empty() {
        let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids));
        for account in accounts.all(db).await? {
            names.insert(account.id.0, account.display_name);
        }
    }
    let told = events.into_iter().map(|event| HistoryLine {
        who: event.actor_account_id.and_then(|id| names.get(&id).cloned()),
        event,
    });
    Ok(told.collect())
}
