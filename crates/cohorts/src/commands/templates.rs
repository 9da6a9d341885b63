//! Keeping a cohort's pattern under a name for its unit.

use std::collections::BTreeMap;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::work::Work;

use super::CohortResult;
use crate::entity::cohort_template::{self, CohortTemplateId};
use crate::policy::SaveTemplate;
use crate::refusals::CohortRefusal;

/// Keeps the fields of the builder under a name; the one of that name is replaced.
pub async fn save_template(
    app: &App,
    permit: SaveTemplate,
    name: &str,
    pattern: &BTreeMap<String, Vec<String>>,
) -> CohortResult<CohortTemplateId> {
    let name = name.trim();
    if name.is_empty() {
        return refuse(CohortRefusal::TemplateNameNeeded);
    }
    let pattern = serde_json::to_string(pattern)
        .map_err(|error| Failure::Broken(AppError::Internal(error.to_string())))?;
    let work = Work::begin(app, permit.by()).await?;
    let kept = cohort_template::Entity::insert(cohort_template::ActiveModel {
        unit_code: Set(permit.unit().clone()),
        name: Set(name.to_owned()),
        pattern: Set(pattern),
        created_at: Set(work.now),
        ..Default::default()
    })
    .on_conflict(
        OnConflict::columns([cohort_template::Column::UnitCode, cohort_template::Column::Name])
            .update_columns([cohort_template::Column::Pattern, cohort_template::Column::CreatedAt])
            .to_owned(),
    )
    .exec_with_returning(&work.tx)
    .await?;
    let (subject, detail) = (("cohort_template", kept.id.0), json!({ "unit": kept.unit_code }));
    work.record_in(permit.cohort().0, "cohorts.save_template", subject, detail).await?;
    work.commit().await?;
    Ok(kept.id)
}

/// Takes a pattern of the unit away; cohorts made from it stay as they are.
pub async fn remove_template(
    app: &App,
    permit: SaveTemplate,
    id: CohortTemplateId,
) -> CohortResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let gone = cohort_template::Entity::delete_many()
        .filter(cohort_template::Column::Id.eq(id))
        .filter(cohort_template::Column::UnitCode.eq(permit.unit()))
        .exec(&work.tx)
        .await?;
    if gone.rows_affected == 0 {
        return Err(Failure::Broken(AppError::NotFound));
    }
    let (subject, detail) = (("cohort_template", id.0), json!({ "unit": permit.unit() }));
    work.record_in(permit.cohort().0, "cohorts.remove_template", subject, detail).await?;
    Ok(work.commit().await?)
}
