//! The kind of an entity that somebody types: said by its name, asked for where the name does not say it, and
//! looked at by the coordination before others are offered the entity.

use formacion::territory::entity::entity;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::code;
use super::register::{form, registers};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

const NAME: &str = "Los Amigos del Ariari";

async fn named(world: &World, name: &str) -> entity::Model {
    let found = entity::Entity::find().filter(entity::Column::Name.eq(name));
    found.one(world.app.db.read()).await.unwrap().expect("is kept")
}

#[rocket::async_test]
async fn a_name_that_says_no_kind_is_asked_for_it_beside_what_was_typed() {
    let world = World::new("kind-asked").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let visitor = world.as_anyone();
    visitor.get(&path).await.expect(200).expect_no_text("Clase de entidad");
    let typed = [("entidad", ""), ("otra_entidad", NAME)];
    let with = |more: &[(&'static str, &'static str)]| form(&[&typed[..], more].concat());
    let asked = visitor.post(&path, &with(&[])).await.expect(422);
    let asked = asked.expect_text(&format!("No se sabe qué clase de entidad es «{NAME}»: elíjala"));
    let body = asked.body();
    for control in ["name=\"clase_entidad\"", "value=\"eat\"", &format!("value=\"{NAME}\"")] {
        assert!(body.contains(control), "{control}");
    }
    let invented = visitor.post(&path, &with(&[("clase_entidad", "inventada")])).await;
    invented.expect(422).expect_text("No se sabe qué clase de entidad es");
    let other = with(&[("clase_entidad", "eat"), ("cargo", "")]);
    let other =
        visitor.post(&path, &other).await.expect(422).expect_no_text("No se sabe qué clase");
    assert!(other.body().contains("value=\"eat\" selected"), "what was chosen stays");
    registers(&world, &visitor, &path, &with(&[("clase_entidad", "eat")])).await.expect(200);
    let typed = named(&world, NAME).await;
    assert_eq!((typed.kind.as_str(), typed.is_reviewed), ("eat", false));

    let staff = world.as_coordinator("MET").await;
    let queue = staff.get("/entidades/revision").await.expect(200);
    assert!(queue.body().contains("value=\"eat\" selected"), "what was said is proposed");
    let (accept, field) =
        (format!("/entidades/{}/revision", typed.id), format!("clase[{}]", typed.id));
    for wrong in ["", "alcaldia", "inventada"] {
        let refused = staff.post(&accept, &[(field.as_str(), wrong)]).await.expect(422);
        refused.expect_text("Elija la clase de entidad");
    }
    let done = staff.submit(&accept, &[(field.as_str(), "osc")]).await.expect(200);
    done.expect_text("No hay entidades por revisar");
    let typed = named(&world, NAME).await;
    assert_eq!((typed.kind.as_str(), typed.is_reviewed), ("osc", true));
    world.finish().await;
}

#[rocket::async_test]
async fn parts_of_the_alcaldia_are_the_alcaldia_and_that_of_another_municipality_is_refused() {
    let world = World::new("kind-hall").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let path = format!("/oferta/{}/registro", code(&world, cohort).await);
    let elsewhere = [("entidad", ""), ("otra_entidad", "Alcaldía de Leticia")];
    let refused = world.as_anyone().post(&path, &form(&elsewhere)).await.expect(422);
    refused
        .expect_text("«Alcaldía de Leticia» no es la alcaldía del municipio que se indica")
        .expect_no_text("Clase de entidad");
    for (number, name, kind) in [
        ("9100000901", "Secretaría de Planeación", ""),
        ("9100000902", "Alc. Mapiripana", ""),
        ("9100000903", "Los de siempre", "alcaldia"),
    ] {
        let mail = format!("p{number}@pueblo.example");
        let fields = [
            ("documento", number),
            ("correo", mail.as_str()),
            ("entidad", ""),
            ("otra_entidad", name),
            ("clase_entidad", kind),
        ];
        registers(&world, &world.as_anyone(), &path, &form(&fields)).await.expect(200);
    }
    let all = entity::Entity::find().all(world.app.db.read()).await.unwrap();
    let all: Vec<_> = all.iter().map(|one| (one.kind.as_str(), one.name.as_str())).collect();
    assert_eq!(all, [("alcaldia", "Alcaldía de Mapiripán")]);
    world.finish().await;
}
