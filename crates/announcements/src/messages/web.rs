//! Addresses of a cohort's letters.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session;
use cohorts_model::place::{CohortTab, enter_known};
use cohorts_model::policy::RUNNERS;
use cohorts_model::queries::{self as cohorts, CohortRow};
use cohorts_model::rules::is_public;
use enrolment_model::entity::enrolment::EnrolmentId;
use notices_model::departure::Departure;
use platform::numbers::{people, some};
use platform::secrets::digest;
use platform::texts::{say, word};
use sign_in_model::prelude::*;

use super::letters::{CohortMessage, MessageText};
use super::policy::may_write;
use super::readers::{MessageScope, ReaderGroup, Readers, readers};
use super::views::{MessageFormPage, MessagePreview, MessagesPage, Outgoing, coming, lines};
use super::{commands, queries};
use crate::group_text::GroupText;
use crate::invitation::invites_at;
use crate::preview::LetterPreview;
use crate::reminders::{calls, offers};

/// Longest subject: what mail programs show (R67).
const LONGEST_SUBJECT: usize = 70;
/// Longest message, in letters.
const LONGEST_MESSAGE: usize = 2_000;
/// Most people who are chosen: as many as a page of the list of the enrolled shows.
const MOST_CHOSEN: usize = 50;

pub fn routes() -> Vec<Route> {
    routes![list, form, choose, write]
}

/// A cohort whose letters the reader sees, with its sessions.
struct MessageDesk {
    row: CohortRow,
    sessions: Vec<session::Model>,
    /// Who was marked in the list of the enrolled.
    chosen: Vec<EnrolmentId>,
}

async fn found(
    desk: &Desk<'_>,
    cohort: CohortId,
    chosen: Vec<EnrolmentId>,
) -> Result<MessageDesk, AppError> {
    let (db, actor) = (desk.app.db.read(), desk.actor_as(&RUNNERS)?);
    let row = cohorts::find(db, actor, cohort).await?;
    may_write(actor, &row.facts())?;
    let sessions = cohorts::sessions(db, cohort).await?;
    enter_known(desk, &row.cohort, &row.version.name, &sessions, CohortTab::Messages)?;
    Ok(MessageDesk { row, sessions, chosen })
}

fn list_path(cohort: CohortId) -> String {
    format!("/cohortes/{cohort}/mensajes")
}

#[get("/cohortes/<cohort>/mensajes")]
async fn list(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let MessageDesk { row, sessions, .. } = found(&desk, cohort, Vec::new()).await?;
    let db = desk.app.db.read();
    let counts = queries::counts(db, cohort).await?;
    let last = queries::last_letters(db, &counts).await?;
    let failed = queries::failed(db, cohort).await?;
    let now = desk.app.clock.now();
    let outgoing = Outgoing {
        sessions: &sessions,
        untold: queries::untold(db, cohort).await?,
        offers: &offers::to_remind(db, &row.cohort, now).await?,
        calls: &calls::to_remind(db, &row.cohort, dates::bogota_date(now)).await?,
    };
    let stage = row.cohort.stage;
    desk.show(&MessagesPage {
        back: format!("/cohortes/{cohort}"),
        write: is_public(stage).then(|| format!("{}/nuevo", list_path(cohort))),
        call: invites_at(stage).then(|| format!("/cohortes/{cohort}/convocatoria")),
        groups: lines(&counts, &last),
        failed: failed.into_iter().map(Into::into).collect(),
        coming: coming(&outgoing, now),
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
    let offered = |group: &ReaderGroup| *group != ReaderGroup::Chosen || !found.chosen.is_empty();
    let groups = ReaderGroup::ALL.into_iter().filter(offered);
    let cohort = found.row.cohort.id;
    MessageFormPage {
        form,
        cohort: found.row.cohort.name.clone(),
        back: format!("/cohortes/{cohort}"),
        list: list_path(cohort),
        groups: groups.map(|group| Alternative::new(group.code(), group.label())).collect(),
        chosen: found.chosen.iter().map(|enrolment| enrolment.0).collect(),
        sessions: begun(&found.sessions, desk.app.clock.now()).map(label).collect(),
        preview,
    }
}

#[get("/cohortes/<cohort>/mensajes/nuevo?<a>&<sesion>")]
async fn form(desk: Desk<'_>, cohort: CohortId, a: Option<&str>, sesion: Option<i64>) -> Answer {
    let found = found(&desk, cohort, Vec::new()).await?;
    let group = a.and_then(ReaderGroup::from_code).unwrap_or(ReaderGroup::Enrolled);
    let form = FormState::default().with("a", group.code()).with_option("sesion", sesion);
    desk.show(&shown(&desk, &found, form, None))
}

/// Returns who was marked; the form carries them, and no address does.
fn chosen(fields: &Fields) -> Vec<EnrolmentId> {
    let ids = fields.all("inscripcion").iter().filter_map(|id| id.parse().ok());
    ids.take(MOST_CHOSEN).map(EnrolmentId).collect()
}

#[post("/cohortes/<cohort>/mensajes/elegidas", data = "<fields>")]
async fn choose(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let found = found(&desk, cohort, chosen(&fields)).await?;
    if found.chosen.is_empty() {
        let list = format!("/cohortes/{cohort}/inscritos");
        return desk.warned(list, say("announcements.message_none_chosen", &[]));
    }
    let form = FormState::default().with("a", ReaderGroup::Chosen.code());
    desk.show(&shown(&desk, &found, form, None))
}

fn read(
    fields: &Fields,
    sessions: &[session::Model],
    now: DateTime<Utc>,
) -> Result<(MessageScope, MessageText), FormState> {
    let mut reader = Reader::new(fields);
    let group = reader.choice("a", &ReaderGroup::choices(), word("announcements.choose_group"));
    let scope = match group {
        Some(ReaderGroup::AtRisk) => MessageScope::AtRisk,
        Some(ReaderGroup::Absent) => {
            let known: Vec<_> =
                begun(sessions, now).map(|one| (one.id.to_string(), one.id)).collect();
            let known: Vec<_> = known.iter().map(|(text, id)| (text.as_str(), *id)).collect();
            let session = reader.choice("sesion", &known, word("announcements.choose_session"));
            session.map_or(MessageScope::Enrolled, MessageScope::Absent)
        }
        Some(ReaderGroup::Chosen) => MessageScope::Chosen(chosen(fields)),
        Some(ReaderGroup::Enrolled) | None => MessageScope::Enrolled,
    };
    let text = MessageText {
        subject: reader.text("asunto", LONGEST_SUBJECT, "Escriba el asunto."),
        body: reader.text("mensaje", LONGEST_MESSAGE, "Escriba el mensaje."),
    };
    reader.finish().map(|()| (scope, text))
}

/// What names a message and the people that it would reach.
fn fingerprint(scope: &MessageScope, text: &MessageText, readers: &Readers) -> String {
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
    let message = CohortMessage::new(row, text);
    let letter = match readers.people.first() {
        Some(person) => {
            let letter = message.to(person.enrolment);
            Some(LetterPreview::of(desk.app, &letter, person.recipient().name).await?)
        }
        None => None,
    };
    let count = readers.people.len();
    let without = readers.without_mail;
    Ok(MessagePreview {
        consequence: Departure::Now.sentence(count),
        without_mail: (without > 0)
            .then(|| say("announcements.message_without_mail", &[("people", people(without))])),
        letter,
        group: GroupText::of(desk.app, row, message.says()),
        button: format!("Enviar a {}", people(count)),
        seen,
        is_tested: false,
        is_other: false,
    })
}

#[post("/cohortes/<cohort>/mensajes", data = "<fields>")]
async fn write(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let found = found(&desk, cohort, chosen(&fields)).await?;
    let now = desk.app.clock.now();
    let (scope, text) = match read(&fields, &found.sessions, now) {
        Ok(message) => message,
        Err(form) => return desk.refuse(&shown(&desk, &found, form, None)),
    };
    let readers = readers(desk.app.db.read(), &found.row.cohort, &scope, now).await?;
    let seen = fingerprint(&scope, &text, &readers);
    let action = fields.first("accion");
    let permit = may_write(desk.actor()?, &found.row.facts())?;
    if action == "enviar" && fields.first("visto") == seen {
        return match commands::send(desk.app, permit, &scope, &text).await {
            Ok(0) => desk.done(list_path(cohort), word("announcements.message_repeated")),
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
