//! What a gap is computed of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _,
};

use capacities_model as capacities;
use sign_in_model::actor::Actor;
use territory_model::queries::{NamedMunicipality, departments_within, places_within};

use super::OWN;
use crate::entity::indicator_import::Column as I;
use crate::entity::indicator_value::{self, Column as V};
use crate::entity::municipality_trait::{self, Column as T, Kind};
use crate::figures::ValueRange;
use crate::peers::{GroupMember, Measure, PeerValue, Schemes};
use crate::policy;
use crate::rules::Better;

/// The indicators that may be compared, by index and code.
pub async fn measures(db: &impl ConnectionTrait) -> Result<Vec<Measure>, DbErr> {
    let all = capacities::queries::indicators(db).await?.into_iter();
    let mut known = BTreeMap::new();
    for row in all.filter(|row| row.index_name != OWN) {
        let Some(better) = Better::of(&row.direction) else { continue };
        known.entry((row.index_name.clone(), row.indicator_code.clone())).or_insert(Measure {
            index: row.index_name,
            code: row.indicator_code,
            name: row.name,
            unit: row.unit,
            range: ValueRange::of(&row.range_text),
            range_text: row.range_text,
            better,
            note: row.note,
        });
    }
    Ok(known.into_values().collect())
}

/// The years of which there are values, by the code of the indicator.
pub async fn years(
    db: &impl ConnectionTrait,
    municipality: Option<&str>,
) -> Result<BTreeMap<String, BTreeSet<i32>>, DbErr> {
    let mut select = indicator_value::Entity::find()
        .select_only()
        .columns([V::IndicatorCode, V::Year])
        .distinct();
    if let Some(code) = municipality {
        select = select.filter(V::MunicipalityCode.eq(code));
    }
    let mut by_code: BTreeMap<String, BTreeSet<i32>> = BTreeMap::new();
    for (code, year) in select.into_tuple::<(String, i32)>().all(db).await? {
        by_code.entry(code).or_default().insert(year);
    }
    Ok(by_code)
}

/// Everybody's value of one indicator in one year, by municipality.
pub async fn valued(
    db: &impl ConnectionTrait,
    measure: &Measure,
    year: i32,
) -> Result<HashMap<String, PeerValue>, DbErr> {
    let rows: Vec<(String, i64, String, NaiveDate, bool)> = indicator_value::Entity::find()
        .select_only()
        .columns([V::MunicipalityCode, V::Value])
        .columns([I::Source, I::PublishedOn, I::IsDemo])
        .join(JoinType::InnerJoin, indicator_value::Relation::Import.def())
        .filter(V::IndexName.eq(&measure.index))
        .filter(V::IndicatorCode.eq(&measure.code))
        .filter(V::Year.eq(year))
        // The last one said of a municipality is the one that stays in the map.
        .order_by_asc(V::Revision)
        .into_tuple()
        .all(db)
        .await?;
    let of = |(municipality, value, source, published_on, is_demo)| {
        (municipality, PeerValue { value, source, published_on, is_demo })
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Everybody's comparison group in one year, by scheme.
pub async fn schemes(db: &impl ConnectionTrait, year: i32) -> Result<Schemes, DbErr> {
    let rows: Vec<(String, String, String, bool)> = municipality_trait::Entity::find()
        .select_only()
        .columns([T::Scheme, T::MunicipalityCode, T::Value])
        .column(I::IsDemo)
        .join(JoinType::InnerJoin, municipality_trait::Relation::Import.def())
        .filter(T::Kind.eq(Kind::Group))
        .filter(T::Year.eq(year))
        .order_by_asc(T::Revision)
        .into_tuple()
        .all(db)
        .await?;
    let mut schemes = Schemes::new();
    for (scheme, municipality, group, is_demo) in rows {
        schemes.entry(scheme).or_default().insert(municipality, GroupMember { group, is_demo });
    }
    Ok(schemes)
}

/// The departments whose municipalities the actor reads, by name.
pub async fn own_departments(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<(String, String)>, DbErr> {
    departments_within(db, policy::scope(actor)).await
}

/// The municipalities of a department that the actor reads, by name.
pub async fn own_places(
    db: &impl ConnectionTrait,
    actor: &Actor,
    department: &str,
) -> Result<Vec<NamedMunicipality>, DbErr> {
    places_within(db, policy::scope(actor), department).await
}
