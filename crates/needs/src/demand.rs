//! What the builder of cohorts asks of needs: those that a draft could answer, and answering them in the
//! transaction that makes it.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect, Set,
};

use cohorts_model::demand::{Demand, NeedsAnswerFuture, NeedsListFuture};
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::cohort_municipality;
use courses_model::entity::course_version_capacity;
use history_model::commands::{Event, record_all};
use sign_in_model::prelude::*;

use super::entity::need::{self, NeedId};
use super::entity::need_match;
use super::queries;

/// What the declaration of this capability gives the builder.
pub const DEMAND: Demand = Demand { tell, answer };

fn tell<'a>(db: &'a DatabaseConnection, actor: &'a Actor, ids: &'a [i64]) -> NeedsListFuture<'a> {
    Box::pin(told(db, actor, ids))
}

async fn told(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ids: &[i64],
) -> Result<Vec<Alternative>, DbErr> {
    let rows = queries::some(db, actor, ids.iter().copied().map(NeedId)).await?;
    let sums = queries::figures(db, rows.iter().map(|row| row.id)).await?;
    let shown = rows.iter().filter(|row| row.is_decided_by_actor && row.refused_at.is_none());
    Ok(shown
        .map(|row| {
            let left = numbers::people(row.figures(&sums).remainder());
            let day = dates::short(row.deadline_on);
            let text = format!(
                "N.º {}: {}, {left} sin cohorte, hasta el {day} ({})",
                row.id, row.municipality, row.capacity
            );
            Alternative::new(row.id, text)
        })
        .collect())
}

fn answer<'a>(
    tx: &'a DatabaseTransaction,
    app: &'a App,
    by: &'a Author,
    cohort: CohortId,
    ids: &'a [i64],
) -> NeedsAnswerFuture<'a> {
    Box::pin(answered(tx, app, by, (cohort, ids)))
}

/// Matches the cohort with those of the needs whose municipality and capacity it is for, the earliest
/// deadline first: as many people as wait, while there are seats. The municipalities of a cohort are
/// within the unit of its maker, so no need of another unit is among them.
async fn answered(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    (cohort, ids): (CohortId, &[i64]),
) -> Result<usize, AppError> {
    let row = cohort::Entity::find_by_id(cohort).one(tx).await?.ok_or(AppError::NotFound)?;
    let author = by.account.ok_or_else(|| AppError::Internal("a match needs an author".into()))?;
    let places = cohort_municipality::Entity::find()
        .select_only()
        .column(cohort_municipality::Column::MunicipalityCode)
        .filter(cohort_municipality::Column::CohortId.eq(cohort));
    let places: Vec<String> = places.into_tuple().all(tx).await?;
    let capacities = course_version_capacity::Entity::find()
        .select_only()
        .column(course_version_capacity::Column::CapacityCode)
        .filter(course_version_capacity::Column::CourseVersionId.eq(row.course_version_id));
    let capacities: Vec<String> = capacities.into_tuple().all(tx).await?;
    // Locked in the order of ids, as everybody does; answered in the order of their days.
    let mut needs = need::Entity::find()
        .filter(need::Column::Id.is_in(ids.iter().copied().map(NeedId)))
        .filter(need::Column::RefusedAt.is_null())
        .filter(need::Column::MunicipalityCode.is_in(places))
        .filter(need::Column::CapacityCode.is_in(capacities))
        .order_by_asc(need::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let sums = queries::figures(tx, needs.iter().map(|need| need.id)).await?;
    needs.sort_by_key(|need| (need.deadline_on, need.id));
    let mut left: BTreeMap<String, i32> = BTreeMap::new();
    let mut matches = Vec::new();
    let mut events = Vec::new();
    for need in &needs {
        let seats = left.entry(need.capacity_code.clone()).or_insert(row.seats);
        let matched = sums.get(&need.id).map_or(0, |sum| sum.0);
        let waiting = i32::try_from(i64::from(need.people) - matched).unwrap_or_default();
        let people = waiting.min(*seats);
        if people < 1 {
            continue;
        }
        *seats -= people;
        matches.push(need_match::ActiveModel {
            need_id: Set(need.id),
            cohort_id: Set(cohort),
            people: Set(people),
            matched_at: Set(app.clock.now()),
            matched_by: Set(author),
            ..Default::default()
        });
        events.push(Event {
            cohort_id: Some(cohort.0),
            detail: json!({ "cohort": cohort, "people": [0, people] }),
            ..by.event(app.clock.now(), "needs.match", ("need", need.id.0))
        });
    }
    let count = matches.len();
    if count > 0 {
        need_match::Entity::insert_many(matches).exec_without_returning(tx).await?;
        record_all(tx, events).await?;
    }
    Ok(count)
}
