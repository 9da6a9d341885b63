//! Questions about values and where they came from.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::indicator_import::{self, ImportId, Kind};
use super::entity::{indicator_value, municipality_trait};
use super::figures::{Range, UNIT};
use super::outlook::Known;
use super::reading::{Entry, Indicator, Key, Subject, Value};
use crate::capacities;
use crate::platform::errors::AppError;
use crate::sign_in::actor::Actor;
use crate::territory::entity::municipality;

/// Measured by this system, not imported.
const OWN: &str = "SISTEMA";

/// The official indices of the framework, by name.
pub async fn indices(db: &impl ConnectionTrait) -> Result<BTreeSet<String>, DbErr> {
    let all = capacities::queries::indicators(db).await?.into_iter();
    Ok(all.map(|row| row.index_name).filter(|name| name != OWN).collect())
}

/// The indicators of an index that a capacity has, by code.
pub async fn indicators_of(
    db: &impl ConnectionTrait,
    index: &str,
) -> Result<HashMap<String, Indicator>, DbErr> {
    let all = capacities::queries::indicators(db).await?.into_iter();
    let own = all.filter(|row| row.index_name == index && index != OWN);
    Ok(own
        .map(|row| {
            let range = Range::of(&row.range_text);
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

/// A file of one's own.
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

/// What counts now of the years that a file is about.
pub async fn known(
    db: &impl ConnectionTrait,
    import: &indicator_import::Model,
    entries: &[Entry],
) -> Result<Known, DbErr> {
    let years: BTreeSet<i32> = entries.iter().map(|entry| entry.key.year).collect();
    match import.kind {
        Kind::Values => {
            use indicator_value::Column as V;
            type Row = (String, String, i32, i64, String, i32);
            let rows: Vec<Row> = indicator_value::Entity::find()
                .select_only()
                .columns([V::MunicipalityCode, V::IndicatorCode, V::Year])
                .columns([V::Value, V::Label, V::Revision])
                .filter(V::IndexName.eq(import.index_name.clone().unwrap_or_default()))
                .filter(V::Year.is_in(years))
                // The last one said of a key is the one that stays in the map.
                .order_by_asc(V::Revision)
                .into_tuple()
                .all(db)
                .await?;
            let of = |(municipality, code, year, value, label, revision): Row| {
                let key = Key { municipality, subject: Subject::Indicator(code), year };
                (key, (Value::Figure(value, label), revision))
            };
            Ok(rows.into_iter().map(of).collect())
        }
        Kind::Traits => {
            use municipality_trait::Column as T;
            let rows = municipality_trait::Entity::find()
                .filter(T::Year.is_in(years))
                .order_by_asc(T::Revision)
                .all(db)
                .await?;
            let of = |row: municipality_trait::Model| {
                let subject = Subject::Trait(row.kind, row.scheme);
                let key = Key { municipality: row.municipality_code, subject, year: row.year };
                (key, (Value::Text(row.value), row.revision))
            };
            Ok(rows.into_iter().map(of).collect())
        }
    }
}
