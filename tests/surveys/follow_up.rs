//! Months after a course people are asked what they apply, wherever they work by then (R50).

use chrono::{Months, TimeDelta};
use formacion::history::entity::history_event;
use formacion::lessons::entity::lesson;
use formacion::people::commands::{NewPost, open_post};
use formacion::people::entity::post::Kind as PostKind;
use formacion::people::policy::may_keep_posts;
use formacion::people::queries::principal_on;
use formacion::platform::secrets;
use formacion::sign_in::actor::Author;
use formacion::surveys::entity::survey_invitation::{self, Respondent};
use formacion::surveys::entity::survey_link;
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{letters, person_of, with_mail, work};
use crate::reports::pages::table;
use crate::support::class::{Class, pairs, spoken_name};
use crate::support::people::alone;
use crate::support::world::{World, today};

/// The addresses that letters of a kind carry, in the order in which they were written.
async fn links(world: &World, kind: &str) -> Vec<String> {
    let path = |text: &str| {
        let rest = text.split("/seguimientos/").nth(1).expect("has its address");
        let token: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        format!("/seguimientos/{token}")
    };
    letters(world, kind).await.iter().map(|letter| path(&letter.text_body)).collect()
}

/// Three months after the end of a class that ended yesterday.
async fn three_months_later(world: &World) {
    let then = today().checked_add_months(Months::new(3)).unwrap();
    world.app.clock.travel_to(then);
    work(world).await;
}

fn answers(score: &str, example: &str) -> Vec<(String, String)> {
    [
        ("respuesta_aplicacion", score),
        ("respuesta_obstaculo", "Falta de tiempo"),
        ("respuesta_ejemplo", example),
        ("respuesta_permanencia", "no"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

/// The person leaves for another municipality.
async fn moves(world: &World, class: &Class<'_>, index: usize) {
    let person = person_of(world, class, index).await;
    let actor = class.coordinator.actor().await;
    let tx = world.app.db.begin().await.unwrap();
    let entity = NewEntity {
        kind: "alcaldia".into(),
        name: "Alcaldía de San José del Guaviare".into(),
        municipality_code: "95001".into(),
        is_demo: false,
    };
    let entity_id = find_or_add_entity(&tx, &world.app, &Author::system(), entity).await.unwrap();
    let new = NewPost {
        entity_id,
        position: "Secretaria de Hacienda".into(),
        kind: PostKind::Lnr,
        municipality_code: "95001".into(),
        starts_on: world.app.clock.today(),
        ends_on: None,
        is_principal: true,
    };
    let permit = may_keep_posts(&actor, alone(person)).unwrap();
    open_post(&tx, &world.app, &permit, new).await.unwrap();
    tx.commit().await.unwrap();
}

#[rocket::async_test]
async fn a_follow_up_finds_the_person_in_their_new_post_without_a_password() {
    let world = World::new("follow up").await;
    let class = Class::running(&world, 2, &[-3, -1]).await;
    with_mail(&world, &class, 0).await;
    world.advance(TimeDelta::days(40));
    moves(&world, &class, 0).await;
    three_months_later(&world).await;
    let told = letters(&world, "follow_up").await;
    assert_eq!(told.len(), 1, "the other has no mail");
    assert!(told[0].is_secret && told[0].subject.starts_with("Qué aplica: "));
    assert!(
        told[0].text_body.contains("Secretaria de Hacienda, Alcaldía de San José del Guaviare")
    );
    let path = links(&world, "follow_up").await.remove(0);
    let token = path.trim_start_matches("/seguimientos/");
    let link = survey_link::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(link.token_digest, secrets::digest(token), "only its digest stays");

    let anyone = world.as_anyone();
    let page = anyone.get(&path).await.expect(200);
    assert_eq!(page.header("X-Robots-Tag"), Some("noindex"));
    page.expect_text("Seguimiento a 3 meses")
        .expect_text(&spoken_name(0))
        .expect_text("Hoy trabaja como Secretaria de Hacienda");
    let half = [("respuesta_ejemplo", "Cobro por cuotas"), ("correo", "jefe")];
    let page = anyone.post(&path, &half).await.expect(422);
    assert!(page.body().contains("Cobro por cuotas"));
    page.expect_text("Elija su respuesta: ¿Cuánto ha aplicado")
        .expect_text("nombre@entidad.gov.co")
        .expect_text("Marque que autoriza");
    let whole = answers("4", "Cobro por cuotas");
    anyone.post(&path, &pairs(&whole)).await.expect(303);
    anyone.get(&path).await.expect(200).expect_text("Gracias, su respuesta quedó guardada");
    anyone.post(&path, &pairs(&whole)).await.expect(422).expect_text("una sola vez");
    let kept = survey_invitation::Entity::find()
        .filter(survey_invitation::Column::AnsweredAt.is_not_null())
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.enrolment_id, class.people[0]);
    let post = kept.post_id.expect("the post of the day");
    let person = person_of(&world, &class, 0).await;
    let day = world.app.clock.today();
    let own = principal_on(world.app.db.read(), person, day).await.unwrap();
    assert_eq!(own.map(|post| post.id), Some(post));
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("surveys.answer"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told.len(), 1);
    assert!(!told[0].detail.contains("cuotas"), "history knows that, not what");
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_does_not_answer_is_reminded_twice_and_then_left_in_peace() {
    let world = World::new("follow reminders").await;
    let class = Class::running(&world, 2, &[-3, -1]).await;
    for index in [0, 1] {
        with_mail(&world, &class, index).await;
    }
    three_months_later(&world).await;
    let first = links(&world, "follow_up").await;
    assert_eq!(first.len(), 2);
    world.as_anyone().post(&first[1], &pairs(&answers("5", ""))).await.expect(303);
    for (days, many) in [(6, 2), (1, 3), (1, 3), (6, 4), (7, 4), (8, 4)] {
        world.advance(TimeDelta::days(days));
        work(&world).await;
        assert_eq!(letters(&world, "follow_up").await.len(), many, "{days} days later");
    }
    let told = letters(&world, "follow_up").await;
    assert!(
        told[2].subject.starts_with("Recordatorio: ") && told[3].text_body.contains("recordamos")
    );
    // The first letter serves as the last one does, until the round is over.
    world.as_anyone().get(&first[0]).await.expect(200).expect_text("Enviar mi respuesta");
    world.advance(TimeDelta::days(2));
    let late = world.as_anyone();
    late.get(&first[0]).await.expect(200).expect_text("Este enlace ya venció");
    late.post(&first[0], &pairs(&answers("5", ""))).await.expect(422).expect_text("cerró el");
    late.get("/seguimientos/nada").await.expect(200).expect_text("Este enlace no sirve");
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_applied_is_told_by_the_report_of_the_days_when_the_follow_up_ended() {
    let world = World::new("follow report").await;
    let class = Class::running(&world, 5, &[-3, -1]).await;
    for index in 0..5 {
        with_mail(&world, &class, index).await;
    }
    three_months_later(&world).await;
    for link in links(&world, "follow_up").await {
        world.as_anyone().post(&link, &pairs(&answers("3", ""))).await.expect(303);
    }
    world.advance(TimeDelta::days(31));
    // The year of today: the cohort ended in the year before.
    let report = "/informes/departamentos/50";
    let meta = world.as_gobernacion("50").await;
    meta.get(&format!("{report}/csv/cohortes")).await.expect(200).expect_no_text("Meta uno");
    let page = meta.get(&format!("{report}/resultados")).await.expect(200).body();
    let rows = table(&page, "capacidades");
    let place = |name: &str| rows[0].iter().position(|head| head == name).expect("has it");
    let (answered, mean) = (place("Respuestas a 3 meses"), place("Aplicación a 3 meses"));
    assert!(rows.len() > 1, "{rows:?}");
    for row in &rows[1..] {
        assert_eq!([row[answered].as_str(), row[mean].as_str()], ["5", "3,00"], "{row:?}");
    }
    let csv = meta.get(&format!("{report}/csv/capacidades")).await.expect(200).body();
    assert!(csv.contains(";5;3,00;"), "{csv}");
    world.finish().await;
}

#[rocket::async_test]
async fn the_supervisor_is_asked_when_the_person_says_so_and_by_a_link_of_their_own() {
    let world = World::new("follow supervisor").await;
    let class = Class::running(&world, 1, &[-3, -1]).await;
    with_mail(&world, &class, 0).await;
    three_months_later(&world).await;
    let path = links(&world, "follow_up").await.remove(0);
    let with = |mail: &str, allowed: bool| {
        let mut fields = answers("4", "Cobro por cuotas");
        fields.push(("correo".into(), mail.into()));
        if allowed {
            fields.push(("autoriza".into(), "si".into()));
        }
        fields
    };
    let anyone = world.as_anyone();
    let no = anyone.post(&path, &pairs(&with("jefa@alcaldia.example", false))).await.expect(422);
    no.expect_text("Marque que autoriza");
    let own = anyone.post(&path, &pairs(&with("Persona0@prueba.example", true))).await.expect(422);
    own.expect_text("Ese es su propio correo");
    anyone.post(&path, &pairs(&with("Jefa@alcaldia.example", true))).await.expect(303);
    work(&world).await;
    let told = letters(&world, "supervision").await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].recipient_email, "jefa@alcaldia.example");
    assert_eq!(told[0].cohort_id, Some(class.cohort.0));
    assert!(
        told[0].text_body.contains(&spoken_name(0)) && told[0].text_body.contains("nos autorizó")
    );
    assert!(!told[0].text_body.contains("cuotas"), "what the person answered is theirs");
    let path = links(&world, "supervision").await.remove(0);
    let page = anyone.get(&path).await.expect(200);
    page.expect_text("Lo que se nota en el trabajo")
        .expect_text("no la lee la persona")
        .expect_no_text("Correo de quien supervisa")
        .expect_no_text("cuotas");
    // Their three weeks are their own: they end before the round does, or after it.
    let of_supervisor = survey_invitation::Entity::find()
        .filter(survey_invitation::Column::Respondent.eq(Respondent::Supervisor))
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let now = world.app.clock.now();
    world.app.clock.travel_to(of_supervisor.expires_at);
    anyone.get(&path).await.expect(200).expect_text("Este enlace ya venció");
    world.app.clock.travel_to(now);
    let said = [("respuesta_aplicacion", "5"), ("respuesta_obstaculo", "Ninguno")];
    anyone.post(&path, &said).await.expect(303);
    let both = survey_invitation::Entity::find()
        .filter(survey_invitation::Column::AnsweredAt.is_not_null())
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(both.len(), 2);
    let asked = both.iter().find(|one| one.respondent == Respondent::Supervisor).unwrap();
    assert!(asked.consented_at.is_some());
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohorts_follow_up_is_told_of_five_and_its_examples_to_the_coordination() {
    let world = World::new("follow results").await;
    let class = Class::running(&world, 6, &[-3, -1]).await;
    for index in 0..6 {
        with_mail(&world, &class, index).await;
    }
    three_months_later(&world).await;
    let links = links(&world, "follow_up").await;
    for (index, link) in links.iter().enumerate().take(5) {
        let example = if index == 2 { "Depuramos la base predial" } else { "" };
        world.as_anyone().post(link, &pairs(&answers("3", example))).await.expect(303);
    }
    let path = format!("/cohortes/{}/encuestas", class.cohort);
    let coordinator = world.as_coordinator("MET").await;
    coordinator.get(&path).await.expect(200).expect_no_text("promedio");
    world.advance(TimeDelta::days(31));
    let coordinator = world.as_coordinator("MET").await;
    let page = coordinator.get(&path).await.expect(200);
    page.expect_text("Seguimiento a 3 meses")
        .expect_text("5 respuestas, promedio 3,0 de 5")
        .expect_text("Falta de tiempo")
        .expect_text("Depuramos la base predial")
        .expect_text("de 6 personas");
    let facilitator = world.as_facilitator("uno").await;
    facilitator.get(&path).await.expect(200).expect_no_text("predial");
    // The coordination makes a lesson of it, for whoever gives the course next.
    let lessons = format!("/cohortes/{}/lecciones", class.cohort);
    facilitator.get(&lessons).await.expect(403);
    let told = [("revisar", "si"), ("texto", "Depuramos la base predial")];
    let page = coordinator.get(&lessons).await.expect(200);
    page.expect_text("Depuramos la base predial Usar como punto de partida");
    let page = coordinator.post(&lessons, &told).await.expect(200);
    page.expect_no_text("Lecciones de esta cohorte");
    let text = "Depurar la base predial antes de liquidar ahorra reclamos.";
    let page = coordinator.post(&lessons, &[("texto", text)]).await.expect(422);
    assert!(page.expect_text("Elija qué cuenta la lección.").body().contains(text));
    coordinator.post(&lessons, &[("texto", text), ("clase", "ejemplo")]).await.expect(303);
    let lesson = lesson::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let course = format!("/cursos/{}/lecciones", lesson.course_id);
    facilitator
        .get(&course)
        .await
        .expect(200)
        .expect_text("Lo que se aplicó en el trabajo")
        .expect_text(text);
    class.learner(0).await.get(&course).await.expect(403);
    let withdrawal = format!("/lecciones/{}/retiro", lesson.id);
    world.as_coordinator("HUI").await.post(&withdrawal, &[]).await.expect(404);
    coordinator.post(&withdrawal, &[]).await.expect(303);
    coordinator.post(&withdrawal, &[]).await.expect(404);
    facilitator.get(&course).await.expect_text("Todavía no hay lecciones").expect_no_text(text);
    // Half a year after the end, once more.
    world.app.clock.travel_to(today().checked_add_months(Months::new(6)).unwrap());
    work(&world).await;
    let all = survey_invitation::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(all, 12);
    let told = letters(&world, "follow_up").await;
    assert!(told.last().unwrap().text_body.contains("Hace seis meses"));
    world.finish().await;
}
