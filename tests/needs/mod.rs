//! What municipalities ask for, and what became of it.

mod ask;
mod matching;
mod proposal;
mod race;
mod scope;

use formacion::needs::entity::need::NeedId;
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use formacion::territory::entity::entity::EntityId;

use crate::support::fixtures::day;
use crate::support::world::{Character, World};

pub const HERE: &str = "50325";

/// The alcaldía of a municipality.
pub async fn hall(world: &World, municipality: &str) -> EntityId {
    let tx = world.app.db.begin().await.unwrap();
    let entity = NewEntity {
        kind: "alcaldia".to_owned(),
        name: format!("Alcaldía de prueba {municipality}"),
        municipality_code: municipality.to_owned(),
        is_demo: false,
    };
    let by = formacion::sign_in::actor::Author::system();
    let id = find_or_add_entity(&tx, &world.app, &by, entity).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// The form of a need, as it is sent.
pub fn written(
    municipality: &str,
    entity: EntityId,
    changes: &[(&'static str, &str)],
    world: &World,
) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("municipio", municipality.to_owned()),
        ("entidad", entity.to_string()),
        ("capacidad", "TRI-01".to_owned()),
        ("personas", "12".to_owned()),
        ("limite", day(world, 60).to_string()),
        ("nota", String::new()),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((*name, (*value).to_owned()));
    }
    fields
}

pub async fn send(
    by: &Character<'_>,
    path: &str,
    fields: &[(&'static str, String)],
) -> crate::support::world::Answered {
    let pairs: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    by.post(path, &pairs).await
}

/// Says a need and answers its number.
pub async fn stated(
    by: &Character<'_>,
    municipality: &str,
    changes: &[(&'static str, &str)],
) -> NeedId {
    let entity = hall(by.world, municipality).await;
    let fields = written(municipality, entity, changes, by.world);
    let answered = send(by, "/necesidades", &fields).await.expect(303);
    let to = answered.location.expect("goes on");
    to.strip_prefix("/necesidades/").and_then(|id| id.parse().ok()).expect("to the need")
}
