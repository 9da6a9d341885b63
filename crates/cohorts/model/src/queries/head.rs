//! A cohort as the pages of what happens in it name it, with what its reader is to it.

use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use courses_model::entity::course_version;
use platform::errors::AppError;
use sign_in_model::actor::{Actor, Role};

use crate::entity::cohort::{self, CohortId};
use crate::policy::{self, CohortAccess, CohortFacts};

/// A cohort as the pages of marks and grades name it.
#[derive(Clone, Debug)]
pub struct CohortHead {
    pub cohort: cohort::Model,
    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub title: String,
    pub course: String,
    pub access: CohortAccess,
}

/// The cohort, if the actor sees it; foreign and absent look alike (R60).
pub async fn cohort_head(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: CohortId,
) -> Result<CohortHead, AppError> {
    let found = cohort::Entity::find_by_id(id)
        .filter(policy::scope(actor))
        .find_also_related(course_version::Entity)
        .one(db)
        .await?;
    let Some((cohort, Some(version))) = found else {
        return Err(AppError::NotFound);
    };
    let teaches = actor.has(Role::Facilitator)
        && cohort::Entity::find_by_id(id)
            .filter(policy::taught_by(actor.account))
            .count(db)
            .await?
            > 0;
    Ok(CohortHead {
        title: format!("{}, cohorte {}", version.name, cohort.name),
        course: version.name,
        access: CohortAccess { cohort: CohortFacts::from(&cohort), teaches },
        cohort,
    })
}
