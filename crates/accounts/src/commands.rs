//! An account of staff and the person it is of (R80): what concerns oneself can only be told from what
//! concerns others when the account knows its person.

use people_model::bringing::Bringer;
use people_model::commands::{NewPerson, register};
use people_model::entity::person::PersonId;
use people_model::queries::by_document;
use people_model::rules::PersonRefusal;
use platform::errors::refuse;
use platform::texts::Refusal;
use sea_orm::DatabaseTransaction;
use sign_in_model::actor::{AccountId, Grant};
use sign_in_model::commands::{AccountRefusal, NewStaff, open_account, tie};
use sign_in_model::policy::{OpenAccount, Tie};
use sign_in_model::prelude::*;
use sign_in_model::queries::account_of;

/// Why no account is opened, or why it gets no person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("accounts.")]
pub enum StaffRefusal {
    #[error("the person has another account")]
    #[facts(name)]
    #[field("documento")]
    HasAccount { name: String },
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
/// # Errors
/// The document is somebody else's or the person has an account; what `open_account` refuses.
pub async fn open(
    app: &App,
    permit: OpenAccount,
    person: NewPerson,
    first: Grant,
) -> StaffResult<AccountId> {
    let refused = |refusal: PersonRefusal| Failure::Refused(StaffRefusal::from(refusal));
    let person = person.normal().map_err(refused)?;
    let tx = app.db.begin().await?;
    let name = person.name().full();
    let email = person.email.clone().unwrap_or_default();
    let person = recorded(&tx, app, permit.by(), person).await?;
    let new = NewStaff { person: person.0, email, name, first };
    let opened = open_account(&tx, app, permit, new).await;
    let account = opened.map_err(|failure| failure.map(StaffRefusal::from))?;
    tx.commit().await?;
    Ok(account)
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
