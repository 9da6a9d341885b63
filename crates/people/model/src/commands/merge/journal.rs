//! The journal of a merge: every value that it changes, and the statements that change them.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult, Set};
use serde_json::Value;

use crate::entity::person_merge::PersonMergeId;
use crate::entity::person_merge_row;

/// Rows of one statement that lists them.
pub(super) const AT_ONCE: usize = 500;

/// The values that a merge changes, in order.
pub(super) struct Journal {
    pub(super) merge: PersonMergeId,
    pub(super) rows: Vec<person_merge_row::ActiveModel>,
}

impl Journal {
    pub(super) fn note(&mut self, at: (&str, i64, &str), old: &Value, new: &Value) {
        let (table, row, column) = at;
        self.rows.push(person_merge_row::ActiveModel {
            merge_id: Set(self.merge),
            table_name: Set(table.to_owned()),
            row_id: Set(row),
            column_name: Set(column.to_owned()),
            old_value: Set(old.to_string()),
            new_value: Set(new.to_string()),
            ..Default::default()
        });
    }

    pub(super) async fn write(self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
        for some in self.rows.chunks(AT_ONCE) {
            person_merge_row::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
        }
        Ok(())
    }
}

pub(super) fn table(name: &str) -> Alias {
    Alias::new(name)
}

/// A value of the journal as the database takes it.
pub(super) fn value(json: &Value) -> Expr {
    match json {
        Value::Number(number) => Expr::val(number.as_i64()),
        Value::Bool(truth) => Expr::val(*truth),
        Value::String(text) => Expr::val(text.as_str()),
        _ => Expr::cust("NULL"),
    }
}

#[derive(FromQueryResult)]
struct RowId {
    id: i64,
}

pub(super) async fn ids(
    tx: &DatabaseTransaction,
    rows: &sea_orm::sea_query::SelectStatement,
) -> Result<Vec<i64>, DbErr> {
    let statement = tx.get_database_backend().build(rows);
    let found = RowId::find_by_statement(statement).all(tx).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

pub(super) async fn set(
    tx: &DatabaseTransaction,
    (name, column): (&str, &str),
    rows: &[i64],
    to: &Value,
) -> Result<(), DbErr> {
    for some in rows.chunks(AT_ONCE) {
        let update = Query::update()
            .table(table(name))
            .value(Alias::new(column), value(to))
            .and_where(Expr::col(Alias::new("id")).is_in(some.iter().copied()))
            .to_owned();
        tx.execute(&update).await?;
    }
    Ok(())
}
