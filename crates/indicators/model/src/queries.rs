//! Questions about values and where they came from.

pub mod gaps;

use std::collections::{BTreeSet, HashMap};

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait as _, RelationTrait as _,
};

use capacities_model as capacities;
use platform::pager::ROWS;
use sign_in_model::prelude::*;
use territory_model::entity::municipality;
use territory_model::queries::{NamedMunicipality, place_within};

use super::entity::indicator_import::{self, ImportId, Kind};
use super::entity::indicator_value;
use super::entity::municipality_trait::{self, Kind as TraitKind};
use super::figures::{UNIT, ValueRange};
use super::policy;
use super::preview::{CurrentValue, KnownValues};
use super::reading::{EntryKey, EntrySubject, EntryValue, Indicator, IndicatorEntry};

/// The index that this system measures itself: it is not imported.
const OWN: &str = "SISTEMA";
const NOT_CORRECTED: &str = "NOT EXISTS (SELECT 1 FROM indicator_value later
    WHERE later.municipality_code = indicator_value.municipality_code
    AND later.index_name = indicator_value.index_name
    AND later.indicator_code = indicator_value.indicator_code
    AND later.year = indicator_value.year AND later.revision = indicator_value.revision + 1)";
/// Values of one municipality that a page reads: twenty indicators of forty years.
const MOST_OF_ONE: u64 = 800;

/// Whether an index comes from publishers.
pub fn is_imported(index: &str) -> bool {
    index != OWN
}

/// The official indices of the framework, by name.
pub async fn indices(db: &impl ConnectionTrait) -> Result<BTreeSet<String>, DbErr> {
    let all = capacities::queries::indicators(db).await?.into_iter();
    Ok(all.map(|row| row.index_name).filter(|name| is_imported(name)).collect())
}

/// The indicators of an index that a capacity has, by code.
pub async fn indicators_of(
    db: &impl ConnectionTrait,
    index: &str,
) -> Result<HashMap<String, Indicator>, DbErr> {
    let all = capacities::queries::indicators(db).await?.into_iter();
    let own = all.filter(|row| row.index_name == index && is_imported(index));
    Ok(own
        .map(|row| {
            let range = ValueRange::of(&row.range_text);
            let is_of_hundred = row.unit.starts_with('%') || range.most == Some(100 * UNIT);
            (row.indicator_code, Indicator { range, range_text: row.range_text, is_of_hundred })
        })
        .collect())
}

/// The department of every municipality.
pub async fn departments_of(db: &impl ConnectionTrait) -> Result<HashMap<String, String>, DbErr> {
    let all = municipality::Entity::find()
        .select_only()
        .columns([municipality::Column::Code, municipality::Column::DepartmentCode])
        .into_tuple::<(String, String)>()
        .all(db)
        .await?;
    Ok(all.into_iter().collect())
}

/// Returns a file that the actor uploaded.
pub async fn own_import(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ImportId,
) -> Result<indicator_import::Model, AppError> {
    indicator_import::Entity::find_by_id(id)
        .filter(indicator_import::Column::AccountId.eq(actor.account))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// Returns the values that count now, of the years that a file is about.
pub async fn known(
    db: &impl ConnectionTrait,
    import: &indicator_import::Model,
    entries: &[IndicatorEntry],
) -> Result<KnownValues, DbErr> {
    let years: BTreeSet<i32> = entries.iter().map(|entry| entry.key.year).collect();
    match import.kind {
        Kind::Values => {
            use indicator_value::Column as V;
            type Row = (String, String, i32, i64, String, i32, bool);
            let rows: Vec<Row> = indicator_value::Entity::find()
                .select_only()
                .columns([V::MunicipalityCode, V::IndicatorCode, V::Year])
                .columns([V::Value, V::Label, V::Revision])
                .column(indicator_import::Column::IsDemo)
                .join(JoinType::InnerJoin, indicator_value::Relation::Import.def())
                .filter(V::IndexName.eq(import.index_name.clone().unwrap_or_default()))
                .filter(V::Year.is_in(years))
                // The last one said of a key is the one that stays in the map.
                .order_by_asc(V::Revision)
                .into_tuple()
                .all(db)
                .await?;
            let of = |(municipality, code, year, value, label, revision, is_demo): Row| {
                let key = EntryKey { municipality, subject: EntrySubject::Indicator(code), year };
                (key, CurrentValue { value: EntryValue::Figure(value, label), revision, is_demo })
            };
            Ok(rows.into_iter().map(of).collect())
        }
        Kind::Traits => {
            use municipality_trait::Column as T;
            type Row = (String, TraitKind, String, i32, String, i32, bool);
            let rows: Vec<Row> = municipality_trait::Entity::find()
                .select_only()
                .columns([T::MunicipalityCode, T::Kind, T::Scheme, T::Year, T::Value, T::Revision])
                .column(indicator_import::Column::IsDemo)
                .join(JoinType::InnerJoin, municipality_trait::Relation::Import.def())
                .filter(T::Year.is_in(years))
                .order_by_asc(T::Revision)
                .into_tuple()
                .all(db)
                .await?;
            let of = |(municipality, kind, scheme, year, value, revision, is_demo): Row| {
                let key =
                    EntryKey { municipality, subject: EntrySubject::Trait(kind, scheme), year };
                (key, CurrentValue { value: EntryValue::Text(value), revision, is_demo })
            };
            Ok(rows.into_iter().map(of).collect())
        }
    }
}

/// How many values of an index a source brought for a year, without those that were corrected since.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult, Serialize, Example)]
pub struct SourceLine {
    pub index_name: String,
    pub year: i32,
    pub source: String,
    pub published_on: NaiveDate,
    pub is_demo: bool,
    pub municipalities: i64,
    pub datums: i64,
}

/// Returns what was imported by index, year and source, for the municipalities that the actor reads; the
/// latest years first.
pub async fn sources(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<SourceLine>, DbErr> {
    use indicator_import::Column as I;
    use indicator_value::Column as V;
    let own = municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(policy::scope(actor))
        .into_query();
    indicator_value::Entity::find()
        .select_only()
        .columns([V::IndexName, V::Year])
        .columns([I::Source, I::PublishedOn, I::IsDemo])
        .column_as(
            Expr::col((indicator_value::Entity, V::MunicipalityCode)).count_distinct(),
            "municipalities",
        )
        .column_as(Expr::col((indicator_value::Entity, V::Id)).count(), "datums")
        .join(JoinType::InnerJoin, indicator_value::Relation::Import.def())
        .filter(V::MunicipalityCode.in_subquery(own))
        .filter(Expr::cust(NOT_CORRECTED))
        .group_by(V::IndexName)
        .group_by(V::Year)
        .group_by(I::Source)
        .group_by(I::PublishedOn)
        .group_by(I::IsDemo)
        .order_by_asc(V::IndexName)
        .order_by_desc(V::Year)
        .order_by_desc(I::PublishedOn)
        .order_by_asc(I::Source)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

/// A municipality that the actor answers for.
pub async fn place(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> Result<Option<NamedMunicipality>, DbErr> {
    place_within(db, policy::answered_by(actor), code).await
}

/// Index, code and name of every indicator of the framework.
pub async fn indicator_names(
    db: &impl ConnectionTrait,
) -> Result<Vec<(String, String, String)>, DbErr> {
    let all = capacities::queries::indicators(db).await?.into_iter();
    Ok(all.map(|row| (row.index_name, row.indicator_code, row.name)).collect())
}

/// The names of some municipalities, by code.
pub async fn municipality_names(
    db: &impl ConnectionTrait,
    codes: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, String>, DbErr> {
    let rows: Vec<(String, String)> = municipality::Entity::find()
        .select_only()
        .columns([municipality::Column::Code, municipality::Column::Name])
        .filter(municipality::Column::Code.is_in(codes))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Name and unit of each indicator, by its code.
pub async fn names(db: &impl ConnectionTrait) -> Result<HashMap<String, (String, String)>, DbErr> {
    let all = capacities::queries::indicators(db).await?.into_iter();
    Ok(all.map(|row| (row.indicator_code, (row.name, row.unit))).collect())
}

/// A value as it was published, with its source.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct ValueRecord {
    /// The index.
    pub scheme: String,
    /// The indicator's code.
    pub subject: String,
    pub year: i32,
    pub number: i64,
    pub text: String,
    pub source: String,
    pub published_on: NaiveDate,
    pub is_demo: bool,
}

/// Every value of a municipality, also those that were corrected: by index and indicator, the
/// latest year first, and of a key what counts now first.
pub async fn values_of(db: &impl ConnectionTrait, code: &str) -> Result<Vec<ValueRecord>, DbErr> {
    use indicator_import::Column as I;
    use indicator_value::Column as V;
    indicator_value::Entity::find()
        .select_only()
        .column_as(V::IndexName, "scheme")
        .column_as(V::IndicatorCode, "subject")
        .column_as(V::Year, "year")
        .column_as(V::Value, "number")
        .column_as(V::Label, "text")
        .columns([I::Source, I::PublishedOn, I::IsDemo])
        .join(JoinType::InnerJoin, indicator_value::Relation::Import.def())
        .filter(V::MunicipalityCode.eq(code))
        .order_by_asc(V::IndexName)
        .order_by_asc(V::IndicatorCode)
        .order_by_desc(V::Year)
        .order_by_desc(V::Revision)
        .limit(MOST_OF_ONE)
        .into_model()
        .all(db)
        .await
}

/// A trait as it was published, with its source.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct TraitRecord {
    pub kind: TraitKind,
    pub scheme: String,
    pub year: i32,
    pub value: String,
    pub source: String,
    pub published_on: NaiveDate,
    pub is_demo: bool,
}

/// Every trait of a municipality; of a key what counts now first.
pub async fn traits_of(db: &impl ConnectionTrait, code: &str) -> Result<Vec<TraitRecord>, DbErr> {
    use indicator_import::Column as I;
    use municipality_trait::Column as T;
    municipality_trait::Entity::find()
        .select_only()
        .columns([T::Kind, T::Scheme, T::Year, T::Value])
        .columns([I::Source, I::PublishedOn, I::IsDemo])
        .join(JoinType::InnerJoin, municipality_trait::Relation::Import.def())
        .filter(T::MunicipalityCode.eq(code))
        .order_by_asc(T::Kind)
        .order_by_asc(T::Scheme)
        .order_by_desc(T::Year)
        .order_by_desc(T::Revision)
        .limit(MOST_OF_ONE)
        .into_model()
        .all(db)
        .await
}
