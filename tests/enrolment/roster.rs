//! Who sees the people of a cohort (R60).

use formacion::enrolment::commands::{self, NewEnrolment};

use super::{asks, enrolled};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{people, servant};
use crate::support::world::World;

#[rocket::async_test]
async fn a_gobernacion_sees_its_own_people_only_with_masked_documents() {
    let world = World::new("roster").await;
    let (here, here_post) = servant(&world, 1, "50325").await;
    let (there, there_post) = servant(&world, 2, "18592").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let mut paths = Vec::new();
    for (person, post) in [(here, here_post), (there, there_post)] {
        let new = NewEnrolment { post: Some(post), ..NewEnrolment::default() };
        let placed = commands::enrol(&world.app, asks(cohort, person), new).await;
        paths.push(format!("/inscripciones/{}", placed.unwrap().enrolment));
    }
    let path = format!("/cohortes/{cohort}/inscritos");
    let meta = world.as_gobernacion("50").await;
    meta.get(&path)
        .await
        .expect(200)
        .expect_text("Guayacán B, Ñandú")
        .expect_text("CC 9.***.***.*01")
        .expect_no_text("9.100.000.001")
        .expect_no_text("Guayacán C, Ñandú")
        .expect_no_text("Agregar una persona");
    let own = meta.get(&paths[0]).await.expect(200);
    own.expect_no_text("Retirar la inscripción");
    meta.get(&format!("{}/retiro", paths[0])).await.expect(403);
    let foreign = meta.get(&paths[1]).await.expect(404);
    let absent = meta.get("/inscripciones/999999").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());

    let staff = world.as_coordinator("MET").await.get(&path).await.expect(200);
    staff.expect_text("C. C. 9.100.000.001").expect_text("Guayacán C, Ñandú");
    let teacher = world.as_facilitator("ana").await.get(&path).await.expect(200);
    teacher.expect_text("CC 9.***.***.*02");
    for stranger in [
        world.as_facilitator("otra").await,
        world.as_coordinator("HUI").await,
        world.as_gobernacion("18").await,
        world.as_participant(here.0).await,
    ] {
        stranger.get(&path).await.expect(404);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn each_list_has_its_people_its_number_and_its_words_when_empty() {
    let world = World::new("roster-lists").await;
    let all = people(&world, 0..3, false).await;
    let plan = CohortPlan { seats: 2, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let path = format!("/cohortes/{cohort}/inscritos");
    let staff = world.as_coordinator("MET").await;
    let empty = staff.get(&path).await.expect(200);
    empty.expect_text("Nadie tiene cupo todavía").expect_text("2 cupos · 2 libres");
    enrolled(&world, cohort, all[0]).await;
    staff.get(&path).await.expect(200).expect_text("2 cupos · 1 libre Agregar");
    for person in &all[1..] {
        enrolled(&world, cohort, *person).await;
    }
    let full = staff.get(&path).await.expect(200);
    full.expect_text("2 Con cupo 0 Por aceptar 1 En espera 0 Retiradas");
    staff
        .get(&format!("{path}?lista=espera"))
        .await
        .expect_text("Lista de espera, en el orden en que se asignan los cupos")
        .expect_text("Guayacán C, Ñandú")
        .expect_no_text("Guayacán A, Ñandú");
    let invented = staff.get(&format!("{path}?lista=inventada&pagina=99")).await;
    invented.expect(200).expect_text("Guayacán A, Ñandú");
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_that_is_over_offers_nothing_to_press_and_nobody_waits_in_it() {
    let world = World::new("roster-over").await;
    let all = people(&world, 0..2, false).await;
    let plan = CohortPlan { seats: 1, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    enrolled(&world, cohort, all[0]).await;
    let waits = enrolled(&world, cohort, all[1]).await;
    let path = format!("/cohortes/{cohort}/inscritos");
    let staff = world.as_coordinator("MET").await;
    let offers = ["Agregar una persona", "Cambiar los cupos", "Retirar a", "Acción"];
    let open = staff.get(&path).await.expect(200);
    assert!(offers.iter().all(|offer| open.body().contains(offer)));
    let reason = [("motivo", "No hay salón.")];
    staff.post(&format!("/cohortes/{cohort}/cancelacion"), &reason).await.expect(303);
    for list in ["", "?lista=espera", "?lista=retiradas"] {
        let page = staff.get(&format!("{path}{list}")).await.expect(200);
        for offer in offers {
            assert!(!page.body().contains(offer), "{list} offers {offer}");
        }
    }
    for form in [format!("{path}/nuevo"), format!("/cohortes/{cohort}/cupos")] {
        staff.get(&form).await.expect(422).expect_text("Este curso se canceló");
    }
    let me = world.as_participant(all[1].0).await;
    for page in [
        "/".to_owned(),
        "/mis-inscripciones".to_owned(),
        format!("/inscripciones/{}", waits.enrolment),
    ] {
        let page = me.get(&page).await.expect(200);
        assert!(!page.body().contains("tag--waiting\">En lista de espera"));
    }
    let own = me.get("/mis-inscripciones").await;
    own.expect_text("Quedó en lista de espera");
    world.finish().await;
}
