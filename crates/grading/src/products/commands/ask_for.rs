//! What a product is, and the rubric it is graded by.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait};

use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::work::Work;

use super::{AssignmentResult, activity_of};
use crate::commands::locked;
use crate::products::entity::product::{self, LatePolicy, SubmissionMedium};
use crate::products::entity::rubric;
use crate::products::policy::AskFor;
use crate::products::queries::{is_used, last_rubric, read_rubric};
use crate::products::refusals::ProductRefusal;
use crate::products::rules::{Rubric, may_ask};

#[derive(Clone, Debug)]
pub struct NewProduct {
    pub instructions: String,
    pub due_at: Option<DateTime<Utc>>,
    pub late: LatePolicy,
    pub discount: i32,
    pub accepts: SubmissionMedium,
    pub graders: i32,
    pub tolerance: i32,
    pub rubric: Rubric,
}

/// Says what an activity asks for. Another rubric is another version, and there is none once
/// somebody graded by it: two people of a cohort are not graded by two rules.
///
/// # Errors
/// Refused when the rubric makes no grade or was used, or the cohort is over.
pub async fn ask_for(app: &App, permit: AskFor, new: NewProduct) -> AssignmentResult<()> {
    let (cohort, id) = (*permit.cohort(), *permit.activity());
    let work = Work::begin(app, permit.by()).await?;
    let tx = &work.tx;
    let locked_cohort = locked(tx, cohort).await?;
    new.rubric.check(locked_cohort.scale).map_err(Failure::Refused)?;
    may_ask(locked_cohort.stage).map_err(Failure::Refused)?;
    activity_of(tx, cohort, id).await?;
    let before = last_rubric(tx, id).await?;
    let number = before.as_ref().map_or(0, |row| row.number);
    let known = before.map(read_rubric).transpose()?;
    let is_new = known.as_ref().is_none_or(|(_, rubric)| *rubric != new.rubric);
    if is_new {
        if let Some((known, _)) = known
            && is_used(tx, known).await?
        {
            return refuse(ProductRefusal::RubricUsed);
        }
        let body = serde_json::to_string(&new.rubric)
            .map_err(|why| AppError::Internal(format!("a rubric: {why}")))?;
        let row = rubric::ActiveModel {
            activity_id: Set(id),
            number: Set(number + 1),
            body: Set(body),
            made_at: Set(work.now),
            made_by: Set(work.account()?),
            ..Default::default()
        };
        row.insert(tx).await?;
    }
    let row = product::ActiveModel {
        activity_id: Set(id),
        instructions: Set(new.instructions),
        due_at: Set(new.due_at),
        late: Set(new.late),
        discount: Set(new.discount),
        accepts: Set(new.accepts),
        graders: Set(new.graders),
        tolerance: Set(new.tolerance),
        updated_at: Set(work.now),
    };
    product::Entity::insert(row)
        .on_conflict(
            OnConflict::column(product::Column::ActivityId)
                .update_columns([
                    product::Column::Instructions,
                    product::Column::DueAt,
                    product::Column::Late,
                    product::Column::Discount,
                    product::Column::Accepts,
                    product::Column::Graders,
                    product::Column::Tolerance,
                    product::Column::UpdatedAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    let detail = json!({
        "due": new.due_at, "late": new.late, "discount": new.discount, "accepts": new.accepts,
        "graders": new.graders, "tolerance": new.tolerance,
        "rubric": if is_new { number + 1 } else { number },
    });
    let subject = ("activity", id.0);
    work.record_in(cohort.0, "assessment.ask_for_product", subject, detail).await?;
    Ok(work.commit().await?)
}
