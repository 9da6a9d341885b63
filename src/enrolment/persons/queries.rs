//! Questions about persons within the actor's scope.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::policy::scope;
use crate::people::entity::person::{self, DocumentType, PersonId};
use crate::people::queries::with_pending_review;
use crate::platform::errors::AppError;
use crate::platform::pager::{Pager, ROWS};
use crate::platform::search::{containing, words};
use crate::sign_in::actor::Actor;

fn found(actor: &Actor, text: &str, only_to_review: bool) -> Condition {
    let mut seen = Condition::all().add(scope(actor));
    if only_to_review {
        seen = seen.add(person::Column::Id.in_subquery(with_pending_review()));
    }
    words(text).iter().fold(seen, |found, word| {
        let column = Expr::col((person::Entity, person::Column::SearchName));
        found.add(column.like(containing(word)))
    })
}

/// A page of the persons with these words in their name, by name; all of them, or those with a
/// document to review.
pub async fn search(
    db: &impl ConnectionTrait,
    actor: &Actor,
    (text, only_to_review): (&str, bool),
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<person::Model>, Pager), DbErr> {
    let which = found(actor, text, only_to_review);
    let total = person::Entity::find().filter(which.clone()).count(db).await?;
    let pager = Pager::new(page, total, address);
    let rows = person::Entity::find()
        .filter(which)
        .order_by_asc(person::Column::SearchName)
        .order_by_asc(person::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// The person of a document, if the actor sees them.
pub async fn by_document(
    db: &impl ConnectionTrait,
    actor: &Actor,
    kind: DocumentType,
    number: &str,
) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::Column::DocumentType.eq(kind))
        .filter(person::Column::DocumentNumber.eq(number))
        .filter(scope(actor))
        .one(db)
        .await
}

/// One person, if the actor sees them; foreign and absent look alike (R60).
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: PersonId,
) -> Result<person::Model, AppError> {
    person::Entity::find_by_id(id).filter(scope(actor)).one(db).await?.ok_or(AppError::NotFound)
}

/// How many persons that the actor sees have a document to review (R27).
pub async fn to_review(db: &impl ConnectionTrait, actor: &Actor) -> Result<u64, DbErr> {
    person::Entity::find().filter(found(actor, "", true)).count(db).await
}
