//! The cohorts on a first page say what the page of each says, and what waits says since when.

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::{CohortId, Stage};
use formacion::enrolment::entity::enrolment;
use formacion::home::digest;
use formacion::notices::entity::outbox_message;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::class::Class;
use crate::support::fixtures::{self, CohortPlan};
use crate::support::world::{Answered, World, today};

/// The words of the cells of a cohort's row: seats, attendance, at risk, sessions, the next one, what to do.
fn cells(page: &Answered, cohort: CohortId) -> Vec<String> {
    let body = page.body();
    let table = body.split("<caption id=\"cohortes\">").nth(1).expect("a table of cohorts");
    let link = format!("href=\"/cohortes/{cohort}\"");
    let row = table.split("<tr>").find(|row| row.contains(&link)).expect("the row of the cohort");
    let words = |cell: &str| {
        let parts = cell.split('<').filter_map(|part| part.split_once('>'));
        let text: Vec<&str> = parts.flat_map(|(_, text)| text.split_whitespace()).collect();
        text.join(" ")
    };
    row.split("<td").skip(1).map(words).collect()
}

/// Somebody who was absent asks for a correction of the first session.
async fn ask(class: &Class<'_>, world: &World) {
    let place = enrolment::Entity::find_by_id(class.people[0]).one(world.app.db.read()).await;
    let learner = world.as_participant(place.unwrap().unwrap().person_id.0).await;
    let path = format!("/inscripciones/{}/asistencia/{}", class.people[0], class.sessions[0]);
    let fields = [("estado", "presente"), ("texto", "Firmé la planilla")];
    learner.send_parts(&path, &fields, None).await.expect(303);
}

#[rocket::async_test]
async fn a_cohort_has_the_same_figures_on_the_first_page_and_on_its_own() {
    let world = World::new("home_cohorts").await;
    let class = Class::running(&world, 2, &[-3, -2, -1, 4]).await;
    let director = world.as_director("MET").await;
    let nothing = cells(&class.coordinator.get("/").await.expect(200), class.cohort);
    assert_eq!(nothing[..3], ["2 de 1.000", "", ""], "nobody was marked");
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    let page = class.coordinator.get("/").await.expect(200);
    assert_eq!(cells(&page, class.cohort)[..3], ["2 de 1.000", "100 %", "Nadie"]);
    page.expect_text("Nadie está en riesgo de no certificarse");
    class.mark(1, &[(0, "presente"), (1, "ausente")]).await;
    for reader in [&class.coordinator, &class.facilitator, &director] {
        let page = reader.get("/").await.expect(200);
        let row = cells(&page, class.cohort);
        assert_eq!(row[..3], ["2 de 1.000", "75 %", "1"]);
        assert_eq!(row[3], "Asistencia por sesión: 100, 50 %. 2 de 4 sesiones dictadas");
        assert!(row[4].contains("8:00"), "{row:?}");
        let page = page.expect_text("1 persona en riesgo");
        assert_eq!(page.body().matches("class=\"bar__fill\"").count(), 2, "one for each held");
        let own = reader.get(&format!("/cohortes/{}", class.cohort)).await.expect(200);
        own.expect_text("2 de 1.000")
            .expect_text("75 % asistencia")
            .expect_text("2 de 4 sesiones dictadas")
            .expect_text("100, 50 %");
    }
    let act = |page: &Answered| cells(page, class.cohort).pop().unwrap();
    let page = class.coordinator.get("/").await.expect(200);
    assert!(act(&page).starts_with("Pasar lista"), "the third ended without a list");
    let page = director.get("/").await.expect(200);
    assert!(act(&page).starts_with("Ver la asistencia"), "whoever follows it passes none");
    world.finish().await;
}

#[rocket::async_test]
async fn a_draft_says_what_is_missing_and_a_published_cohort_how_many_seats_are_taken() {
    let world = World::new("home_drafts").await;
    let plan = |name, facilitator, stage| CohortPlan {
        name,
        facilitator,
        stage,
        first_day: 9,
        ..CohortPlan::default()
    };
    fixtures::cohort(&world, plan("Publicada", "ana", Stage::Tentative)).await;
    fixtures::cohort(&world, plan("En borrador", "beto", Stage::Draft)).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = coordinator.get("/").await.expect(200);
    let page =
        page.expect_text("Cómo va cada cohorte").expect_text("Confirmar que se dicta : Publicada");
    page.expect_text("Publicar en «Cursos abiertos» : En borrador");
    world.finish().await;
}

#[rocket::async_test]
async fn the_first_page_asks_as_much_for_three_cohorts_as_for_one() {
    let world = World::new("home_bounded").await;
    let first = Class::running(&world, 1, &[-1]).await;
    first.mark(0, &[(0, "presente")]).await;
    let sent = async || {
        let coordinator = world.as_coordinator("MET").await;
        coordinator.get("/").await.expect(200);
        let before = world.app.db.statements();
        coordinator.get("/").await.expect(200);
        world.app.db.statements() - before
    };
    let one = sent().await;
    for name in ["dos", "tres"] {
        Class::named(&world, name, 1, &[-1]).await;
    }
    assert_eq!(sent().await, one);
    world.finish().await;
}

#[rocket::async_test]
async fn what_waits_says_since_when_on_the_page_and_in_the_mail_of_the_morning() {
    let world = World::new("home_since").await;
    let class = Class::running(&world, 1, &[-1]).await;
    class.mark(0, &[(0, "ausente")]).await;
    ask(&class, &world).await;
    let said = async |days: i64, words: &str| {
        world.advance(TimeDelta::days(days));
        let coordinator = world.as_coordinator("MET").await;
        coordinator.get("/").await.expect(200).expect_text(words);
    };
    said(0, "Responder 1 solicitud de asistencia Meta uno Espera desde hoy").await;
    said(1, "Espera desde ayer").await;
    said(2, "Espera desde el").await;
    // At eight in the morning of a working day.
    world.app.clock.travel_to(today() + TimeDelta::days(3) - TimeDelta::hours(2));
    digest::round(&world.app).await.unwrap();
    let letters = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("home/digest"))
        .all(world.app.db.read())
        .await
        .unwrap();
    let line = "Responder 1 solicitud de asistencia. Espera desde";
    assert!(letters.iter().any(|letter| letter.text_body.contains(line)), "{line}");
    said(10, "Espera hace 13 días").await;
    world.finish().await;
}
