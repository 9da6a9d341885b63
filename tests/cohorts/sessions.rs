//! Sessions in time: Bogotá on the page, UTC in the database, nobody in two places at once.

use super::{draft, first_session_held, post, public_address, session_fields};
use crate::enrolment::enrolled;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::world::World;
use formacion::cohorts::entity::cohort::{CohortId, Stage};
use formacion::cohorts::queries;

fn id_of(address: &str) -> CohortId {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

#[rocket::async_test]
async fn sessions_are_numbered_by_their_time_and_may_cross_midnight() {
    let world = World::new("sessions").await;
    let address = draft(&world, &[]).await;
    let coordinator = world.as_coordinator("MET").await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    let path = format!("{address}/sesiones");
    coordinator
        .get(&format!("{path}/nueva"))
        .await
        .expect(200)
        .expect_text("01/02/2027 a 31/03/2027");
    for (day, from, to) in [("2027-02-10", "08:00", "12:00"), ("03/02/2027", "8:00", "12:00")] {
        post(&coordinator, &path, &session_fields(day, from, to, &ana)).await.expect(303);
    }
    let mut night = session_fields("2027-02-05", "20:00", "02:00", &ana);
    post(&coordinator, &path, &night)
        .await
        .expect(422)
        .expect_text("La sesión termina antes de empezar.");
    night.retain(|(name, _)| *name != "fecha_fin");
    night.push(("fecha_fin", "2027-02-06".to_owned()));
    post(&coordinator, &path, &night).await.expect(303);
    coordinator.get(&address).await.expect_text("8:00 p. m. a 2:00 a. m. del día siguiente");
    let sessions = queries::sessions(world.app.db.read(), id_of(&address)).await.unwrap();
    let kept: Vec<_> = sessions.iter().map(|s| (s.position, s.starts_at.to_rfc3339())).collect();
    assert_eq!(
        kept,
        [
            (1, "2027-02-03T13:00:00+00:00".to_owned()),
            (2, "2027-02-06T01:00:00+00:00".to_owned()),
            (3, "2027-02-10T13:00:00+00:00".to_owned()),
        ]
    );
    // The next one is proposed a week after the last, with the same hours.
    let next = coordinator.get(&format!("{path}/nueva")).await.expect(200);
    assert!(next.body().contains("2027-02-17"), "{}", next.body());
    world.finish().await;
}

#[rocket::async_test]
async fn a_session_typed_wrong_is_told_beside_its_field() {
    let world = World::new("bad session").await;
    let address = draft(&world, &[]).await;
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("{address}/sesiones");
    let participant = world.as_gobernacion("50").await.account().to_string();
    let long = "a".repeat(10_000);
    for (field, value, sentence) in [
        ("fecha", "2027-02-30", "no existe"),
        ("fecha", "", "Escriba la fecha de la sesión."),
        ("fecha", "2026-01-30", "a más de un año de las de la cohorte (01/02/2027 a 31/03/2027)"),
        ("fecha", "2028-04-02", "a más de un año de las de la cohorte"),
        ("desde", "25:00", "Escriba la hora en que empieza, como 08:00"),
        ("desde", "", "Escriba la hora"),
        ("hasta", "07:00", "termina antes de empezar"),
        ("hasta", "08:00", "termina antes de empezar"),
        ("fecha_fin", "2027-02-12", "dura más de 24 horas"),
        ("facilitador", "nadie", "Elija a alguien de la lista."),
        ("facilitador", &participant, "no tiene el rol de facilitación"),
        ("facilitador", "99999", "no tiene el rol de facilitación"),
        ("lugar", &long, "Use máximo 200 caracteres."),
        ("enlace", "javascript:alert(1)", "empieza por https://"),
        ("enlace", "http://sala.example", "empieza por https://"),
    ] {
        let mut fields = session_fields("2027-02-10", "08:00", "12:00", "");
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value.to_owned()));
        post(&coordinator, &path, &fields).await.expect(422).expect_text(sentence);
    }
    assert!(queries::sessions(world.app.db.read(), id_of(&address)).await.unwrap().is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn sessions_of_a_cohort_and_of_a_facilitator_do_not_overlap_but_may_touch() {
    let world = World::new("overlap").await;
    let coordinator = world.as_coordinator("MET").await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    let one = draft(&world, &[]).await;
    let elsewhere =
        [("nombre", "Vichada 2027-1".to_owned()), ("lugar", "Biblioteca municipal".to_owned())];
    let other = draft(&world, &elsewhere).await;
    let day = "2027-02-10";
    let path = format!("{one}/sesiones");
    let session = |from, to, who: &str| session_fields(day, from, to, who);
    post(&coordinator, &path, &session("08:00", "12:00", &ana)).await.expect(303);
    post(&coordinator, &path, &session("11:00", "13:00", ""))
        .await
        .expect(422)
        .expect_text("Se cruza con la sesión 1");
    post(&coordinator, &path, &session("12:00", "13:00", "")).await.expect(303);
    let path = format!("{other}/sesiones");
    post(&coordinator, &path, &session("11:59", "14:00", &ana))
        .await
        .expect(422)
        .expect_text("ya facilita otra sesión a esa hora");
    post(&coordinator, &path, &session("12:00", "14:00", &ana)).await.expect(303);
    // Saving a session as it is clashes with nothing.
    let sessions = queries::sessions(world.app.db.read(), id_of(&one)).await.unwrap();
    let address = format!("/sesiones/{}", sessions[0].id);
    coordinator.get(&address).await.expect(200).expect_text("Cambiar la sesión 1");
    post(&coordinator, &address, &session("08:30", "12:00", &ana)).await.expect(303);
    // A cancelled session leaves its hour free.
    coordinator
        .post(&format!("{address}/cancelacion"), &[("motivo", "Cambio de aula")])
        .await
        .expect(303);
    post(&coordinator, &path, &session("08:00", "09:00", &ana)).await.expect(303);
    coordinator
        .get(&address)
        .await
        .expect(422)
        .expect_text("La sesión está cancelada y ya no cambia");
    world.finish().await;
}

#[rocket::async_test]
async fn a_holiday_is_allowed_with_a_warning() {
    let world = World::new("holiday").await;
    let address = draft(&world, &[]).await;
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("{address}/sesiones");
    let fields = session_fields("2027-03-22", "08:00", "12:00", "");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    coordinator
        .submit(&path, &fields)
        .await
        .expect(200)
        .expect_text("22/03/2027 es festivo. Festivo: San José.");
    world.finish().await;
}

#[rocket::async_test]
async fn a_municipality_that_has_another_session_then_is_told() {
    let world = World::new("busy municipality").await;
    cohort(&world, CohortPlan { name: "Meta vecina", ..CohortPlan::default() }).await;
    let other = CohortPlan {
        sessions: 0,
        facilitator: "beto",
        stage: Stage::Draft,
        ..CohortPlan::default()
    };
    let id = cohort(&world, other).await;
    let coordinator = world.as_coordinator("MET").await;
    let day = crate::support::fixtures::day(&world, 10).to_string();
    let path = format!("/cohortes/{id}/sesiones");
    let fields = session_fields(&day, "11:00", "13:00", "");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    coordinator
        .submit(&path, &fields)
        .await
        .expect(200)
        .expect_text("La sesión quedó programada.")
        .expect_text("a esa hora hay otra sesión, de la cohorte Meta vecina");
    world.finish().await;
}

#[rocket::async_test]
async fn a_published_cohort_keeps_a_session_and_somebody_to_teach_each() {
    let world = World::new("published sessions").await;
    let id = cohort(&world, CohortPlan { sessions: 1, ..CohortPlan::default() }).await;
    let coordinator = world.as_coordinator("MET").await;
    let session = queries::sessions(world.app.db.read(), id).await.unwrap().remove(0);
    let day = formacion::platform::dates::bogota_date(session.starts_at).to_string();
    let path = format!("/sesiones/{}", session.id);
    post(&coordinator, &path, &session_fields(&day, "08:00", "12:00", ""))
        .await
        .expect(422)
        .expect_text("elija quién facilita la sesión");
    coordinator
        .post(&format!("{path}/cancelacion"), &[("motivo", "Lluvias")])
        .await
        .expect(422)
        .expect_text("Es la única sesión");
    // Another unit's coordinator finds nothing there.
    let stranger = world.as_coordinator("HUI").await;
    stranger.get(&path).await.expect(404);
    stranger.post(&path, &[]).await.expect(404);
    stranger.get(&format!("{path}/cancelacion")).await.expect(404);
    stranger.post(&format!("{path}/cancelacion"), &[]).await.expect(404);
    world.as_facilitator("ana").await.get(&path).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn a_held_session_keeps_its_time_and_its_facilitator() {
    let world = World::new("held").await;
    let id = cohort(
        &world,
        CohortPlan { first_day: 0, stage: Stage::Confirmed, ..CohortPlan::default() },
    )
    .await;
    let session = first_session_held(&world, id).await;
    let coordinator = world.as_coordinator("MET").await;
    let other = world.as_facilitator("otra").await.account().to_string();
    let day = formacion::platform::dates::bogota_date(session.starts_at).to_string();
    let fields = session_fields(&day, "14:00", "16:00", &other);
    post(&coordinator, &format!("/sesiones/{}", session.id), &fields)
        .await
        .expect(422)
        .expect_text("La sesión está dictada y ya no cambia");
    world.finish().await;
}

#[rocket::async_test]
async fn who_has_facilitated_in_the_unit_is_offered_first() {
    let world = World::new("own facilitators").await;
    world.as_facilitator("abel").await;
    let known = cohort(&world, CohortPlan::default()).await;
    let other = CohortPlan {
        unit: "HUI",
        municipalities: vec!["18592"],
        facilitator: "beto",
        ..CohortPlan::default()
    };
    cohort(&world, other).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = coordinator.get(&format!("/cohortes/{known}/sesiones/nueva")).await.expect(200);
    let body = page.body();
    let at = |text: &str| body.find(text).unwrap_or_else(|| panic!("no «{text}»"));
    let own = at("Han facilitado en esta dirección territorial");
    let others = at("Otras personas");
    let (ana, abel, beto) =
        (at(">facilitador ana<"), at(">facilitador abel<"), at(">facilitador beto<"));
    assert!(own < ana && ana < others && others < abel && abel < beto);
    world.finish().await;
}

#[rocket::async_test]
async fn why_a_session_was_cancelled_is_read_by_the_people_and_not_kept_in_history() {
    use formacion::history::entity::history_event;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let world = World::new("session reason").await;
    let id = cohort(&world, CohortPlan::default()).await;
    let (person, _) = servant(&world, 1, "50325").await;
    let placed = enrolled(&world, id, person).await;
    let session = queries::sessions(world.app.db.read(), id).await.unwrap().remove(0);
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("/sesiones/{}/cancelacion", session.id);
    let reason = "El río cerró la vía a la vereda";
    coordinator.post(&path, &[("motivo", reason)]).await.expect(303);
    let own = format!("/inscripciones/{}", placed.enrolment);
    world.as_participant(person.0).await.get(&own).await.expect(200).expect_text(reason);
    coordinator.get(&format!("/cohortes/{id}")).await.expect(200).expect_text(reason);
    let public = public_address(&world, id).await;
    world.as_anyone().get(&public).await.expect(200).expect_text(reason);
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("cohorts.cancel_session"))
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    assert!(!told.detail.contains("río"), "{}", told.detail);
    world.finish().await;
}
