//! Somebody new asks for a place. Nothing is believed yet: what was typed waits, with a seat where there
//! is one, until the link that goes to the mail is followed (R77).

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, Set,
};

use cohorts_model::queries::get as cohort_of;
use notices_model::commands::queue;
use notices_model::letters::Recipient;
use people_model::rules::PersonRefusal;
use platform::secrets;
use sign_in_model::prelude::*;
use sign_in_model::{FORMS, FORMS_WINDOW};
use territory_model::entity::entity;
use territory_model::labels;

use super::registrations::settle_registrations;
use super::{AdmissionRefusal, Employer, NewParticipant, SeatLedger};
use crate::eligibility::EligibilityFacts;
use crate::entity::enrolment::Origin;
use crate::entity::registration::{self, Column};
use crate::letters::RegistrationLetter;
use crate::policy::Register;
use crate::queries::{Rulebook, registrations_spent};
use crate::registrations::{HELD_SEATS, LETTERS, TERM};
use crate::rulebook::{CautionAnswer, NameReader};
use crate::rules::EnrolmentWindow;
use crate::seating::SeatGroups;

/// A form that a stranger sent.
pub struct Registration {
    pub participant: NewParticipant,
    /// The same as it was typed, by which it is read again when the link is followed.
    pub form: String,
    /// The network address that asks, as limits count it.
    pub address: String,
    pub cautions: CautionAnswer,
}

/// Keeps the form and writes to its mail. Whether the document or the mail is known is not asked here:
/// the answer is the same for all, and takes the same time.
///
/// # Errors
/// The cohort takes nobody now, the course is not for what was typed, or this address asked for too
/// much.
pub async fn register(
    app: &App,
    permit: Register,
    new: Registration,
) -> Result<(), Failure<AdmissionRefusal>> {
    let Registration { participant, form, address, cautions } = new;
    let person = participant
        .person
        .normal()
        .map_err(|refusal| Failure::Refused(AdmissionRefusal::Person(refusal)))?;
    let name = person.name().full();
    let malformed = Failure::Refused(AdmissionRefusal::Person(PersonRefusal::MailMalformed));
    let email = person.email.ok_or(malformed)?;
    let refused = |refusal| Failure::Refused(AdmissionRefusal::Enrolment(refusal));

    let now = app.clock.now();
    let address_key = secrets::digest(format!("registration:{address}"));
    let tx = app.db.begin().await?;
    let mut ledger = SeatLedger::lock(&tx, app, *permit.cohort()).await?;
    let cohort = ledger.cohort.id;
    EnrolmentWindow::of(&ledger.cohort)
        .may_enrol(Origin::SelfService, app.clock.today())
        .map_err(refused)?;
    let facts = EligibilityFacts {
        kind: Some(participant.kind),
        is_vouched: false,
        municipality: Some(participant.municipality.clone()),
        // Only a person who is known has certificates: it is asked when the link is followed.
        has_prerequisite: true,
        unused_seat: None,
    };
    let rulebook = Rulebook::of(&tx, &ledger.cohort, &[], now).await?;
    let found = rulebook.verdict(None, facts, NameReader::Oneself);
    found.settle(Origin::SelfService, None, cautions).map_err(refused)?;
    let spent = registrations_spent(&tx, &address_key, &email, now).await?;
    if spent.forms >= u64::from(FORMS) {
        let retry_after_seconds = u64::try_from(FORMS_WINDOW.num_seconds()).unwrap_or(0);
        return Err(AppError::TooMany { retry_after_seconds }.into());
    }
    if spent.letters >= LETTERS {
        // The last letter stands. A stranger learns nothing of it, nor does the mail get more.
        return Ok(());
    }
    let earlier = Condition::all().add(Column::CohortId.eq(cohort)).add(Column::Email.eq(&email));
    if settle_registrations(&tx, app, earlier).await? > 0 {
        ledger.recount(&tx).await?;
    }
    let who = SeatGroups {
        entity_kind: kind_of(&tx, &participant.entity).await?,
        municipality: Some(participant.municipality),
    };
    let holds_seat = spent.held < HELD_SEATS && ledger.seating.sit(&who);
    let token = secrets::token()?;
    let row = registration::ActiveModel {
        cohort_id: Set(cohort),
        token_hash: Set(secrets::digest(&token)),
        email: Set(email.clone()),
        form: Set(form),
        address_key: Set(address_key),
        asked_at: Set(now),
        expires_at: Set(now + TERM),
        holds_seat: Set(holds_seat),
        municipality_code: Set(who.municipality),
        entity_kind: Set(who.entity_kind),
        settled_at: Set(None),
        ..Default::default()
    };
    let row = row.insert(&tx).await?;
    let about = cohort_of(&tx, cohort).await?;
    let letter = RegistrationLetter {
        course: about.version.name,
        cohort: about.cohort.name,
        starts: dates::with_weekday(about.cohort.starts_on),
        place: about.cohort.place_text,
        until: dates::long_with_time(now + TERM),
        holds_seat,
        unit: labels::unit(&about.unit_name),
        id: cohort,
        token,
    };
    let to = Recipient { email, name, person: None, account: None };
    queue(&tx, app, to, format!("registration/{}", row.id), &letter).await?;
    tx.commit().await?;
    Ok(())
}

/// The kind of the entity that was chosen or named.
async fn kind_of(tx: &DatabaseTransaction, employer: &Employer) -> Result<Option<String>, DbErr> {
    match employer {
        Employer::Named(new) => Ok(Some(new.kind.clone())),
        Employer::Known(id) => {
            Ok(entity::Entity::find_by_id(*id).one(tx).await?.map(|entity| entity.kind))
        }
    }
}
