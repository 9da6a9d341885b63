//! Who came late, and since when each counts.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::entity::enrolment_since;

/// Why the people of a cohort count since another date than that of their seat: the last reason of each.
/// One statement.
pub async fn reasons(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<HashMap<EnrolmentId, String>, DbErr> {
    let rows = enrolment_since::Entity::find()
        .inner_join(enrolment::Entity)
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::CountsSince.is_not_null())
        .order_by_asc(enrolment_since::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.enrolment_id, row.reason)).collect())
}
