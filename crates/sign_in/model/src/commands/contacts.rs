//! What every change of a mail or a telephone leaves behind: a line for the page and one for history,
//! which say which of the two changed and never what it was.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    PaginatorTrait, QueryFilter, Set,
};

use notices_model::commands::queue_all;
use notices_model::letters::Recipient;
use platform::errors::{Failure, refuse};
use platform::prelude::*;

use super::move_account::move_row;
use super::{AccountRefusal, normal_mail};
use crate::actor::{AccountId, Author};
use crate::contact_letters::MailCorrected;
use crate::entity::account;
use crate::entity::contact_change::{self, ContactChangeId};
use crate::policy::CorrectMail;
use crate::work::Work;

/// Whose contacts changed, and why.
#[derive(Clone, Copy, Debug)]
pub struct ContactChange<'a> {
    /// `person.id`
    pub person: Option<i64>,
    pub account: Option<AccountId>,
    pub is_email: bool,
    pub is_phone: bool,
    /// `None` when people change their own.
    pub reason: Option<&'a str>,
}

impl ContactChange<'_> {
    /// What changed, for the detail of history.
    pub fn fields(&self) -> Vec<&'static str> {
        let mut fields = Vec::new();
        fields.extend(self.is_email.then_some("email"));
        fields.extend(self.is_phone.then_some("phone"));
        fields
    }
}

/// Keeps that contacts changed and returns the number of the change, which makes its letters unique.
pub async fn note_contacts(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    change: ContactChange<'_>,
) -> Result<ContactChangeId, DbErr> {
    let row = contact_change::ActiveModel {
        person_id: Set(change.person),
        account_id: Set(change.account),
        is_email: Set(change.is_email),
        is_phone: Set(change.is_phone),
        reason: Set(change.reason.map(str::to_owned)),
        changed_at: Set(app.clock.now()),
        changed_by: Set(by.account),
        ..Default::default()
    };
    Ok(row.insert(tx).await?.id)
}

/// Whether an account other than this one has a mail.
pub async fn mail_is_taken(
    db: &impl ConnectionTrait,
    email: &str,
    except: Option<AccountId>,
) -> Result<bool, DbErr> {
    let mut holders = account::Entity::find().filter(account::Column::Email.eq(normal_mail(email)));
    if let Some(own) = except {
        holders = holders.filter(account::Column::Id.ne(own));
    }
    Ok(holders.count(db).await? > 0)
}

/// Tells every address of before and the new one that the institution corrected a mail.
pub async fn tell_corrected(
    tx: &DatabaseTransaction,
    app: &App,
    change: ContactChangeId,
    (old, new): (Vec<Recipient>, Option<Recipient>),
    has_account: bool,
) -> Result<(), AppError> {
    let old = old.into_iter().map(|to| (to, true));
    let all = old.chain(new.map(|to| (to, false))).enumerate().map(|(number, (to, is_old))| {
        let key = format!("sign_in/mail_corrected:{change}:{number}");
        (to, key, MailCorrected { is_old, has_account })
    });
    queue_all(tx, app, all.collect()).await
}

/// Gives an account that belongs to no person another mail: its password, links and sessions end, and
/// both addresses are told.
///
/// # Errors
/// The mail is another account's or the one that it has, or the account belongs to a person, whose
/// record moves with it.
pub async fn correct_account_mail(
    app: &App,
    permit: CorrectMail,
    email: &str,
    reason: &str,
) -> Result<(), Failure<AccountRefusal>> {
    let work = Work::begin(app, permit.by()).await?;
    let (tx, id) = (&work.tx, *permit.account());
    let row = super::administer::stored(tx, work.by, id).await?;
    if row.person_id.is_some() {
        return refuse(AccountRefusal::OfPerson);
    }
    if row.email == normal_mail(email) {
        return refuse(AccountRefusal::SameMail);
    }
    if mail_is_taken(tx, email, Some(id)).await? {
        return refuse(AccountRefusal::MailTaken);
    }
    let old = row.clone().recipient();
    let new = Recipient { email: normal_mail(email), ..old.clone() };
    move_row(tx, app, work.by, row, email).await?;
    let change = ContactChange {
        person: None,
        account: Some(id),
        is_email: true,
        is_phone: false,
        reason: Some(reason),
    };
    let change = note_contacts(tx, app, work.by, change).await?;
    tell_corrected(tx, app, change, (vec![old], Some(new)), true).await?;
    Ok(work.commit().await?)
}
