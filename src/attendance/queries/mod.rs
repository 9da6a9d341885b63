//! Attendance read for pages and sheets, in a bounded number of statements whatever the
//! size of the cohort. Here, the cohort and the session that a page is about.

mod grid;
mod written;

use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::policy::Ground;
use crate::cohorts;
use crate::cohorts::entity::cohort::{self, CohortId};
use crate::cohorts::entity::session::{self, SessionId};
use crate::cohorts::policy::CohortFacts;
use crate::courses::entity::course_version;
use crate::platform::errors::AppError;
use crate::sign_in::actor::{Actor, Role};

pub use grid::{Grid, GridRow, RollRow, after_closing, grid, roll, totals, totals_of};
pub use written::{
    Current, ToldMark, WrittenMark, corrections, current_mark, current_marks, history, marks,
};

/// A cohort as the pages of marks and grades name it.
#[derive(Clone, Debug)]
pub struct CohortHead {
    pub cohort: cohort::Model,
    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub title: String,
    pub ground: Ground,
}

/// The cohort, if the actor sees it; foreign and absent look alike (R60).
pub async fn cohort_head(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: CohortId,
) -> Result<CohortHead, AppError> {
    let found = cohort::Entity::find_by_id(id)
        .filter(cohorts::policy::scope(actor))
        .find_also_related(course_version::Entity)
        .one(db)
        .await?;
    let Some((cohort, Some(version))) = found else {
        return Err(AppError::NotFound);
    };
    let teaches = actor.has(Role::Facilitator)
        && cohort::Entity::find_by_id(id)
            .filter(cohorts::policy::taught_by(actor.account))
            .count(db)
            .await?
            > 0;
    Ok(CohortHead {
        title: format!("{}, cohorte {}", version.name, cohort.name),
        ground: Ground { cohort: CohortFacts::from(&cohort), teaches },
        cohort,
    })
}

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
