//! Looking somebody up by document, from outside the units that reach the person (R80). A document is
//! public: it stands in contracts and signed acts. So it opens initials and a municipality, and the name
//! to whoever knows the first surname too; it is written in history, and an account does it only so
//! often.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};

use history_model::commands::{Event, record_all};
use history_model::entity::history_event;
use people_model::entity::person::{self, DocumentType, PersonId};
pub use people_model::lookups::{MOST_LOOK_UPS, WITHIN};
use people_model::lookups::{made, note};
use people_model::queries::{by_document, posts_on};
use people_model::rules::{PersonRefusal, initials};
use platform::search::fold;
use sign_in_model::actor::{AccountId, Actor};
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use crate::persons::queries::reached;

/// Files with people that an account sends within [`WITHIN`].
pub const MOST_FILES: u64 = 20;

const BY_FILE: &str = "people.look_up_by_file";

/// Whom a document belongs to, as far as whoever asks may know.
pub enum Holder {
    Nobody,
    /// A person whom the asker's coordination reaches.
    Reached(person::Model),
    /// Somebody of another unit. `agrees` says whether the first surname that was typed is theirs.
    OfOthers {
        person: person::Model,
        agrees: bool,
    },
}

/// Returns whom a document belongs to. Somebody of another unit is written in history.
///
/// # Errors
/// Refused when the account looked too many people up, whether the document is known or not.
pub async fn look_up(
    app: &App,
    actor: &Actor,
    (kind, number): (DocumentType, &str),
    surname: &str,
) -> Result<Holder, Failure<PersonRefusal>> {
    let db = app.db.read();
    let most = || Failure::Refused(PersonRefusal::TooManyLookUps);
    if made(db, actor.account, app.clock.now()).await? >= MOST_LOOK_UPS {
        return Err(most());
    }
    let Some(person) = by_document(db, kind, number).await? else { return Ok(Holder::Nobody) };
    if reached(app, actor, [person.id]).await?.contains_key(&person.id) {
        return Ok(Holder::Reached(person));
    }
    let by = actor.by();
    let work = Work::begin(app, &by).await?;
    // Two look-ups of one account at once are counted one after the other.
    lock(&work.tx, actor.account).await?;
    if made(&work.tx, actor.account, work.now).await? >= MOST_LOOK_UPS {
        return Err(most());
    }
    let agrees = is_surname(&person, surname);
    note(&work, person.id, agrees).await?;
    work.commit().await?;
    Ok(Holder::OfOthers { person, agrees })
}

/// Locks the account, so that what it does is counted once.
pub async fn lock(tx: &DatabaseTransaction, account: AccountId) -> Result<(), DbErr> {
    account::Entity::find_by_id(account).lock_exclusive().one(tx).await?;
    Ok(())
}

fn is_surname(person: &person::Model, typed: &str) -> bool {
    let typed = fold(typed);
    let first = fold(&person.first_surname);
    let both = person.second_surname.as_ref().map(|second| format!("{first} {}", fold(second)));
    !typed.is_empty() && (typed == first || Some(typed) == both)
}

/// What a document alone shows of somebody of another unit: «L. M. G. Ñ., Mapiripán».
pub async fn in_short(app: &App, person: &person::Model) -> Result<String, DbErr> {
    let posts = posts_on(app.db.read(), person.id, app.clock.today()).await?;
    let initials = initials(person);
    Ok(match posts.first() {
        Some(post) => format!("{initials}, {}", post.municipality),
        None => initials,
    })
}

/// Writes into history that the file of an import met these people, whom the coordination of whoever sent
/// it does not reach.
pub async fn note_file(
    app: &App,
    actor: &Actor,
    import: i64,
    met: impl IntoIterator<Item = PersonId>,
) -> Result<(), AppError> {
    let met: Vec<PersonId> = met.into_iter().collect();
    let by = actor.by();
    let work = Work::begin(app, &by).await?;
    for some in met.chunks(500) {
        let detail = json!({ "import": import });
        // A file is checked after every answer, and met them once.
        let told: Vec<i64> = history_event::Entity::find()
            .select_only()
            .column(history_event::Column::SubjectId)
            .filter(history_event::Column::SubjectKind.eq("person"))
            .filter(history_event::Column::SubjectId.is_in(some.iter().map(|person| person.0)))
            .filter(history_event::Column::Action.eq(BY_FILE))
            .filter(history_event::Column::Detail.eq(detail.to_string()))
            .into_tuple()
            .all(&work.tx)
            .await?;
        let told: HashSet<i64> = told.into_iter().collect();
        let met = some.iter().filter(|person| !told.contains(&person.0));
        let told = met.map(|person| Event {
            detail: detail.clone(),
            ..by.event(work.now, BY_FILE, ("person", person.0))
        });
        let told: Vec<Event<'_>> = told.collect();
        if !told.is_empty() {
            record_all(&work.tx, told).await?;
        }
    }
    work.commit().await
}
