//! Posts that people take up.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use history_model::commands::record_all;
use platform::search::fold;
use sign_in_model::prelude::*;
use territory_model::entity::entity::EntityId;

use super::duplicates::notice_neighbours;
use super::{PersonResult, event};
use crate::entity::person::{self, PersonId};
use crate::entity::post::{self, Kind, PostId};
use crate::oneself::records;
use crate::post_rules::free_of_principals;
use crate::rules::PersonRefusal;
use crate::subscribers;

/// A post to add. `municipality_code` is where the work is done.
#[derive(Clone, Debug)]
pub struct NewPost {
    pub entity_id: EntityId,
    pub position: String,
    pub kind: Kind,
    pub municipality_code: String,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub is_principal: bool,
}

/// Adds a post. Two at once are allowed, one principal per date (R29).
pub async fn add_post(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    person: PersonId,
    new: NewPost,
) -> PersonResult<PostId> {
    let mut added = add_posts(tx, app, by, vec![(person, new)]).await?;
    match added.pop() {
        Some(Ok(post)) => Ok(post),
        Some(Err(refusal)) => Err(Failure::Refused(refusal)),
        None => Err(Failure::Broken(AppError::NotFound)),
    }
}

/// [`add_post`] for many people, one post each, with as many statements as for one. Returns each
/// person's post, or why it was refused, in the order given. The caller bounds how many, and undoes
/// its transaction if it minds a refusal: the others are added.
pub async fn add_posts(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    new: Vec<(PersonId, NewPost)>,
) -> Result<Vec<Result<PostId, PersonRefusal>>, AppError> {
    let ids: Vec<PersonId> = new.iter().map(|(person, _)| *person).collect();
    // Two posts added at once look at each other's rows in turn.
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(person::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let people: HashMap<PersonId, person::Model> =
        people.into_iter().map(|person| (person.id, person)).collect();
    let mut held: HashMap<PersonId, Vec<post::Model>> = HashMap::new();
    let known = post::Entity::find()
        .filter(post::Column::PersonId.is_in(ids.iter().copied()))
        .order_by_asc(post::Column::Id)
        .all(tx)
        .await?;
    for post in known {
        held.entry(post.person_id).or_default().push(post);
    }
    let own = records(tx, by).await?;
    let mut rows = Vec::new();
    let mut refused: HashMap<PersonId, PersonRefusal> = HashMap::new();
    for (person, new) in new {
        if !people.contains_key(&person) {
            return Err(AppError::NotFound);
        }
        let held = held.get(&person).map_or(&[][..], Vec::as_slice);
        match may_add(&new, held) {
            Err(refusal) => {
                refused.insert(person, refusal);
            }
            Ok(()) => rows.push(post::ActiveModel {
                // What people say of themselves is declared.
                is_vouched: Set(!own.contains(&person)),
                ..row(app, person, new)
            }),
        }
    }
    let posts = post::Entity::insert_many(rows).exec_with_returning(tx).await?;
    let posts: HashMap<PersonId, post::Model> =
        posts.into_iter().map(|post| (post.person_id, post)).collect();
    let added = || ids.iter().filter_map(|id| Some((people.get(id)?, posts.get(id)?)));
    notice_neighbours(tx, app, &added().collect::<Vec<_>>()).await?;
    let told = |(person, post): (&person::Model, &post::Model)| {
        let detail = json!({ "person": person.id.0 });
        event(app, by, "people.add_post", ("post", post.id.0), detail)
    };
    record_all(tx, added().map(told)).await?;
    subscribers::on_person_changed(tx, app, posts.keys().copied()).await?;
    let answer = |id: &PersonId| match (posts.get(id), refused.remove(id)) {
        (Some(post), _) => Ok(Ok(post.id)),
        (None, Some(refusal)) => Ok(Err(refusal)),
        (None, None) => Err(AppError::Internal("a post was not added".to_owned())),
    };
    ids.iter().map(answer).collect()
}

fn may_add(new: &NewPost, held: &[post::Model]) -> Result<(), PersonRefusal> {
    if new.ends_on.is_some_and(|end| end < new.starts_on) {
        return Err(PersonRefusal::PostEndsBeforeStart);
    }
    let is_same = |post: &&post::Model| {
        (post.entity_id, post.kind) == (new.entity_id, new.kind)
            && fold(&post.position) == fold(&new.position)
            && (post.starts_on, post.ends_on) == (new.starts_on, new.ends_on)
    };
    if let Some(same) = held.iter().find(is_same) {
        return Err(PersonRefusal::SamePost { from: same.starts_on });
    }
    match new.is_principal {
        true => {
            let principals: Vec<_> =
                held.iter().filter(|post| post.is_principal).cloned().collect();
            free_of_principals(&principals, (new.starts_on, new.ends_on))
        }
        false => Ok(()),
    }
}

fn row(app: &App, person: PersonId, new: NewPost) -> post::ActiveModel {
    post::ActiveModel {
        person_id: Set(person),
        entity_id: Set(new.entity_id),
        position: Set(new.position),
        kind: Set(new.kind),
        municipality_code: Set(new.municipality_code),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        is_principal: Set(new.is_principal),
        created_at: Set(app.clock.now()),
        ..Default::default()
    }
}
