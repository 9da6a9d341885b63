//! Posts have dates; one is principal on each (R29).

use formacion::people::commands::{NewPost, add_post};
use formacion::people::entity::person::PersonId;
use formacion::people::entity::post::{self, Kind, PostId};
use formacion::people::queries::posts_on;
use formacion::people::rules::PersonRefusal;
use formacion::platform::errors::Failure;
use formacion::sign_in::actor::Author;
use sea_orm::EntityTrait;

use crate::support::fixtures::day;
use crate::support::people::{people, servant};
use crate::support::world::World;

fn refusal<T>(done: Result<T, Failure<PersonRefusal>>) -> Result<T, PersonRefusal> {
    done.map_err(|failure| failure.refusal().expect("a refusal"))
}

async fn add(
    world: &World,
    person: PersonId,
    days: (i64, Option<i64>),
    is_principal: bool,
) -> Result<PostId, PersonRefusal> {
    let tx = world.app.db.begin().await.unwrap();
    let known = post::Entity::find().one(&tx).await.unwrap().unwrap();
    let new = NewPost {
        entity_id: known.entity_id,
        position: "Secretaria de Planeación".into(),
        kind: Kind::Lnr,
        municipality_code: "50577".into(),
        starts_on: day(world, days.0),
        ends_on: days.1.map(|to| day(world, to)),
        is_principal,
    };
    let post = refusal(add_post(&tx, &world.app, &Author::system(), person, new).await)?;
    tx.commit().await.unwrap();
    Ok(post)
}

#[rocket::async_test]
async fn two_posts_at_once_are_allowed_and_two_principal_ones_are_not() {
    let world = World::new("posts").await;
    // Somebody else's post brings the entity.
    servant(&world, 1, "50325").await;
    let person = people(&world, 2..3, true).await[0];
    let first = add(&world, person, (-365, Some(-31)), true).await.expect("a first post");
    add(&world, person, (-40, None), false).await.expect("a second one at once");
    let second = add(&world, person, (-31, None), true).await;
    assert!(matches!(second, Err(PersonRefusal::PrincipalOverlaps { .. })));
    let next = add(&world, person, (-30, None), true).await;
    let next = next.expect("the next principal one");
    let db = world.app.db.read();
    let today = posts_on(db, person, day(&world, 0)).await.unwrap();
    assert_eq!(today.len(), 2);
    assert_eq!(today[0].post.id, next, "the principal one first");
    let before = posts_on(db, person, day(&world, -41)).await.unwrap();
    assert_eq!(before.len(), 1);
    assert_eq!(before[0].post.id, first, "reports ask for the post of that day");
    world.finish().await;
}

#[rocket::async_test]
async fn a_post_does_not_end_before_it_starts() {
    let world = World::new("posts-end").await;
    let (person, _) = servant(&world, 1, "50325").await;
    let backwards = add(&world, person, (5, Some(4)), false).await;
    assert_eq!(backwards, Err(PersonRefusal::PostEndsBeforeStart));
    world.finish().await;
}
