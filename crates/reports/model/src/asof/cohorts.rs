//! The cohorts that a report spoke of at a moment, as they were then.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use enrolment_model::entity::enrolment;
use history_model::entity::history_event;

use super::certificates::with_certificates_of;
use super::enrolments::{confirmed, with_people_of};
use super::undo::{self, SAVED, SEATS, STAGES, touches};
use crate::queries::{
    AT_ONCE, CohortFact, MunicipalityFact, ReportQuery, SessionSums, aimed_at, described,
};

/// A cohort as it is now, and what decides whether the report spoke of it.
#[derive(FromQueryResult)]
struct CohortCandidate {
    #[sea_orm(nested)]
    fact: CohortFact,
    has_people: bool,
    has_certified: bool,
}

/// Counts the confirmed enrolments of a row of `cohort`, whatever their department.
fn enrolled(at: DateTime<Utc>) -> SelectStatement {
    Query::select()
        .expr(Expr::col((enrolment::Entity, enrolment::Column::Id)).count())
        .from(enrolment::Entity)
        .and_where(
            Expr::col((enrolment::Entity, enrolment::Column::CohortId))
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .and_where(confirmed(at))
        .to_owned()
}

/// Everything published by then that could be spoken of. What was changed since may have been: the
/// change is taken back before anything is decided.
async fn candidates(
    db: &impl ConnectionTrait,
    question: &ReportQuery,
    at: DateTime<Utc>,
) -> Result<Vec<CohortCandidate>, DbErr> {
    let codes = question.codes();
    let among =
        |ids: SelectStatement| Expr::col((cohort::Entity, cohort::Column::Id)).in_subquery(ids);
    let saved = history_event::Entity::find()
        .select_only()
        .column(history_event::Column::CohortId)
        .filter(history_event::Column::Action.eq(SAVED))
        .filter(history_event::Column::At.gt(at))
        .filter(history_event::Column::CohortId.is_not_null())
        .into_query();
    let aimed = among(aimed_at(&codes));
    let peopled = with_people_of(&codes, question.period, at);
    let certified = with_certificates_of(&codes, question.period, at);
    let saved = among(saved);
    let mut rows = described(db.get_database_backend(), &codes, enrolled(at))
        .column_as(peopled.clone(), "has_people")
        .column_as(certified.clone(), "has_certified")
        .filter(cohort::Column::PublishedAt.lte(at))
        .filter(Condition::any().add(saved.clone()).add(aimed).add(peopled))
        .filter(
            Condition::any()
                .add(
                    Condition::all()
                        .add(cohort::Column::StartsOn.lte(question.period.to))
                        .add(cohort::Column::EndsOn.gte(question.period.from)),
                )
                .add(saved)
                .add(certified),
        );
    if let Some(only) = &question.cohorts {
        rows = rows.filter(cohort::Column::Id.is_in(only.iter().copied()));
    }
    rows.into_model().all(db).await
}

/// Reads the changes of these cohorts after the moment, the latest first.
async fn changes(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    at: DateTime<Utc>,
) -> Result<Vec<(i64, String, String)>, DbErr> {
    use history_event::Column;
    let mut all = Vec::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let rows = history_event::Entity::find()
            .select_only()
            .columns([Column::CohortId, Column::Action, Column::Detail])
            .filter(Column::CohortId.is_in(ids.iter().map(|id| id.0)))
            .filter(Column::At.gt(at))
            .filter(Column::Action.is_in(STAGES.into_iter().chain([SAVED, SEATS])))
            .order_by_desc(Column::At)
            .order_by_desc(Column::Id)
            .into_tuple::<(i64, String, String)>();
        all.extend(rows.all(db).await?);
    }
    Ok(all)
}

/// The cohorts that the report spoke of; two statements.
pub(super) async fn cohorts(
    db: &impl ConnectionTrait,
    question: &ReportQuery,
    municipalities: &[MunicipalityFact],
    at: DateTime<Utc>,
) -> Result<Vec<CohortFact>, DbErr> {
    let theirs: HashSet<&str> = municipalities.iter().map(|row| row.code.as_str()).collect();
    let mut found = candidates(db, question, at).await?;
    let ids: Vec<CohortId> = found.iter().map(|one| one.fact.id).collect();
    let place: HashMap<i64, usize> =
        found.iter().enumerate().map(|(place, one)| (one.fact.id.0, place)).collect();
    for (cohort, action, detail) in changes(db, &ids, at).await? {
        let Some(one) = place.get(&cohort).and_then(|place| found.get_mut(*place)) else {
            continue;
        };
        let detail = serde_json::from_str(&detail).unwrap_or_default();
        if let Some(mut codes) = undo::undo(&mut one.fact, &action, &detail) {
            codes.retain(|code| theirs.contains(code.as_str()));
            one.fact.places = (!codes.is_empty()).then(|| codes.join(","));
        }
    }
    let (from, to) = (question.period.from, question.period.to);
    let is_told = |one: &CohortCandidate| {
        !matches!(one.fact.stage, Stage::Draft | Stage::Cancelled)
            && (one.fact.places.is_some() || one.has_people)
            && (touches(&one.fact, from, to) || one.has_certified)
    };
    found.retain(is_told);
    let by_then = |moment: Option<DateTime<Utc>>| moment.filter(|moment| *moment <= at);
    let mut cohorts: Vec<CohortFact> = found
        .into_iter()
        .map(|CohortCandidate { fact, .. }| CohortFact {
            sums: SessionSums::default(),
            published_at: by_then(fact.published_at),
            started_at: by_then(fact.started_at),
            closed_at: by_then(fact.closed_at),
            ..fact
        })
        .collect();
    cohorts.sort_by_key(|cohort| (cohort.starts_on, cohort.id));
    Ok(cohorts)
}
