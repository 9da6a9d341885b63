//! A correction of contacts, with the account that a first mail opens.

use people_model::commands::{NewContacts, correct_contacts};
use people_model::policy::CorrectContacts;
use people_model::rules::PersonRefusal;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use crate::commands::invite_people;

/// Corrects the contacts of a person. Whoever had no account gets the letter that opens one (F5: somebody
/// imported without a mail).
///
/// # Errors
/// Those of [`correct_contacts`].
pub async fn correct(
    app: &App,
    permit: CorrectContacts,
    new: NewContacts,
    reason: &str,
) -> Result<(), Failure<PersonRefusal>> {
    let by = permit.by().clone();
    let work = Work::begin(app, &by).await?;
    let person = correct_contacts(&work, permit, new, reason).await?;
    invite_people(&work.tx, app, work.by, &[&person]).await?;
    Ok(work.commit().await?)
}
