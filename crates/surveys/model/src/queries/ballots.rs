//! Ballots that were taken and not handed in, and the box of what was handed in.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, EntityTrait};

use platform::errors::AppError;
use platform::secrets;

use super::read;
use crate::entity::survey_round::{self, RoundId};
use crate::entity::{survey_ballots, survey_sheets};
use crate::questionnaire::SurveyAnswers;

/// Returns the digests of the ballots that were taken and not handed in.
pub fn digests(row: &survey_ballots::Model) -> Result<BTreeSet<String>, AppError> {
    read(&row.digests)
}

/// Returns the sheets of a round by their random keys.
pub fn sheets(row: &survey_sheets::Model) -> Result<BTreeMap<String, SurveyAnswers>, AppError> {
    read_sheets(&row.sheets)
}

/// Returns the same sheets from the text that a row keeps.
pub(crate) fn read_sheets(text: &str) -> Result<BTreeMap<String, SurveyAnswers>, AppError> {
    read(text)
}

/// Returns everything that was answered in an anonymous round. Pages ask for it when the round is over.
pub async fn box_of(
    db: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<SurveyAnswers>, AppError> {
    let row = survey_sheets::Entity::find_by_id(round).one(db).await?;
    match row {
        Some(row) => Ok(sheets(&row)?.into_values().collect()),
        None => Ok(Vec::new()),
    }
}

/// Splits the address of a ballot into its round and its secret. `None` means that it is no ballot.
pub fn read_ballot(token: &str) -> Option<(RoundId, &str)> {
    let (round, secret) = token.split_once('-')?;
    Some((round.parse().ok()?, secret)).filter(|(_, secret)| secret.len() == 26)
}

/// Returns the round of a ballot. `None` means that it was handed in, or never was one.
pub async fn round_of_ballot(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<survey_round::Model>, AppError> {
    let Some((round, _)) = read_ballot(token) else { return Ok(None) };
    let Some(row) = survey_ballots::Entity::find_by_id(round).one(db).await? else {
        return Ok(None);
    };
    if !digests(&row)?.contains(&secrets::digest(token)) {
        return Ok(None);
    }
    Ok(survey_round::Entity::find_by_id(round).one(db).await?)
}
