//! What the institution brings of somebody who is known already: it fills what is empty, and overwrites
//! what the person only said themselves (R77).

use sea_orm::{ActiveModelTrait, DatabaseTransaction, IntoActiveModel, Set};

use history_model::commands::record;
use notices_model::commands::queue;
use notices_model::letters::Recipient;
use sign_in_model::commands::move_account;
use sign_in_model::prelude::*;
use sign_in_model::queries::sign_ins;

use super::contacts::follow_mail;
use super::register::NewPerson;
use super::requests::ask_contacts;
use super::{duplicates, event};
use crate::bringing::Bringer;
use crate::contacts::{SignsIn, brought};
use crate::entity::person;
use crate::letters::MailReplaced;
use crate::rules::full_name;

/// Takes the contacts of a list or a form of the institution into a known record, as [`brought`] says,
/// and returns the record as it is then. Where another mail takes the place of one that nobody but the
/// person vouched for, the account moves to the new mail without its password, and the old address is
/// told. Of a record that whoever brings them does not answer for, nothing changes: it is asked for.
pub async fn vouch(
    tx: &DatabaseTransaction,
    app: &App,
    bringer: &Bringer<'_>,
    known: person::Model,
    new: &NewPerson,
) -> Result<person::Model, AppError> {
    let says = (new.email.as_deref(), new.phone.as_deref());
    let differs = known.is_self_declared
        || (says.0.is_some() && known.email.is_none())
        || (says.1.is_some() && known.phone.is_none());
    if !differs {
        return Ok(known);
    }
    let signs_in = sign_ins(tx, [known.id.0]).await?.remove(&known.id.0);
    let signs_in = signs_in
        .map(|(email, is_staff)| SignsIn { email: Some(email), is_staff })
        .unwrap_or_default();
    let taken = brought(&known, &signs_in, says);
    let confirms = known.is_self_declared && new.email.is_some();
    if taken.is_nothing() && !confirms {
        return Ok(known);
    }
    if bringer.answered(tx, &[known.id]).await?.is_empty() {
        if !taken.is_nothing() {
            ask_contacts(tx, app, bringer, &known, taken).await?;
        }
        return Ok(known);
    }
    let by = bringer.by;
    let declared = known.email.clone();
    let mut row = known.into_active_model();
    let mut fields = Vec::new();
    if let Some(email) = &taken.email {
        row.email = Set(Some(email.clone()));
        fields.push("email");
    }
    if let Some(phone) = &taken.phone {
        row.phone = Set(Some(phone.clone()));
        fields.push("phone");
    }
    if confirms {
        row.is_self_declared = Set(false);
    }
    let person = row.update(tx).await?;
    let detail = json!({ "fields": fields });
    record(tx, event(app, by, "people.vouch", ("person", person.id.0), detail)).await?;
    duplicates::notice_changed(tx, app, &person).await?;
    let Some(email) = taken.email else { return Ok(person) };
    if taken.replaces_mail {
        move_account(tx, app, by, person.id.0, &email).await?;
    }
    follow_mail(tx, app, &person, declared.as_slice()).await?;
    if let Some(email) = declared {
        let to = Recipient { email, name: full_name(&person), person: None, account: None };
        // Once in the life of a record: from then on it is vouched for.
        let key = format!("people/mail_replaced:{}", person.id);
        queue(tx, app, to, key, &MailReplaced {}).await?;
    }
    Ok(person)
}
