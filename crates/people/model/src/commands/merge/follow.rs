//! The rows that other tables keep of a person: moved by a merge, and sent back when it is undone.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use serde_json::json;

use super::journal::{AT_ONCE, Journal, ids, set, table};
use crate::entity::person::PersonId;
use crate::references::{MovedRows, PersonReference, PersonReferences, ReferenceRule};

/// Moves the rows of one reference as its rule says.
pub(super) async fn follow_rule(
    tx: &DatabaseTransaction,
    journal: &mut Journal,
    reference: &PersonReference,
    survivor: PersonId,
    absorbed: PersonId,
) -> Result<(), DbErr> {
    let column = || Expr::col(Alias::new(reference.column));
    let mut rows = Query::select();
    rows.column(Alias::new("id")).from(table(reference.table)).and_where(column().eq(absorbed.0));
    let of_survivor = |what: &str| {
        Query::select()
            .column(Alias::new(what))
            .from(table(reference.table))
            .and_where(column().eq(survivor.0))
            .to_owned()
    };
    match reference.rule {
        ReferenceRule::Stay(_) => return Ok(()),
        ReferenceRule::Move => {}
        ReferenceRule::MoveUnlessTwin(twin) => {
            rows.and_where(Expr::col(Alias::new(twin)).not_in_subquery(of_survivor(twin)));
        }
        ReferenceRule::Follow { by, table: followed } => {
            let moved = Query::select()
                .column(Alias::new("id"))
                .from(table(followed))
                .and_where(Expr::col(Alias::new("person_id")).eq(survivor.0))
                .to_owned();
            rows.and_where(Expr::col(Alias::new(by)).in_subquery(moved));
        }
        ReferenceRule::One { switch } => {
            if !ids(tx, &of_survivor("id")).await?.is_empty() {
                for id in ids(tx, rows.and_where(Expr::col(Alias::new(switch)).eq(true))).await? {
                    journal.note((reference.table, id, switch), &json!(true), &json!(false));
                    set(tx, (reference.table, switch), &[id], &json!(false)).await?;
                }
                return Ok(());
            }
        }
    }
    let ids = ids(tx, &rows).await?;
    for id in &ids {
        journal.note((reference.table, *id, reference.column), &json!(absorbed), &json!(survivor));
    }
    set(tx, (reference.table, reference.column), &ids, &json!(survivor)).await
}

/// Sends back the rows made since the merge that belong to a row that goes back, such as a
/// certificate issued for an enrolment of the absorbed record.
pub(super) async fn follow_back(
    tx: &DatabaseTransaction,
    references: &PersonReferences,
    moved: &MovedRows,
) -> Result<(), DbErr> {
    for reference in references.all() {
        let ReferenceRule::Follow { by, table: followed } = reference.rule else { continue };
        for some in moved.of(followed).chunks(AT_ONCE) {
            let update = Query::update()
                .table(table(reference.table))
                .value(Alias::new(reference.column), moved.absorbed.0)
                .and_where(Expr::col(Alias::new(by)).is_in(some.iter().copied()))
                .and_where(Expr::col(Alias::new(reference.column)).eq(moved.survivor.0))
                .to_owned();
            tx.execute(&update).await?;
        }
    }
    Ok(())
}
