//! Writing the next version of a survey, and publishing it for the rounds to come.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use serde_json::json;

use platform::app::App;
use platform::errors::refuse;
use sign_in_model::work::Work;

use super::SurveyResult;
use crate::entity::survey_version::{self, State, VersionId};
use crate::policy::WriteSurvey;
use crate::queries::{in_use, questionnaire, write};
use crate::questionnaire::{Questionnaire, check};
use crate::rules::SurveyRefusal;

/// Keeps a draft of the next version: the one that is there, or a new one. Published versions are
/// never touched.
///
/// # Errors
/// Refused when nobody could be asked with it.
pub async fn save_draft(
    app: &App,
    permit: WriteSurvey,
    survey: Questionnaire,
    note: Option<String>,
) -> SurveyResult<VersionId> {
    let kind = *permit.kind();
    if let Err(refusal) = check(kind, &survey) {
        return refuse(refusal);
    }
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    // Those of the kind are few: two who write at once take turns on the newest.
    let newest = survey_version::Entity::find()
        .filter(survey_version::Column::Kind.eq(kind))
        .order_by_desc(survey_version::Column::Number)
        .lock_exclusive()
        .one(tx)
        .await?;
    let number = newest.as_ref().map_or(1, |version| version.number + 1);
    let row = match newest.filter(|version| version.state == State::Draft) {
        Some(draft) => {
            let mut row = draft.into_active_model();
            row.body = Set(write(&survey)?);
            row.note = Set(note);
            row.written_at = Set(work.now);
            row.written_by = Set(work.by.account);
            row.update(tx).await?
        }
        None => {
            let row = survey_version::ActiveModel {
                kind: Set(kind),
                number: Set(number),
                state: Set(State::Draft),
                body: Set(write(&survey)?),
                note: Set(note),
                written_at: Set(work.now),
                written_by: Set(work.by.account),
                ..Default::default()
            };
            row.insert(tx).await?
        }
    };
    let detail = json!({ "kind": row.kind, "number": row.number });
    work.record("surveys.write", ("survey_version", row.id.0), detail).await?;
    work.commit().await?;
    Ok(row.id)
}

/// Publishes the draft: rounds that open from now on use it; those under way and those that are over
/// keep theirs.
///
/// # Errors
/// Refused when there is no draft, or it says what is published already.
pub async fn publish(app: &App, permit: WriteSurvey) -> SurveyResult<i32> {
    let kind = *permit.kind();
    let work = Work::begin(app, permit.by()).await?;
    let draft = survey_version::Entity::find()
        .filter(survey_version::Column::Kind.eq(kind))
        .filter(survey_version::Column::State.eq(State::Draft))
        .lock_exclusive()
        .one(&work.tx)
        .await?;
    let Some(draft) = draft else { return refuse(SurveyRefusal::NoDraft) };
    let survey = questionnaire(&draft)?;
    if let Err(refusal) = check(kind, &survey) {
        return refuse(refusal);
    }
    if in_use(&work.tx, kind).await?.is_some_and(|version| version.body == draft.body) {
        return refuse(SurveyRefusal::Same);
    }
    let mut row = draft.into_active_model();
    row.state = Set(State::Published);
    row.published_at = Set(Some(work.now));
    row.published_by = Set(work.by.account);
    let row = row.update(&work.tx).await?;
    let detail = json!({ "kind": row.kind, "number": row.number });
    work.record("surveys.publish", ("survey_version", row.id.0), detail).await?;
    work.commit().await?;
    Ok(row.number)
}
