//! Giving a place back; the first who waits gets it in the same transaction (R24).

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use people_model::entity::person;
use people_model::oneself::records;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};

use super::seat_ledger::SeatLedger;
use super::seat_offers::close_offers;
use super::shared::{LetterTopic, StageChange, tell, trace};
use super::waiting_list::promote;
use crate::entity::enrolment::{self, Stage};
use crate::policy::Withdraw;
use crate::rules::{EnrolmentRefusal, EnrolmentWindow};

/// Withdraws an enrolment and returns how many people of the waiting list got a seat by it.
pub async fn withdraw(
    app: &App,
    permit: Withdraw,
    reason: Option<String>,
) -> Result<usize, Failure<EnrolmentRefusal>> {
    withdraw_many(app, vec![permit], reason).await
}

/// Withdraws enrolments of one cohort with one reason, all of them or none. The caller bounds the list.
///
/// # Errors
/// Refused as a single withdrawal is, by the first of them that cannot be made.
pub async fn withdraw_many(
    app: &App,
    permits: Vec<Withdraw>,
    reason: Option<String>,
) -> Result<usize, Failure<EnrolmentRefusal>> {
    let Some(first) = permits.first() else { return Ok(0) };
    let tx = app.db.begin().await?;
    let find = |permit: &Withdraw| enrolment::Entity::find_by_id(*permit.enrolment());
    let cohort = find(first).one(&tx).await?.ok_or(AppError::NotFound)?.cohort_id;
    let mut ledger = SeatLedger::lock(&tx, app, cohort).await?;
    EnrolmentWindow::of(&ledger.cohort).may_change().map_err(Failure::Refused)?;
    let own = records(&tx, first.by()).await?;
    for permit in &permits {
        // Read again: the row may have moved while this request waited for the lock.
        let row = find(permit).one(&tx).await?.filter(|row| row.cohort_id == cohort);
        let row = row.ok_or(AppError::NotFound)?;
        let from = row.stage;
        if from == Stage::Withdrawn {
            return refuse(EnrolmentRefusal::AlreadyWithdrawn);
        }
        let is_own = own.contains(&row.person_id);
        if !is_own {
            ledger.not_oneself(&tx, permit.by()).await?;
        }
        let mut gone = row.into_active_model();
        gone.stage = Set(Stage::Withdrawn);
        gone.withdrawn_at = Set(Some(app.clock.now()));
        let row = gone.update(&tx).await?;
        let change = StageChange {
            action: "enrolment.withdraw",
            from: Some(from),
            to: Stage::Withdrawn,
            by: permit.by(),
            reason: reason.as_deref(),
            cause: None,
        };
        if from == Stage::Offered {
            close_offers(&tx, app, &[row.id]).await?;
        }
        let event = trace(&tx, app, &row, change).await?;
        if let Some(person) = person::Entity::find_by_id(row.person_id).one(&tx).await? {
            let topic = LetterTopic::Withdrawn { by_coordination: !is_own };
            let about = match from {
                Stage::Confirmed => ledger.summary_of_leaving(&tx, app, row.id).await?,
                _ => ledger.summary(&tx, row.id).await?,
            };
            tell(&tx, app, &person, about, event, topic).await?;
        }
    }
    ledger.recount(&tx).await?;
    let given = promote(&tx, app, &mut ledger).await?;
    tx.commit().await?;
    Ok(given)
}
