//! The verbs of a cohort: publish, confirm, start, cancel. Closing stands in `certification`,
//! where what is missing is known.

use sign_in_model::prelude::*;

use super::sessions::with_letters;
use super::{RUNNERS, show};
use crate::audience::{self, AnnouncedChange};
use crate::entity::cohort::CohortId;
use crate::place::CohortTab;
use crate::queries::{self, CohortRow};
use crate::refusals::CohortRefusal;
use crate::views::{ReasonPage, follow_up_unplanned};
use crate::{commands, follow_up, policy, rules};

/// Longest reason, in letters.
pub(super) const LONGEST_REASON: usize = 300;

async fn found<'d>(
    desk: &'d Desk<'_>,
    cohort: CohortId,
) -> Result<(&'d Actor, CohortRow), AppError> {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    Ok((actor, row))
}

/// Back to the cohort, with what was done or with why not.
async fn answer(
    desk: &Desk<'_>,
    actor: &Actor,
    row: &CohortRow,
    done: Result<(), Failure<CohortRefusal>>,
    text: &str,
) -> Answer {
    match done {
        Ok(()) => desk.done(format!("/cohortes/{}", row.cohort.id), text),
        Err(failure) => {
            let refusal = failure.refusal()?;
            let mut page = show::page(desk, actor, row).await?;
            // The refusal says it; the note above would say it twice.
            page.missing = None;
            page.form.refuse("", refusal.sentence());
            desk.refuse(&page)
        }
    }
}

#[post("/cohortes/<cohort>/publicacion")]
pub async fn publish(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let (actor, row) = found(&desk, cohort).await?;
    let permit = policy::may_publish(actor, &row.facts())?;
    let done = commands::publish(desk.app, permit).await;
    let closes_on = rules::enrolment_deadline(row.cohort.enrolment_closes_on, row.cohort.starts_on);
    let mut text = if desk.app.clock.today() > closes_on {
        format!(
            "La cohorte quedó publicada: ya aparece en «Cursos abiertos». Las inscripciones por cuenta propia cerraron el {}; la coordinación puede agregar personas.",
            dates::short(closes_on)
        )
    } else {
        "La cohorte quedó publicada: ya aparece en «Cursos abiertos» y recibe inscripciones."
            .to_owned()
    };
    // Activities may be planned afterwards, and until then the minimum lacks one (R10).
    let is_graded = row.cohort.pass_mark.is_some();
    if !follow_up::of(&desk, &row.cohort).await?.is_planned(is_graded) {
        text = format!("{text} {}", follow_up_unplanned(is_graded));
    }
    answer(&desk, actor, &row, done, &text).await
}

#[post("/cohortes/<cohort>/confirmacion")]
pub async fn confirm(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let (actor, row) = found(&desk, cohort).await?;
    let permit = policy::may_confirm(actor, &row.facts())?;
    let done = commands::confirm(desk.app, permit).await;
    answer(&desk, actor, &row, done, "La cohorte quedó confirmada.").await
}

#[post("/cohortes/<cohort>/inicio")]
pub async fn start(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let (actor, row) = found(&desk, cohort).await?;
    let permit = policy::may_start(actor, &row.facts())?;
    let done = commands::start(desk.app, permit).await;
    let text = "La cohorte inició. La regla del certificado quedó fija.";
    answer(&desk, actor, &row, done, text).await
}

async fn reason_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    form: FormState,
) -> Result<ReasonPage, AppError> {
    row.enter(desk, CohortTab::Summary).await?;
    Ok(ReasonPage {
        form,
        told: audience::told(desk, &row.cohort, AnnouncedChange::CancelCohort).await?,
        heading: format!("Cancelar la cohorte {}", row.cohort.name),
        action: format!("/cohortes/{}/cancelacion", row.cohort.id),
        back: format!("/cohortes/{}", row.cohort.id),
        cohort: row.cohort.name.clone(),
        consequences: vec![
            "La cohorte sale de «Cursos abiertos» y ya no recibe inscripciones ni da certificados.",
            "Las sesiones por dictar se cancelan; la asistencia ya registrada se conserva.",
            "No se puede deshacer.",
        ],
        instead: None,
        button: "Cancelar la cohorte",
    })
}

#[get("/cohortes/<cohort>/cancelacion")]
pub async fn cancel_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let (actor, row) = found(&desk, cohort).await?;
    policy::may_cancel(actor, &row.facts())?;
    if let Err(refusal) = rules::editable(row.cohort.stage) {
        return Err(AppError::Refused(refusal.sentence()));
    }
    desk.show(&reason_page(&desk, &row, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/cancelacion", data = "<fields>")]
pub async fn cancel(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let (actor, row) = found(&desk, cohort).await?;
    let permit = policy::may_cancel(actor, &row.facts())?;
    let mut reader = Reader::new(&fields);
    let reason = reader.text("motivo", LONGEST_REASON, &CohortRefusal::ReasonNeeded.sentence());
    if let Err(form) = reader.finish() {
        return desk.refuse(&reason_page(&desk, &row, form).await?);
    }
    match commands::cancel(desk.app, permit, &reason).await {
        Ok(()) => {
            let text = "La cohorte quedó cancelada. La asistencia registrada se conserva.";
            let deed = AnnouncedChange::CancelCohort;
            let text = with_letters(&desk, cohort, deed, text).await?;
            desk.done(format!("/cohortes/{cohort}"), text)
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&reason_page(&desk, &row, form).await?)
        }
    }
}
