//! Writing what a file changes, all of it or nothing.

use std::collections::BTreeMap;

use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::policy::CohortAccess;
use platform::errors::Failure;
use sign_in_model::prelude::*;

use super::preview::MarkChange;
use super::refusals::FileRefusal;
use crate::commands::{MarkPrecondition, NewMark, RollCallChanges, write};
use crate::entity::attendance_mark::Method;
use crate::policy::may_take;

/// Writes the changes of a file, each as whoever sent it saw it. The sessions are locked in their order.
///
/// # Errors
/// Refused when somebody wrote one of the marks meanwhile, and as every roll-call.
pub async fn import(
    app: &App,
    actor: &Actor,
    (access, sessions): (&CohortAccess, &[session::Model]),
    changes: &[MarkChange],
    reason: &str,
) -> Result<RollCallChanges, Failure<FileRefusal>> {
    let mut by_session: BTreeMap<SessionId, Vec<NewMark>> = BTreeMap::new();
    for change in changes {
        let seen = change.seen.map_or(MarkPrecondition::Nothing, MarkPrecondition::Mark);
        by_session.entry(change.session).or_default().push(NewMark {
            method: Method::Import,
            reason: Some(reason.to_owned()),
            seen,
            ..NewMark::new(change.enrolment, change.to)
        });
    }
    let tx = app.db.begin().await?;
    let mut all = RollCallChanges::default();
    for (session, marks) in by_session {
        let stage = sessions.iter().find(|one| one.id == session).map(|one| one.stage);
        let stage = stage.ok_or(AppError::NotFound)?;
        let permit = may_take(actor, access, session, stage).map_err(AppError::from)?;
        let taken = write(app, &tx, &permit, marks)
            .await
            .map_err(|failure| failure.map(FileRefusal::Attendance))?;
        all.first_marks += taken.first_marks;
        all.corrections += taken.corrections;
        all.skipped_own |= taken.skipped_own;
    }
    tx.commit().await?;
    Ok(all)
}
