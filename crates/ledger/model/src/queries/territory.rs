//! Who holds what in many municipalities, and between which days.

use chrono::NaiveDate;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect, StreamTrait,
};

use platform::db::one_by_one;

use super::{AsOf, Column, CountScope, SPAN, Span, counts, holding, known};

#[derive(FromQueryResult)]
struct MunicipalitySpan {
    municipality_code: String,
    #[sea_orm(nested)]
    span: Span,
}

async fn placed(
    db: &(impl ConnectionTrait + StreamTrait),
    as_of: &AsOf,
    codes: SelectStatement,
    which: Condition,
) -> Result<Vec<(String, Span)>, DbErr> {
    let rows = holding::Entity::find()
        .select_only()
        .column(Column::MunicipalityCode)
        .columns(SPAN)
        .filter(known(as_of))
        .filter(which)
        .filter(Column::MunicipalityCode.in_subquery(codes))
        .into_model::<MunicipalitySpan>();
    let rows = one_by_one(db, rows).await?;
    Ok(rows.into_iter().map(|row| (row.municipality_code, row.span)).collect())
}

/// Returns the spans of the people certified for any capacity in some municipalities, each with the code
/// of its municipality.
pub async fn spans_in(
    db: &(impl ConnectionTrait + StreamTrait),
    as_of: &AsOf,
    codes: SelectStatement,
) -> Result<Vec<(String, Span)>, DbErr> {
    placed(db, as_of, codes, CountScope::Any.condition()).await
}

/// Returns the spans of one capacity that count on some day since `first`, each with the code of its
/// municipality.
pub async fn spans_since(
    db: &(impl ConnectionTrait + StreamTrait),
    as_of: &AsOf,
    codes: SelectStatement,
    (capacity, first): (&str, NaiveDate),
) -> Result<Vec<(String, Span)>, DbErr> {
    let which = CountScope::One(capacity).condition().add(counts(first));
    placed(db, as_of, codes, which).await
}
