//! What people gained between the first and the last test, capacity by capacity (R44). Paired people
//! only; groups that are too small are hidden by the type of the figure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, RelationTrait,
};

use capacities_model::entity::capacity;
use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use measures::{Confidence, Figure, GainReport, Minimum, gains};
use platform::example::Example;
use platform::numbers;

use super::entity::attempt::{self, State};
use super::entity::exam::{self, AttemptPolicy};
use super::entity::{attempt_item, exam_line};
use super::rules::MILLION;
use crate::entity::activity::{self, Kind};

/// What one attempt earned on the questions of one capacity.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct CapacityScore {
    pub kind: Kind,
    pub keep: AttemptPolicy,
    pub enrolment: EnrolmentId,
    pub number: i32,
    pub capacity: String,
    /// What the whole attempt earned, in millionths of a point.
    pub total: i64,
    /// What the capacity earned, in millionths of a point.
    pub earned: i64,
    /// What the capacity could earn, in whole points.
    pub points: i64,
}

/// The gain of one capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityGain {
    pub capacity: String,
    pub report: GainReport,
}

type Tests = (Option<i64>, Option<i64>);

/// Returns the share of a capacity's points that the attempt that counts earned, in millionths.
/// Attempts differ in what was drawn, and not in how much of each capacity they asked.
fn share(keep: AttemptPolicy, attempts: &[&CapacityScore]) -> Option<i64> {
    let of = |part: &CapacityScore| (part.points > 0).then(|| part.earned / part.points);
    match keep {
        // The attempt whose grade counts, the earlier one of equals: not the best of each capacity.
        AttemptPolicy::Best => {
            attempts.iter().max_by_key(|part| (part.total, -part.number)).and_then(|part| of(part))
        }
        AttemptPolicy::Last => {
            attempts.iter().max_by_key(|part| part.number).and_then(|part| of(part))
        }
        AttemptPolicy::Average => {
            let shares: Option<Vec<i64>> = attempts.iter().map(|part| of(part)).collect();
            let shares = shares.filter(|shares| !shares.is_empty())?;
            Some(shares.iter().sum::<i64>() / i64::try_from(shares.len()).ok()?)
        }
    }
}

/// Returns the gain of every capacity that both tests ask for. A person without one of the tests is in
/// none of the figures.
pub fn by_capacity(parts: &[CapacityScore]) -> Vec<CapacityGain> {
    let mut found: BTreeMap<&str, HashMap<EnrolmentId, Tests>> = BTreeMap::new();
    let mut groups: HashMap<(Kind, EnrolmentId, &str), Vec<&CapacityScore>> = HashMap::new();
    let mut asked: HashMap<Kind, BTreeSet<&str>> = HashMap::new();
    for part in parts {
        groups.entry((part.kind, part.enrolment, &part.capacity)).or_default().push(part);
        asked.entry(part.kind).or_default().insert(&part.capacity);
    }
    for ((kind, person, capacity), attempts) in groups {
        let Some(keep) = attempts.first().map(|part| part.keep) else { continue };
        let tests = found.entry(capacity).or_default().entry(person).or_default();
        match kind {
            Kind::PreTest => tests.0 = share(keep, &attempts),
            Kind::PostTest => tests.1 = share(keep, &attempts),
            Kind::Product | Kind::Other => {}
        }
    }
    let both = |capacity: &str| {
        [Kind::PreTest, Kind::PostTest]
            .iter()
            .all(|kind| asked.get(kind).is_some_and(|known| known.contains(capacity)))
    };
    found
        .into_iter()
        .filter(|(capacity, _)| both(capacity))
        .map(|(capacity, people)| {
            // In one order, so that the sums are the same every time.
            let mut people: Vec<_> = people.into_iter().collect();
            people.sort_by_key(|(person, _)| *person);
            let tests: Vec<Tests> = people.into_iter().map(|(_, tests)| tests).collect();
            CapacityGain {
                capacity: capacity.to_owned(),
                report: gains(&tests, MILLION, Confidence::NinetyFive, Minimum::GROUP),
            }
        })
        .collect()
}

/// What confirmed people earned of each capacity in attempts that are over and graded. One statement.
///
/// # Errors
/// The database's.
pub async fn parts(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<CapacityScore>, DbErr> {
    attempt_item::Entity::find()
        .select_only()
        .column_as(activity::Column::Kind, "kind")
        .column_as(exam::Column::Keep, "keep")
        .column_as(attempt::Column::EnrolmentId, "enrolment")
        .column_as(attempt::Column::Number, "number")
        .column_as(exam_line::Column::CapacityCode, "capacity")
        .column_as(attempt::Column::Points, "total")
        .column_as(sum(attempt_item::Column::Earned), "earned")
        .column_as(sum(attempt_item::Column::Points), "points")
        .join(JoinType::InnerJoin, attempt_item::Relation::Attempt.def())
        .join(JoinType::InnerJoin, attempt_item::Relation::Line.def())
        .join(JoinType::InnerJoin, attempt::Relation::Exam.def())
        .join(JoinType::InnerJoin, attempt::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, exam::Relation::Activity.def())
        .filter(activity::Column::CohortId.eq(cohort))
        .filter(activity::Column::Kind.is_in([Kind::PreTest, Kind::PostTest]))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(attempt::Column::State.ne(State::Open))
        .filter(attempt::Column::Points.is_not_null())
        .group_by(activity::Column::Kind)
        .group_by(exam::Column::Keep)
        .group_by(attempt::Column::EnrolmentId)
        .group_by(attempt::Column::Number)
        .group_by(exam_line::Column::CapacityCode)
        .group_by(attempt::Column::Points)
        .into_model()
        .all(db)
        .await
}

/// A sum as a whole number on both databases: PostgreSQL adds bigints into numerics.
fn sum(column: attempt_item::Column) -> sea_orm::sea_query::Expr {
    use sea_orm::sea_query::{Alias, Expr, ExprTrait as _};
    Expr::col((attempt_item::Entity, column)).sum().cast_as(Alias::new("BIGINT"))
}

/// A row of the page's table.
#[derive(Clone, Debug, serde::Serialize, Example)]
pub struct GainRow {
    pub capacity: String,
    /// People with both tests, or a dash where they are too few to be told.
    pub n: String,
    /// Both means, «42 % → 71 %».
    pub tests: String,
    /// «0,50».
    pub gain: String,
    /// «de 0,38 a 0,62».
    pub interval: String,
    /// Why there is no figure.
    pub why_not: Option<String>,
}

/// The capacities of a cohort with their figures in words. Two statements.
///
/// # Errors
/// The database's.
pub async fn rows(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Vec<GainRow>, DbErr> {
    let all = by_capacity(&parts(db, cohort).await?);
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let codes = all.iter().map(|one| one.capacity.as_str());
    let names: HashMap<String, String> = capacity::Entity::find()
        .filter(capacity::Column::Code.is_in(codes))
        .all(db)
        .await?
        .into_iter()
        .map(|one| (one.code, one.name))
        .collect();
    Ok(all.iter().map(|one| row(one, &names)).collect())
}

fn row(one: &CapacityGain, names: &HashMap<String, String>) -> GainRow {
    let dash = || "—".to_owned();
    let number = |value: measures::Real| numbers::decimal(value.get(), 2);
    let percent = |value: measures::Real| numbers::percent(Some(value.get() / MILLION as f64));
    let capacity = names.get(&one.capacity).unwrap_or(&one.capacity).clone();
    let tests = match &one.report.change {
        Figure::Shown(shown) => {
            let change = shown.value();
            format!("{} → {}", percent(change.pre), percent(change.post))
        }
        Figure::Hidden(_) | Figure::Undefined(_) => dash(),
    };
    match &one.report.gain {
        Figure::Shown(shown) => GainRow {
            capacity,
            n: shown.n().to_string(),
            tests,
            gain: number(shown.value().mean),
            interval: format!(
                "de {} a {}",
                number(shown.value().interval.low),
                number(shown.value().interval.high)
            ),
            why_not: None,
        },
        hidden => GainRow {
            capacity,
            n: dash(),
            tests,
            gain: dash(),
            interval: dash(),
            why_not: hidden.why_not(),
        },
    }
}

#[cfg(test)]
#[path = "gain_tests.rs"]
mod tests;
