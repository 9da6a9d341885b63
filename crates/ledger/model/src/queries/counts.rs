//! How many people count on a day, by capacity and by municipality.

use std::collections::HashMap;

use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect, Select,
};

use super::{AndAll as _, What, counts, known};
use crate::cut::Cut;
use crate::entity::holding::{self, Column};
use crate::figures::Count;

/// How many different people a condition is true of.
fn people_with(condition: Condition) -> Expr {
    let person = Expr::col((holding::Entity, Column::PersonId));
    Expr::Case(Box::new(CaseStatement::new().case(condition, person))).count_distinct()
}

#[derive(FromQueryResult)]
struct CountRow {
    confirmed: i64,
    in_post: i64,
    ever: i64,
}

impl From<CountRow> for Count {
    fn from(row: CountRow) -> Self {
        Self {
            confirmed: row.confirmed,
            unconfirmed: row.in_post - row.confirmed,
            left: row.ever - row.in_post,
        }
    }
}

/// Those of one value of a column.
#[derive(FromQueryResult)]
struct Named {
    name: String,
    #[sea_orm(nested)]
    count: CountRow,
}

/// Those of a municipality and a capacity.
#[derive(FromQueryResult)]
struct Pair {
    municipality_code: String,
    capacity_code: String,
    #[sea_orm(nested)]
    count: CountRow,
}

/// People of some municipalities on the day of a cut, to be grouped.
fn counted(cut: &Cut, codes: SelectStatement, what: What<'_>) -> Select<holding::Entity> {
    let confirmed = counts(cut.day).and_all(Column::ConfirmedUntil.gte(cut.day));
    holding::Entity::find()
        .select_only()
        .column_as(people_with(confirmed), "confirmed")
        .column_as(people_with(Condition::all().add(counts(cut.day))), "in_post")
        .column_as(Expr::col((holding::Entity, Column::PersonId)).count_distinct(), "ever")
        .filter(known(cut))
        .filter(what.condition())
        .filter(Column::MunicipalityCode.in_subquery(codes))
}

/// People of some municipalities on the day of a cut, by the values of a column.
async fn by(
    db: &impl ConnectionTrait,
    cut: &Cut,
    codes: SelectStatement,
    what: What<'_>,
    column: Column,
) -> Result<HashMap<String, Count>, DbErr> {
    let rows: Vec<Named> = counted(cut, codes, what)
        .column_as(column, "name")
        .group_by(column)
        .into_model()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.count.into())).collect())
}

/// People of each of some municipalities for each capacity, by both codes.
pub async fn by_both(
    db: &impl ConnectionTrait,
    cut: &Cut,
    codes: SelectStatement,
) -> Result<HashMap<(String, String), Count>, DbErr> {
    let rows: Vec<Pair> = counted(cut, codes, What::Any)
        .columns([Column::MunicipalityCode, Column::CapacityCode])
        .group_by(Column::MunicipalityCode)
        .group_by(Column::CapacityCode)
        .into_model()
        .all(db)
        .await?;
    let pair = |row: Pair| ((row.municipality_code, row.capacity_code), row.count.into());
    Ok(rows.into_iter().map(pair).collect())
}

/// People of some municipalities by capacity; who works in two of them counts once.
pub async fn by_capacity(
    db: &impl ConnectionTrait,
    cut: &Cut,
    codes: SelectStatement,
) -> Result<HashMap<String, Count>, DbErr> {
    by(db, cut, codes, What::Any, Column::CapacityCode).await
}

/// People of each of some municipalities.
pub async fn by_municipality(
    db: &impl ConnectionTrait,
    cut: &Cut,
    codes: SelectStatement,
    what: What<'_>,
) -> Result<HashMap<String, Count>, DbErr> {
    by(db, cut, codes, what, Column::MunicipalityCode).await
}

/// People in post in some of these municipalities, certified or not, each once.
pub async fn in_post(
    db: &impl ConnectionTrait,
    cut: &Cut,
    codes: SelectStatement,
) -> Result<i64, DbErr> {
    let people: Option<i64> = holding::Entity::find()
        .select_only()
        .column_as(Expr::col((holding::Entity, Column::PersonId)).count_distinct(), "people")
        .filter(known(cut))
        .filter(counts(cut.day))
        .filter(What::InPost.condition())
        .filter(Column::MunicipalityCode.in_subquery(codes))
        .into_tuple()
        .one(db)
        .await?;
    Ok(people.unwrap_or_default())
}
