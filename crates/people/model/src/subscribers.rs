//! Changes of persons, announced to later capabilities. These keep figures that must be true together
//! with the change: where people work, and what they are certified for. A command that changes a post,
//! merges two records or changes a certificate announces it here, in its transaction and as its last
//! step.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use platform::app::App;
use platform::errors::AppError;
use platform::subscribers::Subscriber;
use territory_model::subscribers::{ENTITY, merged_pairs};

use super::entity::person::PersonId;
use super::entity::post;

/// The table that a [`platform::subscribers::Subscriber`] of persons names.
pub const PERSON: &str = "person";

/// The name of the change that a [`platform::subscribers::Subscriber`] of mails names.
pub const MAIL: &str = "person.email";

/// Announces that these persons have another mail, or their first, in this transaction: what was sent to
/// the old one must open nothing any more.
///
/// # Errors
/// The first error of a subscriber.
pub async fn on_mail_changed(
    tx: &DatabaseTransaction,
    app: &App,
    persons: impl IntoIterator<Item = PersonId>,
) -> Result<(), AppError> {
    let ids: Vec<i64> = persons.into_iter().map(|person| person.0).collect();
    app.subscribers.notify(tx, app, MAIL, &ids).await
}

/// Announces that the posts, the certificates or the records of these persons have changed in this
/// transaction. As many statements for a thousand as for one.
///
/// # Errors
/// The first error of a subscriber.
pub async fn on_person_changed(
    tx: &DatabaseTransaction,
    app: &App,
    persons: impl IntoIterator<Item = PersonId>,
) -> Result<(), AppError> {
    let mut ids: Vec<i64> = persons.into_iter().map(|person| person.0).collect();
    ids.sort_unstable();
    ids.dedup();
    app.subscribers.notify(tx, app, PERSON, &ids).await
}

/// The subscriber that moves posts of an entity to the one that it was merged into.
pub fn entity_subscriber() -> Subscriber {
    Subscriber {
        table: ENTITY,
        on_change: |tx, _, ids| Box::pin(async move { follow_entities(tx, ids).await }),
    }
}

async fn follow_entities(tx: &DatabaseTransaction, ids: &[i64]) -> Result<(), AppError> {
    for (absorbed, survivor) in merged_pairs(tx, ids).await? {
        post::Entity::update_many()
            .col_expr(post::Column::EntityId, Expr::value(survivor))
            .filter(post::Column::EntityId.eq(absorbed))
            .exec(tx)
            .await?;
    }
    Ok(())
}
