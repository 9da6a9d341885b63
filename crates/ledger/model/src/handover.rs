//! Letters about capacities that lose their last certified person in a municipality. Those who answer
//! for the municipality are told once, with the cohorts that could certify others; no letter names
//! anybody.

mod worker;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use sea_orm::sea_query::{ExprTrait as _, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
};

use capacities_model::queries::capacities;
use cohorts_model::entity::{cohort, cohort_municipality};
use cohorts_model::queries::open_on;
use courses_model::entity::{course_version, course_version_capacity};
use notices_model::commands::queue_all;
use people_model::entity::person::PersonId;
use platform::prelude::*;
use sign_in_model::queries::coordinators;
use territory_model::labels;
use territory_model::queries::{focal_points, place, unit_serving};

pub use worker::{round, worker};

use super::entity::{handover, holding};
use super::letters::{Handover, HandoverCohort, LostCapacity};
use super::refresh::LedgerDifference;
use super::rules::Holding;

/// The codes of a capacity and of a municipality.
type CapacityAtPlace = (String, String);

/// A capacity of a municipality with the first day on which nobody counts for it.
type EmptyDay = (CapacityAtPlace, NaiveDate);

/// How many capacities of municipalities one statement asks about.
const AT_ONCE: usize = 200;
/// How many cohorts a letter names for each capacity.
const TOLD: usize = 3;

/// Writes the letters about every capacity that a change of the ledger leaves without anybody: from the
/// first day, today or later, on which a person counted and no longer does. A last day that is known
/// beforehand is told beforehand, while a handover can still be made. When two people end anyway, the
/// later day counts.
///
/// # Errors
/// The database's.
pub async fn notice(
    tx: &DatabaseTransaction,
    app: &App,
    difference: &LedgerDifference,
) -> Result<(), AppError> {
    let lost = lost(difference, app.clock.today());
    let alone = without_anybody(tx, lost, AHEAD).await?;
    tell(tx, app, alone).await
}

/// Returns the first day from `today` on that each capacity of a municipality loses somebody.
fn lost(difference: &LedgerDifference, today: NaiveDate) -> BTreeMap<CapacityAtPlace, NaiveDate> {
    type PersonAtPlace = (PersonId, CapacityAtPlace);
    let key = |person: PersonId, one: &Holding| -> Option<PersonAtPlace> {
        Some((person, (one.capacity.clone()?, one.municipality.clone())))
    };
    let mut new: BTreeMap<PersonAtPlace, Vec<&Holding>> = BTreeMap::new();
    for (person, one) in &difference.opened {
        if let Some(key) = key(*person, one) {
            new.entry(key).or_default().push(one);
        }
    }
    let mut lost: BTreeMap<CapacityAtPlace, NaiveDate> = BTreeMap::new();
    for row in &difference.closed {
        let old = row.as_holding();
        let Some(key) = key(row.person_id, &old) else { continue };
        let new = new.get(&key).map_or(&[][..], Vec::as_slice);
        let after = new.iter().filter_map(|one| one.last.and_then(|last| last.succ_opt()));
        let days: BTreeSet<NaiveDate> =
            after.chain([today, old.from]).filter(|day| *day >= today).collect();
        let gone = |day: &NaiveDate| old.counts(*day) && !new.iter().any(|one| one.counts(*day));
        if let Some(day) = days.into_iter().find(gone) {
            let first = lost.entry(key.1).or_insert(day);
            // The last of several is the one that leaves nobody.
            if day > *first {
                *first = day;
            }
        }
    }
    lost
}

/// How many days ahead the letter is written: enough to hand over, and near enough to be true.
const AHEAD: Days = Days::new(60);

#[derive(FromQueryResult)]
struct HolderCount {
    capacity_code: String,
    municipality_code: String,
    last: Option<NaiveDate>,
    rows: i64,
    ends: i64,
}

/// Returns the capacities of municipalities for which nobody counts on the given day, or at the latest
/// `ahead` days after it, with the first day without anybody.
async fn without_anybody(
    db: &impl ConnectionTrait,
    lost: BTreeMap<CapacityAtPlace, NaiveDate>,
    ahead: Days,
) -> Result<Vec<EmptyDay>, DbErr> {
    use holding::Column;
    let all: Vec<EmptyDay> = lost.into_iter().collect();
    let mut alone = Vec::new();
    for some in all.chunks(AT_ONCE) {
        let mut any = Condition::any();
        for ((capacity, municipality), day) in some {
            any = any.add(
                Column::CapacityCode
                    .eq(capacity)
                    .and(Column::MunicipalityCode.eq(municipality))
                    .and(Column::FromOn.lte(*day))
                    .and(Column::LastOn.is_null().or(Column::LastOn.gte(*day))),
            );
        }
        let held: Vec<HolderCount> = holding::Entity::find()
            .select_only()
            .columns([Column::CapacityCode, Column::MunicipalityCode])
            .column_as(Column::LastOn.max(), "last")
            .column_as(Column::Id.count(), "rows")
            .column_as(Column::LastOn.count(), "ends")
            .filter(Column::KnownUntil.is_null())
            .filter(any)
            .group_by(Column::CapacityCode)
            .group_by(Column::MunicipalityCode)
            .into_model()
            .all(db)
            .await?;
        let held: HashMap<CapacityAtPlace, HolderCount> = held
            .into_iter()
            .map(|row| ((row.capacity_code.clone(), row.municipality_code.clone()), row))
            .collect();
        for (pair, day) in some {
            let first = match held.get(pair) {
                None => Some(*day),
                Some(row) if row.ends < row.rows => None,
                Some(row) => row.last.and_then(|last| last.succ_opt()),
            };
            let near = day.checked_add_days(ahead).unwrap_or(*day);
            alone.extend(first.filter(|first| *first <= near).map(|first| (pair.clone(), first)));
        }
    }
    Ok(alone)
}

/// Records the empty days and queues the letters, one for each municipality and reader. A day that was
/// recorded before is not told again.
async fn tell(tx: &DatabaseTransaction, app: &App, alone: Vec<EmptyDay>) -> Result<(), AppError> {
    let mut of: BTreeMap<String, Vec<(String, NaiveDate)>> = BTreeMap::new();
    for ((capacity, municipality), day) in alone {
        let row = handover::ActiveModel {
            capacity_code: Set(capacity.clone()),
            municipality_code: Set(municipality.clone()),
            from_on: Set(day),
            noticed_at: Set(app.clock.now()),
            ..Default::default()
        };
        let known = OnConflict::columns([
            handover::Column::CapacityCode,
            handover::Column::MunicipalityCode,
            handover::Column::FromOn,
        ]);
        let written = handover::Entity::insert(row)
            .on_conflict(known.to_owned().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        if written > 0 {
            of.entry(municipality).or_default().push((capacity, day));
        }
    }
    for (municipality, lost) in of {
        write(tx, app, &municipality, &lost).await?;
    }
    Ok(())
}

async fn write(
    tx: &DatabaseTransaction,
    app: &App,
    code: &str,
    lost: &[(String, NaiveDate)],
) -> Result<(), AppError> {
    let Some(place) = place(tx, code).await? else { return Ok(()) };
    let unit = unit_serving(tx, code).await?;
    let framework = capacities(tx).await?;
    let open = open_cohorts(tx, code, lost, app.clock.today()).await?;
    let lines = lost.iter().map(|(capacity, day)| {
        let name = framework.iter().find(|one| one.code == *capacity);
        LostCapacity {
            name: name.map_or_else(|| capacity.clone(), |one| one.name.clone()),
            date: dates::long(*day),
            cohorts: open
                .iter()
                .filter(|one| one.capacity == *capacity)
                .take(TOLD)
                .map(|one| HandoverCohort {
                    course: one.course.clone(),
                    name: one.name.clone(),
                    dates: dates::period(one.starts_on, one.ends_on),
                })
                .collect(),
        }
    });
    let letter = |href: String| Handover {
        municipality: place.full_name(),
        lost: lines.clone().collect(),
        href,
        unit: unit.as_ref().map_or_else(|| "ESAP".to_owned(), |unit| labels::unit(&unit.name)),
    };
    let days: Vec<String> =
        lost.iter().map(|(capacity, day)| format!("{capacity}@{day}")).collect();
    let key = |account: i64| format!("ledger/handover:{code}:{}:{account}", days.join(","));
    let mut letters = Vec::new();
    let mut told = BTreeSet::new();
    if let Some(unit) = &unit {
        for one in coordinators(tx, &unit.code, app.clock.today()).await? {
            told.insert(one.id);
            let (key, page) = (key(one.id.0), format!("/municipios/{code}/capacidad"));
            letters.push((one.recipient(), key, letter(page)));
        }
    }
    for one in focal_points(tx, code).await? {
        // Figures of people are not theirs to read: their page is the municipality's own.
        if told.insert(one.id) {
            let (key, page) = (key(one.id.0), format!("/municipios/{code}"));
            letters.push((one.recipient(), key, letter(page)));
        }
    }
    if letters.is_empty() {
        return Ok(());
    }
    queue_all(tx, app, letters).await
}

#[derive(FromQueryResult)]
struct OpenCohortRow {
    capacity: String,
    course: String,
    name: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

/// Returns the cohorts for the municipality that take people and build one of these capacities.
async fn open_cohorts(
    db: &impl ConnectionTrait,
    code: &str,
    lost: &[(String, NaiveDate)],
    today: NaiveDate,
) -> Result<Vec<OpenCohortRow>, DbErr> {
    let capacities = lost.iter().map(|(capacity, _)| capacity.as_str());
    cohort::Entity::find()
        .select_only()
        .columns([cohort::Column::Name, cohort::Column::StartsOn, cohort::Column::EndsOn])
        .column_as(course_version::Column::Name, "course")
        .column_as(course_version_capacity::Column::CapacityCode, "capacity")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join_rev(JoinType::InnerJoin, course_version_capacity::Relation::CourseVersion.def())
        .join_rev(JoinType::InnerJoin, cohort_municipality::Relation::Cohort.def())
        .filter(cohort_municipality::Column::MunicipalityCode.eq(code))
        .filter(course_version_capacity::Column::CapacityCode.is_in(capacities))
        .filter(open_on(today))
        .order_by_asc(cohort::Column::StartsOn)
        .order_by_asc(cohort::Column::Id)
        .limit(50)
        .into_model()
        .all(db)
        .await
}
