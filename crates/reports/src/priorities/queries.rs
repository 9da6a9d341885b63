//! Reads what the priorities are computed from, and the changes that people made of the ranking.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, RelationTrait as _, Select,
};

use indicators_model::entity::indicator_import;
use indicators_model::entity::municipality_trait::{self, Column as T, Kind};
use indicators_model::peers::Peers;
use indicators_model::queries::gaps::peer_years;
use indicators_model::rules::Better;
use needs_model::queries::waiting_people;
use platform::pager::ROWS;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use territory_model::entity::{department, municipality};

use super::entity::priority_override::{self, Column as O, Direction};
use super::rules::{IndexFact, PriorityFacts};
use crate::policy::municipality_scope;
use crate::queries::ever;

/// Indices of which the whole is a criterion, with the code of the whole; both are better when higher.
const MDM: (&str, &str) = ("MDM", "080010008");
const IDF: (&str, &str) = ("IDF", "IDF");

#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct PriorityMunicipality {
    pub code: String,
    pub name: String,
    pub department: String,
    pub pdet: Option<String>,
    /// Whether a person of it ever attended a session.
    pub ever: bool,
}

/// A municipality with the facts that its score is computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriorityCandidate {
    pub place: PriorityMunicipality,
    pub facts: PriorityFacts,
    /// Whether some of the facts were invented for the demonstration.
    pub is_demo: bool,
}

fn of(actor: &Actor, department: &str) -> Condition {
    let mut own = Condition::all().add(municipality_scope(actor));
    if !department.is_empty() {
        own = own.add(municipality::Column::DepartmentCode.eq(department));
    }
    own
}

/// What a municipality has of an index in a year, and whether any of it was invented.
fn index_fact((year, peers): (i32, &Peers), code: &str) -> Option<(IndexFact, bool)> {
    let own = peers.values.get(code)?;
    let group = peers.group(code).zip(peers.gap(code).ok());
    let is_demo = own.is_demo || group.is_some_and(|(group, _)| peers.has_demo(group));
    let group = group.map(|(group, gap)| (group.to_owned(), gap));
    Some((IndexFact { value: own.value, year, group }, is_demo))
}

/// Every municipality of the actor's territory, or of one department of it, by name; the latest
/// year of each thing counts.
pub async fn known(
    db: &impl ConnectionTrait,
    actor: &Actor,
    department: &str,
    (capacity, today): (Option<&str>, NaiveDate),
) -> Result<Vec<PriorityCandidate>, DbErr> {
    let places: Vec<PriorityMunicipality> = municipality::Entity::find()
        .select_only()
        .columns([municipality::Column::Code, municipality::Column::Name])
        .column_as(department::Column::Name, "department")
        .column_as(municipality::Column::PdetSubregion, "pdet")
        .column_as(ever(None), "ever")
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .filter(of(actor, department))
        .order_by_asc(municipality::Column::SearchName)
        .order_by_asc(municipality::Column::Code)
        .into_model()
        .all(db)
        .await?;
    let codes = || {
        municipality::Entity::find()
            .select_only()
            .column(municipality::Column::Code)
            .filter(of(actor, department))
            .into_query()
    };
    let mut facts: HashMap<String, (PriorityFacts, bool)> = HashMap::new();
    for index in [MDM, IDF] {
        let years = peer_years(db, (index, Better::Higher), codes()).await?;
        for place in &places {
            let found = years.latest(&place.code);
            let Some((fact, is_demo)) = found.and_then(|found| index_fact(found, &place.code))
            else {
                continue;
            };
            let (facts, has_demo) = facts.entry(place.code.clone()).or_default();
            *has_demo |= is_demo;
            let of = if index == MDM { &mut facts.mdm } else { &mut facts.idf };
            *of = Some(fact);
        }
    }
    let rows: Vec<(String, Kind, String, bool)> = municipality_trait::Entity::find()
        .select_only()
        .columns([T::MunicipalityCode, T::Kind, T::Value])
        .column(indicator_import::Column::IsDemo)
        .join(JoinType::InnerJoin, municipality_trait::Relation::Import.def())
        .filter(T::Kind.is_in([Kind::Category, Kind::Population]))
        .filter(T::MunicipalityCode.in_subquery(codes()))
        .order_by_asc(T::Year)
        .order_by_asc(T::Revision)
        .into_tuple()
        .all(db)
        .await?;
    let latest: HashMap<(String, Kind), (String, bool)> =
        rows.into_iter().map(|(place, kind, value, demo)| ((place, kind), (value, demo))).collect();
    for ((place, kind), (value, is_demo)) in latest {
        let (facts, has_demo) = facts.entry(place).or_default();
        *has_demo |= is_demo;
        match kind {
            Kind::Category => facts.category = Some(value),
            _ => facts.population = value.parse().ok(),
        }
    }
    let asked = waiting_people(db, codes(), (capacity, today)).await?;
    let known = places.into_iter().map(|place| {
        let (mut facts, is_demo) = facts.remove(&place.code).unwrap_or_default();
        facts.is_pdet = place.pdet.is_some();
        facts.is_never_reached = !place.ever;
        if !asked.is_empty() {
            facts.demand = Some(asked.get(&place.code).copied().unwrap_or_default());
        }
        PriorityCandidate { place, facts, is_demo }
    });
    Ok(known.collect())
}

/// A change of a municipality's rank, with its author and reason.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult, Serialize, Example)]
pub struct RankOverride {
    pub municipality_code: String,
    #[example(Direction::Lift)]
    pub direction: Direction,
    pub reason: String,
    pub made_at: DateTime<Utc>,
    pub author: String,
    pub withdrawn_at: Option<DateTime<Utc>>,
}

fn changes(capacity: &str) -> Select<priority_override::Entity> {
    priority_override::Entity::find()
        .select_only()
        .columns([O::MunicipalityCode, O::Direction, O::Reason, O::MadeAt, O::WithdrawnAt])
        .column_as(account::Column::DisplayName, "author")
        .join(JoinType::InnerJoin, priority_override::Relation::MadeBy.def())
        .filter(O::CapacityCode.eq(capacity))
}

/// Reads the changes for a capacity that are not withdrawn, by municipality.
pub async fn standing(
    db: &impl ConnectionTrait,
    capacity: &str,
) -> Result<HashMap<String, RankOverride>, DbErr> {
    let rows: Vec<RankOverride> =
        changes(capacity).filter(O::WithdrawnAt.is_null()).into_model().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.municipality_code.clone(), row)).collect())
}

/// Reads every change of a municipality for a capacity, the latest first.
pub async fn told(
    db: &impl ConnectionTrait,
    municipality: &str,
    capacity: &str,
) -> Result<Vec<RankOverride>, DbErr> {
    changes(capacity)
        .filter(O::MunicipalityCode.eq(municipality))
        .order_by_desc(O::Id)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}
