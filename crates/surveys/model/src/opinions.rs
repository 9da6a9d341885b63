//! The opinions about the courses of many cohorts at once, for reports. A report that shows them hides
//! figures of fewer than five people (R49).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use cohorts_model::entity::cohort::CohortId;
use platform::db::scalar;
use platform::errors::AppError;

use super::entity::survey_version::Kind;
use super::entity::{survey_round, survey_sheets, survey_ticket};
use super::queries::read_sheets;
use super::questionnaire::{SurveyAnswer, SurveyAnswers};

/// The questions that every version of a satisfaction survey has.
pub const SCALES: [&str; 3] = ["pertinencia", "oportunidad", "calidad"];

/// The opinions of one cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opinions {
    /// How many people may answer.
    pub asked: usize,
    /// The scores of each sheet, in the order of [`SCALES`]; `None` where a question was not answered.
    pub scores: Vec<[Option<u8>; 3]>,
}

/// Reads the answers that a row keeps as text.
///
/// # Errors
/// The text holds no answers.
pub fn answers(text: &str) -> Result<SurveyAnswers, AppError> {
    serde_json::from_str(text).map_err(|error| AppError::Internal(error.to_string()))
}

/// Returns the score that was given to a question. `None` means that it was not answered on a scale.
pub fn score(answers: &SurveyAnswers, key: &str) -> Option<u8> {
    match answers.get(key)? {
        SurveyAnswer::Score(score) => Some(*score),
        SurveyAnswer::Yes(_) | SurveyAnswer::Words(_) => None,
    }
}

/// How many cohorts one statement asks about.
const AT_ONCE: usize = 10_000;

/// Returns the opinions of these cohorts, of the satisfaction surveys that are over at a moment. One
/// statement for ten thousand cohorts.
///
/// # Errors
/// The database's, and a sheet that cannot be read.
pub async fn opinions(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    now: DateTime<Utc>,
) -> Result<BTreeMap<CohortId, Opinions>, AppError> {
    let asked = Query::select()
        .expr(Expr::col((survey_ticket::Entity, survey_ticket::Column::EnrolmentId)).count())
        .from(survey_ticket::Entity)
        .and_where(
            Expr::col((survey_ticket::Entity, survey_ticket::Column::RoundId))
                .equals((survey_round::Entity, survey_round::Column::Id)),
        )
        .to_owned();
    let mut all: BTreeMap<CohortId, Opinions> = BTreeMap::new();
    for cohorts in cohorts.chunks(AT_ONCE) {
        let mut rounds = survey_round::Entity::find()
            .select_only()
            .column(survey_round::Column::CohortId)
            .column_as(scalar(asked.clone()), "asked")
            .column(survey_sheets::Column::Sheets)
            .filter(survey_round::Column::CohortId.is_in(cohorts.iter().copied()))
            .filter(survey_round::Column::Kind.eq(Kind::Satisfaction))
            .filter(survey_round::Column::ClosesAt.lte(now));
        QuerySelect::query(&mut rounds).left_join(
            survey_sheets::Entity,
            Expr::col((survey_sheets::Entity, survey_sheets::Column::RoundId))
                .equals((survey_round::Entity, survey_round::Column::Id)),
        );
        let rounds: Vec<(CohortId, i64, Option<String>)> = rounds.into_tuple().all(db).await?;
        for (cohort, asked, sheets) in rounds {
            let of = all.entry(cohort).or_default();
            of.asked += usize::try_from(asked).unwrap_or(0);
            let sheets = sheets.map_or_else(|| Ok(BTreeMap::new()), |text| read_sheets(&text))?;
            of.scores.extend(sheets.values().map(|sheet| SCALES.map(|key| score(sheet, key))));
        }
    }
    Ok(all)
}
