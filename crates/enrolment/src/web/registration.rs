//! Somebody new: a form, a letter to the mail that was typed, and the page that its link opens.

use std::collections::BTreeMap;

use rocket::http::{CookieJar, Status};
use rocket::{Route, get, post, routes};

use cohorts_model::queries::{CohortRow, find_public, get as cohort_of};
use people_model::commands::NewPerson;
use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;
use platform::limits::address_key;
use platform::texts::say;
use sign_in_model::browser::Browser;
use sign_in_model::prelude::*;
use sign_in_model::strength::KnownWords;
use sign_in_model::{passwords, take_form};

use super::asking::{closed, placed_sentence, read_cautions, read_consent, requirements, shut};
use super::{head, seats_left};
use crate::commands::{self, AdmissionRefusal, NewParticipant, Registration};
use crate::entity::registration;
use crate::forms::{self, WorkOptions};
use crate::registrations::ProofOutcome;
use crate::rules::EnrolmentRefusal;
use crate::views::{DataNotice, ProofPage, RegistrationPage, RegistrationSentPage};
use crate::{policy, queries};

pub fn routes() -> Vec<Route> {
    routes![registration_form, register, proof_form, prove]
}

async fn registration_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    options: &WorkOptions,
    form: FormState,
    cautions: Vec<String>,
) -> Result<RegistrationPage, AppError> {
    Ok(RegistrationPage {
        head: head(row),
        requirements: requirements(desk, row).await?,
        seats: seats_left(desk, row).await?,
        entity_kinds: forms::entity_kinds(desk.app.db.read(), &form).await?,
        form,
        document_types: DocumentType::alternatives(),
        municipalities: options.municipalities(),
        cautions,
        entities: options.entities(),
        kinds: Kind::alternatives(),
        notice: DataNotice::today(),
    })
}

#[get("/oferta/<code>/registro")]
async fn registration_form(desk: Desk<'_>, code: &str) -> Answer {
    let row = find_public(desk.app.db.read(), code).await?;
    if desk.visitor().is_some() {
        return desk.go(format!("/oferta/{code}/inscripcion"));
    }
    if let Some(refusal) = shut(&desk, &row) {
        return desk.show(&closed(&row, &refusal));
    }
    let options = WorkOptions::of(desk.app.db.read(), row.cohort.id).await?;
    let mut form = FormState::default();
    if let [only] = options.places.as_slice() {
        form = form.with("municipio", &only.code);
    }
    desk.show(&registration_page(&desk, &row, &options, form, Vec::new()).await?)
}

#[post("/oferta/<code>/registro", data = "<fields>")]
async fn register(desk: Desk<'_>, code: &str, fields: Fields) -> Answer {
    let row = find_public(desk.app.db.read(), code).await?;
    if desk.visitor().is_some() {
        return desk.go(format!("/oferta/{code}/inscripcion"));
    }
    if let Some(refusal) = shut(&desk, &row) {
        return desk.refuse(&closed(&row, &refusal));
    }
    let options = WorkOptions::of(desk.app.db.read(), row.cohort.id).await?;
    let mut reader = Reader::new(&fields);
    let participant = forms::read_participant(&mut reader, &fields, &options, true, desk.app.demo);
    read_consent(&mut reader);
    let cautions = read_cautions(&mut reader);
    let participant = match (reader.finish(), participant) {
        (Ok(()), Some(participant)) => participant,
        (refused, _) => {
            let form = refused.err().unwrap_or_else(|| fields.state());
            let page = registration_page(&desk, &row, &options, form, Vec::new()).await?;
            return desk.refuse(&page);
        }
    };
    take_form(&desk).await?;
    let permit = policy::may_register(None, desk.request_id(), row.cohort.id)?;
    let email = participant.person.email.clone().unwrap_or_default();
    let new = Registration {
        participant,
        form: kept(&fields)?,
        address: address_key(desk.request().client_ip()),
        cautions,
    };
    match commands::register(desk.app, permit, new).await {
        Ok(()) => desk.show(&RegistrationSentPage { head: head(&row), email }),
        Err(failure) => {
            let mut cautions = Vec::new();
            let form = match failure.refusal()? {
                AdmissionRefusal::Enrolment(EnrolmentRefusal::TickNeeded { sentences }) => {
                    cautions = sentences;
                    let mut form = fields.state();
                    form.refuse("enterado", say("enrolment.tick_missing", &[]));
                    form
                }
                AdmissionRefusal::Enrolment(refusal @ EnrolmentRefusal::NotEligible { .. }) => {
                    let mut form = fields.state();
                    form.refuse("", refusal.sentence());
                    form
                }
                AdmissionRefusal::Enrolment(refusal) => {
                    return desk.refuse(&closed(&row, &refusal));
                }
                refusal => fields.refused(&refusal),
            };
            desk.refuse(&registration_page(&desk, &row, &options, form, cautions).await?)
        }
    }
}

/// The form as it waits for its mail.
fn kept(fields: &Fields) -> Result<String, AppError> {
    let typed: BTreeMap<&str, &str> =
        forms::PARTICIPANT.into_iter().map(|name| (name, fields.first(name))).collect();
    serde_json::to_string(&typed).map_err(|error| AppError::Internal(error.to_string()))
}

/// A registration whose link works, with its form read again as things stand today.
struct WaitingRegistration {
    registration: registration::Model,
    row: CohortRow,
    /// `None` when the cohort or its entities changed so that the form no longer fits.
    participant: Option<NewParticipant>,
}

async fn waiting(desk: &Desk<'_>, token: &str) -> Result<Option<WaitingRegistration>, AppError> {
    let db = desk.app.db.read();
    let now = desk.app.clock.now();
    let Some(registration) = queries::registration_of_link(db, token, now).await? else {
        return Ok(None);
    };
    let row = cohort_of(db, registration.cohort_id).await?;
    let typed: BTreeMap<String, String> = serde_json::from_str(&registration.form)
        .map_err(|error| AppError::Internal(error.to_string()))?;
    let fields = Fields::of_pairs(typed);
    let options = WorkOptions::of(db, row.cohort.id).await?;
    let mut reader = Reader::new(&fields);
    let participant = forms::read_participant(&mut reader, &fields, &options, true, desk.app.demo);
    let participant = participant.filter(|_| reader.finish().is_ok());
    Ok(Some(WaitingRegistration { registration, row, participant }))
}

impl WaitingRegistration {
    /// What following the link would do; `None` when the form no longer fits.
    async fn outcome(&self, desk: &Desk<'_>) -> Result<Option<ProofOutcome>, AppError> {
        let Some(participant) = &self.participant else { return Ok(None) };
        let Ok(person) = participant.person.clone().normal() else { return Ok(None) };
        Ok(Some(queries::proof_of(desk.app.db.read(), &person).await?))
    }

    async fn page(
        &self,
        desk: &Desk<'_>,
        token: &str,
        form: FormState,
    ) -> Result<ProofPage, AppError> {
        let head = head(&self.row);
        let closed = match (shut(desk, &self.row), &self.participant) {
            (Some(refusal), _) => Some(refusal.sentence()),
            (None, None) => Some(EnrolmentRefusal::ProofGone.sentence()),
            (None, Some(_)) => None,
        };
        if let Some(text) = closed {
            return Ok(ProofPage::closed(Some(head), text));
        }
        let mut facts = vec![Fact::new("Fechas", &head.dates), Fact::new("Lugar", &head.place)];
        let person = self.participant.as_ref().map(|participant| participant.person.clone());
        if let Some(Ok(person)) = person.map(NewPerson::normal) {
            facts.insert(0, Fact::new("Nombre", person.name().full()));
        }
        let outcome = self.outcome(desk).await?;
        Ok(ProofPage {
            facts,
            is_open: true,
            asks_password: outcome.is_some_and(ProofOutcome::opens_account),
            has_account: matches!(outcome, Some(ProofOutcome::Place(_))),
            email: self.registration.email.clone(),
            hint: passwords::hint(),
            token: token.to_owned(),
            form,
            ..ProofPage::closed(Some(head), String::new())
        })
    }
}

/// The page of a secret that opens nothing.
fn gone() -> ProofPage {
    ProofPage::closed(None, EnrolmentRefusal::ProofGone.sentence())
}

#[get("/registro/<token>")]
async fn proof_form(desk: Desk<'_>, token: &str) -> Answer {
    let page = match waiting(&desk, token).await? {
        Some(waiting) => waiting.page(&desk, token, FormState::default()).await?,
        None => gone(),
    };
    desk.show_unlisted(Status::Ok, &page)
}

#[post("/registro/<token>", data = "<fields>")]
async fn prove(desk: Desk<'_>, cookies: &CookieJar<'_>, token: &str, fields: Fields) -> Answer {
    take_form(&desk).await?;
    let refused = |page: &ProofPage| desk.show_unlisted(Status::UnprocessableEntity, page);
    let Some(waiting) = waiting(&desk, token).await? else {
        return refused(&gone());
    };
    let Some(participant) = waiting.participant.clone() else {
        return refused(&waiting.page(&desk, token, FormState::default()).await?);
    };
    let opens_account = waiting.outcome(&desk).await?.is_some_and(ProofOutcome::opens_account);
    let password = opens_account.then(|| fields.first("contrasena"));
    if let Some(password) = password {
        let mut reader = Reader::new(&fields);
        let person = &participant.person;
        let known = KnownWords::of(
            &person.name().full(),
            &waiting.registration.email,
            Some(&person.document_number),
        );
        if let Err(failure) = passwords::may_be(password, known, None).await {
            reader.wrong("contrasena", failure.refusal()?.sentence());
        }
        if let Err(form) = reader.finish() {
            return refused(&waiting.page(&desk, token, form).await?);
        }
    }
    let permit =
        policy::may_prove(desk.request_id(), waiting.registration.id, waiting.row.cohort.id);
    let browser = Browser::entering(&desk, &fields);
    match commands::prove(desk.app, permit, participant, password, &browser).await {
        Ok(proven) => {
            let place = format!("/inscripciones/{}", proven.placed.enrolment);
            let text = placed_sentence(&proven.placed, waiting.row.cohort.stage);
            match proven.session {
                Some(session) => {
                    session.give(cookies, desk.app.config.https());
                    desk.done(place, text)
                }
                None => desk.done(format!("/ingresar?destino={place}"), text),
            }
        }
        Err(failure) => {
            let text = failure.refusal()?.sentence();
            refused(&ProofPage::closed(Some(head(&waiting.row)), text))
        }
    }
}
