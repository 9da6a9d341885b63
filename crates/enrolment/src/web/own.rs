//! One's own enrolments; the coordination opens the same pages for the people of its cohorts.

use sea_orm::EntityTrait;

use cohorts_model::entity::cohort::{self, Stage as CohortStage};
use cohorts_model::entity::session;
use cohorts_model::queries::sessions;
use people_model::entity::person::{self, PersonId};
use people_model::entity::post;
use people_model::post_rules::{career_awaits, lacks_kind};
use people_model::queries::last_consent;
use people_model::rules::full_name;
use platform::pages::{Fact, Moment};
use platform::texts::{Refusal, and, say};
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use territory_model::contacts::contact_sentence;
use territory_model::entity::municipality;
use territory_model::labels::unit as unit_label;

use super::answers::offer_form;
use super::lists::named;
use crate::entity::enrolment::{self, EnrolmentId, Origin, Stage};
use crate::entity::enrolment_event::{self, Cause};
use crate::rulebook::{NameReader, exception_words};
use crate::rules::{self, EnrolmentWindow};
use crate::views::{
    AcceptanceForm, ArrivalNotice, DataNotice, EnrolmentHead, EnrolmentPage, OwnEnrolmentsPage,
    OwnLine, SessionLine, WithdrawPage, standing_tag,
};
use crate::{commands, policy, queries};

pub fn routes() -> Vec<Route> {
    routes![mine, show, accept, withdraw_form, withdraw]
}

#[get("/mis-inscripciones")]
async fn mine(desk: Desk<'_>) -> Answer {
    let rows = match desk.actor()?.person {
        Some(person) => queries::of_one(desk.app.db.read(), PersonId(person), None).await?,
        None => Vec::new(),
    };
    desk.show(&OwnEnrolmentsPage { rows: rows.into_iter().map(OwnLine::from).collect() })
}

/// An enrolment with everything that names it.
pub(super) struct EnrolmentView {
    row: enrolment::Model,
    cohort: cohort::Model,
    head: EnrolmentHead,
    /// The person's name; `None` for the person themselves.
    person: Option<String>,
}

pub(super) async fn found(desk: &Desk<'_>, id: EnrolmentId) -> Result<EnrolmentView, AppError> {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (row, cohort) = queries::find(db, actor, id).await?;
    let head = named(desk, &cohort).await?;
    let person = if actor.person == Some(row.person_id.0) {
        None
    } else {
        let person = person::Entity::find_by_id(row.person_id).one(db).await?;
        Some(person.as_ref().map(full_name).unwrap_or_default())
    };
    Ok(EnrolmentView { head, row, cohort, person })
}

impl EnrolmentView {
    /// Whether who looks is the person of the place.
    pub(super) fn is_own(&self) -> bool {
        self.person.is_none()
    }

    pub(super) fn parties(&self) -> policy::EnrolmentParties<'_> {
        policy::EnrolmentParties {
            enrolment: self.row.id,
            person: self.row.person_id,
            unit: &self.cohort.unit_code,
        }
    }

    /// Returns what comes next, in a sentence.
    fn next(
        &self,
        position: u64,
        sessions: &[session::Model],
        now: chrono::DateTime<chrono::Utc>,
    ) -> String {
        if self.cohort.stage == CohortStage::Cancelled {
            return "Este curso se canceló.".to_owned();
        }
        if self.cohort.stage == CohortStage::Closed {
            return "Este curso ya terminó.".to_owned();
        }
        match self.row.stage {
            Stage::Waiting => format!(
                "Está en el puesto {position} de la lista de espera. Si se libera un cupo cuando llegue su turno, se lo ofrecemos por correo. Cuando faltan cupos va primero la carrera administrativa y después el orden de llegada."
            ),
            Stage::Offered => "Se liberó un cupo y espera respuesta.".to_owned(),
            Stage::Withdrawn => "La inscripción está retirada.".to_owned(),
            Stage::Confirmed => {
                let planned = match sessions.iter().find(|session| session.is_ahead(now)) {
                    Some(session) => format!(
                        "Próxima sesión: {}, de {}",
                        dates::with_weekday(dates::bogota_date(session.starts_at)),
                        dates::span(session.starts_at, session.ends_at)
                    ),
                    None => format!(
                        "El curso va {}.",
                        dates::period(self.cohort.starts_on, self.cohort.ends_on)
                    ),
                };
                match self.cohort.stage {
                    CohortStage::Tentative => {
                        let planned = planned.trim_end_matches('.');
                        format!("{planned}. {}", say("enrolment.course_unsure", &[]))
                    }
                    _ => planned,
                }
            }
        }
    }

    fn rule(&self) -> String {
        let attendance =
            format!("asistir al menos al {} % de las sesiones", self.cohort.minimum_attendance);
        let mark = self.cohort.pass().map(numbers::tenths);
        let mut parts = vec![attendance];
        parts.extend(mark.as_ref().map(|mark| format!("obtener {mark} o más")));
        parts.extend(self.cohort.extras().words(mark.as_deref()));
        and(&parts)
    }
}

fn session_line(
    actor: &Actor,
    found: &EnrolmentView,
    session: &session::Model,
    now: DateTime<Utc>,
) -> SessionLine {
    let is_holder = found.person.is_none() && found.row.stage == Stage::Confirmed;
    let enters = is_holder
        || actor.coordinates(&found.cohort.unit_code)
        || session.facilitator_account_id == Some(actor.account);
    SessionLine::new(session, &found.cohort, enters, now)
}

/// Returns a line of the story. A reader who is not close to the enrolment reads which role acted,
/// neither its name nor the reason.
fn told(
    actor: &Actor,
    found: &EnrolmentView,
    event: enrolment_event::Model,
    account: Option<account::Model>,
) -> Moment {
    let is_close = policy::is_close(actor, found.parties());
    let person = match found.person {
        None => "Usted",
        Some(_) => "La persona inscrita",
    };
    let who = match account {
        None if event.cause == Some(Cause::Link) => format!("{person}, desde el correo"),
        None if event.from_stage == Some(Stage::Waiting) => {
            "El sistema, por el orden de la lista".to_owned()
        }
        None => "El sistema".to_owned(),
        Some(account) if account.person_id == Some(found.row.person_id.0) => person.to_owned(),
        Some(account) if is_close => account.display_name,
        Some(_) => "La coordinación".to_owned(),
    };
    let stage = rules::event_label(event.from_stage, event.to_stage, event.cause);
    let text = match event.reason.filter(|_| is_close) {
        Some(reason) => format!("{stage}. Motivo: {reason}"),
        None => stage.to_owned(),
    };
    Moment { when: dates::long_with_time(event.at), text, who: Some(who) }
}

#[get("/inscripciones/<enrolment>")]
async fn show(desk: Desk<'_>, enrolment: EnrolmentId) -> Answer {
    desk.show(&own_page(&desk, enrolment, FormState::default()).await?)
}

/// Asks whoever has the place whether it is theirs, and whether they authorise what a list said of them;
/// `None` when they have answered.
async fn acceptance_form(
    desk: &Desk<'_>,
    row: &enrolment::Model,
    form: FormState,
) -> Result<Option<AcceptanceForm>, AppError> {
    let last = last_consent(desk.app.db.read(), row.person_id).await?;
    let is_given = row.origin != Origin::SelfService;
    let asks_consent = is_given && last.is_some_and(|given| given.is_of_list());
    let is_unaccepted = row.accepted_at.is_none();
    Ok((is_unaccepted || asks_consent).then(|| AcceptanceForm {
        action: format!("/inscripciones/{}/aceptacion", row.id),
        is_unaccepted,
        asks_consent,
        form,
        notice: DataNotice::today(),
    }))
}

/// One's own place, with what was wrong in the answer to an offer or to the question whose it is.
pub(super) async fn own_page(
    desk: &Desk<'_>,
    enrolment: EnrolmentId,
    answer: FormState,
) -> Result<EnrolmentPage, AppError> {
    let found = found(desk, enrolment).await?;
    let (db, actor) = (desk.app.db.read(), desk.actor()?);
    let sessions = sessions(db, found.cohort.id).await?;
    let events = queries::events(db, enrolment).await?;
    let position = match found.row.stage {
        Stage::Waiting => {
            let row = &found.row;
            queries::position(db, row.cohort_id, row.queue_number, row.post_id).await?
        }
        _ => 0,
    };
    let counted_for = match &found.row.municipality_code {
        Some(code) => municipality::Entity::find_by_id(code.clone()).one(db).await?,
        None => None,
    };
    let row = &found.row;
    let post = match row.post_id {
        Some(id) if found.is_own() || row.stage == Stage::Waiting => {
            post::Entity::find_by_id(id).one(db).await?
        }
        _ => None,
    };
    let awaits_career = row.stage == Stage::Waiting && post.as_ref().is_some_and(career_awaits);
    let kindless = post.filter(|post| found.is_own() && lacks_kind(post));
    let mut facts = vec![
        Fact::new("Cohorte", &found.cohort.name),
        Fact::new("Fechas", &found.head.dates),
        Fact::new("Lugar", &found.cohort.place_text),
        Fact::new("Organiza", unit_label(&found.head.unit)),
        Fact::new("Inscripción", row.origin.label()),
        Fact::new("Para el certificado", found.rule()),
    ];
    if let Some(place) = counted_for {
        facts.insert(3, Fact::new("Participa por", place.name));
    }
    let contact = contact_sentence(db, &found.cohort.unit_code).await?;
    facts.extend(contact.map(|contact| Fact::new("Preguntas", contact)));
    if policy::is_close(desk.actor()?, found.parties()) {
        for (exception, account) in queries::exceptions(db, row.id).await? {
            let who = account.map(|account| account.display_name).unwrap_or_default();
            let when = dates::long(dates::bogota_date(exception.granted_at));
            let about = exception_words(&exception.rules);
            let text = format!("{about}. {} ({who}, {when})", exception.reason);
            facts.push(Fact::new("Excepción", text));
        }
    }
    let reader = match found.is_own() {
        true => NameReader::Oneself,
        false => NameReader::Unit(&found.cohort.unit_code),
    };
    let overlap = match row.stage {
        Stage::Confirmed | Stage::Offered if policy::is_close(actor, found.parties()) => {
            let now = desk.app.clock.now();
            queries::overlap_note(db, &found.cohort, row.person_id, reader, now).await?
        }
        _ => None,
    };
    let today = desk.app.clock.today();
    let window = EnrolmentWindow::of(&found.cohort);
    let may_withdraw = !matches!(row.stage, Stage::Withdrawn | Stage::Offered)
        && window.may_change().is_ok()
        && policy::may_withdraw(desk.actor()?, found.parties()).is_ok();
    let may_accept = policy::may_accept(desk.actor()?, found.parties()).is_ok();
    let may_attribute = window.may_change().is_ok()
        && policy::may_attribute(desk.actor()?, found.parties()).is_ok();
    let may_return = row.stage == Stage::Withdrawn
        && found.person.is_none()
        && window.may_enrol(Origin::SelfService, today).is_ok();
    let may_answer =
        policy::may_answer(actor, found.parties()).is_ok() && window.may_change().is_ok();
    let (offer, acceptance) = match row.stage {
        Stage::Offered if may_answer => {
            (offer_form(desk, row, found.person.is_some(), answer).await?, None)
        }
        Stage::Confirmed | Stage::Waiting if may_accept => {
            (None, acceptance_form(desk, row, answer).await?)
        }
        _ => (None, None),
    };
    Ok(EnrolmentPage {
        offer,
        acceptance,
        lacks_kind: kindless.map(|post| format!("/vinculaciones/{}", post.id)),
        id: row.id.0,
        tag: standing_tag(row.stage, found.cohort.stage),
        arrival: (row.stage == Stage::Confirmed && found.is_own())
            .then(|| ArrivalNotice::of(&sessions, &found.cohort, desk.app.clock.now()))
            .flatten(),
        next: found.next(position, &sessions, desk.app.clock.now()),
        awaits_career,
        overlap,
        facts,
        sessions: sessions
            .iter()
            .map(|session| session_line(actor, &found, session, desk.app.clock.now()))
            .collect(),
        story: events
            .into_iter()
            .map(|(event, account)| told(actor, &found, event, account))
            .collect(),
        // Others read the cohort's grids; that page is the person's own.
        progress: (row.stage == Stage::Confirmed && found.person.is_none())
            .then(|| format!("/inscripciones/{}/avance", row.id)),
        attendance: (row.stage == Stage::Confirmed && policy::is_close(actor, found.parties()))
            .then(|| format!("/inscripciones/{}/asistencia", row.id)),
        survey: (row.stage == Stage::Confirmed
            && found.person.is_none()
            && matches!(found.cohort.stage, CohortStage::Running | CohortStage::Closed))
        .then(|| format!("/inscripciones/{}/encuesta", row.id)),
        withdraw: may_withdraw.then(|| format!("/inscripciones/{}/retiro", row.id)),
        attribute: (may_attribute && row.stage != Stage::Withdrawn)
            .then(|| format!("/inscripciones/{}/municipio", row.id)),
        again: may_return.then(|| format!("{}/inscripcion", found.head.public_path())),
        person: found.person,
        head: found.head,
    })
}

#[post("/inscripciones/<enrolment>/aceptacion", data = "<fields>")]
async fn accept(desk: Desk<'_>, enrolment: EnrolmentId, fields: Fields) -> Answer {
    let found = found(&desk, enrolment).await?;
    let permit = policy::may_accept(desk.actor()?, found.parties())?;
    let is_authorised = Reader::new(&fields).ticked("autorizo");
    let consent = is_authorised.then_some("aceptación de la inscripción");
    match commands::accept_place(desk.app, permit, consent).await {
        Ok(()) => desk.done(
            format!("/inscripciones/{enrolment}"),
            "Gracias. La coordinación ya sabe que la inscripción es suya.",
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&own_page(&desk, enrolment, form).await?)
        }
    }
}

fn withdraw_page(found: EnrolmentView, form: FormState) -> WithdrawPage {
    WithdrawPage {
        id: found.row.id.0,
        frees_seat: found.row.stage == Stage::Confirmed,
        person: found.person,
        head: found.head,
        form,
    }
}

#[get("/inscripciones/<enrolment>/retiro")]
async fn withdraw_form(desk: Desk<'_>, enrolment: EnrolmentId) -> Answer {
    let found = found(&desk, enrolment).await?;
    policy::may_withdraw(desk.actor()?, found.parties())?;
    if let Err(refusal) = EnrolmentWindow::of(&found.cohort).may_change() {
        return Err(AppError::Refused(refusal.sentence()));
    }
    if found.row.stage == Stage::Withdrawn {
        return desk.go(format!("/inscripciones/{enrolment}"));
    }
    desk.show(&withdraw_page(found, FormState::default()))
}

#[post("/inscripciones/<enrolment>/retiro", data = "<fields>")]
async fn withdraw(desk: Desk<'_>, enrolment: EnrolmentId, fields: Fields) -> Answer {
    let found = found(&desk, enrolment).await?;
    let permit = policy::may_withdraw(desk.actor()?, found.parties())?;
    let mut reader = Reader::new(&fields);
    let reason = reader.optional("motivo", 500);
    if let Err(form) = reader.finish() {
        return desk.refuse(&withdraw_page(found, form));
    }
    match commands::withdraw(desk.app, permit, reason).await {
        Ok(given) => {
            let (to, who) = match &found.person {
                None => (format!("/inscripciones/{enrolment}"), "Su inscripción quedó retirada."),
                Some(_) => (found.head.roster_path(), "La inscripción quedó retirada."),
            };
            let text = match (given, &found.person) {
                (1, Some(_)) => {
                    format!("{who} El cupo pasó a quien sigue en la lista de espera.")
                }
                _ => who.to_owned(),
            };
            desk.done(to, text)
        }
        Err(failure) => Err(AppError::Refused(failure.refusal()?.sentence())),
    }
}
