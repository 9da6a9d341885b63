//! A department's installed capacity on a day: read and counted once, written as page, workbook and
//! CSV (R61, R63).

mod sheets;
mod views;
mod web;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use capacities_model::entity::capacity;
use platform::errors::AppError;
use sign_in_model::actor::Actor;
use territory_model::queries::Place;

use super::cut::Cut;
use super::entity::coverage_target;
use super::figures::Count;
use super::queries::{self, What};
use super::targets;
use super::targets::rules::target_on;

pub use views::{DepartmentPage, PATH};
pub use web::routes;

/// What a department holds.
#[derive(Clone, Debug)]
pub struct Department {
    pub code: String,
    pub name: String,
    pub cut: Cut,
    /// The capacity that municipalities are counted for; none is any.
    pub capacity: Option<(String, String)>,
    pub capacities: Vec<OfCapacity>,
    pub places: Vec<OfPlace>,
    /// Each municipality for each capacity that it has somebody or a target for.
    pub pairs: Vec<OfPair>,
}

/// A capacity, over all municipalities; who works in two of them counts once.
#[derive(Clone, Debug)]
pub struct OfCapacity {
    pub code: String,
    pub name: String,
    pub count: Count,
    /// People in post in the department that are known, certified or not.
    pub in_post: i64,
    /// Of the municipalities that want somebody.
    pub target: Target,
}

/// A municipality, for one capacity or for any.
#[derive(Clone, Debug)]
pub struct OfPlace {
    pub code: String,
    pub name: String,
    pub count: Count,
    pub in_post: i64,
    /// Nobody wants people for any capacity.
    pub target: Target,
}

/// A municipality for a capacity.
#[derive(Clone, Debug)]
pub struct OfPair {
    pub place: String,
    pub place_name: String,
    pub capacity: String,
    pub capacity_name: String,
    pub count: Count,
    pub target: Target,
}

/// How many certified people are wanted, and how many of them there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Target {
    pub wanted: Option<i64>,
    pub have: i64,
}

impl Target {
    fn of(wanted: Option<i64>, have: i64) -> Self {
        Self { wanted, have: if wanted.is_some() { have } else { 0 } }
    }

    /// Together with another municipality's.
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

/// Counts it. `capacity` narrows the municipalities to one.
pub async fn read(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (code, name): (&str, &str),
    (cut, now): (Cut, DateTime<Utc>),
    (framework, capacity): (&[capacity::Model], Option<&capacity::Model>),
) -> Result<Department, AppError> {
    let codes = || queries::codes_of(actor, code);
    let by_capacity = queries::by_capacity(db, &cut, codes()).await?;
    let by_both = queries::by_both(db, &cut, codes()).await?;
    let in_post = queries::by_municipality(db, &cut, codes(), What::InPost).await?;
    let everybody = queries::in_post(db, &cut, codes()).await?;
    let places = queries::places_of(db, actor, code).await?;
    let targets = targets::queries::of_places(db, codes()).await?;
    let known_at = if cut.is_open { now } else { cut.known_at };
    let wanted = wanted(targets, &cut, known_at);
    let pairs = pairs(&places, framework, &by_both, &wanted);
    let any = match capacity {
        Some(_) => HashMap::new(),
        None => queries::by_municipality(db, &cut, codes(), What::Any).await?,
    };
    let of_place = |place: Place| {
        let pair = pairs.iter().find(|pair| {
            pair.place == place.code && capacity.is_some_and(|one| one.code == pair.capacity)
        });
        let count = match capacity {
            Some(_) => pair.map(|pair| pair.count).unwrap_or_default(),
            None => any.get(&place.code).copied().unwrap_or_default(),
        };
        OfPlace {
            in_post: in_post.get(&place.code).copied().unwrap_or_default().in_post(),
            target: pair.map(|pair| pair.target).unwrap_or_default(),
            count,
            code: place.code,
            name: place.name,
        }
    };
    let of_capacity = |one: &capacity::Model| OfCapacity {
        code: one.code.clone(),
        name: one.name.clone(),
        count: by_capacity.get(&one.code).copied().unwrap_or_default(),
        in_post: everybody,
        target: pairs
            .iter()
            .filter(|pair| pair.capacity == one.code)
            .fold(Target::default(), |sum, pair| sum.and(pair.target)),
    };
    Ok(Department {
        code: code.to_owned(),
        name: name.to_owned(),
        cut,
        capacity: capacity.map(|one| (one.code.clone(), one.name.clone())),
        capacities: framework.iter().map(of_capacity).collect(),
        places: places.into_iter().map(of_place).collect(),
        pairs,
    })
}

/// What each municipality wants of each capacity on the day, by both codes.
fn wanted(
    rows: Vec<coverage_target::Model>,
    cut: &Cut,
    known_at: DateTime<Utc>,
) -> BTreeMap<(String, String), i64> {
    let mut of: BTreeMap<(String, String), Vec<coverage_target::Model>> = BTreeMap::new();
    for row in rows {
        let key = (row.municipality_code.clone(), row.capacity_code.clone());
        of.entry(key).or_default().push(row);
    }
    of.into_iter()
        .filter_map(|(key, rows)| Some((key, target_on(&rows, cut.day, known_at)?)))
        .collect()
}

/// By the order of municipalities and capacities, those with nobody and no target left out.
fn pairs(
    places: &[Place],
    framework: &[capacity::Model],
    counts: &HashMap<(String, String), Count>,
    wanted: &BTreeMap<(String, String), i64>,
) -> Vec<OfPair> {
    let of = |place: &Place, one: &capacity::Model| {
        let key = (place.code.clone(), one.code.clone());
        let (count, wanted) = (counts.get(&key).copied(), wanted.get(&key).copied());
        (count.is_some() || wanted.is_some()).then(|| {
            let count = count.unwrap_or_default();
            OfPair {
                place: place.code.clone(),
                place_name: place.name.clone(),
                capacity: one.code.clone(),
                capacity_name: one.name.clone(),
                target: Target::of(wanted, count.in_post()),
                count,
            }
        })
    };
    places.iter().flat_map(|place| framework.iter().filter_map(move |one| of(place, one))).collect()
}
