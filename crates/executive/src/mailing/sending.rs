//! The loop that writes the letters that are due, one by one.

use std::time::Duration;

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set,
};

use notices_model::letters::Recipient;
use platform::workers::{Round, Worker};
use reports_model::cuts::entity::report_cut::Kind as Every;
use reports_model::cuts::rules::Term;
use reports_model::policy::reads;
use reports_model::sheets::text;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use super::commands::end;
use super::entity::report_subscription::{self, Column, EndReason, SubscriptionId};
use super::letters::{LetterFigure, PeriodicLetter};
use super::rules;
use crate::count;
use crate::query::{Ambit, ExecutiveQuery, ambit_choices};

const PAUSE: Duration = Duration::from_secs(60 * 60);

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("reports by mail", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Writes one letter, or ends one subscription. A row without its letter of the period is found again until
/// it has it, so that an interrupted round is repeated and no letter is written twice.
///
/// # Errors
/// The database's; the next round tries again.
pub async fn round(app: &App) -> Result<Round, AppError> {
    for every in [Every::Month, Every::Quarter] {
        let Some(row) = waiting(app, every).await? else { continue };
        let made_on = dates::bogota_date(row.made_at);
        if let Some(term) = rules::due(every, made_on, app.clock.today()) {
            tell(app, row, term).await?;
            return Ok(Round::More);
        }
    }
    Ok(Round::Idle)
}

/// A subscription whose letter is due, the oldest first.
async fn waiting(app: &App, every: Every) -> Result<Option<report_subscription::Model>, AppError> {
    let today = app.clock.today();
    let Some(term) = rules::due(every, chrono::NaiveDate::MIN, today) else { return Ok(None) };
    let (_, after) = term.period().instants();
    let lacks =
        Condition::any().add(Column::LastTerm.is_null()).add(Column::LastTerm.ne(term.code()));
    Ok(report_subscription::Entity::find()
        .filter(Column::Every.eq(every))
        .filter(Column::EndedAt.is_null())
        .filter(Column::MadeAt.lt(after))
        .filter(lacks)
        .order_by_asc(Column::Id)
        .one(app.db.read())
        .await?)
}

/// Returns the query of a subscription. `None` means that its receiver may not read the report any more.
async fn allowed(
    db: &impl ConnectionTrait,
    row: &report_subscription::Model,
    term: Term,
    app: &App,
) -> Result<Option<ExecutiveQuery>, AppError> {
    let Some(actor) = Actor::load(db, row.account_id, app.clock.today()).await? else {
        return Ok(None);
    };
    let is_one = Ambit::read(&row.ambit).is_some_and(|ambit| row.report.is_of(&ambit));
    if !reads(&actor) || !is_one {
        return Ok(None);
    }
    let choices = ambit_choices(db, &actor).await?;
    match choices.query(&actor, &row.ambit, term.period(), app.clock.today()) {
        Ok(question) => Ok(Some(question)),
        Err(AppError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn tell(app: &App, row: report_subscription::Model, term: Term) -> Result<(), AppError> {
    // Counted before the transaction, which holds the one writer of SQLite.
    let letter = match allowed(app.db.read(), &row, term, app).await? {
        Some(question) => Some(written(app, &row, term, &question).await?),
        None => None,
    };
    let work = Work::of_product(app).await?;
    let tx = &work.tx;
    let Some(row) = still_waiting(tx, row.id, term).await? else { return Ok(()) };
    // Asked again where nothing changes any more until the letter is in the outbox.
    let may_read = allowed(tx, &row, term, app).await?.is_some();
    let Some(letter) = letter.filter(|_| may_read) else {
        end(&work, row, EndReason::Lost).await?;
        return work.commit().await;
    };
    let account = account::Entity::find_by_id(row.account_id).one(tx).await?;
    let account = account.ok_or(AppError::NotFound)?;
    let to = Recipient {
        email: account.email,
        name: account.display_name,
        person: account.person_id,
        account: Some(account.id.0),
    };
    let key = format!("reports/periodic/{}/{}", row.id, term.code());
    work.write_to(to, key, &letter).await?;
    let mut row = row.into_active_model();
    row.last_term = Set(Some(term.code()));
    row.update(tx).await?;
    work.commit().await
}

/// Returns the row under its lock. `None` means that another worker has already dealt with it.
async fn still_waiting(
    tx: &sea_orm::DatabaseTransaction,
    id: SubscriptionId,
    term: Term,
) -> Result<Option<report_subscription::Model>, AppError> {
    let row = report_subscription::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    Ok(row.filter(|row| row.ended_at.is_none() && row.last_term != Some(term.code())))
}

async fn written(
    app: &App,
    row: &report_subscription::Model,
    term: Term,
    question: &ExecutiveQuery,
) -> Result<PeriodicLetter, AppError> {
    let report = count(app.db.read(), row.report.kind(), question, app.clock.now()).await?;
    let figures = report.lines.iter().filter(|line| line.leads).map(|line| LetterFigure {
        label: line.what.to_owned(),
        number: text(&line.now),
        note: line.note(),
    });
    Ok(PeriodicLetter {
        title: format!("{}: {}", row.report.label(), question.name),
        term: term.name(),
        figures: figures.collect(),
        every: rules::every(row.every).to_owned(),
        href: row.report.address((&question.ambit, &question.units), term.period()),
    })
}
