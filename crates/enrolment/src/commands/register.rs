//! A new person registers and enrols in one go: person, post, authorisation, account, enrolment.

use people_model::commands::note_review;
use people_model::queries::by_document;
use people_model::rules::{NameParts, same_name};
use sign_in_model::commands::{NewAccount, create_account};
use sign_in_model::prelude::*;
use sign_in_model::{passwords, sessions};

use super::AdmissionRefusal;
use super::add::{NewParticipant, post_today};
use super::enrol::{NewEnrolment, Placement, enrol_in};
use super::shared::{invite_person, participant_role};
use crate::policy::Register;
use crate::rules::EnrolmentRefusal;

/// The form as typed; `participant.person.email` becomes the account's.
pub struct Registration {
    pub participant: NewParticipant,
    pub password: String,
}

/// The placement of the new person and the secret of their web session.
pub struct RegistrationResult {
    pub placed: Placement,
    pub session: String,
}

/// Registers and enrols, all or nothing. A known document or mail gets one and the same
/// refusal: it reveals nothing about whose it is, and overwrites nothing. A document known
/// under another name is left for review (R27).
pub async fn register(
    app: &App,
    permit: Register,
    new: Registration,
) -> Result<RegistrationResult, Failure<AdmissionRefusal>> {
    let known = || Failure::Refused(AdmissionRefusal::Enrolment(EnrolmentRefusal::AlreadyKnown));
    let mut participant = new.participant;
    participant.person = participant
        .person
        .normal()
        .map_err(|refusal| Failure::Refused(AdmissionRefusal::Person(refusal)))?;
    let email = participant.person.email.clone().ok_or(Failure::Refused(
        AdmissionRefusal::Person(people_model::rules::PersonRefusal::MailMalformed),
    ))?;
    let hash = passwords::hash(&new.password).await?;

    let tx = app.db.begin().await?;
    let wanted = &participant.person;
    if let Some(found) = by_document(&tx, wanted.document_type, &wanted.document_number).await? {
        // Whoever owns the mail that was registered with the document gets a way in by mail;
        // the page says the same to everybody.
        if found.email == wanted.email {
            invite_person(&tx, app, permit.by(), found.id).await?;
        }
        tx.commit().await?;
        if !same_name(NameParts::of(&found), wanted.name()) {
            note_review(app, permit.by(), found.id).await?;
        }
        return Err(known());
    }
    let name = wanted.name().full();
    let person = people_model::commands::register(&tx, app, permit.by(), wanted.clone())
        .await
        .map_err(|failure| failure.map(AdmissionRefusal::from))?;
    let account = NewAccount {
        email,
        name,
        person: Some(person.0),
        password_hash: Some(hash),
        grants: vec![participant_role()],
    };
    let account = match create_account(&tx, &app.clock, None, account).await {
        Ok(account) => account,
        Err(failure) => {
            failure.refusal()?;
            return Err(known());
        }
    };
    let by = Author { account: Some(account), request: permit.by().request.clone() };
    let municipality = participant.municipality.clone();
    let post = post_today(&tx, app, &by, person, participant).await?;
    let enrolment = NewEnrolment {
        post: Some(post),
        municipality: Some(municipality),
        consent: Some("formulario de inscripción"),
    };
    let placed = enrol_in(&tx, app, permit.person(by, person), enrolment)
        .await
        .map_err(|failure| failure.map(AdmissionRefusal::from))?;
    let session = sessions::open(&tx, account, app.clock.now()).await?;
    tx.commit().await?;
    Ok(RegistrationResult { placed, session })
}
