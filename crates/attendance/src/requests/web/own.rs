//! One's own attendance session by session, and asking about one of them.

use cohorts_model::entity::session::{self, SessionId};
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::uploads::Upload;
use sign_in_model::evidence::{EvidenceRefusal, MOST_MEGABYTES, OF_LEARNER};
use sign_in_model::kept_files;
use sign_in_model::prelude::*;

use super::name;
use crate::entity::attendance_mark::State as MarkState;
use crate::labels;
use crate::requests::commands::{self, RequestDraft};
use crate::requests::entity::attendance_request::{Kind, Model};
use crate::requests::labels as words;
use crate::requests::policy::may_ask;
use crate::requests::queries::{self, PersonAttendance};
use crate::requests::rules::{
    self, CORRECTED, EnrolmentFacts, RequestRefusal, RequestWindow, last_day,
};
use crate::requests::views::{
    AskLink, OwnAttendancePage, RequestFormPage, RequestLine, RequestTag, SessionRow,
};
use crate::rules::{AttendanceRule, Counting, Reachability, SessionStanding, Totals};

/// The longest text of a request.
const TEXT: usize = 1_000;

fn address(enrolment: EnrolmentId) -> String {
    format!("/inscripciones/{enrolment}/asistencia")
}

/// What may be asked of a session now.
fn open(
    own: &PersonAttendance,
    session: &session::Model,
    now: DateTime<Utc>,
) -> Result<RequestWindow, RequestRefusal> {
    let facts = EnrolmentFacts { stage: own.enrolment.stage, since: own.enrolment.since() };
    let open = rules::may_ask(
        own.cohort.attendance_stage(now),
        &Counting::from(&own.cohort),
        session,
        facts,
        now,
    )?;
    let others = of_session(own, session.id).map(|one| (one.kind, one.state));
    rules::none_waits(open.kind, others)?;
    rules::not_there(open.kind, own.marks.get(&session.id).map(|mark| mark.state))?;
    Ok(open)
}

fn of_session(own: &PersonAttendance, session: SessionId) -> impl Iterator<Item = &Model> {
    own.requests.iter().filter(move |request| request.session_id == session)
}

#[get("/inscripciones/<enrolment>/asistencia")]
pub async fn show(desk: Desk<'_>, enrolment: EnrolmentId) -> Answer {
    let own = queries::own(desk.app.db.read(), desk.actor()?, enrolment).await?;
    let now = desk.app.clock.now();
    let totals = own.totals(now);
    let minimum = own.cohort.minimum_attendance;
    let heading = match &own.person {
        None => "Mi asistencia".to_owned(),
        Some(person) => format!("Asistencia de {person}"),
    };
    desk.show(&OwnAttendancePage {
        heading,
        course: own.course.clone(),
        cohort: own.cohort.name.clone(),
        place_href: format!("/inscripciones/{enrolment}"),
        percent: totals.percent(),
        told: told(&totals),
        minimum,
        outlook: labels::missing(&totals, minimum),
        warns: totals.reachability(minimum) != Reachability::OnTrack,
        rule: AttendanceRule::from(&own.cohort).sentence(),
        rows: own.sessions.iter().map(|session| row(&own, session, now)).collect(),
    })
}

/// «3 de 4 sesiones dictadas, 75 %»; `None` before the first.
fn told(totals: &Totals) -> Option<String> {
    let percent = totals.percent()?;
    let (attended, held, _) = totals.parts();
    let (attended, held) = (attended as i64, held as i64);
    let what = match totals.minutes {
        Some(_) => numbers::some(held, "minuto dictado", "minutos dictados"),
        None => numbers::some(held, "sesión dictada", "sesiones dictadas"),
    };
    Some(format!("{} de {what}, {percent} %", numbers::grouped(attended)))
}

fn row(own: &PersonAttendance, session: &session::Model, now: DateTime<Utc>) -> SessionRow {
    let mark = own.marks.get(&session.id);
    let opened = open(own, session, now);
    let requests = of_session(own, session.id).map(|request| {
        let day = dates::long(dates::bogota_date(request.asked_at));
        RequestLine {
            href: format!("/solicitudes/{}", request.id),
            label: match request.kind {
                Kind::Correction => format!("Corrección pedida el {day}"),
                Kind::Excuse => format!("Excusa pedida el {day}"),
            },
            tag: RequestTag { code: words::tone(request.state), label: request.state.label() },
        }
    });
    let late = match &opened {
        Err(RequestRefusal::TooLate { last }) if own.is_own() => {
            Some(format!("La corrección se pedía hasta el {}.", dates::with_weekday(*last)))
        }
        _ => None,
    };
    let ask = opened.ok().filter(|_| own.is_own()).map(|open| AskLink {
        href: format!("{}/{}", address(own.enrolment.id), session.id),
        label: match open.kind {
            Kind::Correction => "Pedir corrección",
            Kind::Excuse => "Avisar que no podrá asistir",
        },
        until: match open.kind {
            Kind::Correction => until(own, session),
            Kind::Excuse => "antes de que empiece".to_owned(),
        },
        session: format!("de la sesión {}", session.position),
    });
    SessionRow {
        name: name(session),
        hours: dates::span(session.starts_at, session.ends_at),
        tag: tag(own, session, now),
        how: mark.map(|mark| {
            let when = dates::long_with_time(mark.recorded_at);
            let closing = if mark.after_closing { ", modificado después del cierre" } else { "" };
            format!("{}, {when}{closing}", mark.method.label())
        }),
        requests: requests.collect(),
        ask,
        late,
    }
}

/// Until when a correction is received.
fn until(own: &PersonAttendance, session: &session::Model) -> String {
    match last_day(session, &Counting::from(&own.cohort)) {
        Some(last) => format!("hasta el {}", dates::with_weekday(last)),
        None => {
            let days = numbers::some(own.cohort.correction_days, "día", "días");
            format!("hasta {days} después de que se termine su lista")
        }
    }
}

fn tag(own: &PersonAttendance, session: &session::Model, now: DateTime<Utc>) -> RequestTag {
    if session.stage == session::Stage::Cancelled {
        return RequestTag { code: "cancelled", label: "Cancelada" };
    }
    let (code, label) = match own.presence(session, now).standing {
        SessionStanding::Marked(state) => (state.code(), state.label()),
        SessionStanding::NotRecorded => ("warning", "Sin registro"),
        SessionStanding::NotApplicable => ("info", "No aplica"),
        SessionStanding::Unlisted => ("info", "Sin lista todavía"),
        SessionStanding::Pending if session.starts_at <= now => ("info", "En curso"),
        SessionStanding::Pending => ("planned", "Por dictar"),
    };
    RequestTag { code, label }
}

/// Returns the attendance of the enrolment and one of its sessions; not found when it has no such
/// session.
async fn asking(
    desk: &Desk<'_>,
    enrolment: EnrolmentId,
    session: SessionId,
) -> Result<(PersonAttendance, session::Model), AppError> {
    let own = queries::own(desk.app.db.read(), desk.actor()?, enrolment).await?;
    let found = own.sessions.iter().find(|one| one.id == session).cloned();
    Ok((own, found.ok_or(AppError::NotFound)?))
}

fn ask_page(
    own: &PersonAttendance,
    session: &session::Model,
    now: DateTime<Utc>,
    form: FormState,
    kept: Option<String>,
) -> RequestFormPage {
    let opened = open(own, session, now);
    let recorded = own.marks.get(&session.id).map(|mark| mark.state);
    let mut facts = vec![
        Fact::new("Curso", format!("{}, cohorte {}", own.course, own.cohort.name)),
        Fact::new(
            "Sesión",
            format!("{}, {}", name(session), dates::span(session.starts_at, session.ends_at)),
        ),
    ];
    let kind = opened
        .as_ref()
        .map_or(if now < session.starts_at { Kind::Excuse } else { Kind::Correction }, |open| {
            open.kind
        });
    if kind == Kind::Correction {
        facts.push(Fact::new(
            "Su registro ahora",
            recorded.map_or("Sin registro", |state| state.label()),
        ));
    }
    if let Ok(RequestWindow { kind: Kind::Correction, .. }) = opened {
        facts.push(Fact::new("Se recibe", until(own, session)));
    }
    let states = CORRECTED
        .into_iter()
        .filter(|state| Some(*state) != recorded)
        .map(|state| Alternative::new(labels::form_value(state), state.label()));
    let (heading, text_label, text_hint, button) = match kind {
        Kind::Correction => (
            "Pedir una corrección",
            "Qué pasó",
            "Por ejemplo: firmé la planilla en papel y llegué a las 8:00",
            "Enviar la solicitud",
        ),
        Kind::Excuse => (
            "Avisar que no podrá asistir",
            "Por qué no podrá asistir",
            "Por ejemplo: tengo una citación ese día",
            "Enviar el aviso",
        ),
    };
    RequestFormPage {
        form,
        kept,
        heading,
        cohort: own.cohort.name.clone(),
        place_href: format!("/inscripciones/{}", own.enrolment.id),
        action: form_of(own.enrolment.id, session.id),
        facts,
        blocked: opened.err().map(|refusal| refusal.sentence()),
        states: if kind == Kind::Correction { states.collect() } else { Vec::new() },
        text_label,
        text_hint,
        button,
    }
}

/// The address of the form, for which a file waits.
fn form_of(enrolment: EnrolmentId, session: SessionId) -> String {
    format!("{}/{session}", address(enrolment))
}

#[get("/inscripciones/<enrolment>/asistencia/<session>")]
pub async fn form(desk: Desk<'_>, enrolment: EnrolmentId, session: SessionId) -> Answer {
    let (own, session) = asking(&desk, enrolment, session).await?;
    may_ask(desk.actor()?, own.enrolment.person_id, (enrolment, own.cohort.id, session.id))?;
    let kept = kept_files::note(&desk, &form_of(enrolment, session.id)).await?;
    desk.show(&ask_page(&own, &session, desk.app.clock.now(), FormState::default(), kept))
}

#[post("/inscripciones/<enrolment>/asistencia/<session>", data = "<upload>")]
pub async fn ask(
    desk: Desk<'_>,
    enrolment: EnrolmentId,
    session: SessionId,
    upload: Upload<{ MOST_MEGABYTES }>,
) -> Answer {
    let (own, session) = asking(&desk, enrolment, session).await?;
    let permit =
        may_ask(desk.actor()?, own.enrolment.person_id, (enrolment, own.cohort.id, session.id))?;
    let now = desk.app.clock.now();
    let fields = &upload.fields;
    let form_address = form_of(enrolment, session.id);
    let again = async |form: FormState| {
        // What it answers may have changed meanwhile.
        let (own, session) = asking(&desk, enrolment, session.id).await?;
        let kept = kept_files::note(&desk, &form_address).await?;
        desk.refuse(&ask_page(&own, &session, now, form, kept))
    };
    if upload.too_large {
        return again(fields.refused(&RequestRefusal::File(EvidenceRefusal::TOO_LARGE))).await;
    }
    let opened = open(&own, &session, now);
    if let Err(refusal) = &opened {
        return again(fields.refused(refusal)).await;
    }
    let file = kept_files::attachment(&desk, &form_address, upload.file, fields).await?;
    let (wanted, text) = match read(fields, opened) {
        Ok(read) => read,
        Err(form) => {
            return again(kept_files::keep(&desk, &form_address, file, OF_LEARNER, form).await?)
                .await;
        }
    };
    match commands::ask(desk.app, permit, RequestDraft { state: wanted, text, file }).await {
        Ok(id) => desk.done(
            format!("/solicitudes/{id}"),
            "Su solicitud quedó enviada. La coordinación la decide y le avisamos por correo.",
        ),
        Err(failure) => again(fields.refused(&failure.refusal()?)).await,
    }
}

/// What was typed. The session's hour says whether a state is asked for; the command asks again.
fn read(
    fields: &Fields,
    opened: Result<RequestWindow, RequestRefusal>,
) -> Result<(MarkState, String), FormState> {
    let mut reader = Reader::new(fields);
    let wanted = match opened {
        Err(refusal) => {
            reader.wrong("", refusal.sentence());
            MarkState::Excused
        }
        Ok(RequestWindow { kind: Kind::Excuse, .. }) => MarkState::Excused,
        Ok(RequestWindow { kind: Kind::Correction, .. }) => {
            let choices = CORRECTED.map(|state| (labels::form_value(state), state));
            reader
                .choice("estado", &choices, "Elija cómo debe quedar su registro.")
                .unwrap_or(MarkState::Present)
        }
    };
    let text = reader.text("texto", TEXT, "Escriba qué pasó.");
    reader.finish()?;
    Ok((wanted, text))
}
