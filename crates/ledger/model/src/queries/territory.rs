//! Who holds what in many municipalities, and between which days.

use chrono::NaiveDate;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect, StreamTrait,
};

use platform::db::one_by_one;

use super::{Column, Cut, Span, SpanRow, What, counts, holding, known};

#[derive(FromQueryResult)]
struct PlacedSpan {
    municipality_code: String,
    #[sea_orm(nested)]
    span: SpanRow,
}

async fn placed(
    db: &(impl ConnectionTrait + StreamTrait),
    cut: &Cut,
    codes: SelectStatement,
    which: Condition,
) -> Result<Vec<(String, Span)>, DbErr> {
    let rows = holding::Entity::find()
        .select_only()
        .column(Column::MunicipalityCode)
        .columns(SpanRow::COLUMNS)
        .filter(known(cut))
        .filter(which)
        .filter(Column::MunicipalityCode.in_subquery(codes))
        .into_model::<PlacedSpan>();
    let rows = one_by_one(db, rows).await?;
    Ok(rows.into_iter().map(|row| (row.municipality_code, row.span.into())).collect())
}

/// Who is certified for what in some municipalities, each span with its municipality; as
/// [`super::spans`].
pub async fn spans_in(
    db: &(impl ConnectionTrait + StreamTrait),
    cut: &Cut,
    codes: SelectStatement,
) -> Result<Vec<(String, Span)>, DbErr> {
    placed(db, cut, codes, What::Any.condition()).await
}

/// The same of one capacity, of those who counted on some day since `first`.
pub async fn spans_since(
    db: &(impl ConnectionTrait + StreamTrait),
    cut: &Cut,
    codes: SelectStatement,
    (capacity, first): (&str, NaiveDate),
) -> Result<Vec<(String, Span)>, DbErr> {
    let which = What::One(capacity).condition().add(counts(first));
    placed(db, cut, codes, which).await
}
