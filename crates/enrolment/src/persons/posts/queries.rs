//! Questions about the posts that an actor may look at.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};

use people_model::entity::person;
use people_model::entity::post::{self, PostId};
use people_model::queries::Name;
use people_model::reminders::unconfirmed;
use platform::pager::{MOST_LISTED, Pager};
use sign_in_model::prelude::*;
use territory_model::entity::entity;

use super::super::policy;
use crate::entity::enrolment;

/// Rows of `post`, joined with their person, that the actor sees: those of the entities whose
/// focal point they are, all of the persons whom their coordination reaches, and those of the others
/// whom they see, as far as they see them. The person is
/// joined and not looked for in a list of all that are seen: beside an «or», PostgreSQL reads such
/// a list from its beginning for every post.
fn scope(actor: &Actor, now: DateTime<Utc>) -> Condition {
    let seen = Condition::any().add(policy::coordinated(actor, now));
    let in_part = Condition::all().add(policy::scope(actor, now)).add(policy::posts_in_part(actor));
    let own = post::Column::PersonId.eq(actor.person.unwrap_or(0));
    seen.add(own).add(post::Column::EntityId.is_in(actor.entities())).add(in_part)
}

/// One post with its person; foreign and absent look alike (R60).
pub async fn find(
    app: &App,
    actor: &Actor,
    id: PostId,
) -> Result<(post::Model, person::Model), AppError> {
    let found = post::Entity::find_by_id(id)
        .find_also_related(person::Entity)
        .filter(scope(actor, app.clock.now()))
        .one(app.db.read())
        .await?;
    match found {
        Some((post, Some(person))) => Ok((post, person)),
        _ => Err(AppError::NotFound),
    }
}

/// Whether somebody enrolled with the post: it is no longer corrected.
pub async fn is_used(db: &impl ConnectionTrait, id: PostId) -> Result<bool, DbErr> {
    let used = enrolment::Entity::find().filter(enrolment::Column::PostId.eq(id)).limit(1);
    Ok(used.one(db).await?.is_some())
}

/// A post of the list to confirm.
#[derive(Clone, Debug, FromQueryResult, Serialize, Example)]
pub struct UnconfirmedPost {
    pub id: PostId,
    pub position: String,
    pub created_at: DateTime<Utc>,
    pub confirmed_on: Option<NaiveDate>,
    pub entity: String,
    #[sea_orm(nested)]
    pub name: Name,
}

/// A page of the posts that nobody has confirmed for a year, by entity and name.
pub async fn to_confirm(
    app: &App,
    actor: &Actor,
    page: Option<u64>,
) -> Result<(Vec<UnconfirmedPost>, Pager), DbErr> {
    let db = app.db.read();
    let today = app.clock.today();
    let which = Condition::all().add(scope(actor, app.clock.now())).add(unconfirmed(today));
    let listed: Vec<PostId> = by_entity()
        .column(post::Column::Id)
        .filter(which)
        .limit(MOST_LISTED)
        .into_tuple()
        .all(db)
        .await?;
    let (pager, shown) = Pager::cut(page, listed, "/vinculaciones");
    let rows = by_entity()
        .columns([
            post::Column::Id,
            post::Column::Position,
            post::Column::CreatedAt,
            post::Column::ConfirmedOn,
        ])
        .columns(person::NAME)
        .column_as(entity::Column::Name, "entity")
        .filter(post::Column::Id.is_in(shown))
        .into_model()
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// Posts with their person and entity, by entity and name; the columns are still to be chosen.
fn by_entity() -> Select<post::Entity> {
    post::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, post::Relation::Person.def())
        .join(JoinType::InnerJoin, post::Relation::Entity.def())
        .order_by_asc(entity::Column::SearchName)
        .order_by_asc(person::Column::SearchName)
        .order_by_asc(post::Column::Id)
}
