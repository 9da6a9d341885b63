//! A person's mail and telephone, corrected by the institution or by the person (R78).

use sea_orm::{ActiveModelTrait, DatabaseTransaction, IntoActiveModel, Set};
use serde::{Deserialize, Serialize};

use notices_model::commands::{Readdressing, queue_all, readdress};
use notices_model::letters::Recipient;
use platform::errors::{Failure, refuse};
use platform::mail::is_mail;
use sign_in_model::commands::{
    ContactChange, SignInRefusal, lock_accounts, mail_is_taken, move_account, note_contacts,
    person_of_request, tell_corrected, use_mail_request,
};
use sign_in_model::contact_letters::MailMoved;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use sign_in_model::queries::{account_of, any_of_staff};
use sign_in_model::work::Work;

use super::{PersonResult, duplicates, event, lock, lock_present};
use crate::entity::person::{self, PersonId};
use crate::policy::{CorrectContacts, OwnPhone};
use crate::rules::{self, PersonRefusal, full_name};
use crate::subscribers::on_mail_changed;

/// The contacts of a person as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewContacts {
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl NewContacts {
    /// The same in the form they are kept in.
    ///
    /// # Errors
    /// The first of the two that cannot be kept.
    pub fn normal(self) -> Result<Self, PersonRefusal> {
        let email =
            self.email.map(|mail| mail.trim().to_lowercase()).filter(|mail| !mail.is_empty());
        if email.as_deref().is_some_and(|mail| !is_mail(mail)) {
            return Err(PersonRefusal::MailMalformed);
        }
        let phone = self.phone.filter(|phone| !phone.trim().is_empty());
        Ok(Self { email, phone: phone.as_deref().map(rules::normal_phone).transpose()? })
    }
}

/// Corrects the mail and the telephone of a person and returns the record as it is then; the caller
/// invites whoever has no account. The account moves to another mail without its password, open links
/// and sessions, and both addresses are told.
///
/// # Errors
/// What was typed cannot be kept, is what is there, or is the mail of another account; the account has a
/// role of staff and no administrator asks; or somebody who signs in would be left without a mail.
pub async fn correct_contacts(
    work: &Work<'_>,
    permit: CorrectContacts,
    new: NewContacts,
    reason: &str,
) -> PersonResult<person::Model> {
    let new = new.normal().map_err(Failure::Refused)?;
    let (tx, app) = (&work.tx, work.app);
    let person = lock_present(tx, *permit.person()).await?;
    let account = account_of(tx, person.id.0).await?;
    // Before history names its author: two administrators may correct each other.
    lock_accounts(tx, account.iter().map(|one| one.id).chain(work.by.account)).await?;
    let (is_email, is_phone) = (new.email != person.email, new.phone != person.phone);
    if !is_email && !is_phone {
        return refuse(PersonRefusal::SameContacts);
    }
    if is_email {
        if !permit.administers() && any_of_staff(tx, [person.id.0]).await? {
            return refuse(PersonRefusal::MailOfStaff);
        }
        match &new.email {
            None if account.is_some() => return refuse(PersonRefusal::MailNeeded),
            Some(email) if mail_is_taken(tx, email, account.as_ref().map(|one| one.id)).await? => {
                return refuse(PersonRefusal::MailOfAnother);
            }
            _ => {}
        }
    }
    let old = addresses(&person, account.as_ref());
    let mut row = person.into_active_model();
    row.email = Set(new.email.clone());
    row.phone = Set(new.phone.clone());
    if is_email {
        row.is_self_declared = Set(false);
    }
    let person = row.update(tx).await?;
    let change = ContactChange {
        person: Some(person.id.0),
        account: account.as_ref().map(|one| one.id),
        is_email,
        is_phone,
        reason: Some(reason),
    };
    let detail = json!({ "fields": change.fields() });
    work.record("people.correct_contacts", ("person", person.id.0), detail).await?;
    let change = note_contacts(tx, app, work.by, change).await?;
    duplicates::notice_changed(tx, app, &person).await?;
    if is_email {
        if let (Some(email), Some(_)) = (&new.email, &account) {
            move_account(tx, app, work.by, person.id.0, email).await?;
        }
        follow_mail(tx, app, &person, &old).await?;
        let told = (
            old.into_iter().map(|mail| recipient(&person, mail)).collect(),
            new.email.map(|mail| recipient(&person, mail)),
        );
        tell_corrected(tx, app, change, told, account.is_some()).await?;
    }
    Ok(person)
}

/// Gives whoever follows the link that went to their new mail that mail, on their account and in their
/// record (R77), and returns it.
///
/// # Errors
/// The link can no longer be followed, or another account has the mail by now.
pub async fn prove_mail(
    app: &App,
    token: &str,
    request: &str,
) -> Result<String, Failure<SignInRefusal>> {
    let tx = app.db.begin().await?;
    if let Some(person) = person_of_request(&tx, token, app.clock.now()).await? {
        lock(&tx, PersonId(person)).await?;
    }
    let proven = match use_mail_request(&tx, app, token, request).await {
        Ok(proven) => proven,
        // The link is spent: whoever holds it asks for another.
        Err(Failure::Refused(SignInRefusal::MailTaken)) => {
            tx.commit().await?;
            return refuse(SignInRefusal::MailTaken);
        }
        Err(failure) => return Err(failure),
    };
    let by = Author { account: Some(proven.before.id), request: Some(request.to_owned()) };
    let change = ContactChange {
        person: proven.before.person_id,
        account: Some(proven.before.id),
        is_email: true,
        is_phone: false,
        reason: None,
    };
    let fields = change.fields();
    let change = note_contacts(&tx, app, &by, change).await?;
    if let Some(id) = proven.before.person_id.map(PersonId) {
        let person = lock(&tx, id).await?;
        let old = addresses(&person, Some(&proven.before));
        let mut row = person.into_active_model();
        row.email = Set(Some(proven.email.clone()));
        let person = row.update(&tx).await?;
        let detail = json!({ "fields": fields });
        let told = event(app, &by, "people.prove_mail", ("person", id.0), detail);
        history_model::commands::record(&tx, told).await?;
        duplicates::notice_changed(&tx, app, &person).await?;
        follow_mail(&tx, app, &person, &old).await?;
        // The account's own is told where it is moved.
        let others = old.into_iter().filter(|mail| *mail != proven.before.email);
        let letters = others.map(|mail| {
            let key = format!("people/mail_moved:{change}");
            (recipient(&person, mail), key, MailMoved {})
        });
        queue_all(&tx, app, letters.collect()).await?;
    }
    tx.commit().await?;
    Ok(proven.email)
}

/// Writes down one's own telephone.
///
/// # Errors
/// It is none, or the one that is there.
pub async fn change_own_phone(app: &App, permit: OwnPhone, typed: &str) -> PersonResult<()> {
    let new = NewContacts { email: None, phone: Some(typed.to_owned()) };
    let phone = new.normal().map_err(Failure::Refused)?.phone;
    let work = Work::begin(app, permit.by()).await?;
    let person = lock(&work.tx, *permit.person()).await?;
    if person.phone == phone {
        return refuse(PersonRefusal::SamePhone);
    }
    let mut row = person.into_active_model();
    row.phone = Set(phone);
    let person = row.update(&work.tx).await?;
    let change = ContactChange {
        person: Some(person.id.0),
        account: work.by.account,
        is_email: false,
        is_phone: true,
        reason: None,
    };
    let detail = json!({ "fields": change.fields() });
    work.record("people.change_phone", ("person", person.id.0), detail).await?;
    note_contacts(&work.tx, app, work.by, change).await?;
    duplicates::notice_changed(&work.tx, app, &person).await?;
    Ok(work.commit().await?)
}

/// Every address at which somebody is known: their own and their account's.
fn addresses(person: &person::Model, account: Option<&account::Model>) -> Vec<String> {
    let mut all: Vec<String> = person.email.iter().cloned().collect();
    all.extend(
        account.map(|one| one.email.clone()).filter(|mail| Some(mail) != person.email.as_ref()),
    );
    all
}

/// The person at one of their addresses, of before or of now.
fn recipient(person: &person::Model, email: String) -> Recipient {
    Recipient { email, name: full_name(person), person: Some(person.id.0), account: None }
}

/// What follows from another mail in a record: letters that wait for an address of before go to it, and
/// what was sent there no longer opens anything.
pub(super) async fn follow_mail(
    tx: &DatabaseTransaction,
    app: &App,
    person: &person::Model,
    old: &[String],
) -> Result<(), AppError> {
    let new = person.email.as_deref();
    for old in old.iter().filter(|old| Some(old.as_str()) != new) {
        readdress(tx, Readdressing { person: person.id.0, old, new }).await?;
    }
    on_mail_changed(tx, app, [person.id]).await
}
