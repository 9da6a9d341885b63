//! One appeal: read, answered, taken back.

use platform::pages::{Fact, Moment};
use sign_in_model::prelude::*;

use super::{grade, moment};
use crate::appeals::commands::{self, AppealVerdict};
use crate::appeals::entity::grade_appeal::{AppealId, State};
use crate::appeals::labels;
use crate::appeals::policy::{may_answer, may_take_back};
use crate::appeals::queries::{self, AppealCase};
use crate::appeals::rules::AppealRefusal;
use crate::appeals::views::AppealPage;
use crate::reopening::queries::writing;

/// The longest answer: it is the reason of the grade too.
const ANSWER: usize = 1_000;

async fn page(
    desk: &Desk<'_>,
    actor: &Actor,
    found: &AppealCase,
    form: FormState,
) -> Result<AppealPage, AppError> {
    let AppealCase { appeal, activity, enrolment, cohort, .. } = found;
    let open = appeal.state == State::Open;
    let may = open && may_answer(actor, &found.access, enrolment.person_id, appeal.id).is_ok();
    let locked = match may {
        true => writing(desk.app.db.read(), cohort, desk.app.clock.now()).await?.err(),
        false => None,
    };
    let current = found.story.first();
    let seen = found.story.iter().find(|entry| entry.at <= appeal.asked_at);
    let moved = open && current.map(|entry| entry.tenths) != seen.map(|entry| entry.tenths);
    let mut story = vec![Moment {
        when: dates::long_with_time(appeal.asked_at),
        text: "Reclamo enviado".to_owned(),
        who: Some(if found.is_own { "Usted".to_owned() } else { found.person.clone() }),
    }];
    if let Some(at) = appeal.decided_at {
        let text = match &appeal.answer {
            Some(answer) => format!("{}. {answer}", appeal.state.label()),
            None => appeal.state.label().to_owned(),
        };
        story.push(Moment { when: dates::long_with_time(at), text, who: None });
    }
    story.extend(found.story.iter().map(|entry| moment(entry, !found.is_own)));
    Ok(AppealPage {
        form,
        name: activity.name.clone(),
        person: found.person.clone(),
        title: found.title.clone(),
        is_own: found.is_own,
        place_href: format!("/inscripciones/{}", enrolment.id),
        list_href: format!("/cohortes/{}/reclamos", cohort.id),
        grade_href: format!("/actividades/{}/notas/{}", activity.id, enrolment.id),
        tone: labels::tone(appeal.state),
        state: appeal.state.label(),
        facts: vec![
            Fact::new("Curso", found.title.clone()),
            Fact::new("Actividad", activity.name.clone()),
            Fact::new("Nota ahora", grade(current.and_then(|entry| entry.tenths))),
        ],
        text: appeal.text.clone(),
        changed: moved.then(|| "La nota cambió después de que la persona reclamó.".to_owned()),
        story,
        action: format!("/reclamos/{}", appeal.id),
        may_answer: may,
        locked: locked.map(|refusal| AppealRefusal::Grades(refusal).sentence()),
        hint: format!("Solo si cambia: un número {}", cohort.scale.between()),
        may_take_back: open && found.is_own,
    })
}

#[get("/reclamos/<appeal>")]
pub async fn show(desk: Desk<'_>, appeal: AppealId) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, appeal).await?;
    desk.show(&page(&desk, actor, &found, FormState::default()).await?)
}

#[post("/reclamos/<appeal>", data = "<fields>")]
pub async fn answer(desk: Desk<'_>, appeal: AppealId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, appeal).await?;
    let permit = may_answer(actor, &found.access, found.enrolment.person_id, appeal)?;
    let verdict = match read(&fields, &found) {
        Ok(verdict) => verdict,
        Err(form) => return desk.refuse(&page(&desk, actor, &found, form).await?),
    };
    match commands::answer(desk.app, permit, verdict).await {
        Ok(state) => {
            let text = match state {
                State::Changed => "La nota cambió. La persona recibe un correo.",
                _ => "La nota se mantiene. La persona recibe un correo.",
            };
            desk.done(format!("/cohortes/{}/reclamos", found.cohort.id), text)
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            let found = queries::find(desk.app.db.read(), actor, appeal).await?;
            desk.refuse(&page(&desk, actor, &found, form).await?)
        }
    }
}

fn read(fields: &Fields, found: &AppealCase) -> Result<AppealVerdict, FormState> {
    let mut reader = Reader::new(fields);
    let answer = reader.text("respuesta", ANSWER, "Escriba la respuesta: la lee la persona.");
    let tenths = match fields.first("accion") {
        "mantener" => None,
        "cambiar" => {
            let asked = "Escriba la nota nueva";
            let tenths = reader.tenths("nota", 0..=found.cohort.scale.highest(), asked);
            if tenths.is_none() && !reader.is_wrong("nota") {
                reader.wrong("nota", format!("{asked}."));
            }
            tenths
        }
        _ => {
            reader.wrong("", "Diga si la nota se mantiene o cambia.");
            None
        }
    };
    reader.finish()?;
    Ok(AppealVerdict { tenths, answer })
}

#[post("/reclamos/<appeal>/retiro")]
pub async fn take_back(desk: Desk<'_>, appeal: AppealId) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, appeal).await?;
    let permit = may_take_back(actor, found.enrolment.person_id, (found.cohort.id, appeal))?;
    match commands::take_back(desk.app, permit).await {
        Ok(()) => desk.done(
            format!("/actividades/{}/mi-nota", found.activity.id),
            "Su reclamo quedó retirado.",
        ),
        Err(failure) => {
            let mut form = FormState::default();
            form.refuse("", failure.refusal()?.sentence());
            let found = queries::find(desk.app.db.read(), actor, appeal).await?;
            desk.refuse(&page(&desk, actor, &found, form).await?)
        }
    }
}
