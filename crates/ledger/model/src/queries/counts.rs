//! How many people count on a day, by capacity and by municipality.

use std::collections::HashMap;

use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect, Select,
};

use super::{ConditionExt as _, CountScope, counts, known};
use crate::as_of::AsOf;
use crate::entity::holding::{self, Column};
use crate::figures::Count;

/// The number of different people for whom a condition is true.
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

/// The people of one value of a column.
#[derive(FromQueryResult)]
struct ColumnCount {
    name: String,
    #[sea_orm(nested)]
    count: CountRow,
}

/// The people of one municipality and one capacity.
#[derive(FromQueryResult)]
struct PairCount {
    municipality_code: String,
    capacity_code: String,
    #[sea_orm(nested)]
    count: CountRow,
}

/// Selects the people of some municipalities on the as-of day, for a caller that groups them.
fn counted(as_of: &AsOf, codes: SelectStatement, what: CountScope<'_>) -> Select<holding::Entity> {
    let confirmed = counts(as_of.day).and_all(Column::ConfirmedUntil.gte(as_of.day));
    holding::Entity::find()
        .select_only()
        .column_as(people_with(confirmed), "confirmed")
        .column_as(people_with(Condition::all().add(counts(as_of.day))), "in_post")
        .column_as(Expr::col((holding::Entity, Column::PersonId)).count_distinct(), "ever")
        .filter(known(as_of))
        .filter(what.condition())
        .filter(Column::MunicipalityCode.in_subquery(codes))
}

/// Counts the people of some municipalities on the as-of day, by the values of a column.
async fn by(
    db: &impl ConnectionTrait,
    as_of: &AsOf,
    codes: SelectStatement,
    what: CountScope<'_>,
    column: Column,
) -> Result<HashMap<String, Count>, DbErr> {
    let rows: Vec<ColumnCount> = counted(as_of, codes, what)
        .column_as(column, "name")
        .group_by(column)
        .into_model()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.count.into())).collect())
}

/// Counts the people of each municipality for each capacity, by both codes.
pub async fn by_both(
    db: &impl ConnectionTrait,
    as_of: &AsOf,
    codes: SelectStatement,
) -> Result<HashMap<(String, String), Count>, DbErr> {
    let rows: Vec<PairCount> = counted(as_of, codes, CountScope::Any)
        .columns([Column::MunicipalityCode, Column::CapacityCode])
        .group_by(Column::MunicipalityCode)
        .group_by(Column::CapacityCode)
        .into_model()
        .all(db)
        .await?;
    let pair = |row: PairCount| ((row.municipality_code, row.capacity_code), row.count.into());
    Ok(rows.into_iter().map(pair).collect())
}

/// Counts the people of some municipalities by capacity. A person who works in two of them counts once.
pub async fn by_capacity(
    db: &impl ConnectionTrait,
    as_of: &AsOf,
    codes: SelectStatement,
) -> Result<HashMap<String, Count>, DbErr> {
    by(db, as_of, codes, CountScope::Any, Column::CapacityCode).await
}

/// Counts the people of each municipality.
pub async fn by_municipality(
    db: &impl ConnectionTrait,
    as_of: &AsOf,
    codes: SelectStatement,
    what: CountScope<'_>,
) -> Result<HashMap<String, Count>, DbErr> {
    by(db, as_of, codes, what, Column::MunicipalityCode).await
}

/// Counts the people in post in these municipalities, certified or not, each once.
pub async fn in_post(
    db: &impl ConnectionTrait,
    as_of: &AsOf,
    codes: SelectStatement,
) -> Result<i64, DbErr> {
    let people: Option<i64> = holding::Entity::find()
        .select_only()
        .column_as(Expr::col((holding::Entity, Column::PersonId)).count_distinct(), "people")
        .filter(known(as_of))
        .filter(counts(as_of.day))
        .filter(CountScope::InPost.condition())
        .filter(Column::MunicipalityCode.in_subquery(codes))
        .into_tuple()
        .one(db)
        .await?;
    Ok(people.unwrap_or_default())
}
