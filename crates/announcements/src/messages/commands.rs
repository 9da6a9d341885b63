//! Sending a message to the people of a cohort.

use sea_orm::{EntityTrait, QuerySelect as _};

use cohorts_model::entity::cohort;
use cohorts_model::queries::get;
use cohorts_model::rules::is_public;
use enrolment_model::attendees::Attendee;
use notices_model::commands::without_letter;
use platform::errors::refuse;
use platform::prelude::*;
use platform::secrets::digest;
use sign_in_model::entity::account;
use sign_in_model::work::Work;

use super::letters::{CohortMessage, MessageText};
use super::policy::WriteToCohort;
use super::readers::{MessageScope, Readers, readers};
use super::refusals::MessageRefusal;
use crate::worker::queue_by_portions;

/// Writes to each of the people to whom the same was not written today, and returns the number of letters:
/// the form that is sent twice finds nobody the second time.
///
/// # Errors
/// Refused while the cohort is a draft, and when nobody of them has a mail.
pub async fn send(
    app: &App,
    permit: WriteToCohort,
    scope: &MessageScope,
    text: &MessageText,
) -> Result<usize, Failure<MessageRefusal>> {
    let work = Work::begin(app, permit.by()).await?;
    let id = *permit.cohort();
    // Two who press at once take turns, and the second finds everybody written to.
    let held = cohort::Entity::find_by_id(id).lock_exclusive().one(&work.tx).await?;
    if !is_public(held.ok_or(AppError::NotFound)?.stage) {
        return refuse(MessageRefusal::NotPublic);
    }
    let row = get(&work.tx, id).await?;
    let Readers { people, .. } = readers(&work.tx, &row.cohort, scope, work.now).await?;
    if people.is_empty() {
        return refuse(MessageRefusal::Nobody);
    }
    let today = dates::bogota_date(work.now);
    let words = digest(format!("{}\n{}", text.subject, text.body));
    let key = |person: &Attendee| {
        format!("announcements/message/{id}/{today}/{words}/{}", person.enrolment)
    };
    let people = without_letter(&work.tx, people, key).await?;
    if people.is_empty() {
        return Ok(0);
    }
    let letter = CohortMessage::new(&row, text);
    let letters: Vec<_> = people
        .iter()
        .map(|person| (person.recipient(), key(person), letter.to(person.enrolment)))
        .collect();
    let written = letters.len();
    queue_by_portions(&work.tx, app, letters).await?;
    let detail = json!({
        "letters": written,
        "readers": scope.group().code(),
        "session": scope.session(),
    });
    work.record_in(id.0, "announcements.message", ("cohort", id.0), detail).await?;
    work.commit().await?;
    Ok(written)
}

/// Sends the message to whoever writes it, and to nobody else.
///
/// # Errors
/// The database's.
pub async fn send_test(
    app: &App,
    permit: WriteToCohort,
    text: &MessageText,
) -> Result<(), AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let id = *permit.cohort();
    let row = get(&work.tx, id).await?;
    let own = account::Entity::find_by_id(work.account()?).one(&work.tx).await?;
    let own = own.ok_or(AppError::NotFound)?;
    let at = work.now.timestamp_micros();
    let key = format!("announcements/message_test/{id}/{}/{at}", own.id);
    let letter = CohortMessage::new(&row, text).for_test();
    work.write_to(own.recipient(), key, &letter).await?;
    work.record_in(id.0, "announcements.test_message", ("cohort", id.0), json!({})).await?;
    work.commit().await
}
