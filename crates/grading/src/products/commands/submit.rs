//! Submits a version of a product.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait};
use serde_json::json;

use enrolment_model::entity::enrolment;
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::evidence::{self, Attachment, Evidence};
use sign_in_model::work::Work;

use super::{AssignmentResult, activity_of};
use crate::commands::locked;
use crate::products::entity::submission::{self, SubmissionId};
use crate::products::policy::Submit;
use crate::products::queries::{assignment, verdicts, versions};
use crate::products::refusals::ProductRefusal;
use crate::products::rules;

/// What the learner submits.
#[derive(Debug, Default)]
pub struct NewSubmission {
    pub file: Option<Attachment>,
    pub link: Option<String>,
    pub note: Option<String>,
}

/// Stores another version.
///
/// # Errors
/// Refused when nothing may come now, or what came is not what is accepted.
pub async fn submit(
    app: &App,
    permit: Submit,
    handed: NewSubmission,
) -> AssignmentResult<SubmissionId> {
    let NewSubmission { file, link, note } = handed;
    let evidence = match file {
        None => None,
        Some(file) => {
            // Asked before the file is remade, which is work; and again with the row that names it.
            let work = Work::begin(app, permit.by()).await?;
            standing(&work, &permit, (true, link.is_some())).await?;
            drop(work);
            match evidence::receive(app, permit.by(), file, evidence::OF_LEARNER).await? {
                Ok(evidence) => Some(evidence),
                Err(refusal) => return refuse(ProductRefusal::File(refusal)),
            }
        }
    };
    let written = write(app, &permit, (link, note), evidence.as_ref()).await;
    if let (Err(_), Some(evidence)) = (&written, evidence) {
        evidence.forget(app).await;
    }
    written
}

/// What the next version of a product is.
struct Standing {
    number: i32,
    days_late: i32,
}

/// Locks the cohort and answers what the next version is, or why none may come now. `brought` says
/// whether it has a file and a link.
async fn standing(
    work: &Work<'_>,
    permit: &Submit,
    (file, link): (bool, bool),
) -> AssignmentResult<Standing> {
    let (tx, cohort, activity) = (&work.tx, *permit.cohort(), *permit.activity());
    let locked_cohort = locked(tx, cohort).await?;
    activity_of(tx, cohort, activity).await?;
    let asked = assignment(tx, activity).await?.ok_or(AppError::NotFound)?;
    let enrolment = enrolment::Entity::find_by_id(*permit.enrolment()).one(tx).await?;
    let enrolment =
        enrolment.filter(|enrolment| enrolment.cohort_id == cohort).ok_or(AppError::NotFound)?;
    let before = versions(tx, activity, enrolment.id).await?;
    let last = before.last();
    let said = verdicts(tx, last.iter().map(|version| version.id).collect()).await?;
    let stand = last.map(|version| said.stand(version));
    let days_late =
        rules::may_submit(&asked.product, locked_cohort.stage, enrolment.stage, stand, work.now)
            .map_err(Failure::Refused)?;
    let number = last.map_or(1, |version| version.number + 1);
    rules::may_number(number).map_err(Failure::Refused)?;
    rules::accepts(asked.product.accepts, file, link).map_err(Failure::Refused)?;
    Ok(Standing { number, days_late })
}

async fn write(
    app: &App,
    permit: &Submit,
    (link, note): (Option<String>, Option<String>),
    evidence: Option<&Evidence>,
) -> AssignmentResult<SubmissionId> {
    let (cohort, activity) = (*permit.cohort(), *permit.activity());
    let work = Work::begin(app, permit.by()).await?;
    let (tx, now, by) = (&work.tx, work.now, work.account()?);
    let brought = (evidence.is_some(), link.is_some());
    let Standing { number, days_late } = standing(&work, permit, brought).await?;
    let file = match evidence {
        Some(evidence) => Some(evidence.name(tx, by, now).await?),
        None => None,
    };
    let row = submission::ActiveModel {
        activity_id: Set(activity),
        enrolment_id: Set(*permit.enrolment()),
        number: Set(number),
        file_id: Set(file),
        received_sha256: Set(evidence.map(|evidence| evidence.received.clone())),
        file_pages: Set(evidence.map(|evidence| evidence.pages)),
        link: Set(link),
        note: Set(note),
        handed_at: Set(now),
        handed_by: Set(by),
        days_late: Set(days_late),
        ..Default::default()
    };
    let id = row.insert(tx).await?.id;
    let detail = json!({
        "submission": id.0, "number": number, "days_late": days_late,
        "evidence": evidence.map(Evidence::sha256),
    });
    let subject = ("activity", activity.0);
    work.record_in(cohort.0, "assessment.hand_in", subject, detail).await?;
    work.commit().await?;
    Ok(id)
}
