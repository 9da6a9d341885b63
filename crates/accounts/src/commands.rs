//! An account of staff and the person it is of (R80): what concerns oneself can only be told from what
//! concerns others when the account knows its person.

use enrolment_model::bringing::by_coordination;
use people_model::bringing::Bringer;
use people_model::commands::{NewPerson, register};
use people_model::entity::person::PersonId;
use people_model::lookups::{MOST_LOOK_UPS, made, note};
use people_model::queries::by_document;
use people_model::rules::PersonRefusal;
use platform::errors::refuse;
use platform::texts::Refusal;
use sea_orm::DatabaseTransaction;
use sign_in_model::actor::AccountId;
use sign_in_model::commands::{AccountRefusal, NewStaff, give_first_role, open_account, tie};
use sign_in_model::policy::{OpenAccount, Tie};
use sign_in_model::prelude::*;
use sign_in_model::queries::account_of;
use sign_in_model::work::Work;

/// Why no account is opened, or why it gets no person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("accounts.")]
pub enum StaffRefusal {
    #[error("the person has another account")]
    #[facts(name)]
    #[field("documento")]
    HasAccount { name: String },
    /// Said of all of them alike: whose record or which account it is stays untold.
    #[error("the record of the person, or their account, is not the unit's")]
    #[facts()]
    #[field("documento")]
    Elsewhere { person: PersonId },
    #[error(transparent)]
    #[same(_0)]
    Person(#[from] PersonRefusal),
    #[error(transparent)]
    #[same(_0)]
    Account(#[from] AccountRefusal),
}

type StaffResult<T> = Result<T, Failure<StaffRefusal>>;

/// Opens an account for a person, who is registered unless their document is known already.
///
/// A coordination whose person has an account without a role of staff, which they made by registering with
/// the mail that it writes, gives the role there.
///
/// # Errors
/// The document is somebody else's or the person has an account; what `open_account` refuses.
pub async fn open(app: &App, permit: OpenAccount, person: NewPerson) -> StaffResult<AccountId> {
    let by = permit.by().clone();
    let looker = by.account.filter(|_| permit.units().is_some());
    let Some(looker) = looker else { return open_for(app, permit, person).await };
    // To be told that a document is known is to look its person up.
    if made(app.db.read(), looker, app.clock.now()).await? >= MOST_LOOK_UPS {
        return refuse(StaffRefusal::Person(PersonRefusal::TooManyLookUps));
    }
    let opened = open_for(app, permit, person).await;
    let met = match &opened {
        Err(Failure::Refused(StaffRefusal::Elsewhere { person })) => Some((*person, true)),
        Err(Failure::Refused(StaffRefusal::Person(PersonRefusal::DocumentOfAnother {
            person,
        }))) => Some((*person, false)),
        _ => None,
    };
    if let Some((person, agrees)) = met {
        let work = Work::begin(app, &by).await?;
        note(&work, person, agrees).await?;
        work.commit().await?;
    }
    opened
}

async fn open_for(app: &App, permit: OpenAccount, person: NewPerson) -> StaffResult<AccountId> {
    let refused = |refusal: PersonRefusal| Failure::Refused(StaffRefusal::from(refusal));
    let person = person.normal().map_err(refused)?;
    let by = permit.by().clone();
    let work = Work::begin(app, &by).await?;
    let name = person.name().full();
    let email = person.email.clone().unwrap_or_default();
    let (person, account) = match permit.units() {
        None => (recorded(&work.tx, app, &by, person).await?, None),
        Some(_) => brought(&work.tx, app, &by, person).await?,
    };
    let opened = match account {
        Some(account) => give_first_role(&work, permit, account).await.map(|()| account),
        None => {
            let new = NewStaff { person: person.0, email, name };
            open_account(&work.tx, app, permit, new).await
        }
    };
    let account = opened.map_err(|failure| failure.map(StaffRefusal::from))?;
    work.commit().await?;
    Ok(account)
}

/// The record of a person whom a coordination brings, and their account where they have one. The link to a
/// password goes to the mail that was typed and opens what is theirs: so the mail is that of the record, or
/// the record is one that the coordination answers for; and an account keeps its own.
async fn brought(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    new: NewPerson,
) -> StaffResult<(PersonId, Option<AccountId>)> {
    let email = new.email.clone();
    let before = by_document(tx, new.document_type, &new.document_number).await?;
    let bringer = by_coordination(tx, by, app.clock.today()).await?;
    let registered = register(tx, app, &bringer, new).await;
    let person = registered.map_err(|failure| failure.map(StaffRefusal::from))?;
    let Some(before) = before else { return Ok((person, None)) };
    let account = account_of(tx, person.0).await?;
    let is_theirs = match &account {
        Some(account) => email.as_ref() == Some(&account.email),
        None => {
            let answers = !bringer.answered(tx, &[person]).await?.is_empty();
            answers || (email.is_some() && before.email == email)
        }
    };
    if !is_theirs {
        return refuse(StaffRefusal::Elsewhere { person });
    }
    Ok((person, account.map(|account| account.id)))
}

/// Says of whom an account that exists is.
///
/// # Errors
/// As [`open`].
pub async fn tie_to(app: &App, permit: Tie, person: NewPerson) -> StaffResult<()> {
    let tx = app.db.begin().await?;
    let person = recorded(&tx, app, permit.by(), person).await?;
    let tied = tie(&tx, app, permit, person.0).await;
    tied.map_err(|failure| failure.map(StaffRefusal::from))?;
    tx.commit().await?;
    Ok(())
}

/// The record of a person who has no account yet.
async fn recorded(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    person: NewPerson,
) -> StaffResult<PersonId> {
    let refused = |refusal: PersonRefusal| Failure::Refused(StaffRefusal::from(refusal));
    let person = person.normal().map_err(refused)?;
    let known = by_document(tx, person.document_type, &person.document_number).await?;
    if let Some(known) = known
        && let Some(account) = account_of(tx, known.id.0).await?
    {
        return refuse(StaffRefusal::HasAccount { name: account.display_name });
    }
    register(tx, app, &Bringer::of_all(by), person)
        .await
        .map_err(|failure| failure.map(StaffRefusal::from))
}
