//! A department's installed capacity on a day: read and counted once, written as page, workbook and
//! CSV (R61, R63).

mod map;
mod sheets;
mod views;
mod web;

use std::collections::{BTreeMap, HashMap};

use sea_orm::ConnectionTrait;

use capacities_model::entity::capacity;
use sign_in_model::prelude::*;
use territory_model::queries::NamedMunicipality;

use super::as_of::AsOf;
use super::entity::coverage_target;
use super::figures::Count;
use super::queries::{self, CountScope};
use super::targets;
use super::targets::rules::target_on;

pub use views::DepartmentCapacityPage;
pub use web::routes;

/// The installed capacity of a department on a day.
#[derive(Clone, Debug)]
pub struct DepartmentCapacity {
    pub code: String,
    pub name: String,
    pub as_of: AsOf,
    /// The capacity that municipalities are counted for, code and name; `None` means any capacity.
    pub capacity: Option<(String, String)>,
    /// That one alone, or every one.
    pub capacities: Vec<LedgerCount>,
    pub places: Vec<LedgerCount>,
    /// Each municipality for each capacity that it has somebody or a target for.
    pub pairs: Vec<PairFigures>,
}

/// How many people hold one capacity in all the municipalities together, where a person who works in two
/// of them counts once; or how many hold one capacity, or any, in one municipality.
#[derive(Clone, Debug)]
pub struct LedgerCount {
    /// Of the capacity or of the municipality.
    pub code: String,
    pub name: String,
    pub count: Count,
    /// People in post there that are known, certified or not.
    pub in_post: i64,
    /// Of all municipalities that have a target together. Empty when the row counts any capacity: targets
    /// are set for one.
    pub target: TargetCoverage,
}

/// How many people hold one capacity in one municipality.
#[derive(Clone, Debug)]
pub struct PairFigures {
    pub place: String,
    pub place_name: String,
    pub capacity: String,
    pub capacity_name: String,
    pub count: Count,
    pub target: TargetCoverage,
}

/// How many certified people are wanted, and how many of them there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TargetCoverage {
    pub wanted: Option<i64>,
    pub have: i64,
}

impl TargetCoverage {
    fn of(wanted: Option<i64>, have: i64) -> Self {
        Self { wanted, have: if wanted.is_some() { have } else { 0 } }
    }

    /// Adds the target of another municipality.
    fn and(self, other: Self) -> Self {
        Self {
            wanted: match (self.wanted, other.wanted) {
                (None, None) => None,
                (one, another) => Some(one.unwrap_or(0) + another.unwrap_or(0)),
            },
            have: self.have + other.have,
        }
    }
}

/// Counts the people of a department. `capacity` narrows the figures to one capacity.
pub async fn read(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (code, name): (&str, &str),
    (as_of, now): (AsOf, DateTime<Utc>),
    (framework, capacity): (&[capacity::Model], Option<&capacity::Model>),
) -> Result<DepartmentCapacity, AppError> {
    let codes = || queries::codes_of(actor, code);
    let by_capacity = queries::by_capacity(db, &as_of, codes()).await?;
    let by_both = queries::by_both(db, &as_of, codes()).await?;
    let in_post = queries::by_municipality(db, &as_of, codes(), CountScope::InPost).await?;
    let everybody = queries::in_post(db, &as_of, codes()).await?;
    let places = queries::places_of(db, actor, code).await?;
    let targets = targets::queries::of_places(db, codes()).await?;
    let known_at = if as_of.is_open { now } else { as_of.known_at };
    let wanted = wanted(targets, &as_of, known_at);
    let pairs = pairs(&places, framework, &by_both, &wanted);
    let any = match capacity {
        Some(_) => HashMap::new(),
        None => queries::by_municipality(db, &as_of, codes(), CountScope::Any).await?,
    };
    let of_place = |place: NamedMunicipality| {
        let pair = pairs.iter().find(|pair| {
            pair.place == place.code && capacity.is_some_and(|one| one.code == pair.capacity)
        });
        let count = match capacity {
            Some(_) => pair.map(|pair| pair.count).unwrap_or_default(),
            None => any.get(&place.code).copied().unwrap_or_default(),
        };
        LedgerCount {
            in_post: in_post.get(&place.code).copied().unwrap_or_default().in_post(),
            target: pair.map(|pair| pair.target).unwrap_or_default(),
            count,
            code: place.code,
            name: place.name,
        }
    };
    let of_capacity = |one: &capacity::Model| LedgerCount {
        code: one.code.clone(),
        name: one.name.clone(),
        count: by_capacity.get(&one.code).copied().unwrap_or_default(),
        in_post: everybody,
        target: pairs
            .iter()
            .filter(|pair| pair.capacity == one.code)
            .fold(TargetCoverage::default(), |sum, pair| sum.and(pair.target)),
    };
    Ok(DepartmentCapacity {
        code: code.to_owned(),
        name: name.to_owned(),
        as_of,
        capacity: capacity.map(|one| (one.code.clone(), one.name.clone())),
        capacities: framework
            .iter()
            .filter(|one| capacity.is_none_or(|chosen| chosen.code == one.code))
            .map(of_capacity)
            .collect(),
        places: places.into_iter().map(of_place).collect(),
        pairs,
    })
}

/// Returns how many people each municipality wants for each capacity on the day, by both codes.
fn wanted(
    rows: Vec<coverage_target::Model>,
    as_of: &AsOf,
    known_at: DateTime<Utc>,
) -> BTreeMap<(String, String), i64> {
    let mut of: BTreeMap<(String, String), Vec<coverage_target::Model>> = BTreeMap::new();
    for row in rows {
        let key = (row.municipality_code.clone(), row.capacity_code.clone());
        of.entry(key).or_default().push(row);
    }
    of.into_iter()
        .filter_map(|(key, rows)| Some((key, target_on(&rows, as_of.day, known_at)?)))
        .collect()
}

/// Returns the pairs that have somebody or a target, in the order of municipalities and capacities.
fn pairs(
    places: &[NamedMunicipality],
    framework: &[capacity::Model],
    counts: &HashMap<(String, String), Count>,
    wanted: &BTreeMap<(String, String), i64>,
) -> Vec<PairFigures> {
    let of = |place: &NamedMunicipality, one: &capacity::Model| {
        let key = (place.code.clone(), one.code.clone());
        let (count, wanted) = (counts.get(&key).copied(), wanted.get(&key).copied());
        (count.is_some() || wanted.is_some()).then(|| {
            let count = count.unwrap_or_default();
            PairFigures {
                place: place.code.clone(),
                place_name: place.name.clone(),
                capacity: one.code.clone(),
                capacity_name: one.name.clone(),
                target: TargetCoverage::of(wanted, count.in_post()),
                count,
            }
        })
    };
    places.iter().flat_map(|place| framework.iter().filter_map(move |one| of(place, one))).collect()
}
