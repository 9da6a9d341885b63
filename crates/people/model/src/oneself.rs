//! Nobody decides about themselves (R80): which records are those of whoever makes a change. Commands
//! ask here; pages compare `actor.person`, which is the same for whoever is signed in.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect, QueryTrait, Statement,
};

use platform::doctor::Finding;
use sign_in_model::actor::Author;
use sign_in_model::entity::account;

use super::entity::person::{self, PersonId};

/// The ids of the author's own record and of those that were merged into it, as a question within
/// another. `None` means that the product itself makes the change, or somebody without an account.
pub fn own_records(by: &Author) -> Option<SelectStatement> {
    let account = by.account?;
    let own = || {
        account::Entity::find()
            .select_only()
            .column(account::Column::PersonId)
            .filter(account::Column::Id.eq(account))
            .filter(account::Column::PersonId.is_not_null())
            .into_query()
    };
    let any = Condition::any()
        .add(person::Column::Id.in_subquery(own()))
        .add(person::Column::MergedInto.in_subquery(own()));
    let records = person::Entity::find().select_only().column(person::Column::Id).filter(any);
    Some(records.into_query())
}

/// The records that are the author of a change; none for an account that belongs to no person.
///
/// # Errors
/// Those of the database.
pub async fn records(db: &impl ConnectionTrait, by: &Author) -> Result<HashSet<PersonId>, DbErr> {
    let Some(own) = own_records(by) else { return Ok(HashSet::new()) };
    let found: Vec<PersonId> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Id.in_subquery(own))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// The change of the schema that came with the rule: what was written before it was allowed.
const RULE: &str = "m0111_second_person";
/// Rows of one kind that `doctor` lists; more of the same say nothing new.
const LISTED: u64 = 20;

#[derive(FromQueryResult)]
struct OwnRow {
    one: i64,
    two: i64,
    at: DateTime<Utc>,
}

/// Rows about a person whose author is that person: notices for what was written before the rule held
/// (R80), findings after it. `sql` gives the ids `one` and `two` and the moment `at` of the rows, newest
/// first, and takes no value; both databases read it alike.
///
/// # Errors
/// Those of the database.
pub async fn own_rows(
    db: &impl ConnectionTrait,
    capability: &'static str,
    what: &str,
    sql: &str,
) -> Result<Vec<Finding>, DbErr> {
    let backend = db.get_database_backend();
    let sql = format!("{sql} LIMIT {LISTED}");
    let rows = OwnRow::find_by_statement(Statement::from_string(backend, sql)).all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let applied = format!("SELECT applied_at FROM seaql_migrations WHERE version = '{RULE}'");
    let applied = db.query_one_raw(Statement::from_string(backend, applied)).await?;
    let since = match applied {
        Some(row) => row.try_get::<i64>("", "applied_at")?,
        None => 0,
    };
    let finding = |OwnRow { one, two, at }| {
        let text = format!("{what}: {one}, {two}");
        match at.timestamp() < since {
            true => Finding::notice(capability, text),
            false => Finding::new(capability, text),
        }
    };
    Ok(rows.into_iter().map(finding).collect())
}
