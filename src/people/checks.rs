//! What must hold between persons and posts (`doctor`).

use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::entity::post;
use crate::platform::doctor::Finding;

#[derive(FromQueryResult)]
struct Pair {
    one: i64,
    other: i64,
}

/// One principal post per person and date (R29).
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let (a, b) = (Alias::new("a"), Alias::new("b"));
    let a_col = |column: post::Column| Expr::col((a.clone(), column));
    let b_col = |column: post::Column| Expr::col((b.clone(), column));
    let overlapping = Query::select()
        .expr_as(a_col(post::Column::Id), Alias::new("one"))
        .expr_as(b_col(post::Column::Id), Alias::new("other"))
        .from_as(post::Entity, a.clone())
        .join_as(
            JoinType::InnerJoin,
            post::Entity,
            b.clone(),
            a_col(post::Column::PersonId)
                .equals((b.clone(), post::Column::PersonId))
                .and(a_col(post::Column::Id).lt(b_col(post::Column::Id))),
        )
        .and_where(a_col(post::Column::IsPrincipal).eq(true))
        .and_where(b_col(post::Column::IsPrincipal).eq(true))
        .and_where(
            a_col(post::Column::EndsOn)
                .is_null()
                .or(a_col(post::Column::EndsOn).gte(b_col(post::Column::StartsOn))),
        )
        .and_where(
            b_col(post::Column::EndsOn)
                .is_null()
                .or(b_col(post::Column::EndsOn).gte(a_col(post::Column::StartsOn))),
        )
        .limit(20)
        .to_owned();
    let statement = db.get_database_backend().build(&overlapping);
    let pairs = Pair::find_by_statement(statement).all(db).await?;
    Ok(pairs
        .into_iter()
        .map(|pair| {
            let text =
                format!("posts {} and {} are both principal on one date", pair.one, pair.other);
            Finding::new("people", text)
        })
        .collect())
}
