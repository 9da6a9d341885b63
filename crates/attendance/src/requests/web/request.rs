//! One request: read, decided, taken back, its evidence.

use platform::numbers::some;
use platform::pages::{Fact, Moment};
use sign_in_model::evidence::{self, what};
use sign_in_model::prelude::*;

use super::name;
use crate::labels;
use crate::requests::commands::{self, RequestOutcome, RequestVerdict};
use crate::requests::entity::attendance_request::{Kind, RequestId, State};
use crate::requests::labels as words;
use crate::requests::policy::{RequestFacts, may_decide, may_take_back};
use crate::requests::queries::{self, RequestDetail};
use crate::requests::rules::{CORRECTED, RequestRefusal};
use crate::requests::views::{RequestPage, RequestTag};
use crate::rules::length;

/// The longest reason.
const REASON: usize = 300;

impl RequestDetail {
    fn about(&self) -> RequestFacts {
        RequestFacts {
            request: self.request.id,
            person: self.enrolment.person_id,
            session: self.request.session_id,
        }
    }
}

fn page(app: &App, actor: &Actor, found: &RequestDetail, form: FormState) -> RequestPage {
    let RequestDetail { request, session, cohort, .. } = found;
    let is_own = actor.person == Some(found.enrolment.person_id.0);
    let open = request.state == State::Open;
    let recorded = found.now.as_ref().map(|mark| mark.state);
    let asked = request.asked_state.label();
    let mut facts = vec![
        Fact::new("Curso", format!("{}, cohorte {}", found.course, cohort.name)),
        Fact::new(
            "Sesión",
            format!("{}, {}", name(session), dates::span(session.starts_at, session.ends_at)),
        ),
        Fact::new("Pide que quede", asked),
    ];
    if recorded.is_some() || session.starts_at <= app.clock.now() {
        facts.push(Fact::new(
            "Registro ahora",
            recorded.map_or("Sin registro", |state| state.label()),
        ));
    }
    let seen = found.now.as_ref().map(|mark| mark.mark_id);
    let changed = (open && seen != request.seen_mark_id)
        .then(|| "El registro cambió después de que la persona envió la solicitud.".to_owned());
    let states = match request.kind {
        Kind::Excuse => Vec::new(),
        Kind::Correction => CORRECTED
            .into_iter()
            .map(|state| Alternative::new(labels::form_value(state), state.label()))
            .collect(),
    };
    let chosen = form.first("estado").is_some();
    let form = match chosen {
        true => form,
        false => form.with("estado", labels::form_value(request.asked_state)),
    };
    let may = open && may_decide(actor, &found.access, found.about()).is_ok();
    RequestPage {
        form,
        heading: match request.kind {
            Kind::Correction => "Solicitud de corrección".to_owned(),
            Kind::Excuse => "Aviso de inasistencia".to_owned(),
        },
        tag: RequestTag { code: words::tone(request.state), label: request.state.label() },
        is_own,
        person: found.person.clone(),
        cohort: cohort.name.clone(),
        place_href: format!("/inscripciones/{}", found.enrolment.id),
        list_href: format!("/cohortes/{}/solicitudes", cohort.id),
        facts,
        text: request.text.clone(),
        file: found
            .file
            .as_ref()
            .map(|file| what(&file.content_type, request.file_pages.unwrap_or(1))),
        changed,
        story: story(found, is_own),
        action: format!("/solicitudes/{}", request.id),
        may_decide: may,
        states,
        minutes_hint: (cohort.partial_hours && request.kind == Kind::Correction).then(|| {
            format!(
                "Si no estuvo toda la sesión; vacío son los {}",
                some(length(session), "minuto", "minutos")
            )
        }),
        waits: dates::bogota_date(app.clock.now()) < dates::bogota_date(session.starts_at),
        may_take_back: open && is_own,
    }
}

fn story(found: &RequestDetail, is_own: bool) -> Vec<Moment> {
    let request = &found.request;
    let person = if is_own { "Usted".to_owned() } else { found.person.clone() };
    let mut story = vec![Moment {
        when: dates::long_with_time(request.asked_at),
        text: "Solicitud enviada".to_owned(),
        who: Some(person.clone()),
    }];
    let Some(at) = request.decided_at else { return story };
    let granted = request.decided_state.map(|state| state.label()).unwrap_or_default();
    let mut text = match (request.state, request.kind, request.mark_id) {
        (State::Granted, Kind::Excuse, None) => "Excusa aprobada para la sesión".to_owned(),
        (State::Granted, _, _) => format!("Solicitud aceptada: queda «{granted}»"),
        (State::Withdrawn, _, _) => "Solicitud retirada".to_owned(),
        (State::Refused | State::Open, _, _) => "Solicitud no aceptada".to_owned(),
    };
    if let Some(reason) = &request.decided_reason {
        text.push_str(&format!(". Motivo: {reason}"));
    }
    let who = match request.state {
        State::Withdrawn => Some(person),
        // The person is answered by the coordination, not by somebody.
        _ if is_own => Some("La coordinación".to_owned()),
        _ => found.decider.clone(),
    };
    story.push(Moment { when: dates::long_with_time(at), text, who });
    story
}

#[get("/solicitudes/<request>")]
pub async fn show(desk: Desk<'_>, request: RequestId) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, request).await?;
    desk.show(&page(desk.app, actor, &found, FormState::default()))
}

#[get("/solicitudes/<request>/soporte")]
pub async fn file(desk: Desk<'_>, request: RequestId) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, request).await?;
    let file = found.file.ok_or(AppError::NotFound)?;
    desk.file(evidence::reply(desk.app, &file, format!("soporte-solicitud-{request}")).await?)
}

#[post("/solicitudes/<request>", data = "<fields>")]
pub async fn decide(desk: Desk<'_>, request: RequestId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, request).await?;
    let permit = may_decide(actor, &found.access, found.about())?;
    let verdict = match read(&fields, &found) {
        Ok(verdict) => verdict,
        Err(form) => return desk.refuse(&page(desk.app, actor, &found, form)),
    };
    match commands::decide(desk.app, permit, verdict).await {
        Ok(decided) => {
            let text = match decided {
                RequestOutcome::Recorded => "Solicitud aceptada: el registro ya cuenta.",
                RequestOutcome::Waits => "Excusa aprobada: quien pase lista la verá ese día.",
                RequestOutcome::Refused => "Solicitud no aceptada. La persona recibe el motivo.",
            };
            desk.done(format!("/cohortes/{}/solicitudes", found.cohort.id), text)
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            let found = queries::find(desk.app.db.read(), actor, request).await?;
            desk.refuse(&page(desk.app, actor, &found, form))
        }
    }
}

fn read(fields: &Fields, found: &RequestDetail) -> Result<RequestVerdict, FormState> {
    let mut reader = Reader::new(fields);
    let verdict = match fields.first("accion") {
        "rechazar" => {
            let missing = RequestRefusal::ReasonMissing.sentence();
            RequestVerdict::Refuse { reason: reader.text("motivo", REASON, &missing) }
        }
        "aceptar" => {
            let asked = found.request.asked_state;
            let choices = CORRECTED.map(|state| (labels::form_value(state), state));
            let state = match found.request.kind {
                Kind::Excuse => asked,
                Kind::Correction => reader
                    .choice("estado", &choices, "Elija cómo queda el registro.")
                    .unwrap_or(asked),
            };
            let longest = length(&found.session);
            let minutes = match found.cohort.partial_hours && !fields.first("minutos").is_empty() {
                true => {
                    Some(reader.whole("minutos", 1..=longest, "Escriba los minutos que estuvo."))
                }
                false => None,
            };
            RequestVerdict::Grant { state, minutes, reason: reader.optional("motivo", REASON) }
        }
        _ => {
            reader.wrong("", "Diga si la acepta o no.");
            RequestVerdict::Refuse { reason: String::new() }
        }
    };
    reader.finish()?;
    Ok(verdict)
}

#[post("/solicitudes/<request>/retiro")]
pub async fn take_back(desk: Desk<'_>, request: RequestId) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, request).await?;
    let permit = may_take_back(actor, found.about(), found.cohort.id)?;
    match commands::take_back(desk.app, permit).await {
        Ok(()) => {
            let to = format!("/inscripciones/{}/asistencia", found.enrolment.id);
            desk.done(to, "Su solicitud quedó retirada.")
        }
        Err(failure) => {
            let mut form = FormState::default();
            form.refuse("", failure.refusal()?.sentence());
            let found = queries::find(desk.app.db.read(), actor, request).await?;
            desk.refuse(&page(desk.app, actor, &found, form))
        }
    }
}
