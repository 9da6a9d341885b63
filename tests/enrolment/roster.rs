//! Who sees the people of a cohort (R60).

use calamine::{Reader, Xlsx};
use formacion::enrolment::commands::{self, NewEnrolment};
use formacion::enrolment::entity::enrolment::Stage;

use super::{asks, enrolled, places, stage_of};
use crate::support::class::{Class, listed_name};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, people, servant};
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

/// The names in the workbook of a roster.
fn names_in(bytes: Vec<u8>) -> Vec<String> {
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("opens");
    let sheet = book.worksheet_range("Inscritos").expect("the sheet");
    sheet.rows().skip(1).map(|row| row[0].to_string()).collect()
}

#[rocket::async_test]
async fn names_stand_in_the_address_and_a_document_leads_to_its_place_without_standing_there() {
    let world = World::new("roster-search").await;
    let all = people(&world, 0..3, false).await;
    let plan = CohortPlan { seats: 3, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let mut placed = Vec::new();
    for person in &all {
        placed.push(enrolled(&world, cohort, *person).await);
    }
    let path = format!("/cohortes/{cohort}/inscritos");
    let seek = format!("{path}/busqueda");
    let staff = world.as_coordinator("MET").await;
    let found = staff.post(&seek, &[("q", "guayacan b")]).await.expect(303);
    assert_eq!(found.location.as_deref(), Some(format!("{path}?q=guayacan+b").as_str()));
    staff
        .submit(&seek, &[("q", "guayacan b")])
        .await
        .expect(200)
        .expect_text("Guayacán B, Ñandú")
        .expect_no_text("Guayacán A, Ñandú");
    let nobody = staff.get(&format!("{path}?q=yarumo")).await.expect(200);
    nobody.expect_text("Nadie coincide en esta lista").expect_text("Quitar filtros");

    let led = staff.post(&seek, &[("q", &document(2))]).await.expect(303);
    assert_eq!(led.location, Some(format!("/inscripciones/{}", placed[2].enrolment)));
    let missed = staff.post(&seek, &[("q", &document(9))]).await.expect(303);
    assert_eq!(missed.location, Some(path.clone()));
    let reader = world.as_gobernacion("50").await;
    reader.post(&seek, &[("q", &document(2))]).await.expect(403);

    let whole = staff.get(&format!("{path}/xlsx")).await.expect(200);
    assert_eq!(names_in(whole.bytes).len(), 3);
    let narrow = staff.get(&format!("{path}/xlsx?q=guayacan+b")).await.expect(200);
    assert_eq!(names_in(narrow.bytes), ["Guayacán B, Ñandú"]);
    world.finish().await;
}

#[rocket::async_test]
async fn a_roster_says_who_is_at_risk_and_puts_the_least_attendance_first() {
    let world = World::new("roster-risk").await;
    let class = Class::running(&world, 3, &[-2, -1, 5]).await;
    class.mark(0, &[(0, "presente"), (1, "ausente"), (2, "presente")]).await;
    class.mark(1, &[(0, "presente"), (1, "presente"), (2, "presente")]).await;
    let path = format!("/cohortes/{}/inscritos", class.cohort);
    let page = class.coordinator.get(&format!("{path}?orden=asistencia")).await.expect(200);
    let words = page.words();
    let at = |index| words.find(&listed_name(index)).expect("is listed");
    assert!(at(1) < at(0) && at(1) < at(2), "{words}");
    assert!(words.contains("50 % bajo el mínimo"), "{words}");
    // The headings are links: no script is needed, and a second press turns the order around.
    let turned =
        format!("aria-sort=\"ascending\"><a href=\"{path}?orden=-asistencia\">Asistencia</a>");
    assert!(page.addresses().contains(&turned), "{}", page.addresses());
    let most = class.coordinator.get(&format!("{path}?orden=-asistencia")).await.expect(200);
    let words = most.words();
    let at = |index| words.find(&listed_name(index)).expect("is listed");
    assert!(at(0) < at(1) && at(2) < at(1), "{words}");
    let risk = class.coordinator.get(&format!("{path}?riesgo=1")).await.expect(200);
    risk.expect_text(&listed_name(1)).expect_no_text(&listed_name(0));
    let book = class.coordinator.get(&format!("{path}/xlsx?riesgo=1")).await.expect(200);
    assert_eq!(names_in(book.bytes), [listed_name(1)]);
    world.finish().await;
}

#[rocket::async_test]
async fn chosen_people_are_withdrawn_together_or_not_at_all() {
    let world = World::new("roster-several").await;
    let all = people(&world, 0..4, true).await;
    let plan = CohortPlan { seats: 3, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let mut placed = Vec::new();
    for person in &all {
        placed.push(enrolled(&world, cohort, *person).await);
    }
    let path = format!("/cohortes/{cohort}/inscritos");
    let staff = world.as_coordinator("MET").await;
    let nobody = staff.submit(&format!("{path}/elegidas"), &[("acto", "retirar")]).await;
    nobody.expect(200).expect_text("Marque al menos una persona de la lista");
    let ids: Vec<String> = placed.iter().map(|place| place.enrolment.to_string()).collect();
    let two = [("inscripcion", ids[0].as_str()), ("inscripcion", ids[1].as_str())];

    let mut asks_for = two.to_vec();
    asks_for.push(("acto", "descargar"));
    let book = staff.post(&format!("{path}/elegidas"), &asks_for).await.expect(200);
    assert_eq!(names_in(book.bytes).len(), 2);
    asks_for[2] = ("acto", "retirar");
    staff
        .post(&format!("{path}/elegidas"), &asks_for)
        .await
        .expect(200)
        .expect_text("Va a retirar a 2 personas: 2 cupos quedan libres")
        .expect_text("Guayacán B, Ñandú");
    let reader = world.as_gobernacion("50").await;
    for form in ["elegidas", "retiro"] {
        reader.post(&format!("{path}/{form}"), &asks_for).await.expect(403);
    }
    assert!(places(&world, cohort).await.iter().all(|place| place.stage != Stage::Withdrawn));

    let reason = ("motivo", "Se trasladaron");
    let withdraw = format!("{path}/retiro");
    staff
        .submit(&withdraw, &[two[0], two[1], reason])
        .await
        .expect(200)
        .expect_text("Se retiró a 2 personas");
    assert_eq!(stage_of(&world, &placed[0]).await, Stage::Withdrawn);
    assert_eq!(stage_of(&world, &placed[1]).await, Stage::Withdrawn);
    assert_eq!(stage_of(&world, &placed[3]).await, Stage::Offered);
    // One of them is out already: the other keeps the seat.
    let third = ("inscripcion", ids[2].as_str());
    staff.post(&withdraw, &[third, two[0], reason]).await.expect(422);
    assert_eq!(stage_of(&world, &placed[2]).await, Stage::Confirmed);
    world.finish().await;
}
