//! Loading the surveys that the product brings. A kind of which people wrote a version is left
//! as they want it; what was published before stays.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde::Deserialize;

use platform::prelude::*;
use sign_in_model::work::Work;
use territory_model::reference::{ReferenceFile, reference_file};

use super::entity::survey_version::{self, Kind, State};
use super::questionnaire::{Questionnaire, check};

const SURVEYS: ReferenceFile = reference_file!("surveys.toml");

#[derive(Deserialize)]
struct SurveyFile {
    survey: Vec<SurveyEntry>,
}

#[derive(Deserialize)]
struct SurveyEntry {
    kind: Kind,
    #[serde(flatten)]
    questionnaire: Questionnaire,
}

/// Publishes the surveys of the file in one transaction and returns a Spanish line about it.
///
/// # Errors
/// The database's, or the file is not as it must be.
pub async fn load(app: &App) -> Result<Vec<String>, AppError> {
    let work = Work::of_product(app).await?;
    let (tx, at) = (&work.tx, work.now);
    if SURVEYS.is_loaded(tx).await? {
        return Ok(vec![SURVEYS.unchanged()?]);
    }
    let file: SurveyFile = toml::from_str(SURVEYS.text).map_err(|error| SURVEYS.broken(error))?;
    let rows = file.survey.len();
    for SurveyEntry { kind, questionnaire } in file.survey {
        check(kind, &questionnaire).map_err(|refusal| SURVEYS.broken(refusal))?;
        let body = serde_json::to_string(&questionnaire).map_err(|e| SURVEYS.broken(e))?;
        let known = survey_version::Entity::find()
            .filter(survey_version::Column::Kind.eq(kind))
            .order_by_desc(survey_version::Column::Number)
            .all(tx)
            .await?;
        if known.iter().any(|version| version.body == body || version.written_by.is_some()) {
            continue;
        }
        let row = survey_version::ActiveModel {
            kind: Set(kind),
            number: Set(known.first().map_or(0, |version| version.number) + 1),
            state: Set(State::Published),
            body: Set(body),
            written_at: Set(at),
            published_at: Set(Some(at)),
            ..Default::default()
        };
        let version = row.insert(tx).await?;
        let detail = json!({ "kind": kind, "number": version.number });
        work.record("surveys.publish", ("survey_version", version.id.0), detail).await?;
    }
    let told = vec![SURVEYS.record(tx, rows, at).await?];
    work.commit().await?;
    Ok(told)
}
