//! Writing the minimum activities of a cohort (R10).

use platform::texts::Refusal as _;
use sign_in_model::kept_files;
use sign_in_model::prelude::*;

use super::RUNNERS;
use crate::commands::{self, MinimumTexts};
use crate::entity::cohort::CohortId;
use crate::entity::minimum_evidence::Activity;
use crate::place::CohortTab;
use crate::queries::{self, CohortRow};
use crate::views::{EvidenceLine, MinimumPage, checklist};
use crate::{follow_up, policy, rules};

/// Longest text of an activity, in letters.
pub(super) const LONGEST_TEXT: usize = 1_000;

/// The page of closing, when somebody came from there.
const CLOSING: &str = "cierre";

pub(super) async fn page(
    desk: &Desk<'_>,
    row: &CohortRow,
    form: FormState,
) -> Result<MinimumPage, AppError> {
    let sessions = queries::sessions(desk.app.db.read(), row.cohort.id).await?;
    row.enter_known(desk, &sessions, CohortTab::Summary)?;
    let follow_up = follow_up::of(desk, &row.cohort).await?;
    let evidence = queries::evidence(desk.app.db.read(), row.cohort.id).await?;
    let kept = kept_files::note(desk, &evidence_form(row.cohort.id)).await?;
    Ok(MinimumPage {
        id: row.cohort.id.0,
        cohort: row.cohort.name.clone(),
        activities: checklist(row, &sessions, &follow_up, desk.app.clock.now()),
        closing: form.first("volver") == Some(CLOSING),
        choices: Activity::alternatives(),
        kept,
        evidence: evidence.iter().map(|(row, file)| EvidenceLine::new(row, file)).collect(),
        may_wait: form.first("volver") != Some(CLOSING),
        form,
    })
}

/// The address of the form of evidence, for which a file waits.
pub(super) fn evidence_form(cohort: CohortId) -> String {
    format!("/cohortes/{cohort}/minimas/soportes")
}

/// The form as it is kept.
pub(super) fn kept(row: &CohortRow) -> FormState {
    let kept = &row.cohort;
    FormState::default()
        .with_option("metodo", kept.method.as_ref())
        .with_option("metodo_evidencia", kept.method_evidence.as_ref())
        .with_option("conocimiento", kept.knowledge.as_ref())
        .with_option("conocimiento_evidencia", kept.knowledge_evidence.as_ref())
}

#[get("/cohortes/<cohort>/minimas")]
pub async fn form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    policy::may_edit(actor, &row.facts())?;
    if let Err(refusal) = rules::editable(row.cohort.stage) {
        return Err(AppError::Refused(refusal.sentence()));
    }
    let back = Fields::of_address(desk.request());
    let form = kept(&row)
        .with_option("volver", Some(back.first("volver")).filter(|page| *page == CLOSING));
    desk.show(&page(&desk, &row, form).await?)
}

#[post("/cohortes/<cohort>/minimas", data = "<fields>")]
pub async fn save(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_edit(actor, &row.facts())?;
    let mut reader = Reader::new(&fields);
    let mut text = |name| reader.optional(name, LONGEST_TEXT);
    let texts = MinimumTexts {
        method: text("metodo"),
        method_evidence: text("metodo_evidencia"),
        knowledge: text("conocimiento"),
        knowledge_evidence: text("conocimiento_evidencia"),
    };
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&desk, &row, form).await?);
    }
    match commands::save_minimum(desk.app, permit, texts).await {
        Ok(()) => {
            let page = if fields.first("volver") == CLOSING { "/cierre" } else { "" };
            let to = format!("/cohortes/{cohort}{page}");
            desk.done(to, "Las actividades mínimas quedaron guardadas.")
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, &row, form).await?)
        }
    }
}
