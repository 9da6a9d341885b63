//! What people think of a course is asked by itself, and told of five or more when it is over.

use chrono::TimeDelta;
use formacion::surveys::entity::survey_version::Kind;
use formacion::surveys::entity::{survey_ballots, survey_round, survey_ticket};
use formacion::surveys::{commands, queries};
use rocket::tokio;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{learner, letters, sheet, with_mail, work};
use crate::support::class::{Class, pairs};
use crate::support::world::World;

fn own(class: &Class<'_>, person: usize) -> String {
    format!("/inscripciones/{}/encuesta", class.people[person])
}

/// The person takes their ballot and hands it in.
async fn answer(world: &World, class: &Class<'_>, person: usize, score: &str, comment: &str) {
    let learner = learner(world, class, person).await;
    let ballot = learner.post(&own(class, person), &[]).await.expect(303).location.unwrap();
    let fields = sheet(score, comment);
    // Whoever holds the ballot hands it in: nobody is signed in.
    world.as_anyone().post(&ballot, &pairs(&fields)).await.expect(303);
}

#[rocket::async_test]
async fn a_cohort_that_ended_is_asked_by_itself_and_once() {
    let world = World::new("survey opens").await;
    let class = Class::running(&world, 3, &[-2, 0]).await;
    with_mail(&world, &class, 0).await;
    work(&world).await;
    let rounds = async || survey_round::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(rounds().await, 0, "the last day is not over");
    let person = learner(&world, &class, 0).await;
    let page = person.get(&own(&class, 0)).await.expect(200);
    page.expect_text("se abre el 21 de noviembre de 2026");
    person.post(&own(&class, 0), &[]).await.expect(422).expect_text("todavía no está abierta");

    world.advance(TimeDelta::days(1));
    let open = || commands::open(&world.app, class.cohort, Kind::Satisfaction);
    let (one, two) = tokio::join!(open(), open());
    assert!(one.unwrap().is_some() != two.unwrap().is_some(), "one of two instances opens it");
    work(&world).await;
    assert_eq!(rounds().await, 1);
    let told = letters(&world, "opened").await;
    assert_eq!(told.len(), 1, "the others have no mail");
    assert!(told[0].text_body.contains(&own(&class, 0)) && told[0].text_body.contains("anónima"));
    assert!(told[0].text_body.contains("12 de diciembre de 2026"));
    let person = learner(&world, &class, 0).await;
    person.get(&own(&class, 0)).await.expect(200).expect_text("Responder la encuesta");
    world.finish().await;
}

#[rocket::async_test]
async fn a_ballot_is_taken_once_and_what_was_chosen_stays_until_it_is_whole() {
    let world = World::new("survey ballot").await;
    let class = Class::running(&world, 2, &[-2, -1]).await;
    work(&world).await;
    let first = learner(&world, &class, 0).await;
    let ballot = first.post(&own(&class, 0), &[]).await.expect(303).location.unwrap();
    first.post(&own(&class, 0), &[]).await.expect(422).expect_text("Ya tomó su papeleta");
    let page = first.get(&ballot).await.expect(200);
    page.expect_text("¿Qué tan pertinente fue el curso")
        .expect_text("no lleva su nombre")
        .expect_text("1 Nada");
    let half = [("respuesta_pertinencia", "4"), ("respuesta_comentario", "Me gustó 😀")];
    let page = first.post(&ballot, &half).await.expect(422);
    assert!(page.body().contains("Me gustó 😀") && page.body().contains("checked"));
    page.expect_text("Elija su respuesta: ¿Qué tan oportuno");
    let whole = sheet("4", "Me gustó 😀");
    first.post(&ballot, &pairs(&whole)).await.expect(303);
    first.post(&ballot, &pairs(&whole)).await.expect(422).expect_text("una sola vez");
    first.get(&ballot).await.expect(200).expect_text("ya no sirve");
    first.get(&own(&class, 0)).await.expect(200).expect_text("Gracias por participar");

    // Who answered is known, yes or no; the second one did not.
    let answered = queries::answered(world.app.db.read(), class.cohort).await.unwrap();
    assert_eq!(answered, [class.people[0]].into());
    // Nobody takes somebody else's, not even whoever coordinates.
    let second = learner(&world, &class, 1).await;
    second.post(&own(&class, 0), &[]).await.expect(404);
    class.coordinator.get(&own(&class, 1)).await.expect(403);
    // A ballot that is none, and one whose round is over.
    world
        .as_anyone()
        .get("/papeletas/1-AAAAAAAAAAAAAAAAAAAAAAAAAA")
        .await
        .expect_text("ya no sirve");
    world.as_anyone().get("/papeletas/nada").await.expect_text("ya no sirve");
    let late = second.post(&own(&class, 1), &[]).await.expect(303).location.unwrap();
    world.advance(TimeDelta::days(22));
    world.as_anyone().get(&late).await.expect(200).expect_text("cerró el 11 de diciembre de 2026");
    world.as_anyone().post(&late, &pairs(&whole)).await.expect(422).expect_text("cerró el");
    world.finish().await;
}

#[rocket::async_test]
async fn of_two_requests_for_one_ballot_one_gets_it() {
    let world = World::new("survey race").await;
    let class = Class::running(&world, 1, &[-2, -1]).await;
    work(&world).await;
    let learner = learner(&world, &class, 0).await;
    let path = own(&class, 0);
    let (one, two) = tokio::join!(learner.post(&path, &[]), learner.post(&path, &[]));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let ballot = one.location.or(two.location).unwrap();
    let fields = sheet("5", "");
    let fields = pairs(&fields);
    let anyone = world.as_anyone();
    let (one, two) = tokio::join!(anyone.post(&ballot, &fields), anyone.post(&ballot, &fields));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);

    // The negative control: a ticket whose mark is wiped off gives another ballot, and the doctor sees
    // more ballots than tickets.
    let db = world.app.db.writer();
    survey_ticket::Entity::update_many()
        .col_expr(survey_ticket::Column::IsUsed, Expr::value(false))
        .exec(db)
        .await
        .unwrap();
    learner.post(&path, &[]).await.expect(303);
    let found = formacion::doctor::examine(&world.app).await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].text.contains("1 used and 2 ballots"), "{}", found[0].text);
    survey_ballots::Entity::update_many()
        .col_expr(survey_ballots::Column::Digests, Expr::value("[]"))
        .exec(db)
        .await
        .unwrap();
    world.finish().await;
}

#[rocket::async_test]
async fn results_wait_for_the_end_and_for_five_answers() {
    let world = World::new("survey results").await;
    let class = Class::named(&world, "uno", 6, &[-2, -1]).await;
    let other = Class::named(&world, "dos", 5, &[-2, -1]).await;
    work(&world).await;
    for (person, score) in ["5", "5", "4", "4", "3"].iter().enumerate() {
        answer(&world, &class, person, score, if person == 4 { "Ábrego llegó tarde" } else { "" })
            .await;
    }
    for person in 0..4 {
        answer(&world, &other, person, "5", "Excelente").await;
    }
    let path = |class: &Class<'_>| format!("/cohortes/{}/encuestas", class.cohort);
    let open = class.coordinator.get(&path(&class)).await.expect(200);
    open.expect_text("papeletas tomadas").expect_text("de 6 personas").expect_no_text("promedio");
    world.advance(TimeDelta::days(22));
    let coordinator = world.as_coordinator("MET").await;
    let over = coordinator.get(&path(&class)).await.expect(200);
    over.expect_text("5 respuestas, promedio 4,2 de 5")
        .expect_text("5 Mucho")
        .expect_text("Ábrego llegó tarde");
    // The facilitator reads figures and no sentences.
    let facilitator = world.as_facilitator("uno").await;
    let page = facilitator.get(&path(&class)).await.expect(200);
    page.expect_text("5 respuestas, promedio 4,2 de 5").expect_no_text("Ábrego");
    // Four are nobody's figures.
    let four = coordinator.get(&path(&other)).await.expect(200);
    four.expect_text("Se muestra desde 5 respuestas")
        .expect_no_text("promedio")
        .expect_no_text("Excelente");
    let away = world.as_coordinator("HUI").await;
    away.get(&path(&class)).await.expect(404);
    world.finish().await;
}
