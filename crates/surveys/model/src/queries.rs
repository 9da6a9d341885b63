//! Surveys read for pages, workers and later capabilities: here their versions and rounds; tickets,
//! ballots and follow-ups have files of their own.

mod ballots;
mod follow_ups;
mod tickets;

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use cohorts_model::entity::cohort::{self, CohortId};
use courses_model::entity::course_version;
use platform::errors::AppError;

use super::entity::survey_round::{self, RoundId};
use super::entity::survey_version::{self, Kind, State, VersionId};
use super::questionnaire::Questionnaire;

pub(super) use ballots::read_sheets;
pub use ballots::{box_of, digests, read_ballot, round_of_ballot, sheets};
pub use follow_ups::{FollowUpAnswers, InvitationDetails, followed, invitation, invited};
pub use tickets::{OpenSurvey, SatisfactionRound, answered, asking, ticket, turnout, waiting};

/// Returns the version that the rounds to come use: the last one published.
pub async fn in_use(
    db: &impl ConnectionTrait,
    kind: Kind,
) -> Result<Option<survey_version::Model>, DbErr> {
    survey_version::Entity::find()
        .filter(survey_version::Column::Kind.eq(kind))
        .filter(survey_version::Column::State.eq(State::Published))
        .order_by_desc(survey_version::Column::Number)
        .one(db)
        .await
}

/// Returns the versions of a kind, the newest first. `None` means every kind.
pub async fn versions(
    db: &impl ConnectionTrait,
    kind: Option<Kind>,
) -> Result<Vec<survey_version::Model>, DbErr> {
    let mut select = survey_version::Entity::find();
    if let Some(kind) = kind {
        select = select.filter(survey_version::Column::Kind.eq(kind));
    }
    select.order_by_desc(survey_version::Column::Number).limit(200).all(db).await
}

/// Returns what a version asks.
pub fn questionnaire(version: &survey_version::Model) -> Result<Questionnaire, AppError> {
    read(&version.body)
}

pub(super) fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, AppError> {
    // The text is somebody's answer, so the error does not repeat it.
    serde_json::from_str(text)
        .map_err(|error| AppError::Internal(format!("a survey's row at {}", error.column())))
}

pub fn write<T: serde::Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|_| AppError::Internal("a survey's row".to_owned()))
}

/// Returns the round of this kind that a cohort has, if it opened.
pub async fn round_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    kind: Kind,
) -> Result<Option<survey_round::Model>, DbErr> {
    survey_round::Entity::find()
        .filter(survey_round::Column::CohortId.eq(cohort))
        .filter(survey_round::Column::Kind.eq(kind))
        .one(db)
        .await
}

/// Returns the rounds of a cohort with what each asks, in the order in which they opened.
pub async fn rounds(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(survey_round::Model, Questionnaire)>, AppError> {
    let rows = survey_round::Entity::find()
        .find_also_related(survey_version::Entity)
        .filter(survey_round::Column::CohortId.eq(cohort))
        .order_by_asc(survey_round::Column::OpenedAt)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(round, version)| Ok((round, questionnaire(&version.ok_or(AppError::NotFound)?)?)))
        .collect()
}

pub async fn version(db: &impl ConnectionTrait, id: VersionId) -> Result<Questionnaire, AppError> {
    let row = survey_version::Entity::find_by_id(id).one(db).await?;
    questionnaire(&row.ok_or(AppError::NotFound)?)
}

/// Returns the name of a cohort for headings: «Gestión tributaria, cohorte Meta 2026-2».
pub async fn title(db: &impl ConnectionTrait, cohort: CohortId) -> Result<String, AppError> {
    let found = cohort::Entity::find_by_id(cohort)
        .find_also_related(course_version::Entity)
        .one(db)
        .await?;
    let Some((cohort, Some(version))) = found else { return Err(AppError::NotFound) };
    Ok(format!("{}, cohorte {}", version.name, cohort.name))
}

/// Returns what each of these versions asks.
pub async fn questionnaires(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = VersionId>,
) -> Result<HashMap<VersionId, Questionnaire>, AppError> {
    let rows = survey_version::Entity::find()
        .filter(survey_version::Column::Id.is_in(ids))
        .all(db)
        .await?;
    rows.iter().map(|version| Ok((version.id, questionnaire(version)?))).collect()
}

/// Returns a round with what it asks.
pub async fn questionnaire_of(
    db: &impl ConnectionTrait,
    round: RoundId,
) -> Result<(survey_round::Model, Questionnaire), AppError> {
    let found = survey_round::Entity::find_by_id(round)
        .find_also_related(survey_version::Entity)
        .one(db)
        .await?;
    match found {
        Some((round, Some(version))) => {
            let survey = questionnaire(&version)?;
            Ok((round, survey))
        }
        _ => Err(AppError::NotFound),
    }
}
