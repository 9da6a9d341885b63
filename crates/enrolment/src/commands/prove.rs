//! Following the link of a registration: only now a person, an account and a place are made (R77).

use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait};

use people_model::commands::note_review;
use people_model::entity::person::{self, PersonId};
use people_model::queries::posts_on;
use people_model::rules::full_name;
use sign_in_model::actor::AccountId;
use sign_in_model::browser::{Browser, Entry};
use sign_in_model::commands::{NewAccount, create_account};
use sign_in_model::prelude::*;
use sign_in_model::queries::account_of;
use sign_in_model::{passwords, sessions};

use super::add::{NewParticipant, post_today};
use super::enrol::{NewEnrolment, Placement, enrol_in};
use super::registrations::settle_registrations;
use super::shared::participant_role;
use super::waiting_list::promote;
use super::{AdmissionRefusal, SeatLedger};
use crate::entity::registration::Column;
use crate::policy::Prove;
use crate::queries::proof_of;
use crate::registrations::ProofOutcome;
use crate::rulebook::CautionAnswer;
use crate::rules::EnrolmentRefusal;

/// The place that a proven registration got.
pub struct ProvenPlace {
    pub placed: Placement,
    /// The session of a new account; `None` for somebody who signs in as always.
    pub session: Option<Entry>,
}

/// Makes a registration real, all or nothing; `participant` is its form, read again, and `password` is
/// for a new account. Where the document or the mail is known in another way the registration ends, and
/// the coordination finds the record among those to review.
///
/// # Errors
/// The link is no longer open, the cohort takes nobody now, the course is not for this person, or they
/// are known in another way.
pub async fn prove(
    app: &App,
    permit: Prove,
    participant: NewParticipant,
    password: Option<&str>,
    browser: &Browser,
) -> Result<ProvenPlace, Failure<AdmissionRefusal>> {
    let refused = |refusal| Failure::Refused(AdmissionRefusal::Enrolment(refusal));
    let mut participant = participant;
    participant.person = participant
        .person
        .normal()
        .map_err(|refusal| Failure::Refused(AdmissionRefusal::Person(refusal)))?;
    let hash = match password {
        Some(password) => Some(passwords::hash(password).await?),
        None => None,
    };
    let tx = app.db.begin().await?;
    let mut ledger = SeatLedger::lock(&tx, app, *permit.cohort()).await?;
    let own = Condition::all().add(Column::Id.eq(*permit.registration()));
    // Two uses at once, or one as it runs out: only one of them changes the row.
    if settle_registrations(&tx, app, own).await? != 1 {
        return Err(refused(EnrolmentRefusal::ProofGone));
    }
    let outcome = proof_of(&tx, &participant.person).await?;
    if let ProofOutcome::Unclear(known) = outcome {
        ledger.recount(&tx).await?;
        promote(&tx, app, &mut ledger).await?;
        tx.commit().await?;
        if let Some(known) = known {
            note_review(app, permit.by(), known).await?;
        }
        return Err(refused(EnrolmentRefusal::AlreadyKnown));
    }
    let done = make(&tx, app, &permit, participant, outcome, (hash, browser)).await?;
    tx.commit().await?;
    Ok(done)
}

async fn make(
    tx: &DatabaseTransaction,
    app: &App,
    permit: &Prove,
    participant: NewParticipant,
    outcome: ProofOutcome,
    (hash, browser): (Option<String>, &Browser),
) -> Result<ProvenPlace, Failure<AdmissionRefusal>> {
    let person = match outcome {
        ProofOutcome::NewPerson => people_model::commands::register_oneself(
            tx,
            app,
            permit.by(),
            participant.person.clone(),
        )
        .await
        .map_err(|failure| failure.map(AdmissionRefusal::from))?,
        ProofOutcome::NewAccount(person) | ProofOutcome::Place(person) => person,
        ProofOutcome::Unclear(_) => return Err(AppError::NotFound.into()),
    };
    let account = match outcome {
        ProofOutcome::Place(_) => account_of(tx, person.0).await?.map(|account| account.id),
        _ => Some(open_account(tx, app, person, hash).await?),
    };
    let by = Author { account, request: permit.by().request.clone() };
    let held = posts_on(tx, person, app.clock.today()).await?;
    let held = held.iter().find(|row| row.is_principal).or(held.first());
    let municipality =
        held.map_or(participant.municipality.clone(), |row| row.post.municipality_code.clone());
    let post = match held {
        Some(row) => row.post.id,
        None => post_today(tx, app, &by, person, participant).await?,
    };
    let enrolment = NewEnrolment {
        post: Some(post),
        municipality: Some(municipality),
        consent: Some("formulario de inscripción"),
        // The form told what it could, and the link is followed after it: nothing stops it now.
        cautions: CautionAnswer::Keep,
        opens_account: false,
    };
    let placed = enrol_in(tx, app, permit.person(by, person), enrolment)
        .await
        .map_err(|failure| failure.map(AdmissionRefusal::from))?;
    let session = match (outcome, account) {
        (ProofOutcome::Place(_), _) | (_, None) => None,
        (_, Some(account)) => Some(sessions::open(tx, account, browser, app.clock.now()).await?),
    };
    Ok(ProvenPlace { placed, session })
}

/// Opens the account of a person whose mail is proven, with the password that they chose.
async fn open_account(
    tx: &DatabaseTransaction,
    app: &App,
    person: PersonId,
    hash: Option<String>,
) -> Result<AccountId, Failure<AdmissionRefusal>> {
    let known = || Failure::Refused(AdmissionRefusal::Enrolment(EnrolmentRefusal::AlreadyKnown));
    // Somebody who signs in as always gave no password; their account went in between.
    let hash = hash.ok_or_else(known)?;
    let row = person::Entity::find_by_id(person).one(tx).await?.ok_or(AppError::NotFound)?;
    let account = NewAccount {
        name: full_name(&row),
        email: row.email.ok_or_else(known)?,
        person: Some(person.0),
        password_hash: Some(hash),
        grants: vec![participant_role()],
    };
    match create_account(tx, &app.clock, None, account).await {
        Ok(account) => Ok(account),
        Err(failure) => {
            failure.refusal()?;
            Err(known())
        }
    }
}
