//! Attendance read for pages and sheets, in a bounded number of statements whatever the
//! size of the cohort. Here, the session that a page is about.

mod grid;
mod written;

use sea_orm::{ConnectionTrait, EntityTrait};

use crate::cohorts::entity::session::{self, SessionId};
use crate::cohorts::queries::{CohortHead, cohort_head};
use crate::platform::errors::AppError;
use crate::sign_in::actor::Actor;

pub use grid::{Grid, GridRow, after_closing, grid, totals, totals_of};
pub use written::{
    Current, ToldMark, WrittenMark, corrections, current_mark, current_marks, history, marks,
};

/// A session and its cohort, if the actor sees the cohort.
pub async fn session_head(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: SessionId,
) -> Result<(session::Model, CohortHead), AppError> {
    let session = session::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let head = cohort_head(db, actor, session.cohort_id).await?;
    Ok((session, head))
}
