//! Questions about persons within the actor's scope.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::policy::scope;
use crate::history::entity::history_event;
use crate::people::commands::REVIEW;
use crate::people::entity::person::{self, DocumentType, PersonId};
use crate::platform::errors::AppError;
use crate::platform::pager::{Pager, ROWS};
use crate::platform::search::{containing, words};
use crate::sign_in::actor::Actor;

fn found(actor: &Actor, text: &str) -> Condition {
    words(text).iter().fold(Condition::all().add(scope(actor)), |found, word| {
        let column = Expr::col((person::Entity, person::Column::SearchName));
        found.add(column.like(containing(word)))
    })
}

/// A page of the persons with these words in their name, by name.
pub async fn search(
    db: &impl ConnectionTrait,
    actor: &Actor,
    text: &str,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<person::Model>, Pager), DbErr> {
    let which = found(actor, text);
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

/// When this document came with another name (R27), the latest first.
pub async fn reviews(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<DateTime<Utc>>, DbErr> {
    let rows = history_event::Entity::find()
        .filter(history_event::Column::SubjectKind.eq("person"))
        .filter(history_event::Column::SubjectId.eq(person.0))
        .filter(history_event::Column::Action.eq(REVIEW))
        .order_by_desc(history_event::Column::Id)
        .limit(5)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|event| event.at).collect())
}
