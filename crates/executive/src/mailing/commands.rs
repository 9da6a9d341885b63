//! Asking for a report by mail, and stopping it.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect, Set,
};

use platform::prelude::*;
use reports_model::cuts::entity::report_cut::Kind as Every;
use sign_in_model::entity::account;
use sign_in_model::work::Work;

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
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    // Who asks twice at once asks once after the other.
    account::Entity::find_by_id(account)
        .lock_exclusive()
        .one(tx)
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
    if same.count(tx).await? > 0 {
        return Ok(SubscriptionOutcome::Known);
    }
    if own.count(tx).await? >= MOST {
        return Ok(SubscriptionOutcome::TooMany);
    }
    let row = report_subscription::ActiveModel {
        account_id: Set(account),
        report: Set(report),
        ambit: Set(question.ambit.word()),
        every: Set(every),
        made_at: Set(work.now),
        last_term: Set(None),
        ended_at: Set(None),
        ended: Set(None),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    let detail = json!({ "report": report, "ambit": row.ambit, "every": every });
    work.record("reports.subscribe", ("report_subscription", row.id.0), detail).await?;
    work.commit().await?;
    Ok(SubscriptionOutcome::Made)
}

/// Stops it; one that ended already stays as it ended.
///
/// # Errors
/// The database's.
pub async fn stop(app: &App, permit: Stop) -> Result<(), AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let row = report_subscription::Entity::find_by_id(*permit.subscription())
        .lock_exclusive()
        .one(&work.tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if row.ended_at.is_some() {
        return Ok(());
    }
    end(&work, row, EndReason::Stopped).await?;
    work.commit().await
}

/// Ends a subscription within the transaction of its caller.
pub(super) async fn end(
    work: &Work<'_>,
    row: report_subscription::Model,
    why: EndReason,
) -> Result<(), AppError> {
    let id = row.id;
    let mut row = row.into_active_model();
    row.ended_at = Set(Some(work.now));
    row.ended = Set(Some(why));
    row.update(&work.tx).await?;
    let subject = ("report_subscription", id.0);
    work.record("reports.unsubscribe", subject, json!({ "why": why })).await
}
