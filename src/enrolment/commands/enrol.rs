//! Asking for a place (R18, R24).

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    Set, SqlErr,
};
use serde_json::json;

use super::ground::Ground;
use super::shared::{Move, News, tell, trace};
use crate::enrolment::entity::enrolment::{self, EnrolmentId, Stage};
use crate::enrolment::entity::enrolment_exception;
use crate::enrolment::policy::Enrol;
use crate::enrolment::queries::{candidate, position, requirements};
use crate::enrolment::rules::{self, EnrolmentRefusal, Window};
use crate::enrolment::seating::Belongs;
use crate::history::commands::{Event, record};
use crate::people::commands::record_consent;
use crate::people::entity::person::{self, PersonId};
use crate::people::entity::post::{self, PostId};
use crate::people::rules::NOTICE_VERSION;
use crate::platform::app::App;
use crate::platform::errors::{AppError, Failure};
use crate::territory::entity::entity;

/// What the place is counted for. Without a municipality it is the post's.
#[derive(Clone, Debug, Default)]
pub struct NewEnrolment {
    pub post: Option<PostId>,
    pub municipality: Option<String>,
    /// How the person authorised the processing of their data, when they did it with this
    /// request; the version is today's (R71).
    pub consent: Option<&'static str>,
}

/// Where the person landed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    pub enrolment: EnrolmentId,
    pub stage: Stage,
    /// In the waiting list, 1 for the first; only for who waits.
    pub position: Option<u64>,
}

/// Enrols one person: a seat while there is one, otherwise the end of the waiting list.
pub async fn enrol(
    app: &App,
    permit: Enrol,
    new: NewEnrolment,
) -> Result<Placed, Failure<EnrolmentRefusal>> {
    let tx = app.db.begin().await?;
    let placed = enrol_in(&tx, app, &permit, new).await?;
    tx.commit().await?;
    Ok(placed)
}

/// [`enrol`] inside the transaction of a larger verb.
pub(in crate::enrolment) async fn enrol_in(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &Enrol,
    new: NewEnrolment,
) -> Result<Placed, Failure<EnrolmentRefusal>> {
    let mut ground = Ground::hold(tx, app, *permit.cohort()).await?;
    Window::of(&ground.cohort)
        .may_enrol(*permit.origin(), app.clock.today())
        .map_err(Failure::Refused)?;
    let person =
        person::Entity::find_by_id(*permit.person()).one(tx).await?.ok_or(AppError::NotFound)?;
    let post = post_of(tx, &person, new.post).await?;
    let known = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(ground.cohort.id))
        .filter(enrolment::Column::PersonId.eq(person.id))
        .one(tx)
        .await?;
    let from = known.as_ref().map(|row| row.stage);
    let municipality =
        new.municipality.or(post.as_ref().map(|post| post.municipality_code.clone()));
    let entity_kind = match &post {
        Some(post) => entity::Entity::find_by_id(post.entity_id).one(tx).await?.map(|one| one.kind),
        None => None,
    };
    let unmet = eligible(tx, &ground, permit, post.as_ref(), municipality.as_ref()).await?;
    let who = Belongs { municipality: municipality.clone(), entity_kind: entity_kind.clone() };
    let to = rules::place(from, &mut ground.seating, &who).map_err(Failure::Refused)?;

    let now = app.clock.now();
    let created_at = known.as_ref().map_or(now, |row| row.created_at);
    let is_new = known.is_none();
    let mut row = known.map(IntoActiveModel::into_active_model).unwrap_or_default();
    row.cohort_id = Set(ground.cohort.id);
    row.person_id = Set(person.id);
    row.post_id = Set(post.as_ref().map(|post| post.id));
    row.municipality_code = Set(municipality);
    row.entity_kind = Set(entity_kind);
    row.stage = Set(to);
    row.origin = Set(*permit.origin());
    row.queue_number = Set(ground.last_queue + 1);
    row.created_at = Set(created_at);
    row.confirmed_at = Set((to == Stage::Confirmed).then_some(now));
    row.withdrawn_at = Set(None);
    let written = if is_new { row.insert(tx).await } else { row.update(tx).await };
    let row = match written {
        Ok(row) => row,
        // One enrolment per person and cohort: the constraint has the last word.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(Failure::Refused(EnrolmentRefusal::AlreadyConfirmed));
        }
        Err(error) => return Err(error.into()),
    };

    if let (Some(rules), Some(reason)) = (unmet, permit.exception()) {
        except(tx, app, permit, &row, rules, reason).await?;
    }
    if let Some(channel) = new.consent {
        record_consent(tx, app, person.id, NOTICE_VERSION, channel).await?;
    }
    let position = match to {
        Stage::Waiting => Some(position(tx, row.cohort_id, row.queue_number, row.post_id).await?),
        _ => None,
    };
    let action = if is_new { "enrolment.enrol" } else { "enrolment.enrol_again" };
    let change = Move { action, from, to, by: permit.by(), reason: None, cause: None };
    let event = trace(tx, app, &row, change).await?;
    let news = position.map_or(News::Confirmed, |position| News::Waiting { position });
    let about = match to {
        Stage::Confirmed => ground.about_place(tx, app, row.id).await?,
        _ => ground.about(tx, row.id).await?,
    };
    tell(tx, app, &person, about, event, news).await?;
    Ok(Placed { enrolment: row.id, stage: to, position })
}

/// Refuses whoever does not meet what the course asks for; with an exception of the coordination
/// answers the codes of the rules that it sets aside (R22).
async fn eligible(
    tx: &DatabaseTransaction,
    ground: &Ground,
    permit: &Enrol,
    post: Option<&post::Model>,
    municipality: Option<&String>,
) -> Result<Option<String>, Failure<EnrolmentRefusal>> {
    match unmet(tx, ground, *permit.person(), post, municipality).await? {
        None => Ok(None),
        Some(EnrolmentRefusal::NotEligible { rules, .. }) if permit.exception().is_some() => {
            Ok(Some(rules))
        }
        Some(refusal) => Err(Failure::Refused(refusal)),
    }
}

/// What of the course's rules a person does not meet.
pub(super) async fn unmet(
    tx: &DatabaseTransaction,
    ground: &Ground,
    person: PersonId,
    post: Option<&post::Model>,
    municipality: Option<&String>,
) -> Result<Option<EnrolmentRefusal>, AppError> {
    let asked = requirements(tx, &ground.cohort).await?;
    let who = candidate(tx, &asked, person, post, municipality).await?;
    let failing = asked.unmet(&who);
    if failing.is_empty() {
        return Ok(None);
    }
    let codes: Vec<&str> = failing.iter().map(|rule| rule.code()).collect();
    Ok(Some(EnrolmentRefusal::NotEligible {
        rules: codes.join(","),
        sentences: failing.iter().map(|rule| asked.sentence(*rule)).collect(),
    }))
}

async fn except(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &Enrol,
    row: &enrolment::Model,
    rules: String,
    reason: &str,
) -> Result<(), AppError> {
    let detail = json!({ "rules": rules });
    let exception = enrolment_exception::ActiveModel {
        enrolment_id: Set(row.id),
        rules: Set(rules),
        reason: Set(reason.to_owned()),
        granted_by: Set(permit.by().account),
        granted_at: Set(app.clock.now()),
        ..Default::default()
    };
    exception.insert(tx).await?;
    let event = Event {
        at: app.clock.now(),
        actor: permit.by().account.map(|account| account.0),
        request: permit.by().request.as_deref(),
        action: "enrolment.except",
        subject_kind: "enrolment",
        subject_id: row.id.0,
        cohort_id: Some(row.cohort_id.0),
        detail,
    };
    Ok(record(tx, event).await?)
}

async fn post_of(
    tx: &DatabaseTransaction,
    person: &person::Model,
    post: Option<PostId>,
) -> Result<Option<post::Model>, Failure<EnrolmentRefusal>> {
    let Some(id) = post else { return Ok(None) };
    match post::Entity::find_by_id(id).one(tx).await? {
        Some(post) if post.person_id == person.id => Ok(Some(post)),
        _ => Err(Failure::Refused(EnrolmentRefusal::PostOfAnother)),
    }
}
