//! The two halves of an anonymous answer. They never share a transaction, and neither writes history:
//! an event of each would tell, by its number and its hour, which answer followed which ticket.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};

use platform::app::App;
use platform::errors::{AppError, refuse};
use platform::secrets;

use super::SurveyResult;
use crate::entity::{survey_ballots, survey_round, survey_sheets, survey_ticket};
use crate::policy::TakeBallot;
use crate::queries::{digests, questionnaire_of, read_ballot, sheets, write};
use crate::questionnaire::{SurveyAnswers, fits};
use crate::rules::{SurveyRefusal, last_day};

/// Exchanges the ticket for a ballot, and returns the ballot as its address holds it.
///
/// # Errors
/// Refused when the round is over, or there is no ticket, or it was used.
pub async fn take(app: &App, permit: TakeBallot) -> SurveyResult<String> {
    let (round, enrolment) = (*permit.round(), *permit.enrolment());
    let token = format!("{round}-{}", secrets::public_code()?);
    let tx = app.db.begin().await?;
    // Transactions that take a ballot and those that submit one wait here for each other.
    let ballots = survey_ballots::Entity::find_by_id(round).lock_exclusive().one(&tx).await?;
    let ballots = ballots.ok_or(AppError::NotFound)?;
    let open = survey_round::Entity::find_by_id(round).one(&tx).await?;
    let open = open.ok_or(AppError::NotFound)?;
    if open.closes_at <= app.clock.now() {
        return refuse(SurveyRefusal::Over { on: last_day(open.closes_at) });
    }
    let ticket = survey_ticket::Entity::find_by_id((round, enrolment)).one(&tx).await?;
    let Some(ticket) = ticket else { return refuse(SurveyRefusal::NoTicket) };
    if ticket.is_used {
        return refuse(SurveyRefusal::Taken);
    }
    let mut ticket = ticket.into_active_model();
    ticket.is_used = Set(true);
    ticket.update(&tx).await?;
    let mut known = digests(&ballots)?;
    known.insert(secrets::digest(&token));
    let mut ballots = ballots.into_active_model();
    ballots.digests = Set(write(&known)?);
    ballots.update(&tx).await?;
    tx.commit().await?;
    Ok(token)
}

/// Submits a ballot with its answers: the ballot is gone, and the answers lie in the box.
///
/// # Errors
/// Refused when the ballot is none or was handed in, when the round is over, or when something is
/// not answered.
pub async fn submit(app: &App, token: &str, answers: SurveyAnswers) -> SurveyResult<()> {
    let Some((round, _)) = read_ballot(token) else { return refuse(SurveyRefusal::NoBallot) };
    let tx = app.db.begin().await?;
    let ballots = survey_ballots::Entity::find_by_id(round).lock_exclusive().one(&tx).await?;
    let Some(ballots) = ballots else { return refuse(SurveyRefusal::NoBallot) };
    let mut known = digests(&ballots)?;
    if !known.remove(&secrets::digest(token)) {
        return refuse(SurveyRefusal::NoBallot);
    }
    let (open, survey) = questionnaire_of(&tx, round).await?;
    if open.closes_at <= app.clock.now() {
        return refuse(SurveyRefusal::Over { on: last_day(open.closes_at) });
    }
    if let Err(refusal) = fits(&survey, &answers) {
        return refuse(refusal);
    }
    let mut ballots = ballots.into_active_model();
    ballots.digests = Set(write(&known)?);
    ballots.update(&tx).await?;
    let found = survey_sheets::Entity::find_by_id(round).one(&tx).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let mut all = sheets(&found)?;
    // The key says nothing, and the box is written whole in the order of its keys.
    all.insert(secrets::public_code()?, answers);
    let mut row = found.into_active_model();
    row.sheets = Set(write(&all)?);
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(())
}
