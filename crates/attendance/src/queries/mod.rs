//! Attendance read for pages and sheets, in a bounded number of statements whatever the
//! size of the cohort. Here, the session that a page is about.

pub use attendance_model::queries::*;

use sea_orm::{ConnectionTrait, EntityTrait};

use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::queries::{CohortHead, cohort_head};
use platform::errors::AppError;
use sign_in_model::actor::Actor;

/// Returns a session and its cohort; not found unless the actor sees the cohort.
pub async fn session_head(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: SessionId,
) -> Result<(session::Model, CohortHead), AppError> {
    let session = session::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let head = cohort_head(db, actor, session.cohort_id).await?;
    Ok((session, head))
}
