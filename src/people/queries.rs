//! Questions about persons and their posts.

use chrono::NaiveDate;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, RelationTrait,
};

use super::entity::person::{self, DocumentType, PersonId};
use super::entity::{consent, document_review, post, principal_choice};
use super::post_rules;
use crate::sign_in::entity::account;
use crate::territory::entity::{entity, municipality};

/// The person of a document already normalised. No scope: whoever holds the document may ask.
pub async fn by_document(
    db: &impl ConnectionTrait,
    kind: DocumentType,
    number: &str,
) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::Column::DocumentType.eq(kind))
        .filter(person::Column::DocumentNumber.eq(number))
        .one(db)
        .await
}

/// A post with where it is, as it stands on the day that was asked about.
#[derive(Clone, Debug)]
pub struct PostRow {
    pub post: post::Model,
    pub entity: String,
    pub municipality: String,
    /// The principal one of its person on that day (R29).
    pub is_principal: bool,
}

/// Those posts of a person that somebody sees, the latest first; at most a hundred. Which one is
/// principal is told for a day, of all of the person's posts.
pub async fn posts(
    db: &impl ConnectionTrait,
    person: PersonId,
    seen: Condition,
    on: NaiveDate,
) -> Result<Vec<PostRow>, DbErr> {
    let rows = posts_where(db, seen.add(post::Column::PersonId.eq(person))).await?;
    with_principal(db, person, rows, on).await
}

/// The choices of a principal post that were ever made for a person.
pub async fn choices(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<principal_choice::Model>, DbErr> {
    principal_choice::Entity::find()
        .join(JoinType::InnerJoin, principal_choice::Relation::Post.def())
        .filter(post::Column::PersonId.eq(person))
        .all(db)
        .await
}

/// The principal post of a person on a day, whoever asks: the seam through which a report of a
/// date reaches the post held on it (R29).
pub async fn principal_on(
    db: &impl ConnectionTrait,
    person: PersonId,
    on: NaiveDate,
) -> Result<Option<post::Model>, DbErr> {
    let all = post::Entity::find().filter(post::Column::PersonId.eq(person)).all(db).await?;
    let choices = choices(db, person).await?;
    Ok(post_rules::principal(&all, &choices, on).cloned())
}

async fn with_principal(
    db: &impl ConnectionTrait,
    person: PersonId,
    mut rows: Vec<PostRow>,
    on: NaiveDate,
) -> Result<Vec<PostRow>, DbErr> {
    if !rows.is_empty() {
        let principal = principal_on(db, person, on).await?.map(|post| post.id);
        for row in &mut rows {
            row.is_principal = principal == Some(row.post.id);
        }
    }
    Ok(rows)
}

/// The posts that hold on a date, the principal one first (R29).
pub async fn posts_on(
    db: &impl ConnectionTrait,
    person: PersonId,
    on: NaiveDate,
) -> Result<Vec<PostRow>, DbErr> {
    let held = Condition::all()
        .add(post::Column::PersonId.eq(person))
        .add(post::Column::StartsOn.lte(on))
        .add(post::Column::EndsOn.is_null().or(post::Column::EndsOn.gte(on)));
    let rows = posts_where(db, held).await?;
    let mut rows = with_principal(db, person, rows, on).await?;
    rows.sort_by_key(|row| !row.is_principal);
    Ok(rows)
}

async fn posts_where(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<PostRow>, DbErr> {
    let rows = post::Entity::find()
        .find_also_related(entity::Entity)
        .find_also_related(municipality::Entity)
        .filter(which)
        .order_by_desc(post::Column::StartsOn)
        .order_by_desc(post::Column::Id)
        .limit(100)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(post, entity, municipality)| PostRow {
            post,
            entity: entity.map(|entity| entity.name).unwrap_or_default(),
            municipality: municipality.map(|place| place.name).unwrap_or_default(),
            is_principal: false,
        })
        .collect())
}

/// The last authorisation a person gave.
pub async fn last_consent(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Option<consent::Model>, DbErr> {
    consent::Entity::find()
        .filter(consent::Column::PersonId.eq(person))
        .order_by_desc(consent::Column::Id)
        .limit(1)
        .one(db)
        .await
}

/// What was noted about a person's document (R27), the latest first, with who settled it.
pub async fn reviews(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<(document_review::Model, Option<account::Model>)>, DbErr> {
    document_review::Entity::find()
        .find_also_related(account::Entity)
        .filter(document_review::Column::PersonId.eq(person))
        .order_by_desc(document_review::Column::Id)
        .limit(20)
        .all(db)
        .await
}

/// The persons whose document nobody has looked at since it came with another name, as a subquery.
pub fn with_pending_review() -> SelectStatement {
    document_review::Entity::find()
        .select_only()
        .column(document_review::Column::PersonId)
        .filter(document_review::Column::SettledAt.is_null())
        .into_query()
}
