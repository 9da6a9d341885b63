//! Deciding what another unit asked, with the account that a first mail opens.

use people_model::commands::decide;
use people_model::policy::DecideRequest;
use people_model::references::PersonReferences;
use people_model::rules::PersonRefusal;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use crate::commands::invite_people;

/// Decides a request and does what it asks for, in one transaction. Whoever had no account gets the letter
/// that opens one.
///
/// # Errors
/// Those of [`decide`].
pub async fn answer(
    app: &App,
    references: &PersonReferences,
    permit: DecideRequest,
    is_granted: bool,
    decision: &str,
) -> Result<(), Failure<PersonRefusal>> {
    let by = permit.by().clone();
    let work = Work::begin(app, &by).await?;
    let readdressed = decide(&work, references, permit, is_granted, decision).await?;
    if let Some(person) = &readdressed {
        invite_people(&work.tx, app, work.by, &[person]).await?;
    }
    Ok(work.commit().await?)
}
