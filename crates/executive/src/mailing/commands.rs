//! Asking for a report by mail, and stopping it.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect, Set,
};
use serde_json::json;

use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::AppError;
use reports_model::cuts::entity::report_cut::Kind as Every;
use sign_in_model::entity::account;

use super::entity::report_subscription::{self, Column, EndReason, Report};
use super::policy::{Stop, Subscribe};
use super::rules::MOST;
use crate::query::ExecutiveQuery;

/// The outcome of asking for a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionOutcome {
    Made,
    /// The account receives the report already.
    Known,
    TooMany,
}

/// Asks for a report of an ambit that the actor may read now: the question says so.
///
/// # Errors
/// The database's.
pub async fn subscribe(
    app: &App,
    permit: Subscribe,
    report: Report,
    question: &ExecutiveQuery,
    every: Every,
) -> Result<SubscriptionOutcome, AppError> {
    let account = *permit.account();
    let tx = app.db.begin().await?;
    // Who asks twice at once asks once after the other.
    account::Entity::find_by_id(account)
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let own = report_subscription::Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::EndedAt.is_null());
    let same = own
        .clone()
        .filter(Column::Report.eq(report))
        .filter(Column::Ambit.eq(question.ambit.word()))
        .filter(Column::Every.eq(every));
    if same.count(&tx).await? > 0 {
        return Ok(SubscriptionOutcome::Known);
    }
    if own.count(&tx).await? >= MOST {
        return Ok(SubscriptionOutcome::TooMany);
    }
    let row = report_subscription::ActiveModel {
        account_id: Set(account),
        report: Set(report),
        ambit: Set(question.ambit.word()),
        every: Set(every),
        made_at: Set(app.clock.now()),
        last_term: Set(None),
        ended_at: Set(None),
        ended: Set(None),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    let by = permit.by();
    let event = Event {
        at: app.clock.now(),
        actor: by.account.map(|account| account.0),
        request: by.request.as_deref(),
        action: "reports.subscribe",
        subject_kind: "report_subscription",
        subject_id: row.id.0,
        cohort_id: None,
        detail: json!({ "report": report, "ambit": row.ambit, "every": every }),
    };
    record(&tx, event).await?;
    tx.commit().await?;
    Ok(SubscriptionOutcome::Made)
}

/// Stops it; one that ended already stays as it ended.
///
/// # Errors
/// The database's.
pub async fn stop(app: &App, permit: Stop) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    let row = report_subscription::Entity::find_by_id(*permit.subscription())
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if row.ended_at.is_some() {
        return Ok(());
    }
    let by = permit.by();
    let who = (by.account.map(|account| account.0), by.request.as_deref());
    end(&tx, app, row, EndReason::Stopped, who).await?;
    Ok(tx.commit().await?)
}

/// Ends a subscription within the transaction of its caller.
pub(super) async fn end(
    tx: &DatabaseTransaction,
    app: &App,
    row: report_subscription::Model,
    why: EndReason,
    (actor, request): (Option<i64>, Option<&str>),
) -> Result<(), AppError> {
    let id = row.id;
    let mut row = row.into_active_model();
    row.ended_at = Set(Some(app.clock.now()));
    row.ended = Set(Some(why));
    row.update(tx).await?;
    let event = Event {
        at: app.clock.now(),
        actor,
        request,
        action: "reports.unsubscribe",
        subject_kind: "report_subscription",
        subject_id: id.0,
        cohort_id: None,
        detail: json!({ "why": why }),
    };
    Ok(record(tx, event).await?)
}
