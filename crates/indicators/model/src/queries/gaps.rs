//! What a gap is computed of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, RelationTrait as _,
};

use capacities_model as capacities;
use sign_in_model::actor::Actor;
use territory_model::queries::{NamedMunicipality, departments_within, places_within};

use super::OWN;
use crate::entity::indicator_import::Column as I;
use crate::entity::indicator_value::{self, Column as V};
use crate::entity::municipality_trait::{self, Column as T, Kind};
use crate::figures::ValueRange;
use crate::peers::{GroupMember, Measure, PeerValue, Peers, Schemes, choose};
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

/// An indicator by its index and its code.
fn of((index, code): (&str, &str)) -> Condition {
    Condition::all().add(V::IndexName.eq(index)).add(V::IndicatorCode.eq(code))
}

/// Everybody's values of one indicator in some years, by year and municipality.
async fn values(
    db: &impl ConnectionTrait,
    indicator: (&str, &str),
    years: Expr,
) -> Result<BTreeMap<i32, HashMap<String, PeerValue>>, DbErr> {
    let rows: Vec<(i32, String, i64, String, NaiveDate, bool)> = indicator_value::Entity::find()
        .select_only()
        .columns([V::Year, V::MunicipalityCode, V::Value])
        .columns([I::Source, I::PublishedOn, I::IsDemo])
        .join(JoinType::InnerJoin, indicator_value::Relation::Import.def())
        .filter(of(indicator))
        .filter(years)
        // The last one said of a municipality is the one that stays in the map.
        .order_by_asc(V::Revision)
        .into_tuple()
        .all(db)
        .await?;
    let mut by_year: BTreeMap<i32, HashMap<String, PeerValue>> = BTreeMap::new();
    for (year, municipality, value, source, published_on, is_demo) in rows {
        let valued = PeerValue { value, source, published_on, is_demo };
        by_year.entry(year).or_default().insert(municipality, valued);
    }
    Ok(by_year)
}

/// Everybody's value of one indicator in one year, by municipality.
pub async fn valued(
    db: &impl ConnectionTrait,
    measure: &Measure,
    year: i32,
) -> Result<HashMap<String, PeerValue>, DbErr> {
    let indicator = (measure.index.as_str(), measure.code.as_str());
    let mut by_year = values(db, indicator, V::Year.eq(year)).await?;
    Ok(by_year.remove(&year).unwrap_or_default())
}

/// Everybody's comparison group in some years, by year and scheme.
async fn groups(
    db: &impl ConnectionTrait,
    years: impl IntoIterator<Item = i32>,
) -> Result<BTreeMap<i32, Schemes>, DbErr> {
    let rows: Vec<(i32, String, String, String, bool)> = municipality_trait::Entity::find()
        .select_only()
        .column(T::Year)
        .columns([T::Scheme, T::MunicipalityCode, T::Value])
        .column(I::IsDemo)
        .join(JoinType::InnerJoin, municipality_trait::Relation::Import.def())
        .filter(T::Kind.eq(Kind::Group))
        .filter(T::Year.is_in(years))
        .order_by_asc(T::Revision)
        .into_tuple()
        .all(db)
        .await?;
    let mut by_year: BTreeMap<i32, Schemes> = BTreeMap::new();
    for (year, scheme, municipality, group, is_demo) in rows {
        let scheme = by_year.entry(year).or_default().entry(scheme).or_default();
        scheme.insert(municipality, GroupMember { group, is_demo });
    }
    Ok(by_year)
}

/// Everybody's comparison group in one year, by scheme.
pub async fn schemes(db: &impl ConnectionTrait, year: i32) -> Result<Schemes, DbErr> {
    Ok(groups(db, [year]).await?.remove(&year).unwrap_or_default())
}

/// Everybody's values of one indicator by year, each year with its own groups.
#[derive(Clone, Debug)]
pub struct PeerYears(BTreeMap<i32, Peers>);

impl PeerYears {
    /// The last year in which a municipality has a value, with everybody of that year.
    pub fn latest(&self, municipality: &str) -> Option<(i32, &Peers)> {
        let mut years = self.0.iter().rev();
        let (year, peers) = years.find(|(_, peers)| peers.values.contains_key(municipality))?;
        Some((*year, peers))
    }
}

/// Reads the years that are the last ones in which some municipalities have a value of an indicator, with the
/// groups that its gap is told by where nobody asks for others. Two statements.
///
/// # Errors
/// The database's.
pub async fn peer_years(
    db: &impl ConnectionTrait,
    (indicator, better): ((&str, &str), Better),
    codes: SelectStatement,
) -> Result<PeerYears, DbErr> {
    let last = indicator_value::Entity::find()
        .select_only()
        .column_as(V::Year.max(), "year")
        .filter(of(indicator))
        .filter(V::MunicipalityCode.in_subquery(codes))
        .group_by(V::MunicipalityCode)
        .into_query();
    let values = values(db, indicator, V::Year.in_subquery(last)).await?;
    let mut groups = groups(db, values.keys().copied()).await?;
    let peers = |(year, values): (i32, HashMap<String, PeerValue>)| {
        let mut schemes = groups.remove(&year).unwrap_or_default();
        let scheme = choose(&schemes, "", indicator.0);
        let members = scheme.and_then(|scheme| schemes.remove(&scheme)).unwrap_or_default();
        (year, Peers { better, values, members })
    };
    Ok(PeerYears(values.into_iter().map(peers).collect()))
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
