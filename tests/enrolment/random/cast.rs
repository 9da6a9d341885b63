//! Who takes part in every history.

use formacion::people::commands::{NewPost, add_post};
use formacion::people::entity::person::PersonId;
use formacion::people::entity::post::{self, PostId};
use formacion::sign_in::actor::Author;
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use formacion::territory::entity::entity::EntityId;

use super::model::Person;
use super::{HERE, THERE};
use crate::support::fixtures::day;
use crate::support::people::people;
use crate::support::world::World;

/// The people of every history: each combination of kind of entity, post and mail, twice.
pub struct Cast {
    pub ids: Vec<PersonId>,
    /// In [`HERE`] and in [`THERE`], in entities of one kind.
    pub posts: Vec<[PostId; 2]>,
    /// Where the first post is.
    pub entities: Vec<EntityId>,
    pub facts: Vec<Person>,
}

impl Cast {
    pub async fn gather(world: &World) -> Self {
        let mut cast =
            Self { ids: Vec::new(), posts: Vec::new(), entities: Vec::new(), facts: Vec::new() };
        for number in 0..16 {
            let facts = Person {
                entity_kind: if number % 2 == 0 { "alcaldia" } else { "personeria" },
                is_carrera: number % 4 < 2,
                has_mail: number % 8 < 6,
            };
            let person = people(world, number..number + 1, facts.has_mail).await[0];
            let (entity, here) = works(world, person, facts, HERE).await;
            let (_, there) = works(world, person, facts, THERE).await;
            cast.ids.push(person);
            cast.posts.push([here, there]);
            cast.entities.push(entity);
            cast.facts.push(facts);
        }
        cast
    }
}

/// Gives a person a post in an entity of their kind there.
async fn works(world: &World, person: PersonId, facts: Person, code: &str) -> (EntityId, PostId) {
    let tx = world.app.db.begin().await.unwrap();
    let entity = NewEntity {
        kind: facts.entity_kind.to_owned(),
        name: format!("Entidad {}", facts.entity_kind),
        municipality_code: code.to_owned(),
        is_demo: true,
    };
    let entity = find_or_add_entity(&tx, &world.app, &Author::system(), entity).await.unwrap();
    let new = NewPost {
        entity_id: entity,
        position: "Profesional".to_owned(),
        kind: if facts.is_carrera { post::Kind::Carrera } else { post::Kind::Provisional },
        municipality_code: code.to_owned(),
        starts_on: day(world, -365),
        ends_on: None,
        is_principal: code == HERE,
    };
    let post = add_post(&tx, &world.app, &Author::system(), person, new).await.unwrap();
    tx.commit().await.unwrap();
    (entity, post)
}
