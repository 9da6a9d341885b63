//! What a change of a session leaves for the people who count on it: a higher number for their
//! calendars and a note that they are still to be told (R14). The letters are `announcements`'.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set,
};

use platform::app::App;

use crate::entity::cohort;
use crate::entity::session::{self, SessionId};
use crate::entity::session_change::{self, Kind};
use crate::{calendar, rules};

/// Notes what happened to sessions, each given as it was before, and why it moved. Nobody has seen a
/// draft, so nothing is noted of it.
pub(super) async fn note(
    tx: &DatabaseTransaction,
    app: &App,
    cohort: &cohort::Model,
    kind: Kind,
    before: &[session::Model],
    reason: Option<&str>,
) -> Result<(), DbErr> {
    if !rules::is_public(cohort.stage) || before.is_empty() {
        return Ok(());
    }
    if kind != Kind::Added {
        raise(tx, before.iter().map(|session| session.id)).await?;
    }
    let was = |session: &session::Model| (kind == Kind::Moved).then(|| session.clone());
    let rows = before.iter().map(|session| session_change::ActiveModel {
        cohort_id: Set(cohort.id),
        session_id: Set(Some(session.id)),
        kind: Set(kind),
        at: Set(app.clock.now()),
        reason: Set(reason.map(str::to_owned)),
        was_starts_at: Set(was(session).map(|was| was.starts_at)),
        was_ends_at: Set(was(session).map(|was| was.ends_at)),
        was_place: Set(was(session).and_then(|was| calendar::place_of(&was, &cohort.place_text))),
        was_link: Set(was(session).and_then(|was| was.link)),
        was_facilitator_id: Set(session
            .facilitator_account_id
            .filter(|_| kind == Kind::Reassigned)),
        ..Default::default()
    });
    session_change::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Notes that the cohort was cancelled, with the sessions that it takes along.
pub(super) async fn note_cancelled(
    tx: &DatabaseTransaction,
    app: &App,
    cohort: &cohort::Model,
    sessions: &[session::Model],
) -> Result<(), DbErr> {
    if !rules::is_public(cohort.stage) {
        return Ok(());
    }
    raise(tx, sessions.iter().map(|session| session.id)).await?;
    session_change::ActiveModel {
        cohort_id: Set(cohort.id),
        kind: Set(Kind::CohortCancelled),
        at: Set(app.clock.now()),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(())
}

async fn raise(
    tx: &DatabaseTransaction,
    sessions: impl Iterator<Item = SessionId>,
) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(session::Column::Sequence, Expr::col(session::Column::Sequence).add(1))
        .filter(session::Column::Id.is_in(sessions))
        .exec(tx)
        .await?;
    Ok(())
}
