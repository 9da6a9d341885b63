//! Persons that many tests start from, made through the product's own commands.

use formacion::people::bringing::Bringer;
use formacion::people::commands::{NewPerson, NewPost, add_post, register};
use formacion::people::entity::person::{DocumentType, PersonId};
use formacion::people::entity::post::{Kind, PostId};
use formacion::people::policy::PersonAccess;
use formacion::sign_in::actor::Author;
use formacion::territory::commands::{NewEntity, find_or_add_entity};

use super::world::World;

/// The document number of the person that a test calls `n`.
pub fn document(n: usize) -> String {
    format!("{}", 9_100_000_000_u64 + n as u64)
}

/// Persons `numbers`, «Ñandú Guayacán n», with a mail if it is asked for and no post.
pub async fn people(world: &World, numbers: std::ops::Range<usize>, mail: bool) -> Vec<PersonId> {
    let tx = world.app.db.begin().await.unwrap();
    let mut all = Vec::new();
    for n in numbers {
        let new = NewPerson {
            document_type: DocumentType::Cc,
            document_number: document(n),
            first_name: "Ñandú".to_owned(),
            second_name: None,
            first_surname: "Guayacán".to_owned(),
            second_surname: Some(letters(n)),
            email: mail.then(|| format!("persona{n}@pueblo.example")),
            phone: None,
        };
        let person = register(&tx, &world.app, &Bringer::of_all(&Author::system()), new).await;
        all.push(person.expect("is registered"));
    }
    tx.commit().await.unwrap();
    all
}

/// A number as a surname: names have no digits.
fn letters(n: usize) -> String {
    n.to_string().bytes().map(|digit| char::from(b'A' + (digit - b'0'))).collect()
}

/// Somebody who works in the alcaldía of a municipality, since long ago.
pub async fn servant(world: &World, n: usize, municipality: &str) -> (PersonId, PostId) {
    let person = people(world, n..n + 1, true).await[0];
    let post = post(world, person, municipality, true).await;
    (person, post)
}

/// Adds a post in the alcaldía of a municipality that began a year ago.
pub async fn post(world: &World, person: PersonId, municipality: &str, principal: bool) -> PostId {
    let tx = world.app.db.begin().await.unwrap();
    let by = Author::system();
    let entity = NewEntity {
        kind: "alcaldia".to_owned(),
        name: format!("Alcaldía de prueba {municipality}"),
        municipality_code: municipality.to_owned(),
        is_demo: true,
    };
    let entity_id = find_or_add_entity(&tx, &world.app, &by, entity).await.unwrap();
    let new = NewPost {
        entity_id,
        position: "Profesional universitaria".to_owned(),
        kind: Kind::Carrera,
        municipality_code: municipality.to_owned(),
        starts_on: super::fixtures::day(world, -365),
        ends_on: None,
        is_principal: principal,
    };
    let post = add_post(&tx, &world.app, &by, person, new).await.expect("is added");
    tx.commit().await.unwrap();
    post
}

/// What somebody is to a person who is theirs alone, as queries would read it.
pub fn alone(person: PersonId) -> PersonAccess {
    PersonAccess { person, coordinated: true, alone: true }
}
