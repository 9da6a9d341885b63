//! One's own grade, and asking that it be looked at again.

use sign_in_model::prelude::*;

use super::{grade, moment};
use crate::appeals::policy::may_ask;
use crate::appeals::queries::{self, LearnerGrade};
use crate::appeals::views::{AppealLine, LearnerGradePage};
use crate::appeals::{commands, labels, rules};
use crate::entity::activity::ActivityId;

/// The longest text.
const TEXT: usize = 1_000;

fn page(desk: &Desk<'_>, own: &LearnerGrade, form: FormState) -> LearnerGradePage {
    let now = desk.app.clock.now();
    let states = own.appeals.iter().map(|appeal| appeal.state);
    let may = rules::may_ask(own.cohort.stage, own.enrolment.stage, own.given(), states, now);
    let tenths = own.story.first().and_then(|entry| entry.tenths);
    LearnerGradePage {
        form,
        name: own.activity.name.clone(),
        title: own.title.clone(),
        place_href: format!("/inscripciones/{}", own.enrolment.id),
        facts: vec![
            Fact::new("Nota", grade(tenths)),
            Fact::new("Escala", own.cohort.scale.label()),
            Fact::new("Peso", format!("{} %", own.activity.weight)),
        ],
        story: own.story.iter().map(|entry| moment(entry, false)).collect(),
        appeals: own
            .appeals
            .iter()
            .map(|appeal| AppealLine {
                href: format!("/reclamos/{}", appeal.id),
                when: dates::long_with_time(appeal.asked_at),
                tone: labels::tone(appeal.state),
                state: appeal.state.label(),
            })
            .collect(),
        until: may.as_ref().ok().map(|last| dates::with_weekday(*last)),
        blocked: may.err().map(|refusal| refusal.sentence()),
        action: format!("/actividades/{}/mi-nota", own.activity.id),
    }
}

#[get("/actividades/<activity>/mi-nota")]
pub async fn show(desk: Desk<'_>, activity: ActivityId) -> Answer {
    let actor = desk.actor()?;
    let own = queries::own(desk.app.db.read(), actor, activity).await?;
    desk.show(&page(&desk, &own, FormState::default()))
}

#[post("/actividades/<activity>/mi-nota", data = "<fields>")]
pub async fn ask(desk: Desk<'_>, activity: ActivityId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let own = queries::own(desk.app.db.read(), actor, activity).await?;
    let permit =
        may_ask(actor, own.enrolment.person_id, (own.cohort.id, own.enrolment.id, activity))?;
    let mut reader = Reader::new(&fields);
    let text = reader.text("texto", TEXT, "Escriba por qué pide que la revisen.");
    let form = match reader.finish() {
        Err(form) => form,
        Ok(()) => match commands::ask(desk.app, permit, text).await {
            Ok(id) => {
                let to = format!("/reclamos/{id}");
                return desk.done(to, "Reclamo enviado. Recibirá un correo con la respuesta.");
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
    };
    desk.refuse(&page(&desk, &own, form))
}
