use chrono::TimeDelta;
use formacion::attendance::entity::attendance_summary;
use formacion::cohorts::entity::{cohort, session};
use formacion::enrolment::entity::enrolment;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::class::Class;
use crate::support::fixtures::{self, CohortPlan};
use crate::support::world::{Answered, World, today};

pub const ACCOUNTS: [&str; 8] = [
    "nacional",
    "coordinacion.meta",
    "coordinacion.caqueta",
    "direccion.meta",
    "facilitador.meta",
    "gobernacion.caqueta",
    "enlace.mapiripan",
    "servidora",
];

/// The addresses in the main part of a page.
pub fn links(page: &Answered) -> Vec<String> {
    let body = page.body();
    let from = body.find("<main").unwrap();
    let to = body.find("</main>").unwrap();
    let hrefs = body[from..to].split("href=\"").skip(1);
    let mut links: Vec<String> = hrefs
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with('/'))
        .map(|href| href.replace("&amp;", "&").replace("&#x3D;", "="))
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .collect();
    links.sort();
    links.dedup();
    links
}

/// How many of a kind wait on the page of a coordination: one of which none waits is not there.
pub fn waiting_of(page: &Answered, kind: &str) -> u64 {
    let body = page.body();
    let Some(row) = body.split(&format!("<h3 id=\"{kind}\">")).nth(1) else { return 0 };
    let title = row.split("</").next().unwrap().rsplit('>').next().unwrap();
    let number: String = title.chars().filter(char::is_ascii_digit).collect();
    number.parse().unwrap_or_else(|_| panic!("no number of «{kind}»: {}", page.words()))
}

#[rocket::async_test]
async fn every_number_and_item_opens_its_list() {
    let world = World::demo("home_links").await;
    let visitor = world.as_anyone();
    let page = visitor.get("/").await.expect(200);
    page.body().contains("action=\"/verificar\"").then_some(()).expect("a code can be verified");
    for link in links(&page) {
        visitor.get(&link).await.expect(200);
    }
    for name in ACCOUNTS {
        let character = world.as_account(&format!("{name}@demostracion.example")).await;
        let before = world.app.db.statements();
        let page = character.get("/").await.expect(200);
        let sent = world.app.db.statements() - before;
        assert!(sent <= 19, "{name}: {sent} statements");
        for link in links(&page) {
            let answered = character.get(&link).await;
            assert_eq!(answered.status, 200, "{name} opens {link}: {}", answered.words());
        }
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_days_of_a_first_page_are_all_written_in_words() {
    let world = World::demo("home_days").await;
    let in_figures = |word: &str| {
        let signs = word.as_bytes();
        signs.len() >= 10 && (signs[2], signs[5]) == (b'/', b'/')
    };
    for name in ACCOUNTS {
        let character = world.as_account(&format!("{name}@demostracion.example")).await;
        let page = character.get("/").await.expect(200).words();
        let day = page.split_whitespace().find(|word| in_figures(word));
        assert_eq!(day, None, "{name}: {page}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_crowd_of_visitors_has_the_country_counted_once() {
    let world = World::new("home_visitors").await;
    let visitor = world.as_anyone();
    let sent = async || {
        let before = world.app.db.statements();
        visitor.get("/").await.expect(200);
        world.app.db.statements() - before
    };
    sent().await;
    let kept = sent().await;
    world.advance(TimeDelta::minutes(10));
    assert_eq!(sent().await, kept + 1, "counted again");
    assert_eq!(sent().await, kept);
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordinator_sees_what_waits_in_their_unit() {
    let world = World::demo("home_coordinator").await;
    let db = world.app.db.read();
    let now = world.app.clock.now();
    for (name, unit) in [("coordinacion.meta", "MET"), ("coordinacion.caqueta", "HUI")] {
        let page = world
            .as_account(&format!("{name}@demostracion.example"))
            .await
            .get("/")
            .await
            .expect(200);
        let cohorts =
            cohort::Entity::find().filter(cohort::Column::UnitCode.eq(unit)).all(db).await.unwrap();
        let at = |stage| cohorts.iter().filter(|row| row.stage == stage).count() as u64;
        assert_eq!(waiting_of(&page, "publicar"), at(cohort::Stage::Draft));
        assert_eq!(
            waiting_of(&page, "confirmar") + waiting_of(&page, "minimo"),
            at(cohort::Stage::Tentative)
        );
        let page = match at(cohort::Stage::Running) {
            0 => page.expect_no_text("en curso"),
            1 => page.expect_text("1 cohorte en curso"),
            running => page.expect_text(&format!("{running} cohortes en curso")),
        };
        let (mut waiting, mut late) = (0, 0);
        for row in &cohorts {
            use cohort::Stage::{Confirmed, Running, Tentative};
            if matches!(row.stage, Tentative | Confirmed | Running) {
                waiting += enrolment::Entity::find()
                    .filter(enrolment::Column::CohortId.eq(row.id))
                    .filter(enrolment::Column::Stage.eq(enrolment::Stage::Waiting))
                    .count(db)
                    .await
                    .unwrap();
            }
            if matches!(row.stage, Confirmed | Running) {
                let sessions = session::Entity::find()
                    .filter(session::Column::CohortId.eq(row.id))
                    .all(db)
                    .await
                    .unwrap();
                for session in sessions
                    .iter()
                    .filter(|row| row.ends_at < now && row.stage != session::Stage::Cancelled)
                {
                    let marks = attendance_summary::Entity::find()
                        .filter(attendance_summary::Column::SessionId.eq(session.id))
                        .count(db)
                        .await
                        .unwrap();
                    late += u64::from(marks == 0);
                }
            }
        }
        assert_eq!(waiting_of(&page, "espera"), waiting, "{unit}");
        assert_eq!(waiting_of(&page, "asistencia"), late, "{unit}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn certificates_to_issue_are_those_that_the_preview_offers() {
    let world = World::demo("home_certificates").await;
    let coordinator = world.as_account("coordinacion.meta@demostracion.example").await;
    let before = coordinator.get("/").await.expect(200);
    let ready = waiting_of(&before, "certificados");
    let lists: Vec<String> =
        links(&before).into_iter().filter(|link| link.ends_with("/certificados")).collect();
    assert_eq!(ready > 0, !lists.is_empty());
    for list in lists {
        coordinator.get(&list).await.expect(200);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_world_without_anything_still_has_a_first_page_for_everybody() {
    let world = World::new("home_empty").await;
    world.as_anyone().get("/").await.expect(200).expect_text("Verificar un certificado");
    world.as_administrator().await.get("/").await.expect(200);
    world
        .as_coordinator("MET")
        .await
        .get("/")
        .await
        .expect(200)
        .expect_text("nada espera una decisión suya");
    world
        .as_facilitator("ana")
        .await
        .get("/")
        .await
        .expect(200)
        .expect_text("nada espera una decisión suya");
    world
        .as_gobernacion("50")
        .await
        .get("/")
        .await
        .expect(200)
        .expect_text("Meta: estado de la formación");
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordinator_sees_which_cohorts_to_start_and_which_to_close() {
    let world = World::new("home_next_step").await;
    let plan = |name, facilitator, stage, first_day| CohortPlan {
        name,
        facilitator,
        stage,
        first_day,
        ..CohortPlan::default()
    };
    use cohort::Stage::{Confirmed, Running};
    fixtures::cohort(&world, plan("Futura", "ana", Confirmed, 5)).await;
    fixtures::cohort(&world, plan("De hoy", "beto", Confirmed, 0)).await;
    fixtures::cohort(&world, plan("En marcha", "caro", Running, -1)).await;
    let over = Class::named(&world, "dora", 1, &[-2, -1]).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = coordinator.get("/").await.expect(200);
    assert_eq!(waiting_of(&page, "iniciar"), 1);
    assert_eq!(waiting_of(&page, "cerrar"), 0);
    page.expect_text("Iniciar 1 cohorte De hoy");
    for session in 0..2 {
        over.mark(session, &[(0, "presente")]).await;
    }
    let page = coordinator.get("/").await.expect(200);
    assert_eq!(waiting_of(&page, "cerrar"), 1);
    page.expect_text("Cerrar 1 cohorte Meta dora");
    let stranger = world.as_coordinator("HUI").await.get("/").await.expect(200);
    assert_eq!(waiting_of(&stranger, "iniciar"), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_works_here_and_also_learns_finds_their_own_courses() {
    use formacion::sign_in::entity::account;
    use sea_orm::{ActiveModelTrait, Set};
    let world = World::new("home_learns").await;
    let people = crate::support::people::people(&world, 1..3, true).await;
    let facilitator = world.as_facilitator("ana").await;
    let coordinator = world.as_coordinator("MET").await;
    let own = |page: &Answered| page.body().matches("href=\"/mis-inscripciones\"").count();
    for character in [&facilitator, &coordinator] {
        assert_eq!(own(&character.get("/").await.expect(200)), 0);
    }
    for (character, person) in [(&facilitator, people[0]), (&coordinator, people[1])] {
        let change = account::ActiveModel {
            id: Set(character.account()),
            person_id: Set(Some(person.0)),
            ..Default::default()
        };
        change.update(world.app.db.writer()).await.unwrap();
        let page = character.get("/").await.expect(200);
        assert!(own(&page) >= 1 && page.body().contains("href=\"/mis-certificados\""));
        let menu = page.body();
        let menu = &menu[menu.find("class=\"menu\"").unwrap()..menu.find("<details").unwrap()];
        assert!(menu.matches("<li>").count() <= 6, "{menu}");
        character.get("/mis-inscripciones").await.expect(200);
        character.get("/mis-certificados").await.expect(200);
    }
    // A menu with room has them on every page.
    let elsewhere = facilitator.get("/cohortes").await.expect(200);
    assert_eq!(own(&elsewhere), 2, "in the menu, and in the one of a phone");
    world.finish().await;
}

#[rocket::async_test]
async fn certificates_wait_on_the_first_page_from_the_closing_on() {
    let world = World::new("home_closed").await;
    let class = Class::running(&world, 1, &[-2, -1]).await;
    for session in 0..2 {
        class.mark(session, &[(0, "presente")]).await;
        class.facilitator.post(&class.closing(session), &[]).await;
    }
    let page = class.coordinator.get("/").await.expect(200);
    assert_eq!(waiting_of(&page, "certificados"), 0);
    assert_eq!(waiting_of(&page, "cerrar"), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordinator_sees_how_many_requests_wait() {
    let world = World::new("home_requests").await;
    let class = Class::running(&world, 1, &[-1]).await;
    class.mark(0, &[(0, "ausente")]).await;
    let coordinator = world.as_coordinator("MET").await;
    assert_eq!(waiting_of(&coordinator.get("/").await.expect(200), "solicitudes"), 0);
    let place = enrolment::Entity::find_by_id(class.people[0]).one(world.app.db.read()).await;
    let learner = world.as_participant(place.unwrap().unwrap().person_id.0).await;
    let path = format!("/inscripciones/{}/asistencia/{}", class.people[0], class.sessions[0]);
    let fields = [("estado", "presente"), ("texto", "Firmé la planilla")];
    let request = learner.send_parts(&path, &fields, None).await.expect(303).location.unwrap();
    let before = world.app.db.statements();
    let page = coordinator.get("/").await.expect(200);
    assert!(world.app.db.statements() - before <= 15);
    assert_eq!(waiting_of(&page, "solicitudes"), 1);
    assert!(links(&page).contains(&"/solicitudes".to_owned()));
    let stranger = world.as_coordinator("HUI").await.get("/").await.expect(200);
    assert_eq!(waiting_of(&stranger, "solicitudes"), 0);
    let no = [("accion", "rechazar"), ("motivo", "Sin firma")];
    coordinator.post(&request, &no).await.expect(303);
    assert_eq!(waiting_of(&coordinator.get("/").await.expect(200), "solicitudes"), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn the_coordinator_reads_first_the_session_of_now_and_then_what_waits() {
    let world = World::new("home_first").await;
    let class = Class::running(&world, 2, &[-1, 0]).await;
    let words = async || class.coordinator.get("/").await.expect(200).words();
    world.app.clock.travel_to(today() - TimeDelta::minutes(150));
    let page = words().await;
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no «{text}»: {page}"));
    assert!(at("Sesión 2") < at("Pasar lista"), "today's session has its button");
    assert!(at("Pasar lista") < at("Esperan una decisión"));
    assert!(at("Esperan una decisión") < at("Registrar la asistencia de 1 sesión"));
    assert!(at("Registrar la asistencia de 1 sesión") < at("Todo lo demás está al día"));
    assert!(at("Todo lo demás está al día") < at("Sus cohortes"));
    assert!(at("Sus cohortes") < at("0 de 2 sesiones dictadas"));
    class.mark(0, &[(0, "presente")]).await;
    let page = words().await;
    assert!(!page.contains("Registrar la asistencia"), "what does not wait has no row: {page}");
    assert!(page.contains("1 de 2 sesiones dictadas"), "{page}");
    world.finish().await;
}

#[rocket::async_test]
async fn a_gobernacion_reads_the_rule_of_attendance_and_opens_who_attended_least() {
    let world = World::new("home_attendance").await;
    let class = Class::running(&world, 2, &[-5, 4]).await;
    class.mark(0, &[(0, "presente"), (1, "ausente")]).await;
    let reader = world.as_gobernacion("50").await;
    let page = reader.get("/").await.expect(200);
    let page = page
        .expect_text("Asistencia: sesiones asistidas ÷ sesiones que cuentan.")
        .expect_text("Mínimo de asistencia: 80 %");
    let links = links(&page);
    let list = links.iter().find(|link| link.contains("orden=asistencia")).expect("the list");
    let people = reader.get(list).await.expect(200).words();
    let (least, most) = (people.find("0 de 1"), people.find("1 de 1"));
    assert!(least.is_some() && least < most, "who attended least stands first: {people}");
    world.finish().await;
}
