//! Saying what is needed, matching it with cohorts, refusing it.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait as _, QueryFilter, QuerySelect as _,
};

use capacities_model::queries::capacity;
use cohorts_model::entity::cohort::{self, CohortId};
use courses_model as courses;
use platform::db::take_turns;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::work::Work;
use territory_model::commands::{NewEntity, find_or_add_entity};
use territory_model::entity::entity::{self, EntityId};
use territory_model::kinds::TOWN_HALL;
use territory_model::labels;
use territory_model::queries::{place, unit_serving};

use super::entity::need::{self, NeedId};
use super::entity::need_match;
use super::letters::NeedWithoutOffer;
use super::policy::{MatchNeed, RefuseNeed, StateNeed};
use super::queries::{self, alike, fit, matched_beside};
use super::rules::{self, NeedFigures, NeedRefusal};

type NeedResult<T> = Result<T, Failure<NeedRefusal>>;

/// The public body that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestingBody {
    Known(EntityId),
    /// The alcaldía of the municipality, which nobody has named yet.
    TownHall,
}

#[derive(Clone, Debug)]
pub struct NewNeed {
    pub body: RequestingBody,
    pub capacity: String,
    pub people: i32,
    pub deadline: NaiveDate,
    pub note: Option<String>,
    /// The needs like it that the form showed before it was sent.
    pub seen: Vec<NeedId>,
}

/// Says what a municipality needs. Where no course builds the capacity, the coordination is told once.
///
/// # Errors
/// Refused when it cannot be asked for, or when there are needs like it that the form did not show.
pub async fn state_need(app: &App, permit: StateNeed, new: NewNeed) -> NeedResult<NeedId> {
    let municipality = permit.municipality().as_str();
    rules::may_ask(new.people, new.deadline, app.clock.today()).map_err(Failure::Refused)?;
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    // Of two that are alike and written at once, the second one sees the first.
    take_turns(tx, &[&format!("need {municipality} {}", new.capacity)]).await?;
    let known = capacity(tx, &new.capacity).await?.ok_or(AppError::NotFound)?;
    if known.retired {
        return refuse(NeedRefusal::CapacityRetired);
    }
    let found = alike(tx, municipality, (Some(&known.code), Some(new.deadline))).await?;
    if found.iter().any(|one| !new.seen.contains(&one.id)) {
        let needs = found.into_iter().map(|one| one.id).collect();
        return refuse(NeedRefusal::Similar { needs });
    }
    let place = place(tx, municipality).await?.ok_or(AppError::NotFound)?;
    let entity = match new.body {
        RequestingBody::Known(id) => {
            let entity = entity::Entity::find_by_id(id).one(tx).await?;
            let here = entity.filter(|one| one.municipality_code.as_deref() == Some(municipality));
            let Some(entity) = here else { return refuse(NeedRefusal::EntityElsewhere) };
            entity.id
        }
        RequestingBody::TownHall => {
            let hall = NewEntity {
                kind: TOWN_HALL.to_owned(),
                name: format!("Alcaldía de {}", place.name),
                municipality_code: municipality.to_owned(),
                is_demo: app.demo,
            };
            find_or_add_entity(tx, app, work.by, hall).await?
        }
    };
    let row = need::ActiveModel {
        municipality_code: Set(municipality.to_owned()),
        entity_id: Set(entity),
        capacity_code: Set(known.code.clone()),
        people: Set(new.people),
        deadline_on: Set(new.deadline),
        note: Set(new.note),
        requested_at: Set(work.now),
        requested_by: Set(work.account()?),
        is_demo: Set(app.demo),
        ..Default::default()
    };
    let id = row.insert(tx).await?.id;
    let detail = json!({ "capacity": known.code, "people": new.people });
    work.record("needs.state", ("need", id.0), detail).await?;
    if !courses::queries::offered(tx).await?.contains(&known.code) {
        let unit = unit_serving(tx, municipality).await?;
        let letter = NeedWithoutOffer {
            need: id.0,
            municipality: place.full_name(),
            capacity: known.name,
            people: new.people.into(),
            deadline: platform::dates::long(new.deadline),
            unit: unit.as_ref().map_or_else(|| "ESAP".to_owned(), |unit| labels::unit(&unit.name)),
        };
        if let Some(unit) = unit {
            let key = format!("needs/without-offer:{id}:");
            work.write_to_coordinators(&unit.code, &key, &letter).await?;
        }
    }
    work.commit().await?;
    Ok(id)
}

/// The need, locked until the transaction ends: of two who match the same remainder, the second one
/// counts what the first one took.
async fn locked(tx: &DatabaseTransaction, id: NeedId) -> Result<need::Model, AppError> {
    let found = need::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    found.ok_or(AppError::NotFound)
}

/// Returns how many people of the need are matched and attended now.
async fn figures_of(tx: &DatabaseTransaction, need: &need::Model) -> Result<NeedFigures, AppError> {
    let sums = queries::figures(tx, [need.id]).await?;
    let (matched, attended) = sums.get(&need.id).copied().unwrap_or_default();
    Ok(NeedFigures { asked: need.people.into(), matched, attended })
}

/// Matches `people` of a need with a cohort. The number replaces the one before; zero releases all of
/// them.
///
/// # Errors
/// Refused when fewer wait, the cohort is for others or has no seats, or they are certified already.
pub async fn match_need(app: &App, permit: MatchNeed, people: i32) -> NeedResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let need = locked(tx, *permit.need()).await?;
    let cohort_id = *permit.cohort();
    let cohort = cohort::Entity::find_by_id(cohort_id).lock_exclusive().one(tx).await?;
    let cohort = cohort.ok_or(AppError::NotFound)?;
    let matches = queries::matches(tx, need.id).await?;
    let own = matches.iter().find(|one| one.cohort.id == cohort_id);
    let already = own.map_or(0, |one| one.people);
    let counted = if cohort.stage == cohort::Stage::Cancelled { 0 } else { already };
    let certified = own.map_or(0, |one| one.attended);
    let figures = figures_of(tx, &need).await?;
    let wanted = i64::from(people);
    let is_refused = need.refused_at.is_some();
    rules::may_match(figures, is_refused, (counted, certified), wanted)
        .map_err(Failure::Refused)?;
    if wanted > counted {
        let fits = cohort::Entity::find()
            .filter(cohort::Column::Id.eq(cohort_id))
            .filter(fit(&need.municipality_code, &need.capacity_code))
            .count(tx)
            .await?;
        if fits == 0 {
            return refuse(NeedRefusal::CohortUnfit);
        }
        let others = matched_beside(tx, cohort_id, (&need.capacity_code, need.id)).await?;
        rules::fits(cohort.seats.into(), others, wanted).map_err(Failure::Refused)?;
    }
    put(&work, (need.id, cohort_id), people).await?;
    let detail = json!({ "cohort": cohort_id, "people": [already, wanted] });
    work.record_in(cohort_id.0, "needs.match", ("need", need.id.0), detail).await?;
    Ok(work.commit().await?)
}

/// Writes how many people of a need a cohort takes, or deletes the row when there are none.
async fn put(
    work: &Work<'_>,
    (need, cohort): (NeedId, CohortId),
    people: i32,
) -> Result<(), AppError> {
    let tx = &work.tx;
    let row = need_match::Entity::find()
        .filter(need_match::Column::NeedId.eq(need))
        .filter(need_match::Column::CohortId.eq(cohort))
        .one(tx)
        .await?;
    match (row, people) {
        (None, ..=0) => {}
        (Some(row), ..=0) => {
            need_match::Entity::delete_by_id(row.id).exec(tx).await?;
        }
        (Some(row), _) => {
            let mut row = row.into_active_model();
            row.people = Set(people);
            row.update(tx).await?;
        }
        (None, _) => {
            let row = need_match::ActiveModel {
                need_id: Set(need),
                cohort_id: Set(cohort),
                people: Set(people),
                matched_at: Set(work.now),
                matched_by: Set(work.account()?),
                ..Default::default()
            };
            row.insert(tx).await?;
        }
    }
    Ok(())
}

/// Refuses what is left of a need, with a reason; people who have a cohort keep it.
///
/// # Errors
/// Refused when it was refused already, or nothing of it waits.
pub async fn refuse_need(app: &App, permit: RefuseNeed, reason: String) -> NeedResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let need = locked(&work.tx, *permit.need()).await?;
    if need.refused_at.is_some() {
        return refuse(NeedRefusal::Refused);
    }
    let figures = figures_of(&work.tx, &need).await?;
    if figures.remainder() == 0 {
        return refuse(NeedRefusal::NothingLeft);
    }
    let id = need.id;
    let mut row = need.into_active_model();
    row.refused_at = Set(Some(work.now));
    row.refused_by = Set(Some(work.account()?));
    row.refusal_reason = Set(Some(reason));
    row.update(&work.tx).await?;
    let detail = json!({ "left": figures.remainder() });
    work.record("needs.refuse", ("need", id.0), detail).await?;
    Ok(work.commit().await?)
}
