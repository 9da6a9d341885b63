//! Queueing mail inside the transaction of the change that causes it (R66): a change that
//! is undone sends nothing, and a failed mail undoes nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseExecutor, DatabaseTransaction, DbErr,
    EntityTrait, QueryFilter, QuerySelect, Set,
};

use platform::app::App;
use platform::contacts::LetterContact;
use platform::errors::AppError;
use platform::secrets;

use super::entity::mail_opt_out::MailTopic;
use super::entity::outbox_message::{self, State};
use super::letters::{Envelope, Letter, MailData, OptOutLink, Recipient, envelope, opening};

/// Puts a letter in the outbox. The same `dedupe_key` never queues twice, so a command
/// that is repeated, or asked for twice at once, sends one mail.
pub async fn queue<L: Letter>(
    tx: &DatabaseTransaction,
    app: &App,
    to: Recipient,
    dedupe_key: String,
    letter: &L,
) -> Result<(), AppError> {
    let contact = contact_of(tx.into(), app, &letter.unit()).await?;
    outbox_message::Entity::insert(row(app, to, dedupe_key, letter, contact.as_ref())?)
        .on_conflict_do_nothing_on([outbox_message::Column::DedupeKey])
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// A letter with its address and dedupe key.
pub type AddressedLetter<L> = (Recipient, String, L);

/// [`queue`] for many letters of one kind, with two statements and one for each unit that signs some of
/// them; the caller bounds how many.
pub async fn queue_all<L: Letter>(
    tx: &DatabaseTransaction,
    app: &App,
    letters: Vec<AddressedLetter<L>>,
) -> Result<(), AppError> {
    let known = keys_known(tx, letters.iter().map(|(_, key, _)| key.as_str())).await?;
    let units: BTreeSet<String> = letters.iter().map(|(_, _, letter)| letter.unit()).collect();
    let mut contacts = HashMap::new();
    for unit in units {
        if let Some(contact) = contact_of(tx.into(), app, &unit).await? {
            contacts.insert(unit, contact);
        }
    }
    let new = letters.into_iter().filter(|(_, key, _)| !known.contains(key));
    let rows: Vec<_> = new
        .map(|(to, key, letter)| row(app, to, key, &letter, contacts.get(&letter.unit())))
        .collect::<Result<_, _>>()?;
    outbox_message::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([outbox_message::Column::DedupeKey])
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Returns whom the reader of a letter asks, by the unit that signs it.
///
/// # Errors
/// The database's.
pub async fn contact_of(
    db: DatabaseExecutor<'_>,
    app: &App,
    unit: &str,
) -> Result<Option<LetterContact>, DbErr> {
    match app.contact_of {
        Some(ask) => ask(db, unit).await,
        None => Ok(None),
    }
}

/// Returns those of the dedupe keys whose letter was queued already.
pub async fn keys_known(
    db: &impl ConnectionTrait,
    keys: impl IntoIterator<Item = &str>,
) -> Result<Vec<String>, DbErr> {
    outbox_message::Entity::find()
        .select_only()
        .column(outbox_message::Column::DedupeKey)
        .filter(outbox_message::Column::DedupeKey.is_in(keys))
        .into_tuple()
        .all(db)
        .await
}

/// Keys of one question; a database takes some thousands.
const KEYS: usize = 500;

/// Returns those for whom no letter with their key was ever queued.
pub async fn without_letter<T>(
    db: &impl ConnectionTrait,
    all: Vec<T>,
    key: impl Fn(&T) -> String,
) -> Result<Vec<T>, DbErr> {
    let mut known = HashSet::new();
    for some in all.chunks(KEYS) {
        let keys: Vec<String> = some.iter().map(&key).collect();
        known.extend(keys_known(db, keys.iter().map(String::as_str)).await?);
    }
    Ok(all.into_iter().filter(|one| !known.contains(&key(one))).collect())
}

/// Another mail of a person: letters that wait for the old one.
#[derive(Clone, Copy, Debug)]
pub struct Readdressing<'a> {
    /// `person.id`
    pub person: i64,
    pub old: &'a str,
    /// `None` when the person has no mail any more.
    pub new: Option<&'a str>,
}

/// Sends letters to a person that have not left yet to the new mail, or to nobody where there is none.
/// What carries a link of one use is not sent on: it was made for whoever reads the old one.
pub async fn readdress(tx: &DatabaseTransaction, which: Readdressing<'_>) -> Result<(), DbErr> {
    use outbox_message::Column;
    let waiting = Condition::all()
        .add(Column::PersonId.eq(which.person))
        .add(Column::RecipientEmail.eq(which.old))
        .add(Column::State.eq(State::Queued));
    let gone = match which.new {
        Some(_) => waiting.clone().add(Column::IsSecret.eq(true)),
        None => waiting.clone(),
    };
    outbox_message::Entity::delete_many().filter(gone).exec(tx).await?;
    if let Some(new) = which.new {
        let changed = outbox_message::ActiveModel {
            recipient_email: Set(new.to_owned()),
            ..Default::default()
        };
        outbox_message::Entity::update_many().set(changed).filter(waiting).exec(tx).await?;
    }
    Ok(())
}

/// Returns the envelope of a letter with the name of the organisation.
pub fn signed(
    app: &App,
    letter: &impl Letter,
    name: &str,
    contact: Option<&LetterContact>,
) -> Envelope {
    let organisation = app.config.controller.as_ref().map(|one| one.name.clone());
    Envelope { organisation, ..envelope(letter, name, &app.config.public_url, app.demo, contact) }
}

fn row<L: Letter>(
    app: &App,
    to: Recipient,
    dedupe_key: String,
    letter: &L,
    contact: Option<&LetterContact>,
) -> Result<outbox_message::ActiveModel, AppError> {
    let opt_out = match L::TOPIC {
        Some(topic) => Some((topic, secrets::public_code()?.to_lowercase())),
        None => None,
    };
    let link =
        |(topic, code): &(MailTopic, String)| OptOutLink::new(*topic, &app.config.public_url, code);
    let mut mail = signed(app, letter, &to.name, contact);
    mail.opt_out = opt_out.as_ref().map(link);
    let render = |template: &str, mail: &Envelope| {
        app.views
            .render_bare(template, &MailData { mail, page: letter })
            .map_err(|error| AppError::Internal(error.to_string()))
    };
    let text_body = render(&format!("{}_text", L::TEMPLATE), &mail)?;
    opening(&text_body).clone_into(&mut mail.preheader);
    let html_body = render(L::TEMPLATE, &mail)?;
    let host = url::Url::parse(&app.config.public_url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default();
    let now = app.clock.now();
    Ok(outbox_message::ActiveModel {
        kind: Set(L::TEMPLATE.trim_start_matches("emails/").to_owned()),
        dedupe_key: Set(dedupe_key),
        account_id: Set(to.account),
        person_id: Set(to.person),
        recipient_email: Set(to.email),
        recipient_name: Set(to.name),
        subject: Set(mail.subject.clone()),
        text_body: Set(text_body),
        html_body: Set(html_body),
        calendar: Set(letter.calendar()),
        cohort_id: Set(letter.cohort()),
        topic: Set(L::TOPIC),
        opt_out_code: Set(opt_out.map(|(_, code)| code)),
        reply_to: Set(contact.and_then(|contact| contact.reply_to.clone())),
        is_secret: Set(L::SECRET),
        // Made once and kept: a second delivery of the same message is recognised by it.
        message_id: Set(format!("<{}@{host}>", secrets::token()?)),
        state: Set(State::Queued),
        attempts: Set(0),
        not_before: Set(now),
        created_at: Set(now),
        ..Default::default()
    })
}
