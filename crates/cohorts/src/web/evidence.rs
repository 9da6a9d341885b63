//! Files of the minimum activities: added, downloaded, withdrawn (R10).

use platform::uploads::Upload;
use sign_in_model::evidence::{EvidenceRefusal, MOST_MEGABYTES, OF_STAFF, reply};
use sign_in_model::kept_files;
use sign_in_model::prelude::*;

use super::{RUNNERS, minimum};
use crate::entity::cohort::CohortId;
use crate::entity::minimum_evidence::{Activity, MinimumEvidenceId};
use crate::refusals::CohortRefusal;
use crate::{commands, policy, queries};

#[post("/cohortes/<cohort>/minimas/soportes", data = "<upload>")]
pub async fn add(desk: Desk<'_>, cohort: CohortId, upload: Upload<{ MOST_MEGABYTES }>) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_edit(actor, &row.facts())?;
    let (fields, form_address) = (&upload.fields, minimum::evidence_form(cohort));
    let activity = Activity::from_code(fields.first("actividad"));
    let file = kept_files::attachment(&desk, &form_address, upload.file, fields).await?;
    let (refusal, unsent) = match (activity, file) {
        _ if upload.too_large => (CohortRefusal::EvidenceRefused(EvidenceRefusal::TOO_LARGE), None),
        (None, file) => (CohortRefusal::EvidenceOfNothing, file),
        (_, None) => (CohortRefusal::NoEvidence, None),
        (Some(activity), Some(file)) => {
            match commands::add_evidence(desk.app, permit, activity, file).await {
                Ok(()) => {
                    let to = format!("/cohortes/{cohort}/minimas");
                    return desk.done(to, "El soporte quedó adjunto.");
                }
                Err(failure) => (failure.refusal()?, None),
            }
        }
    };
    let form = minimum::kept(&row).with("actividad", fields.first("actividad"));
    let form = form.refused(refusal.field().unwrap_or_default(), refusal.sentence());
    let form = kept_files::keep(&desk, &form_address, unsent, OF_STAFF, form).await?;
    desk.refuse(&minimum::page(&desk, &row, form).await?)
}

#[get("/cohortes/<cohort>/minimas/soportes/<evidence>")]
pub async fn download(desk: Desk<'_>, cohort: CohortId, evidence: MinimumEvidenceId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let db = desk.app.db.read();
    let row = queries::find(db, actor, cohort).await?;
    Denial::unless(policy::runs(actor, &row.facts()))?;
    let all = queries::evidence(db, cohort).await?;
    let (_, file) =
        all.into_iter().find(|(one, _)| one.id == evidence).ok_or(AppError::NotFound)?;
    desk.file(reply(desk.app, &file, format!("soporte-cohorte-{cohort}-{evidence}")).await?)
}

#[post("/cohortes/<cohort>/minimas/soportes/<evidence>/retiro")]
pub async fn withdraw(desk: Desk<'_>, cohort: CohortId, evidence: MinimumEvidenceId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_edit(actor, &row.facts())?;
    let to = format!("/cohortes/{cohort}/minimas");
    match commands::withdraw_evidence(desk.app, permit, evidence).await {
        Ok(()) => desk.done(to, "El soporte quedó retirado."),
        Err(failure) => desk.warned(to, failure.refusal()?.sentence()),
    }
}
