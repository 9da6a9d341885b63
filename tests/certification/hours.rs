//! A certificate certifies what was taught and attended: too few hours take a reason and two people.

use chrono::TimeDelta;
use formacion::certification::entity::certificate;
use formacion::certification::snapshot::Snapshot;
use formacion::cohorts::entity::{cohort, session, short_closing};
use formacion::courses::entity::course_version;
use formacion::platform::dates;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::seconds::somebody;
use super::{Class, PASSED, closed, taught};
use crate::support::class::Class as Course;
use crate::support::fixtures::shown;
use crate::support::world::{ORIGIN, World};

/// The courses of this world ask their sessions for a share of their hours.
async fn courses_ask_for(world: &World, share: i32) {
    course_version::Entity::update_many()
        .col_expr(course_version::Column::HoursShare, Expr::value(share))
        .exec(world.app.db.writer())
        .await
        .unwrap();
}

fn said(certificate: &certificate::Model) -> Snapshot {
    Snapshot::read(&certificate.snapshot).expect("is read")
}

async fn issued_one(world: &World, class: &Class) -> Snapshot {
    class.issue(world).await.expect("is issued");
    said(&class.certificates(world).await[0])
}

#[rocket::async_test]
async fn a_cohort_with_too_few_hours_is_closed_by_two_with_a_reason_and_the_certificate_says_them()
{
    let world = World::new("short closing").await;
    courses_ask_for(&world, 80).await;
    // Five sessions of four hours, of a course of forty.
    let class = taught(&world, 0, &[PASSED, PASSED], 5).await;
    let one = world.as_coordinator("MET").await;
    somebody(&world, &one, 1).await;
    shown(&world, &one.actor().await, class.id).await;
    let page = format!("/cohortes/{}/cierre", class.id);
    let read = one.get(&page).await.expect(200);
    read.expect_text(
        "Las sesiones suman 20,0 de las 40 horas del curso, que pide al menos el 80 %.",
    )
    .expect_text("Los certificados dirán 20 horas.")
    .expect_text("Nadie ha dicho en qué municipio se dictó")
    .expect_text("el certificado dirá «Casa de la cultura, salón de ana».")
    .expect_text("Pedir el cierre");

    for reason in ["", "corto", &"a".repeat(301)] {
        let refused = one.post(&page, &[("motivo_horas", reason), ("confirma", "si")]).await;
        refused.expect(422).expect_text("Escriba el motivo: entre 10 y 300 letras.");
    }
    let reason = [("motivo_horas", "La vía estuvo cerrada cinco semanas")];
    // Asked by an account that belongs to nobody known, nobody could confirm it.
    let nobody = world.as_colleague("MET").await;
    nobody.post(&page, &reason).await.expect(422).expect_text("no está unida a una persona");
    one.submit(&page, &reason).await.expect(200).expect_text("lo confirma otra persona");
    // Whoever asked does not confirm it, whatever they send.
    let again = [("motivo_horas", "La vía estuvo cerrada cinco semanas"), ("confirma", "si")];
    one.submit(&page, &again).await.expect(200).expect_text("Usted pidió el cierre");
    let stage = async || {
        let row = cohort::Entity::find_by_id(class.id).one(world.app.db.read()).await;
        row.unwrap().unwrap().stage
    };
    assert_eq!(stage().await, cohort::Stage::Running);

    // An account that belongs to nobody known could be the same person's.
    nobody.post(&page, &[("confirma", "si")]).await.expect(422).expect_text("unida a una persona");
    let other = world.as_administrator().await;
    somebody(&world, &other, 2).await;
    other.get("/").await.expect(200).expect_text("Cierre con menos horas, por confirmar");
    let read = other.get(&page).await.expect(200);
    read.expect_text("La vía estuvo cerrada cinco semanas").expect_text("Cerrar la cohorte");
    other.submit(&page, &[("confirma", "si")]).await.expect(200).expect_text("quedó cerrada");
    assert_eq!(stage().await, cohort::Stage::Closed);
    let kept = short_closing::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!((kept.minutes, kept.confirmed_by), (1_200, Some(other.account())));
    let page = other.get(&format!("/cohortes/{}", class.id)).await.expect(200);
    page.expect_text("20,0 de 40. Motivo: La vía estuvo cerrada cinco semanas");
    let history = other.get(&format!("/cohortes/{}/historia", class.id)).await.expect(200);
    history.expect_text("Otra persona confirmó el cierre con menos horas.");

    let paper = issued_one(&world, &class).await.document;
    assert_eq!((paper.hours, paper.course_hours), (20, Some(40)));
    let page = world.as_anyone().get(&paper.verify_url.replace(ORIGIN, "")).await.expect(200);
    page.expect_text("20 de las 40 horas del curso, modalidad");
    world.finish().await;
}

#[rocket::async_test]
async fn what_the_second_person_confirms_is_what_was_asked() {
    let world = World::new("short asked anew").await;
    courses_ask_for(&world, 80).await;
    let class = taught(&world, 0, &[PASSED], 5).await;
    let one = world.as_coordinator("MET").await;
    somebody(&world, &one, 1).await;
    shown(&world, &one.actor().await, class.id).await;
    let page = format!("/cohortes/{}/cierre", class.id);
    let reason = [("motivo_horas", "La vía estuvo cerrada cinco semanas")];
    one.post(&page, &reason).await.expect(303);
    // Meanwhile a session is cancelled: the hours are others.
    let last = session::Entity::find()
        .filter(session::Column::CohortId.eq(class.id))
        .order_by_desc(session::Column::Position)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let path = format!("/sesiones/{}/cancelacion", last.id);
    one.post(&path, &[("motivo", "Fue otra reunión")]).await.expect(303);
    let other = world.as_administrator().await;
    somebody(&world, &other, 2).await;
    let read = other.get(&page).await.expect(200);
    read.expect_text("suman 16,0 de las 40 horas").expect_text("Pedir el cierre");
    for reader in [&one, &other] {
        let read = reader.get(&page).await.expect(200);
        read.expect_text("con 20,0 horas. Motivo: La vía estuvo cerrada")
            .expect_text("Ahora las sesiones suman 16,0 horas: se pide de nuevo.");
    }
    other.post(&page, &[("confirma", "si")]).await.expect(422).expect_text("Escriba el motivo");
    // What was read before the change is asked and confirmed by nobody.
    let stale = [("minutos", "1200"), reason[0]];
    let changed = "Las horas de las sesiones cambiaron";
    one.post(&page, &stale).await.expect(422).expect_text(changed);
    one.post(&page, &[("minutos", "960"), reason[0]]).await.expect(303);
    let stale = [("minutos", "1200"), ("confirma", "si")];
    other.post(&page, &stale).await.expect(422).expect_text(changed);
    let read = other.get(&page).await.expect(200);
    read.expect_text("con 16,0 horas. Motivo:").expect_text("Cerrar la cohorte");
    world.finish().await;
}

/// The third of three days is cancelled: neither the days nor the hours of the paper have it.
#[rocket::async_test]
async fn the_days_of_a_certificate_are_those_of_the_sessions_that_were_held() {
    let world = World::new("days of paper").await;
    let class = taught(&world, 0, &[PASSED], 4).await;
    let sessions = session::Entity::find()
        .filter(session::Column::CohortId.eq(class.id))
        .order_by_asc(session::Column::Position)
        .all(world.app.db.read())
        .await
        .unwrap();
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("/sesiones/{}/cancelacion", sessions[4].id);
    coordinator.post(&path, &[("motivo", "No hubo luz")]).await.expect(303);
    super::close(&world, &class).await;
    let paper = issued_one(&world, &class).await;
    assert_eq!(paper.starts_on, dates::bogota_date(sessions[0].starts_at));
    assert_eq!(paper.ends_on, dates::bogota_date(sessions[3].starts_at));
    assert_eq!(paper.document.hours, 40, "this course asks its sessions for no hours");
    world.finish().await;
}

#[rocket::async_test]
async fn a_certificate_names_the_municipality_where_it_was_taught() {
    let world = World::new("place of paper").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    // It was for two municipalities, and nobody said where it was taught.
    let first = issued_one(&world, &class).await.document;
    let own_words = first.place;
    assert_eq!(own_words, "Casa de la cultura, salón de ana");
    assert_eq!(first.issued_in, "Villavicencio", "where the unit is");
    assert!(first.unit.is_some_and(|unit| unit.starts_with("Dirección territorial Meta")));

    let other = closed(&world, 100, &[PASSED]).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/cohortes/{}/municipio", other.id);
    coordinator.submit(&page, &[("dictada_en", "50006")]).await.expect(200);
    let second = issued_one(&world, &other).await.document;
    assert_eq!((&*second.place, &*second.issued_in), ("Acacías (Meta)", "Acacías"));
    let kept = said(&class.certificates(&world).await[0]);
    assert_eq!(kept.document.place, own_words, "what was certified stays");
    world.finish().await;
}

/// It was for two municipalities, and its sessions were in a hall of one of them.
#[rocket::async_test]
async fn a_certificate_names_the_municipality_of_the_venue_where_nobody_said_another() {
    let world = World::new("venue of paper").await;
    let coordinator = world.as_coordinator("MET").await;
    let hall =
        [("municipio", "50577"), ("nombre", "Casa de la cultura, salón de ana"), ("puestos", "")];
    coordinator.submit("/sedes", &hall).await.expect(200);
    let class = taught(&world, 0, &[PASSED], 5).await;
    let coordinator = world.as_coordinator("MET").await;
    let closing = coordinator.get(&format!("/cohortes/{}/cierre", class.id)).await.expect(200);
    closing.expect_no_text("en qué municipio se dictó");
    super::close(&world, &class).await;
    let paper = issued_one(&world, &class).await.document;
    assert_eq!((&*paper.place, &*paper.issued_in), ("Puerto Lleras (Meta)", "Puerto Lleras"));

    let other = closed(&world, 100, &[PASSED]).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/cohortes/{}/municipio", other.id);
    coordinator.submit(&page, &[("dictada_en", "50006")]).await.expect(200);
    let paper = issued_one(&world, &other).await.document;
    assert_eq!((&*paper.place, &*paper.issued_in), ("Acacías (Meta)", "Acacías"));
    world.finish().await;
}

/// Somebody added before the last of the sessions was at everything that counts for them.
#[rocket::async_test]
async fn whoever_came_for_the_last_session_is_not_certified_for_the_course() {
    let world = World::new("late hours").await;
    courses_ask_for(&world, 80).await;
    let mut class = Course::running(&world, 1, &[-3, -2, -1, 1]).await;
    for session in 0..3 {
        class.mark(session, &[(0, "presente")]).await;
    }
    let late = class.add(1).await;
    class.people.push(late);
    world.advance(TimeDelta::days(2));
    class.coordinator = world.as_coordinator("MET").await;
    class.facilitator = world.as_facilitator("uno").await;
    class.mark(3, &[(0, "presente"), (1, "presente")]).await;
    let page = |place| format!("/inscripciones/{place}/avance");
    let read = class.learner(1).await.get(&page(late)).await.expect(200);
    read.expect_text("100 %").expect_text(
        "Asistió a 4 horas del curso y el certificado pide al menos 10 horas y 14 minutos",
    );
    let whole = class.learner(0).await.get(&page(class.people[0])).await.expect(200);
    whole.expect_no_text("el certificado pide al menos 10 horas");
    // The rule says so beforehand.
    let review = format!("/cohortes/{}/certificados", class.cohort);
    class.coordinator.get(&review).await.expect(200).expect_text(
        "asistencia mínima de 80 %, al menos 10 horas y 14 minutos de asistencia y nota final",
    );
    world.finish().await;
}

#[rocket::async_test]
async fn that_the_hours_are_too_few_is_told_before_anybody_can_close() {
    let world = World::new("short told early").await;
    courses_ask_for(&world, 80).await;
    let class = Course::running(&world, 1, &[-3, 1]).await;
    class.mark(0, &[(0, "presente")]).await;
    let page = class.coordinator.get(&format!("/cohortes/{}/cierre", class.cohort)).await;
    page.expect(200)
        .expect_text("Impide cerrar")
        .expect_text("Las sesiones suman 8,0 de las 16 horas del curso")
        .expect_text("Se pide aquí cuando ya nada impida cerrar.")
        .expect_no_text("Pedir el cierre")
        // The list of the first is ended by the closing, and its days begin then.
        .expect_text("Todavía se pueden pedir correcciones de la sesión 1, la última el");
    world.finish().await;
}

/// One cohort of the demonstration was taught less than its course asks for: two people closed it.
#[rocket::async_test]
async fn the_demonstration_certifies_what_was_taught() {
    let world = World::demo("hours of the demo").await;
    let db = world.app.db.read();
    let short = short_closing::Entity::find().one(db).await.unwrap().expect("one closes short");
    assert!(short.confirmed_by.is_some_and(|second| second != short.asked_by));
    let mut parts = 0;
    for row in certificate::Entity::find().all(db).await.unwrap() {
        let paper = said(&row).document;
        let expected = (row.cohort_id == short.cohort_id).then_some(40);
        assert_eq!(paper.course_hours, expected, "{}", paper.number);
        parts += usize::from(expected.is_some() && paper.hours == 24);
    }
    assert!(parts > 0);
    let coordinator = world.as_account("coordinacion.caqueta@demostracion.example").await;
    let page = coordinator.get(&format!("/cohortes/{}", short.cohort_id)).await.expect(200);
    page.expect_text("24,0 de 40. Motivo: Las lluvias cerraron la vía");
    world.finish().await;
}
