//! An administrator changes the framework; what it said stays.

use formacion::capacities::entity::{capacity, framework_revision};
use formacion::doctor::examine;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait, Set};

use super::{CAPACITY, capacity as form, indicator, measure};
use crate::courses;
use crate::support::world::World;

#[rocket::async_test]
async fn a_changed_capacity_says_what_it_said_before_and_why() {
    let world = World::new("framework change").await;
    let administrator = world.as_administrator().await;
    administrator.get("/capacidades/PLA-01").await.expect(200).expect_text("Agregar un indicador");
    let filled = administrator.get(CAPACITY).await.expect(200);
    assert!(filled.body().contains("value=\"Formular, articular y aprobar"));
    administrator
        .submit(CAPACITY, &form(&[]))
        .await
        .expect(200)
        .expect_text("El cambio quedó guardado.")
        .expect_text("Formular el plan de desarrollo");
    administrator
        .get("/capacidades/PLA-01/historia")
        .await
        .expect(200)
        .expect_text("Guía de 2026")
        .expect_text("«Formular, articular y aprobar el Plan de Desarrollo Territorial»")
        .expect_text("pasó a «Formular el plan de desarrollo»")
        .expect_text("Datos que trae el sistema");
    // The same again changes nothing and writes nothing.
    administrator
        .submit(CAPACITY, &form(&[("base", "2")]))
        .await
        .expect_text("No había cambios por guardar.");
    let kept = framework_revision::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept, 2);
    world.finish().await;
}

#[rocket::async_test]
async fn who_opened_the_form_before_another_saved_is_told_and_loses_nothing() {
    let world = World::new("framework meanwhile").await;
    let administrator = world.as_administrator().await;
    administrator.submit(CAPACITY, &form(&[])).await.expect(200);
    let late = form(&[("nombre", "Otro nombre del plan")]);
    let told = administrator.post(CAPACITY, &late).await.expect(422);
    let told = told.expect_text("Otra persona cambió esto");
    assert!(told.body().contains("value=\"Otro nombre del plan\""));
    assert_eq!(courses::base_of(&told.body()), "2", "what is saved next is held against today's");
    let again = form(&[("nombre", "Otro nombre del plan"), ("base", "2")]);
    administrator.submit(CAPACITY, &again).await.expect_text("El cambio quedó guardado.");
    world.finish().await;
}

#[rocket::async_test]
async fn a_new_capacity_needs_a_code_of_its_own_a_dimension_and_a_reason() {
    let world = World::new("framework add").await;
    let administrator = world.as_administrator().await;
    administrator.get("/capacidades/nueva").await.expect(200);
    let answers = |code| {
        form(&[("codigo", code), ("nombre", "Cobrar la plusvalía"), ("tema", "gestion_tributaria")])
    };
    administrator
        .post("/capacidades", &form(&[("codigo", "plusvalía"), ("motivo", ""), ("dimension", "")]))
        .await
        .expect(422)
        .expect_text("Escriba tres letras sin tilde, un guion y dos cifras")
        .expect_text("Escriba por qué cambia.")
        .expect_text("Elija la dimensión, o escriba otra.");
    administrator
        .post("/capacidades", &answers("PLA-01"))
        .await
        .expect(422)
        .expect_text("Ya hay una capacidad con este código.");
    let mut own = answers("tri-77");
    own.retain(|(name, _)| *name != "dimension");
    own.push(("otra_dimension", "Suelo"));
    administrator.submit("/capacidades", &own).await.expect(200).expect_text("TRI-77");
    administrator.get("/capacidades").await.expect_text("Suelo").expect_text("Cobrar la plusvalía");
    administrator.get("/cursos/nuevo").await.expect(200).expect_text("TRI-77");
    world.finish().await;
}

#[rocket::async_test]
async fn a_link_that_is_no_proposal_says_its_source_and_a_range_bounds_values() {
    let world = World::new("framework link").await;
    let administrator = world.as_administrator().await;
    let address = format!("/capacidades/PLA-01/indicadores/{}", measure(&world).await.id);
    administrator.get(&address).await.expect(200).expect_text("MDM 080010008");
    administrator
        .post(&address, &indicator(&[("fuente_vinculo", ""), ("rango", "0-100")]))
        .await
        .expect(422)
        .expect_text("Escriba la fuente del vínculo, o déjelo como propuesta.")
        .expect_text("Escriba el rango como");
    administrator
        .submit(&address, &indicator(&[]))
        .await
        .expect(200)
        .expect_text("Guía de planes, página 12");
    world.as_anyone().get("/capacidades/PLA-01").await.expect_text("Guía de planes, página 12");
    let of_another = address.replace("PLA-01", "TRI-01");
    administrator.get(&of_another).await.expect(404);

    let new = "/capacidades/PLA-01/indicadores";
    administrator.get("/capacidades/PLA-01/indicador-nuevo").await.expect(200);
    let taken = indicator(&[("indice", "mdm"), ("codigo", "080010008")]);
    administrator
        .post(new, &taken)
        .await
        .expect(422)
        .expect_text("Esta capacidad ya tiene ese indicador.");
    let other = indicator(&[("indice", "mdm"), ("codigo", "080099999"), ("nombre", "Otro MDM")]);
    administrator.submit(new, &other).await.expect(200).expect_text("Otro MDM");
    // Retired, it speaks of the capacity no more; what it said is in the history.
    administrator.submit(&address, &indicator(&[("base", "2"), ("retirado", "si")])).await;
    let public = world.as_anyone().get("/capacidades/PLA-01").await.expect(200);
    assert!(!public.body().contains("080010008"), "{}", public.body());
    administrator
        .get("/capacidades/PLA-01/historia")
        .await
        .expect_text("Estado: «En uso» pasó a «Retirado»")
        .expect_text("Indicador MDM 080010008");
    world.finish().await;
}

#[rocket::async_test]
async fn no_new_course_takes_a_retired_capacity_and_those_that_have_it_keep_it() {
    let world = World::new("framework retired").await;
    let administrator = world.as_administrator().await;
    administrator.submit("/cursos", &courses::form()).await.expect(200);
    let (course, _) = courses::course(&world, "SP-CAT").await.unwrap();
    let path = "/capacidades/TRI-04/edicion";
    let retired = form(&[
        ("nombre", "Actualizar el catastro"),
        ("dimension", "Catastro"),
        ("tema", "gestion_tributaria"),
        ("retirada", "si"),
    ]);
    administrator.submit(path, &retired).await.expect(200).expect_text("Retirada");
    let fresh = administrator.get("/cursos/nuevo").await.expect(200);
    assert!(!fresh.body().contains("capacidad_TRI-04"));
    let had = administrator.get(&format!("/cursos/{course}/version")).await.expect(200);
    assert!(had.body().contains("capacidad_TRI-04"));
    administrator.get("/capacidades").await.expect_text("Retirada");
    world.finish().await;
}

#[rocket::async_test]
async fn a_dimension_is_renamed_in_every_capacity_of_it() {
    let world = World::new("framework dimension").await;
    let administrator = world.as_administrator().await;
    let path = "/capacidades/dimensiones";
    administrator.get(path).await.expect(200).expect_text("8 capacidades");
    let rename = |from, to| [("dimension", from), ("nombre", to), ("motivo", "Nombre del MIPG")];
    administrator
        .post(path, &rename("Astrología", "Otra"))
        .await
        .expect(422)
        .expect_text("Ninguna capacidad es de esta dimensión.");
    administrator.post(path, &rename("Hacienda", "")).await.expect(422);
    administrator
        .submit(path, &rename("Hacienda", "Hacienda pública"))
        .await
        .expect_text("8 capacidades son de «Hacienda pública».");
    let all = capacity::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(all.iter().filter(|row| row.dimension == "Hacienda pública").count(), 8);
    assert!(all.iter().all(|row| row.dimension != "Hacienda"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_hand_in_the_database_is_noticed() {
    let world = World::new("framework doctor").await;
    world.as_administrator().await.submit(CAPACITY, &form(&[])).await.expect(200);
    assert!(examine(&world.app).await.unwrap().is_empty());
    let mut row = row_of(&world).await.into_active_model();
    row.name = Set("Dicho por nadie".to_owned());
    row.update(world.app.db.writer()).await.unwrap();
    let findings = examine(&world.app).await.unwrap();
    assert!(format!("{findings:?}").contains("says something else than its last revision"));
    let mut row = row_of(&world).await.into_active_model();
    row.name = Set("Formular el plan de desarrollo".to_owned());
    row.update(world.app.db.writer()).await.unwrap();
    world.finish().await;
}

async fn row_of(world: &World) -> capacity::Model {
    let row = capacity::Entity::find_by_id("PLA-01").one(world.app.db.read()).await;
    row.unwrap().expect("the framework is loaded")
}
