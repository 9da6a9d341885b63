//! Venues: one hall is taken once at a time, wherever the cohorts are from (R12).

use formacion::cohorts::entity::session;
use formacion::cohorts::entity::session_venue;
use formacion::cohorts::entity::venue;
use formacion::history::entity::history_event;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::{draft, post, session_fields};
use crate::support::world::World;

/// Writes down a venue of Villavicencio.
async fn hall(world: &World, name: &str, seats: &str) {
    let staff = world.as_coordinator("MET").await;
    let fields = [("municipio", "50001"), ("nombre", name), ("puestos", seats)];
    staff.submit("/sedes", &fields).await.expect(200).expect_text("La sede quedó guardada.");
}

fn at(place: &str, from: &str, to: &str) -> Vec<(&'static str, String)> {
    let mut fields = session_fields("2027-02-10", from, to, "");
    fields.retain(|(name, _)| *name != "lugar");
    fields.push(("lugar", place.to_owned()));
    fields
}

#[rocket::async_test]
async fn two_cohorts_of_different_municipalities_do_not_take_one_hall_at_once() {
    let world = World::new("venues").await;
    hall(&world, "Auditorio de la Gobernación", "40").await;
    let staff = world.as_coordinator("MET").await;
    let one = draft(&world, &[("municipios", "50325".to_owned())]).await;
    let other = [("municipios", "50577".to_owned()), ("nombre", "Otra".to_owned())];
    let other = draft(&world, &other).await;
    let (here, there) = (format!("{one}/sesiones"), format!("{other}/sesiones"));
    let hall = "auditorio de la gobernacion, Villavicencio";
    post(&staff, &here, &at(hall, "08:00", "12:00")).await.expect(303);
    let refused = post(&staff, &there, &at(&format!("{hall} (Meta)"), "11:00", "13:00")).await;
    refused.expect(422).expect_text("Ese lugar ya está ocupado a esa hora");
    post(&staff, &there, &at(hall, "12:00", "13:00")).await.expect(303);
    // Without the municipality it is a room of their own, of which nobody of elsewhere is told.
    post(&staff, &there, &at("Auditorio de la gobernación", "08:00", "09:00")).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn a_hall_that_nobody_wrote_down_is_taken_once_too_wherever_the_cohorts_are_from() {
    let world = World::new("halls").await;
    let staff = world.as_coordinator("MET").await;
    let mut drafts = Vec::new();
    for code in ["50325", "50577", "50001"] {
        let own = [("municipios", code.to_owned()), ("nombre", format!("Cohorte {code}"))];
        drafts.push(format!("{}/sesiones", draft(&world, &own).await));
    }
    let [far, further, there] = &drafts[..] else { panic!("three") };
    let taken = "Ese lugar ya está ocupado a esa hora";
    post(&staff, far, &at("Coliseo, Villavicencio", "08:00", "12:00")).await.expect(303);
    for (path, place) in [
        (further, "COLISEO (Villavicencio, Meta)"),
        (further, "Coliseo - Villavicencio"),
        (there, "Coliseo"),
    ] {
        post(&staff, path, &at(place, "11:00", "13:00")).await.expect(422).expect_text(taken);
    }
    // The hall of its own municipality is another one, and adjacent sessions share one.
    post(&staff, further, &at("Coliseo", "08:00", "12:00")).await.expect(303);
    post(&staff, there, &at("Coliseo", "12:00", "13:00")).await.expect(303);
    // With its municipality or without, at home it is one place.
    post(&staff, far, &at("Casa de la cultura", "14:00", "16:00")).await.expect(303);
    let same = draft(&world, &[("municipios", "50325".to_owned())]).await;
    for place in ["Casa de la cultura, Mapiripán", "casa de la cultura de Mapiripán"] {
        let refused = post(&staff, &format!("{same}/sesiones"), &at(place, "15:00", "17:00")).await;
        refused.expect(422).expect_text(taken);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_venue_that_is_written_down_later_finds_the_sessions_that_name_it() {
    let world = World::new("venues-later").await;
    let staff = world.as_coordinator("MET").await;
    let one = draft(&world, &[("municipios", "50325".to_owned())]).await;
    let path = format!("{one}/sesiones");
    post(&staff, &path, &at("Coliseo, Villavicencio", "08:00", "12:00")).await.expect(303);
    let db = world.app.db.read();
    assert_eq!(session_venue::Entity::find().count(db).await.unwrap(), 0);
    hall(&world, "Coliseo", "20").await;
    assert_eq!(session_venue::Entity::find().count(db).await.unwrap(), 1);
    let found = venue::Entity::find().one(db).await.unwrap().unwrap();
    // Under another name its sessions are there no more.
    let page = format!("/sedes/{}", found.id);
    staff.get(&page).await.expect(200).expect_text("Villavicencio (Meta)");
    let renamed = [("nombre", "Coliseo menor"), ("puestos", "")];
    staff.submit(&page, &renamed).await.expect(200).expect_text("Coliseo menor");
    assert_eq!(session_venue::Entity::find().count(db).await.unwrap(), 0);
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("cohorts.keep_venue"))
        .count(db)
        .await;
    assert_eq!(told.unwrap(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn a_venue_has_one_name_in_its_municipality_and_only_its_coordination_keeps_it() {
    let world = World::new("venues-keep").await;
    hall(&world, "Casa de la cultura", "").await;
    let staff = world.as_coordinator("MET").await;
    let again = [("municipio", "50001"), ("nombre", "CASA DE LA CULTURA"), ("puestos", "0")];
    let wrong = staff.post("/sedes", &again).await.expect(422);
    wrong.expect_text("Escriba cuántas personas caben sentadas: un número entero");
    let again = [("municipio", "50001"), ("nombre", "CASA DE LA CULTURA")];
    let refused = staff.post("/sedes", &again).await.expect(422);
    refused.expect_text("Ese municipio ya tiene una sede con ese nombre.");
    let nowhere = [("municipio", "41001"), ("nombre", "Casa")];
    let refused = staff.post("/sedes", &nowhere).await.expect(422);
    refused.expect_text("Elija el municipio de la sede.");
    let found = venue::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let elsewhere = world.as_coordinator("HUI").await;
    let page = format!("/sedes/{}", found.id);
    elsewhere.get(&page).await.expect(404);
    elsewhere.post(&page, &[("nombre", "Mía")]).await.expect(404);
    elsewhere.get("/sedes").await.expect(200).expect_text("Todavía no hay sedes.");
    world.finish().await;
}

#[rocket::async_test]
async fn a_small_venue_warns_and_one_link_is_one_room() {
    let world = World::new("venues-small").await;
    hall(&world, "Salón rojo", "5").await;
    let staff = world.as_coordinator("MET").await;
    let one = draft(&world, &[]).await;
    let other = draft(&world, &[("nombre", "Otra".to_owned())]).await;
    let mut fields = at("Salón rojo, Villavicencio", "08:00", "09:00");
    let fields_of = |fields: &[(&'static str, String)]| -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    };
    let typed = fields_of(&fields);
    let typed: Vec<(&str, &str)> =
        typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let saved = staff.submit(&format!("{one}/sesiones"), &typed).await.expect(200);
    saved.expect_text("La sede tiene 5 puestos y la cohorte");
    let link = "https://sala.example/curso";
    fields = at("Sala virtual", "14:00", "16:00");
    fields.retain(|(name, _)| *name != "enlace");
    fields.push(("enlace", link.to_owned()));
    post(&staff, &format!("{one}/sesiones"), &fields).await.expect(303);
    let refused = post(&staff, &format!("{other}/sesiones"), &fields).await.expect(422);
    refused.expect_text("Ese enlace ya es de otra sesión a esa hora");
    world.finish().await;
}

#[rocket::async_test]
async fn the_doctor_sees_a_hall_that_is_taken_twice() {
    let world = World::new("venues-doctor").await;
    hall(&world, "Coliseo", "").await;
    let staff = world.as_coordinator("MET").await;
    let one = draft(&world, &[("municipios", "50325".to_owned())]).await;
    let other = [("municipios", "50577".to_owned()), ("nombre", "Otra".to_owned())];
    let other = draft(&world, &other).await;
    let hall = "Coliseo, Villavicencio";
    post(&staff, &format!("{one}/sesiones"), &at(hall, "08:00", "10:00")).await.expect(303);
    post(&staff, &format!("{other}/sesiones"), &at(hall, "10:00", "12:00")).await.expect(303);
    let rows = session::Entity::find().all(world.app.db.read()).await.unwrap();
    let tx = world.app.db.begin().await.unwrap();
    let early = session::ActiveModel {
        id: Set(rows[1].id),
        starts_at: Set(rows[0].starts_at),
        ..Default::default()
    };
    early.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let findings = formacion::doctor::examine(&world.app).await.unwrap();
    let told = findings.iter().any(|finding| finding.text.contains("in one venue, overlap"));
    assert!(told, "the doctor does not see it: {findings:?}");
    let tx = world.app.db.begin().await.unwrap();
    let back = session::ActiveModel {
        id: Set(rows[1].id),
        starts_at: Set(rows[1].starts_at),
        ..Default::default()
    };
    back.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    world.finish().await;
}
