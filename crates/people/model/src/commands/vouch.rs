//! What the institution brings of somebody who is known already: it fills what is empty, and overwrites
//! what the person only said themselves (R77).

use sea_orm::{ActiveModelTrait, DatabaseTransaction, IntoActiveModel, Set};

use history_model::commands::record;
use notices_model::commands::queue;
use notices_model::letters::Recipient;
use sign_in_model::commands::move_account;
use sign_in_model::prelude::*;
use sign_in_model::queries::any_of_staff;

use super::register::NewPerson;
use super::{duplicates, event};
use crate::entity::person;
use crate::letters::MailReplaced;
use crate::rules::full_name;

/// Takes the contacts of a list or a form of the institution into a known record and returns the record
/// as it is then. Where another mail takes the place of one that nobody but the person vouched for, the
/// account moves to the new mail without its password, and the old address is told. An account of staff
/// is left alone: its administrator corrects it.
pub async fn vouch(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    known: person::Model,
    new: &NewPerson,
) -> Result<person::Model, AppError> {
    let may_replace = known.is_self_declared && !any_of_staff(tx, [known.id.0]).await?;
    let taken = |old: &Option<String>, new: &Option<String>| {
        let replaces = (old.is_none() || may_replace) && new.is_some() && old != new;
        new.clone().filter(|_| replaces)
    };
    let (email, phone) = (taken(&known.email, &new.email), taken(&known.phone, &new.phone));
    let confirms = known.is_self_declared && new.email.is_some();
    if email.is_none() && phone.is_none() && !confirms {
        return Ok(known);
    }
    let old = known.clone();
    let mut row = known.into_active_model();
    if let Some(email) = &email {
        row.email = Set(Some(email.clone()));
    }
    if let Some(phone) = &phone {
        row.phone = Set(Some(phone.clone()));
    }
    if confirms {
        row.is_self_declared = Set(false);
    }
    let person = row.update(tx).await?;
    let mut fields = Vec::new();
    fields.extend(email.is_some().then_some("email"));
    fields.extend(phone.is_some().then_some("phone"));
    let detail = json!({ "fields": fields });
    let told = event(app, by, "people.vouch", ("person", person.id.0), detail);
    record(tx, told).await?;
    duplicates::notice_contacts(tx, app, std::slice::from_ref(&person)).await?;
    if let (Some(new), Some(before)) = (&email, &old.email) {
        move_account(tx, app, by, person.id.0, new).await?;
        let to =
            Recipient { email: before.clone(), name: full_name(&old), person: None, account: None };
        // Once in the life of a record: from then on it is vouched for.
        let key = format!("people/mail_replaced:{}", person.id);
        queue(tx, app, to, key, &MailReplaced {}).await?;
    }
    Ok(person)
}
