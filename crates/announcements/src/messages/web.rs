//! Addresses of a cohort's letters.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session;
use cohorts_model::place::{CohortTab, enter_known};
use cohorts_model::policy::RUNNERS;
use cohorts_model::queries::{self as cohorts, CohortRow};
use cohorts_model::rules::is_public;
use platform::numbers::{people, some};
use platform::secrets::digest;
use platform::texts::say;
use sign_in_model::prelude::*;

use super::letters::{CohortMessage, MessageText};
use super::policy::may_write;
use super::readers::{MessageScope, ReaderGroup, Readers, readers};
use super::views::{MessageFormPage, MessagePreview, MessagesPage, coming, lines};
use super::{commands, queries};
use crate::invitation::invites_at;
use crate::preview::LetterPreview;

/// Longest subject: what mail programs show (R67).
const LONGEST_SUBJECT: usize = 70;
/// Longest message, in letters.
const LONGEST_MESSAGE: usize = 2_000;

pub fn routes() -> Vec<Route> {
    routes![list, form, write]
}

/// A cohort whose letters the reader sees, with its sessions.
struct MessageDesk {
    row: CohortRow,
    sessions: Vec<session::Model>,
}

async fn found(desk: &Desk<'_>, cohort: CohortId) -> Result<MessageDesk, AppError> {
    let (db, actor) = (desk.app.db.read(), desk.actor_as(&RUNNERS)?);
    let row = cohorts::find(db, actor, cohort).await?;
    may_write(actor, &row.facts())?;
    let sessions = cohorts::sessions(db, cohort).await?;
    enter_known(desk, &row.cohort, &row.version.name, &sessions, CohortTab::Messages)?;
    Ok(MessageDesk { row, sessions })
}

fn list_path(cohort: CohortId) -> String {
    format!("/cohortes/{cohort}/mensajes")
}

#[get("/cohortes/<cohort>/mensajes")]
async fn list(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let MessageDesk { row, sessions } = found(&desk, cohort).await?;
    let db = desk.app.db.read();
    let counts = queries::counts(db, cohort).await?;
    let last = queries::last_letters(db, &counts).await?;
    let failed = queries::failed(db, cohort).await?;
    let untold = queries::untold(db, cohort).await?;
    let stage = row.cohort.stage;
    desk.show(&MessagesPage {
        back: format!("/cohortes/{cohort}"),
        write: is_public(stage).then(|| format!("{}/nuevo", list_path(cohort))),
        call: invites_at(stage).then(|| format!("/cohortes/{cohort}/convocatoria")),
        groups: lines(&counts, &last),
        failed: failed.into_iter().map(Into::into).collect(),
        coming: coming(&sessions, untold, desk.app.clock.now()),
        cohort: row.cohort.name,
    })
}

/// The sessions that somebody may have missed.
fn begun(sessions: &[session::Model], now: DateTime<Utc>) -> impl Iterator<Item = &session::Model> {
    sessions
        .iter()
        .filter(move |one| one.stage != session::Stage::Cancelled && one.starts_at <= now)
}

fn shown(
    desk: &Desk<'_>,
    found: &MessageDesk,
    form: FormState,
    preview: Option<MessagePreview>,
) -> MessageFormPage {
    let label = |one: &session::Model| {
        let when = dates::day_and_span(one.starts_at, one.ends_at);
        Alternative::new(one.id, format!("{}: {when}", one.position))
    };
    let cohort = found.row.cohort.id;
    MessageFormPage {
        form,
        cohort: found.row.cohort.name.clone(),
        back: format!("/cohortes/{cohort}"),
        list: list_path(cohort),
        groups: ReaderGroup::alternatives(),
        sessions: begun(&found.sessions, desk.app.clock.now()).map(label).collect(),
        preview,
    }
}

#[get("/cohortes/<cohort>/mensajes/nuevo?<a>")]
async fn form(desk: Desk<'_>, cohort: CohortId, a: Option<&str>) -> Answer {
    let found = found(&desk, cohort).await?;
    let group = a.and_then(ReaderGroup::from_code).unwrap_or(ReaderGroup::Enrolled);
    let form = FormState::default().with("a", group.code());
    desk.show(&shown(&desk, &found, form, None))
}

fn read(
    fields: &Fields,
    sessions: &[session::Model],
    now: DateTime<Utc>,
) -> Result<(MessageScope, MessageText), FormState> {
    let mut reader = Reader::new(fields);
    let group = reader.choice("a", &ReaderGroup::choices(), "Elija a quién le escribe.");
    let scope = match group {
        Some(ReaderGroup::AtRisk) => MessageScope::AtRisk,
        Some(ReaderGroup::Absent) => {
            let known: Vec<_> =
                begun(sessions, now).map(|one| (one.id.to_string(), one.id)).collect();
            let known: Vec<_> = known.iter().map(|(text, id)| (text.as_str(), *id)).collect();
            let session = reader.choice("sesion", &known, "Elija la sesión a la que faltaron.");
            session.map_or(MessageScope::Enrolled, MessageScope::Absent)
        }
        Some(ReaderGroup::Enrolled) | None => MessageScope::Enrolled,
    };
    let text = MessageText {
        subject: reader.text("asunto", LONGEST_SUBJECT, "Escriba el asunto."),
        body: reader.text("mensaje", LONGEST_MESSAGE, "Escriba el mensaje."),
    };
    reader.finish().map(|()| (scope, text))
}

/// What names a message and the people that it would reach.
fn fingerprint(scope: MessageScope, text: &MessageText, readers: &Readers) -> String {
    let people: Vec<i64> = readers.people.iter().map(|person| person.enrolment.0).collect();
    digest(format!("{scope:?}\n{people:?}\n{}\n{}", text.subject, text.body))
}

/// What the message would do.
async fn preview(
    desk: &Desk<'_>,
    row: &CohortRow,
    text: &MessageText,
    readers: &Readers,
    seen: String,
) -> Result<MessagePreview, AppError> {
    let letter = match readers.people.first() {
        Some(person) => {
            let letter = CohortMessage::new(row, text).to(person.enrolment);
            Some(LetterPreview::of(desk.app, &letter, person.recipient().name).await?)
        }
        None => None,
    };
    let count = readers.people.len();
    let letters = some(count, "correo saldrá", "correos saldrán");
    let without = readers.without_mail;
    Ok(MessagePreview {
        consequence: say("announcements.message_consequence", &[("letters", letters)]),
        without_mail: (without > 0)
            .then(|| say("announcements.message_without_mail", &[("people", people(without))])),
        letter,
        button: format!("Enviar a {}", people(count)),
        seen,
        is_tested: false,
        is_other: false,
    })
}

#[post("/cohortes/<cohort>/mensajes", data = "<fields>")]
async fn write(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let found = found(&desk, cohort).await?;
    let now = desk.app.clock.now();
    let (scope, text) = match read(&fields, &found.sessions, now) {
        Ok(message) => message,
        Err(form) => return desk.refuse(&shown(&desk, &found, form, None)),
    };
    let readers = readers(desk.app.db.read(), &found.row.cohort, scope, now).await?;
    let seen = fingerprint(scope, &text, &readers);
    let action = fields.first("accion");
    let permit = may_write(desk.actor()?, &found.row.facts())?;
    if action == "enviar" && fields.first("visto") == seen {
        return match commands::send(desk.app, permit, scope, &text).await {
            Ok(0) => desk.done(
                list_path(cohort),
                "Ese mensaje ya había salido hoy para estas personas: no se repitió.",
            ),
            Ok(letters) => {
                let letters = some(letters, "correo", "correos");
                desk.done(list_path(cohort), format!("El mensaje sale en {letters}."))
            }
            Err(failure) => {
                let form = fields.refused(&failure.refusal()?);
                desk.refuse(&shown(&desk, &found, form, None))
            }
        };
    }
    let mut preview = preview(&desk, &found.row, &text, &readers, seen).await?;
    preview.is_other = action == "enviar";
    if action == "prueba" {
        commands::send_test(desk.app, permit, &text).await?;
        preview.is_tested = true;
    }
    desk.show(&shown(&desk, &found, fields.state(), Some(preview)))
}
