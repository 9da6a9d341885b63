//! A coordinator adds somebody by document.

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::Stage as CohortStage;
use formacion::enrolment::entity::enrolment::Origin;
use formacion::people::entity::person;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::import::{imported, people as rows};
use super::{enrolled, letters, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, people, servant};
use crate::support::world::World;

const NEW: [(&str, &str); 9] = [
    ("paso", "crear"),
    ("tipo_documento", "CC"),
    ("primer_nombre", "Inírida"),
    ("primer_apellido", "Turpial"),
    ("municipio", "50325"),
    ("entidad", "alcaldia:50325"),
    ("cargo", "Tesorera"),
    ("tipo_vinculacion", "lnr"),
    ("autorizo", "si"),
];

#[rocket::async_test]
async fn a_known_person_is_shown_by_name_before_being_added() {
    let world = World::new("add-known").await;
    let (person, post) = servant(&world, 1, "50325").await;
    let plan = CohortPlan { stage: CohortStage::Running, first_day: 0, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/inscritos/nuevo");
    staff.get(&path).await.expect(200).expect_text("Número de documento");
    let number = document(1);
    let step = |step: &'static str| {
        [("paso", step), ("tipo_documento", "CC"), ("documento", number.as_str())]
    };
    staff
        .post(&path, &step("buscar"))
        .await
        .expect(200)
        .expect_text("Ñandú Guayacán B")
        .expect_text("Confirme que es la persona correcta");
    assert!(places(&world, cohort).await.is_empty(), "looking adds nobody");
    staff
        .submit(&path, &step("confirmar"))
        .await
        .expect(200)
        .expect_text("La persona quedó inscrita, con cupo")
        .expect_text("Guayacán B, Ñandú");
    let row = &places(&world, cohort).await[0];
    assert_eq!((row.person_id, row.post_id), (person, Some(post)));
    assert_eq!(row.origin, Origin::Coordinator);
    for (paso, status) in [("buscar", 200), ("confirmar", 422)] {
        let page = staff.post(&path, &step(paso)).await.expect(status);
        let page = page
            .expect_text("ya tiene un cupo en este curso. Ver su inscripción")
            .expect_no_text("Quedan")
            .expect_no_text("Agregar a la cohorte");
        assert!(page.body().contains(&format!("href=\"/inscripciones/{}\"", row.id)));
        assert_eq!(page.body().matches("ya tiene un cupo").count(), 1);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_who_waits_already_is_not_promised_another_turn() {
    let world = World::new("add-waiting").await;
    let all = people(&world, 0..2, false).await;
    let cohort = cohort(&world, CohortPlan { seats: 1, ..CohortPlan::default() }).await;
    for person in &all {
        enrolled(&world, cohort, *person).await;
    }
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/inscritos/nuevo");
    let number = document(1);
    let find = [("paso", "buscar"), ("tipo_documento", "CC"), ("documento", number.as_str())];
    staff
        .post(&path, &find)
        .await
        .expect(200)
        .expect_text("ya está en la lista de espera")
        .expect_no_text("en el puesto");
    world.finish().await;
}

#[rocket::async_test]
async fn an_unknown_document_asks_for_the_rest_and_adds_the_person() {
    let world = World::new("add-new").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/inscritos/nuevo");
    let find = [("paso", "buscar"), ("tipo_documento", "CC"), ("documento", "9.100.000.500")];
    staff.post(&path, &find).await.expect(200).expect_text("no está registrado");
    let new = [NEW.as_slice(), &[("documento", "9.100.000.500")]].concat();
    staff
        .submit(&path, &new)
        .await
        .expect(200)
        .expect_text("Turpial, Inírida")
        .expect_text("Alcaldía de Mapiripán");
    assert!(letters(&world).await.is_empty(), "nobody is written to without a mail");
    let mail = "rio@pueblo.example";
    let other = [NEW.as_slice(), &[("documento", "9.100.000.501"), ("correo", mail)]].concat();
    staff.post(&path, &other).await.expect(303);
    let told = |kind: &str| (kind.to_owned(), mail.to_owned());
    let expected = [told("enrolment/entry")];
    assert_eq!(
        letters(&world).await,
        expected,
        "who was brought in gets a way in by the same letter"
    );
    world.finish().await;
}

#[rocket::async_test]
async fn of_who_comes_after_sessions_it_is_told_where_to_say_since_when_they_count() {
    let world = World::new("add-late").await;
    let plan = CohortPlan { stage: CohortStage::Running, first_day: 0, ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    world.advance(TimeDelta::hours(27));
    let staff = world.as_coordinator("MET").await;
    let roster = format!("/cohortes/{cohort}/inscritos");
    let way = format!("href=\"/cohortes/{cohort}/desde-cuando\"");
    let new = [NEW.as_slice(), &[("documento", "9.100.000.500")]].concat();
    let page = staff.submit(&format!("{roster}/nuevo"), &new).await.expect(200);
    let page = page.expect_text("A 1 persona no le cuentan 2 sesiones que ya terminaron");
    assert!(page.body().contains(&way));
    let later = staff.get(&roster).await.expect(200);
    later.expect_no_text("que ya terminaron");
    let done = imported(&staff, cohort, &rows(0..3)).await;
    let done = done.expect_text("A 4 personas no les cuentan 2 sesiones que ya terminaron");
    assert!(done.body().contains(&way));
    world.finish().await;
}

#[rocket::async_test]
async fn a_known_document_with_another_name_is_left_for_review() {
    let world = World::new("add-review").await;
    let (person, _) = servant(&world, 1, "50325").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let number = document(1);
    let new = [NEW.as_slice(), &[("documento", number.as_str())]].concat();
    staff
        .post(&format!("/cohortes/{cohort}/inscritos/nuevo"), &new)
        .await
        .expect(422)
        .expect_text("Ya hay una persona con este documento y otro nombre")
        .expect_no_text("Ñandú");
    assert!(places(&world, cohort).await.is_empty());
    let kept = person::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(kept.first_name, "Ñandú");
    let page = staff.get(&format!("/personas/{person}")).await.expect(200);
    page.expect_text("Por revisar");
    world.finish().await;
}

#[rocket::async_test]
async fn wrong_data_are_told_on_the_step_they_belong_to() {
    let world = World::new("add-bad").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/inscritos/nuevo");
    let empty = staff.post(&path, &[]).await.expect(422);
    empty.expect_text("Elija el tipo de documento").expect_text("Escriba el número del documento");
    let wrong = [("paso", "crear"), ("tipo_documento", "CC"), ("documento", "xx")];
    staff
        .post(&path, &wrong)
        .await
        .expect(422)
        .expect_text("entre 4 y 10 números")
        .expect_text("Sin la autorización de la persona");
    let unsure = NEW.iter().filter(|(name, _)| *name != "autorizo").copied();
    let unsure: Vec<_> = unsure.chain([("documento", "9100000500")]).collect();
    let refused = staff.post(&path, &unsure).await.expect(422);
    refused.expect_text("Sin la autorización de la persona");
    assert_eq!(person::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    world.as_coordinator("HUI").await.get(&path).await.expect(404);
    world.as_facilitator("ana").await.get(&path).await.expect(403);
    world.finish().await;
}
