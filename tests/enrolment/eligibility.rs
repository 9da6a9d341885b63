//! What a course asks of whoever takes part: told before, named when it fails, set aside by a
//! coordination with its reason (R22).

use formacion::cohorts::entity::cohort::CohortId;
use formacion::courses::entity::course;
use formacion::courses::entity::course_version;
use formacion::enrolment::entity::enrolment_exception;
use formacion::people::entity::post::{self, Kind};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{code, cohort_row, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, people, servant};
use crate::support::world::World;

/// What a test changes of the version of a cohort, as if it had been published so.
pub async fn asks_for(world: &World, cohort: CohortId, change: course_version::ActiveModel) {
    let id = cohort_row(world, cohort).await.course_version_id;
    let tx = world.app.db.begin().await.unwrap();
    course_version::ActiveModel { id: Set(id), ..change }.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

const YES: [(&str, &str); 1] = [("autorizo", "si")];

#[rocket::async_test]
async fn a_course_for_servants_says_so_before_and_names_the_rule_when_it_fails() {
    let world = World::new("eligible").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let servants = course_version::ActiveModel { servants_only: Set(true), ..Default::default() };
    asks_for(&world, cohort, servants).await;
    let path = format!("/oferta/{}/inscripcion", code(&world, cohort).await);

    let (person, post) = servant(&world, 0, "50325").await;
    let tx = world.app.db.begin().await.unwrap();
    let contractor =
        post::ActiveModel { id: Set(post), kind: Set(Kind::Contratista), ..Default::default() };
    contractor.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let me = world.as_participant(person.0).await;
    me.get(&path).await.expect(200).expect_text("Es para servidores públicos con vinculación");
    let refused = me.post(&path, &YES).await.expect(422);
    refused.expect_text("No cumple lo que pide el curso. Es para servidores públicos");
    assert!(places(&world, cohort).await.is_empty());

    let (person, _) = servant(&world, 1, "50325").await;
    world.as_participant(person.0).await.post(&path, &YES).await.expect(303);
    assert_eq!(places(&world, cohort).await.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_municipality_and_a_certificate_can_be_asked_for() {
    let world = World::new("eligible-more").await;
    let plan = CohortPlan { municipalities: vec!["50577"], ..CohortPlan::default() };
    let cohort = cohort(&world, plan).await;
    let other = course::Entity::find()
        .filter(course::Column::Code.ne("SP-TRI"))
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let asked = course_version::ActiveModel {
        own_municipalities: Set(true),
        prerequisite_course_id: Set(Some(other.id)),
        admitted_kinds: Set("carrera,lnr".into()),
        ..Default::default()
    };
    asks_for(&world, cohort, asked).await;
    let path = format!("/oferta/{}/inscripcion", code(&world, cohort).await);
    let (person, _) = servant(&world, 0, "50325").await;
    let me = world.as_participant(person.0).await;
    let page = me.get(&path).await.expect(200);
    page.expect_text("Carrera administrativa, Libre nombramiento y remoción")
        .expect_text("Es para personas de Puerto Lleras (Meta).")
        .expect_text("Pide el certificado de «");
    let refused = me.post(&path, &YES).await.expect(422);
    refused.expect_text("Es para personas de Puerto Lleras (Meta). Pide el certificado de «");
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordination_sets_a_rule_aside_with_its_reason() {
    let world = World::new("exception").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let servants = course_version::ActiveModel { servants_only: Set(true), ..Default::default() };
    asks_for(&world, cohort, servants).await;
    people(&world, 0..1, true).await;
    let staff = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{cohort}/inscritos/nuevo");
    let number = document(0);
    let mut fields = vec![
        ("paso", "confirmar"),
        ("tipo_documento", "CC"),
        ("documento", number.as_str()),
        ("primer_apellido", "Guayacán"),
        ("municipio", "50325"),
    ];
    let refused = staff.post(&path, &fields).await.expect(422);
    refused.expect_text("Es para servidores públicos").expect_text("Motivo de la excepción");
    fields.push(("excepcion", "Lidera la junta que hará el cobro"));
    staff.post(&path, &fields).await.expect(303);
    assert_eq!(places(&world, cohort).await.len(), 1);
    let kept = enrolment_exception::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(kept.rules, "servant");
    assert_eq!(kept.reason, "Lidera la junta que hará el cobro");
    assert_eq!(kept.granted_by, Some(staff.account()));
    assert_eq!(kept.granted_at, world.app.clock.now());
    let own = format!("/inscripciones/{}", places(&world, cohort).await[0].id);
    let page = staff.get(&own).await.expect(200);
    page.expect_text(
        "Lidera la junta que hará el cobro (coordinador MET, 20 de noviembre de 2026)",
    );
    world.finish().await;
}
