//! Posts are added, corrected while nothing depends on them, ended, confirmed once a year, and the
//! principal one chosen, on pages (R29–R31).

use chrono::TimeDelta;
use formacion::enrolment::commands::{NewEnrolment, enrol};
use formacion::people::entity::person::PersonId;
use formacion::people::entity::post::{self, Kind, PostId};
use formacion::people::queries::principal_on;
use formacion::people::reminders;
use formacion::platform::dates::input_date;
use formacion::platform::workers::Round;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryOrder, Set};

use crate::enrolment::asks;
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::people::{people, servant};
use crate::support::world::World;

fn of(person: PersonId) -> String {
    format!("/personas/{person}")
}

fn at(post: PostId) -> String {
    format!("/vinculaciones/{post}")
}

async fn last_post(world: &World) -> post::Model {
    let db = world.app.db.read();
    post::Entity::find().order_by_desc(post::Column::Id).one(db).await.unwrap().unwrap()
}

async fn principal(world: &World, person: PersonId, offset: i64) -> Option<PostId> {
    let found = principal_on(world.app.db.read(), person, day(world, offset)).await.unwrap();
    found.map(|post| post.id)
}

#[rocket::async_test]
async fn a_person_adds_a_second_post_and_later_makes_it_the_principal_one() {
    let world = World::new("second-post").await;
    let (person, first) = servant(&world, 1, "50325").await;
    let own = world.as_participant(person.0).await;
    own.get("/mis-datos").await.expect(303);
    own.get(&of(person)).await.expect(200).expect_text("Agregar una vinculación");
    let form = format!("{}/vinculaciones/nueva", of(person));
    own.get(&form).await.expect(200).expect_text("Alcaldía de prueba 50325");
    own.get(&format!("{form}?departamento=18")).await.expect(200).expect_text("El Paujil");
    let path = format!("{}/vinculaciones", of(person));
    let from = input_date(day(&world, -10));
    let mut typed = vec![
        ("departamento", "50"),
        ("municipio", "50577"),
        ("otra_entidad", "Junta de Acción Comunal El Recreo"),
        ("cargo", "Presidenta"),
        ("tipo_vinculacion", "no_aplica"),
    ];
    let refused = own.post(&path, &typed).await.expect(422);
    let refused = refused.expect_text("Escriba desde qué día");
    assert!(refused.body().contains("Presidenta"), "what was typed stays");
    typed.push(("desde", from.as_str()));
    let done = own.submit(&path, &typed).await.expect(200);
    done.expect_text("La vinculación quedó agregada").expect_text("Junta de Acción Comunal");
    let second = last_post(&world).await;
    assert_eq!((second.person_id, second.municipality_code.as_str()), (person, "50577"));
    assert_eq!(principal(&world, person, 0).await, Some(first));

    let choose = format!("{}/principal", at(second.id));
    let long_ago = input_date(day(&world, -40));
    let early = own.post(&choose, &[("principal_desde", long_ago.as_str())]).await.expect(422);
    early.expect_text("los informes de días anteriores no se cambian");
    let since = input_date(day(&world, -5));
    own.submit(&choose, &[("principal_desde", since.as_str())])
        .await
        .expect(200)
        .expect_text("quedó como principal");
    assert_eq!(principal(&world, person, -6).await, Some(first), "the past stays");
    assert_eq!(principal(&world, person, -5).await, Some(second.id));
    world.finish().await;
}

#[rocket::async_test]
async fn who_leaves_a_post_leaves_it_from_that_day_and_once() {
    let world = World::new("leave-post").await;
    let (person, post) = servant(&world, 1, "50325").await;
    let staff = world.as_coordinator("MET").await;
    let end = format!("{}/fin", at(post));
    staff.get(&at(post)).await.expect(200).expect_text("Terminar la vinculación");
    staff.post(&end, &[("hasta", "31/11/2026")]).await.expect(422).expect_text("no existe");
    let backwards = input_date(day(&world, -400));
    let refused = staff.post(&end, &[("hasta", backwards.as_str())]).await.expect(422);
    refused.expect_text("no puede terminar antes de empezar");
    let yesterday = input_date(day(&world, -1));
    let done = staff.submit(&end, &[("hasta", yesterday.as_str())]).await.expect(200);
    done.expect_text("quedó terminada").expect_text("19/11/2026");
    assert_eq!(principal(&world, person, -1).await, Some(post), "its last day counts");
    assert_eq!(principal(&world, person, 0).await, None);
    let again = staff.post(&end, &[("hasta", yesterday.as_str())]).await.expect(422);
    again.expect_text("ya terminó el 19/11/2026");
    let confirm = format!("{}/confirmacion", at(post));
    staff.post(&confirm, &[]).await.expect(422).expect_text("no está vigente");
    world.finish().await;
}

#[rocket::async_test]
async fn a_post_is_corrected_until_somebody_enrols_with_it() {
    let world = World::new("correct-post").await;
    let (person, post) = servant(&world, 1, "50325").await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("{}/correccion", at(post));
    let form = staff.get(&path).await.expect(200);
    assert!(form.body().contains("Profesional universitaria"));
    let from = input_date(day(&world, -300));
    let typed = [
        ("departamento", "50"),
        ("municipio", "50577"),
        ("entidad", "alcaldia:50577"),
        ("cargo", "Tesorera"),
        ("tipo_vinculacion", "lnr"),
        ("desde", from.as_str()),
    ];
    let done = staff.submit(&path, &typed).await.expect(200);
    done.expect_text("quedó corregida").expect_text("Tesorera").expect_text("Puerto Lleras");
    let cohort = cohort(&world, CohortPlan::default()).await;
    let with = NewEnrolment { post: Some(post), ..NewEnrolment::default() };
    enrol(&world.app, asks(cohort, person), with).await.expect("gets a place");
    staff.get(&path).await.expect(422).expect_text("ya no se corrige");
    staff.post(&path, &typed).await.expect(422).expect_text("ya no se corrige");
    world.finish().await;
}

#[rocket::async_test]
async fn a_person_is_asked_for_the_kind_that_nobody_knew_and_says_it_once() {
    let world = World::new("kind-of-post").await;
    let (person, id) = servant(&world, 1, "50325").await;
    let mut unknown = last_post(&world).await.into_active_model();
    unknown.kind = Set(Kind::NoSeSabe);
    unknown.update(world.app.db.writer()).await.unwrap();
    let cohort = cohort(&world, CohortPlan::default()).await;
    let with = NewEnrolment { post: Some(id), ..NewEnrolment::default() };
    let placed = enrol(&world.app, asks(cohort, person), with).await.expect("gets a place");
    let place = format!("/inscripciones/{}", placed.enrolment);
    let asked = "Falta su tipo de vinculación";
    let own = world.as_participant(person.0).await;
    for page in [&of(person), &place, &at(id)] {
        own.get(page).await.expect(200).expect_text(asked);
    }
    let staff = world.as_coordinator("MET").await;
    for page in [&of(person), &place] {
        staff.get(page).await.expect(200).expect_no_text(asked);
    }
    let say = format!("{}/tipo", at(id));
    for kind in ["", "no_se_sabe"] {
        let refused = own.post(&say, &[("tipo_vinculacion", kind)]).await.expect(422);
        refused.expect_text("Elija el tipo de vinculación");
    }
    let other = world.as_participant(people(&world, 2..3, true).await[0].0).await;
    let carrera = [("tipo_vinculacion", "carrera")];
    other.post(&say, &carrera).await.expect(404);
    let done = own.submit(&say, &carrera).await.expect(200);
    done.expect_text("El tipo de vinculación quedó guardado")
        .expect_text("Carrera administrativa (por confirmar)")
        .expect_no_text(asked);
    let post = last_post(&world).await;
    assert_eq!((post.kind, post.is_vouched), (Kind::Carrera, false), "only declared (R77)");
    own.get(&place).await.expect(200).expect_no_text(asked);
    own.post(&say, &carrera).await.expect(422).expect_text("ya se sabe");
    world.finish().await;
}

#[rocket::async_test]
async fn after_a_year_a_post_shows_apart_and_its_entity_confirms_it() {
    let world = World::new("confirm-post").await;
    let (person, id) = servant(&world, 1, "50325").await;
    servant(&world, 2, "18592").await;
    let entity = last_post(&world).await.entity_id;
    let own_entity =
        post::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap().entity_id;
    let focal = world.as_focal_point(own_entity.0).await;
    let stranger = world.as_focal_point(entity.0).await;
    focal.get("/vinculaciones").await.expect(200).expect_text("No hay vinculaciones por confirmar");
    world.advance(TimeDelta::days(366));
    // Sessions do not last a year.
    let focal = world.as_focal_point(own_entity.0).await;
    let stranger = {
        drop(stranger);
        world.as_focal_point(entity.0).await
    };
    let staff = world.as_coordinator("MET").await;
    focal
        .get("/vinculaciones")
        .await
        .expect(200)
        .expect_text("Guayacán B")
        .expect_no_text("Guayacán C");
    staff.get("/vinculaciones").await.expect(200).expect_text("Guayacán B");
    staff.get(&of(person)).await.expect(200).expect_text("Sin confirmar");
    stranger.get(&at(id)).await.expect(404);
    stranger.post(&format!("{}/confirmacion", at(id)), &[]).await.expect(404);
    focal
        .get(&at(id))
        .await
        .expect(200)
        .expect_text("Sigue en el cargo")
        .expect_no_text("9.100.000.001");
    focal.post(&format!("{}/principal", at(id)), &[]).await.expect(403);
    focal.get(&of(person)).await.expect(404);
    let done = focal.submit(&format!("{}/confirmacion", at(id)), &[]).await.expect(200);
    done.expect_text("Quedó confirmado").expect_text("No hay vinculaciones por confirmar");
    staff.get(&of(person)).await.expect(200).expect_no_text("Sin confirmar");
    world.finish().await;
}

#[rocket::async_test]
async fn people_with_an_account_are_asked_by_mail_once_a_year() {
    let world = World::new("ask-post").await;
    let (person, _) = servant(&world, 1, "50325").await;
    servant(&world, 2, "50325").await;
    world.as_participant(person.0).await;
    assert_eq!(reminders::round(&world.app).await.unwrap(), Round::Idle);
    world.advance(TimeDelta::days(366));
    assert_eq!(reminders::round(&world.app).await.unwrap(), Round::More);
    assert_eq!(reminders::round(&world.app).await.unwrap(), Round::Idle, "once");
    let letters = formacion::notices::entity::outbox_message::Entity::find()
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(letters.len(), 1, "whoever has no account cannot answer");
    assert_eq!(letters[0].person_id, Some(person.0));
    world.advance(TimeDelta::days(366));
    assert_eq!(reminders::round(&world.app).await.unwrap(), Round::More, "again next year");
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_keeps_the_posts_of_those_they_do_not_see() {
    let world = World::new("keep-scope").await;
    let (there, post) = servant(&world, 1, "18592").await;
    let other = people(&world, 2..3, true).await[0];
    let meta = world.as_coordinator("MET").await;
    let participant = world.as_participant(other.0).await;
    for character in [&meta, &participant] {
        for verb in ["confirmacion", "fin", "principal", "correccion"] {
            character.post(&format!("{}/{verb}", at(post)), &[]).await.expect(404);
        }
        character.get(&at(post)).await.expect(404);
        character.post(&format!("{}/vinculaciones", of(there)), &[]).await.expect(404);
    }
    let gobernacion = world.as_gobernacion("18").await;
    gobernacion.get(&at(post)).await.expect(200).expect_no_text("Terminar");
    gobernacion.post(&format!("{}/fin", at(post)), &[]).await.expect(403);
    gobernacion.get("/vinculaciones").await.expect(403);
    world.finish().await;
}
