//! What a cohort grades.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};
use serde_json::json;

use assessment_model::exam::queries as exams;
use cohorts_model::commands::set_scale;
use cohorts_model::scale::GradeScale;
use platform::app::App;
use platform::errors::{Failure, refuse};
use sign_in_model::work::Work;

use super::{AssessmentResult, locked};
use crate::entity::activity::{self, ActivityId, Kind};
use crate::entity::grade_entry;
use crate::policy::Plan;
use crate::products::queries as products;
use crate::queries;
use crate::rules::{self, AssessmentRefusal};

/// An activity of the plan; without an id it is a new one.
#[derive(Clone, Debug)]
pub struct NewActivity {
    pub id: Option<ActivityId>,
    pub kind: Kind,
    pub name: String,
    /// Percent of the final grade.
    pub weight: i32,
}

/// What is graded, and on what scale: none leaves it as it is.
#[derive(Clone, Debug)]
pub struct NewPlan {
    pub scale: Option<GradeScale>,
    pub activities: Vec<NewActivity>,
}

impl From<Vec<NewActivity>> for NewPlan {
    fn from(activities: Vec<NewActivity>) -> Self {
        Self { scale: None, activities }
    }
}

/// Makes the cohort's activities be exactly these, in this order for the new ones; answers
/// their ids in the order given. An activity with grades can be changed but not left out,
/// and keeps its kind, because its grades were given for that. The scale stands from the first
/// grade, attempt or rubric on.
pub async fn set_activities(
    app: &App,
    permit: Plan,
    plan: impl Into<NewPlan>,
) -> AssessmentResult<Vec<ActivityId>> {
    let NewPlan { scale, activities: plan } = plan.into();
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let cohort = locked(tx, *permit.cohort()).await?;
    rules::may_plan(cohort.stage).map_err(Failure::Refused)?;
    rules::check_plan(plan.iter().map(|a| (a.kind, a.name.as_str(), a.weight)))
        .map_err(Failure::Refused)?;

    let before = queries::activities(tx, cohort.id).await?;
    let scale = scale.filter(|scale| *scale != cohort.scale);
    if let Some(scale) = scale {
        if queries::has_work(tx, cohort.id).await? {
            return refuse(AssessmentRefusal::ScaleFrozen);
        }
        set_scale(tx, cohort.id, scale)
            .await
            .map_err(|failure| failure.map(|_| AssessmentRefusal::CohortClosed))?;
    }
    let list = |plan: &[activity::Model]| -> Vec<serde_json::Value> {
        let line =
            |a: &activity::Model| json!({ "kind": a.kind, "name": a.name, "weight": a.weight });
        plan.iter().map(line).collect()
    };
    let from = list(&before);
    let mut position = before.iter().map(|a| a.position).max().unwrap_or(0);
    let mut before: HashMap<_, _> = before.into_iter().map(|a| (a.id, a)).collect();
    let kept: Vec<_> = plan.iter().filter_map(|a| a.id).collect();
    if kept.iter().any(|id| !before.contains_key(id)) {
        return refuse(AssessmentRefusal::UnknownActivity);
    }
    let (mut added, mut changed) = (0, 0);
    let dropped: Vec<_> = before.keys().filter(|id| !kept.contains(id)).copied().collect();
    for id in &dropped {
        if graded(tx, *id).await? {
            let name = before.remove(id).map(|a| a.name).unwrap_or_default();
            return refuse(AssessmentRefusal::ActivityGraded { name });
        }
        if exams::exam_of(tx, *id).await?.is_some() {
            let name = before.remove(id).map(|a| a.name).unwrap_or_default();
            return refuse(AssessmentRefusal::ActivityHasExam { name });
        }
        if products::assignment(tx, *id).await?.is_some() {
            let name = before.remove(id).map(|a| a.name).unwrap_or_default();
            return refuse(AssessmentRefusal::ActivityHasProduct { name });
        }
        activity::Entity::delete_by_id(*id).exec(tx).await?;
    }

    let mut ids = Vec::with_capacity(plan.len());
    for new in plan {
        // A second row with the same id finds nothing left to change.
        let model = match new.id {
            Some(id) => match before.remove(&id) {
                Some(model) => Some(model),
                None => return refuse(AssessmentRefusal::UnknownActivity),
            },
            None => None,
        };
        match model {
            Some(model) => {
                ids.push(model.id);
                if (model.kind, model.weight, &model.name) == (new.kind, new.weight, &new.name) {
                    continue;
                }
                let kind_changes = model.kind != new.kind;
                if kind_changes && products::assignment(tx, model.id).await?.is_some() {
                    return refuse(AssessmentRefusal::ActivityHasProduct { name: model.name });
                }
                if kind_changes && graded(tx, model.id).await? {
                    return refuse(AssessmentRefusal::ActivityGraded { name: model.name });
                }
                let mut row = model.into_active_model();
                row.kind = Set(new.kind);
                row.name = Set(new.name);
                row.weight = Set(new.weight);
                row.update(tx).await?;
                changed += 1;
            }
            None => {
                position += 1;
                let row = activity::ActiveModel {
                    cohort_id: Set(cohort.id),
                    kind: Set(new.kind),
                    name: Set(new.name),
                    weight: Set(new.weight),
                    position: Set(position),
                    ..Default::default()
                };
                ids.push(row.insert(tx).await?.id);
                added += 1;
            }
        }
    }
    if added + changed + dropped.len() > 0 || scale.is_some() {
        // The weights are part of what a certificate asks for (R51): both lists are kept.
        let to = list(&queries::activities(tx, cohort.id).await?);
        let detail = json!({ "from": from, "to": to, "scale": scale });
        let subject = ("cohort", cohort.id.0);
        work.record_in(cohort.id.0, "assessment.set_activities", subject, detail).await?;
        work.commit().await?;
    }
    Ok(ids)
}

/// Whether an activity ever had a grade, taken back or not: its entries are never removed.
async fn graded(tx: &DatabaseTransaction, id: ActivityId) -> Result<bool, sea_orm::DbErr> {
    let entry: Option<i64> = grade_entry::Entity::find()
        .select_only()
        .column(grade_entry::Column::Id)
        .filter(grade_entry::Column::ActivityId.eq(id))
        .limit(1)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(entry.is_some())
}
