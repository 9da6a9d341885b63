//! The last certified person of a capacity leaves a municipality: who answers for it is told, once, with
//! what comes next. No letter names anybody.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

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
use notices_model::letters::Recipient;
use people_model::entity::person::PersonId;
use platform::app::App;
use platform::dates;
use platform::errors::AppError;
use platform::workers::{Round, Worker};
use sign_in_model::entity::account;
use sign_in_model::queries::coordinators;
use territory_model::labels;
use territory_model::queries::{focal_points, place, unit_serving};

use super::entity::{handover, holding};
use super::letters::{Cohort, Handover, Lost};
use super::refresh::Difference;
use super::rules::Holding;

/// A capacity of a municipality.
type Pair = (String, String);

/// Pairs asked about with one statement.
const AT_ONCE: usize = 200;
/// Cohorts that a letter tells of for each capacity.
const TOLD: usize = 3;
/// An end that passed longer ago is no news.
const NEWS: Days = Days::new(30);
const PAUSE: Duration = Duration::from_secs(60 * 60);

/// Tells of every capacity that what was just written leaves with nobody, from the first day, today or
/// later, on which somebody counted and does not any more. A last day that is known beforehand is told
/// beforehand: that is when a handover can still be made. Of two that end anyway, the later one counts.
///
/// # Errors
/// The database's.
pub async fn notice(
    tx: &DatabaseTransaction,
    app: &App,
    difference: &Difference,
) -> Result<(), AppError> {
    let lost = lost(difference, app.clock.today());
    let alone = without_anybody(tx, lost, AHEAD).await?;
    tell(tx, app, alone).await
}

/// The first day from `today` on that each pair loses.
fn lost(difference: &Difference, today: NaiveDate) -> BTreeMap<Pair, NaiveDate> {
    type Key = (PersonId, Pair);
    let key = |person: PersonId, one: &Holding| -> Option<Key> {
        Some((person, (one.capacity.clone()?, one.municipality.clone())))
    };
    let mut new: BTreeMap<Key, Vec<&Holding>> = BTreeMap::new();
    for (person, one) in &difference.opened {
        if let Some(key) = key(*person, one) {
            new.entry(key).or_default().push(one);
        }
    }
    let mut lost: BTreeMap<Pair, NaiveDate> = BTreeMap::new();
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

/// How far ahead a day without anybody is told of: time to hand over, and near enough to be true.
const AHEAD: Days = Days::new(60);

#[derive(FromQueryResult)]
struct Held {
    capacity_code: String,
    municipality_code: String,
    last: Option<NaiveDate>,
    rows: i64,
    ends: i64,
}

/// Those of the pairs for which nobody counts on their day, or not for long: with the first day without
/// anybody, within `ahead` of theirs.
async fn without_anybody(
    db: &impl ConnectionTrait,
    lost: BTreeMap<Pair, NaiveDate>,
    ahead: Days,
) -> Result<Vec<(Pair, NaiveDate)>, DbErr> {
    use holding::Column;
    let all: Vec<(Pair, NaiveDate)> = lost.into_iter().collect();
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
        let held: Vec<Held> = holding::Entity::find()
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
        let held: HashMap<Pair, Held> = held
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

/// Notes them and writes the letters, one for each municipality and reader; what was told stays told.
async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    alone: Vec<(Pair, NaiveDate)>,
) -> Result<(), AppError> {
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
        Lost {
            name: name.map_or_else(|| capacity.clone(), |one| one.name.clone()),
            date: dates::long(*day),
            cohorts: open
                .iter()
                .filter(|one| one.capacity == *capacity)
                .take(TOLD)
                .map(|one| Cohort {
                    course: one.course.clone(),
                    name: one.name.clone(),
                    dates: dates::range(one.starts_on, one.ends_on),
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
        for one in coordinators(tx, &unit.code).await? {
            told.insert(one.id);
            let page = format!("/municipios/{code}/capacidad");
            letters.push((recipient(&one), key(one.id.0), letter(page)));
        }
    }
    for one in focal_points(tx, code).await? {
        // Figures of people are not theirs to read: their page is the municipality's own.
        if told.insert(one.id) {
            let page = format!("/municipios/{code}");
            letters.push((recipient(&one), key(one.id.0), letter(page)));
        }
    }
    if letters.is_empty() {
        return Ok(());
    }
    queue_all(tx, app, letters).await
}

fn recipient(account: &account::Model) -> Recipient {
    Recipient {
        email: account.email.clone(),
        name: account.display_name.clone(),
        person: None,
        account: Some(account.id.0),
    }
}

#[derive(FromQueryResult)]
struct Open {
    capacity: String,
    course: String,
    name: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

/// Cohorts for the municipality that take people and build one of these capacities.
async fn open_cohorts(
    db: &impl ConnectionTrait,
    code: &str,
    lost: &[(String, NaiveDate)],
    today: NaiveDate,
) -> Result<Vec<Open>, DbErr> {
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

/// Certificates and terms end by the calendar and change no row: a worker tells of those.
pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("handovers", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Tells of what ended not long ago and left nobody, and was not told.
///
/// # Errors
/// The database's.
pub async fn round(app: &App) -> Result<Round, AppError> {
    let due = due(app.db.read(), app.clock.today()).await?;
    if due.is_empty() {
        return Ok(Round::Idle);
    }
    let tx = app.db.begin().await?;
    tell(&tx, app, due).await?;
    tx.commit().await?;
    Ok(Round::Idle)
}

async fn due(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<(Pair, NaiveDate)>, DbErr> {
    use holding::{Column, Ended, Entity};
    let since = today.checked_sub_days(NEWS).unwrap_or(today);
    let ended: Vec<(String, String, NaiveDate)> = Entity::find()
        .select_only()
        .columns([Column::CapacityCode, Column::MunicipalityCode])
        .column_as(Column::LastOn.max(), "last")
        .filter(Column::KnownUntil.is_null())
        .filter(Column::CapacityCode.is_not_null())
        .filter(Column::LastOn.gte(since))
        .filter(Column::LastOn.lt(today))
        .filter(Column::Ended.ne(Ended::Continued))
        .group_by(Column::CapacityCode)
        .group_by(Column::MunicipalityCode)
        .into_tuple()
        .all(db)
        .await?;
    let ended: BTreeMap<Pair, NaiveDate> =
        ended.into_iter().map(|(capacity, place, last)| ((capacity, place), last)).collect();
    // Nobody today is what counts: whoever came since is somebody.
    let asked = ended.keys().map(|pair| (pair.clone(), today)).collect();
    let alone = without_anybody(db, asked, Days::new(0)).await?;
    let mut due = Vec::new();
    for (pair, _) in alone {
        let Some(day) = ended.get(&pair).and_then(|last| last.succ_opt()) else { continue };
        due.push((pair, day));
    }
    let known = told_since(db, &due).await?;
    due.retain(|(pair, day)| !known.iter().any(|(other, told)| other == pair && told >= day));
    Ok(due)
}

/// What was told of these pairs, with the day it was told of.
async fn told_since(
    db: &impl ConnectionTrait,
    due: &[(Pair, NaiveDate)],
) -> Result<Vec<(Pair, NaiveDate)>, DbErr> {
    use handover::Column;
    let Some(first) = due.iter().map(|(_, day)| *day).min() else { return Ok(Vec::new()) };
    let rows: Vec<(String, String, NaiveDate)> = handover::Entity::find()
        .select_only()
        .columns([Column::CapacityCode, Column::MunicipalityCode, Column::FromOn])
        .filter(Column::FromOn.gte(first))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(capacity, place, day)| ((capacity, place), day)).collect())
}
