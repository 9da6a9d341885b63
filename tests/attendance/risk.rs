//! Who falls below the minimum is told while it can still be mended, and never twice.

use chrono::{DateTime, TimeDelta, Utc};
use formacion::attendance::risk::entity::risk_notice::{self, RiskLevel};
use formacion::attendance::risk::worker::round;
use formacion::enrolment::entity::enrolment;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person;
use rocket::tokio;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};

use crate::support::class::{Class, listed_name, spoken_name};
use crate::support::world::World;

/// Gives the n-th person of the class an address.
async fn with_mail(world: &World, class: &Class<'_>, index: usize) {
    let db = world.app.db.writer();
    let place = enrolment::Entity::find_by_id(class.people[index]).one(db).await.unwrap().unwrap();
    let row = person::Entity::find_by_id(place.person_id).one(db).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.email = Set(Some(format!("persona{index}@prueba.example")));
    row.update(db).await.unwrap();
}

async fn letters(world: &World, kind: &str) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq(format!("attendance/{kind}")))
        .order_by_asc(outbox_message::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

async fn notices(world: &World) -> Vec<risk_notice::Model> {
    let all = risk_notice::Entity::find().order_by_asc(risk_notice::Column::Id);
    all.all(world.app.db.read()).await.unwrap()
}

async fn in_an_hour(world: &World) {
    world.advance(TimeDelta::hours(1));
    round(&world.app).await.unwrap();
}

#[rocket::async_test]
async fn who_newly_falls_is_told_once_with_what_is_still_reachable() {
    let world = World::new("risk once").await;
    let class = Class::running(&world, 3, &[-2, -1, 1, 2, 3, 4]).await;
    for index in [0, 1] {
        with_mail(&world, &class, index).await;
    }
    class.mark(0, &[(0, "ausente"), (1, "presente"), (2, "ausente")]).await;
    round(&world.app).await.unwrap();
    assert!(notices(&world).await.is_empty(), "the list is still being taken");
    in_an_hour(&world).await;
    let told = notices(&world).await;
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|one| one.level == RiskLevel::AtRisk && one.over_at.is_none()));
    let of = |person: usize| told.iter().find(|one| one.enrolment_id == class.people[person]);
    assert!(of(0).unwrap().is_told && !of(2).unwrap().is_told, "the third has no mail");
    let own = letters(&world, "at_risk").await;
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].subject, "Asistencia en riesgo: 0 % (mínimo 80 %)");
    assert!(own[0].text_body.contains("necesita asistir a las 4 sesiones que faltan"));
    assert!(own[0].text_body.contains(&format!("/inscripciones/{}/asistencia", class.people[0])));
    let office = letters(&world, "people_at_risk").await;
    assert_eq!(office.len(), 1);
    assert!(office[0].subject.starts_with("Asistencia en riesgo, 2 personas: "));
    assert!(office[0].text_body.contains(&spoken_name(2)));
    // The second list is still to be passed.
    let text = &office[0].text_body;
    assert!(
        text.contains("faltan listas por pasar: con ellas todavía puede llegar a 83 %"),
        "{text}"
    );
    // R67: no letter holds a document.
    let documents = (7_000_000 + class.cohort.0).to_string();
    let holds = |letter: &outbox_message::Model| letter.text_body.contains(&documents);
    assert!(!own.iter().chain(&office).any(holds));

    // However often it looks, and from however many instances.
    let (one, two) = tokio::join!(round(&world.app), round(&world.app));
    one.unwrap();
    two.unwrap();
    in_an_hour(&world).await;
    assert_eq!(notices(&world).await.len(), 2);
    assert_eq!(letters(&world, "at_risk").await.len(), 1);

    let coordinator = world.as_coordinator("MET").await;
    let page = coordinator.get(&format!("/cohortes/{}/riesgo", class.cohort)).await.expect(200);
    page.expect_text(&listed_name(0))
        .expect_text("4 de 4 sesiones")
        .expect_text("persona0@prueba.example")
        .expect_text("Sin correo")
        .expect_text("Correo del 20/11/2026")
        .expect_no_text(&listed_name(1));
    let facilitator = world.as_facilitator("uno").await;
    facilitator.get(&format!("/cohortes/{}/riesgo", class.cohort)).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn what_can_still_be_reached_counts_the_lists_that_nobody_has_passed() {
    let world = World::new("risk lists").await;
    let class = Class::running(&world, 2, &[-3, -2, 1, 2, 3]).await;
    class.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    in_an_hour(&world).await;
    // Three of four without the second list, under the minimum; four of five with it.
    let office = letters(&world, "people_at_risk").await;
    let told = "va en 0 %; faltan listas por pasar: con ellas todavía puede llegar a 80 %";
    assert!(office[0].text_body.contains(told), "{}", office[0].text_body);
    let page = format!("/cohortes/{}/riesgo", class.cohort);
    let page = world.as_coordinator("MET").await.get(&page).await.expect(200);
    page.expect_text("Alcanzable: 80 %, si las listas que faltan por pasar dicen que asistió")
        .expect_no_text("Necesita");
    world.finish().await;
}

#[rocket::async_test]
async fn of_two_instances_that_see_the_same_one_tells() {
    let world = World::new("risk race").await;
    let class = Class::running(&world, 2, &[-2, 1, 2, 3, 4]).await;
    with_mail(&world, &class, 0).await;
    class.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    world.advance(TimeDelta::hours(1));
    let (one, two) = tokio::join!(round(&world.app), round(&world.app));
    one.unwrap();
    two.unwrap();
    assert_eq!(notices(&world).await.len(), 1);
    assert_eq!(letters(&world, "at_risk").await.len(), 1);
    assert_eq!(letters(&world, "people_at_risk").await.len(), 1);
    // The negative control: without the notice that was kept, everything is told again.
    risk_notice::Entity::delete_many().exec(world.app.db.writer()).await.unwrap();
    in_an_hour(&world).await;
    assert_eq!(letters(&world, "at_risk").await.len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn another_level_is_news_and_a_recovery_is_not() {
    let world = World::new("risk levels").await;
    let class = Class::running(&world, 1, &[-3, -2, 1, 2, 3]).await;
    with_mail(&world, &class, 0).await;
    class.mark(0, &[(0, "ausente")]).await;
    in_an_hour(&world).await;
    let facilitator = world.as_facilitator("uno").await;
    let absent = class.estados(&[(0, "ausente")]);
    let absent: Vec<_> = crate::support::class::pairs(&absent);
    facilitator.post(&class.roll_call(1), &absent).await.expect(303);
    in_an_hour(&world).await;
    let own = letters(&world, "at_risk").await;
    assert_eq!(own.len(), 2);
    assert_eq!(own[1].subject, "Asistencia bajo el mínimo: 0 % (mínimo 80 %)");
    assert!(own[1].text_body.contains("Ya no alcanza el mínimo del 80 %"));
    let told = notices(&world).await;
    assert!(told[0].over_at.is_some() && told[1].over_at.is_none());
    // Corrected: nothing is sent, and the notice is over.
    let coordinator = world.as_coordinator("MET").await;
    for session in [0, 1] {
        let page = coordinator.get(&class.roll_call(session)).await.expect(200);
        let visto = format!("visto[{}]", class.people[0]);
        let seen = crate::support::class::hidden(&page.body(), &visto);
        let mut fields = class.estados(&[(0, "presente")]);
        fields.push((visto, seen));
        let fields = crate::support::class::pairs(&fields);
        coordinator.post(&class.roll_call(session), &fields).await.expect(303);
    }
    in_an_hour(&world).await;
    assert_eq!(letters(&world, "at_risk").await.len(), 2);
    assert!(notices(&world).await.iter().all(|one| one.over_at.is_some()));
    world.finish().await;
}

#[rocket::async_test]
async fn the_past_is_no_news() {
    let world = World::new("risk past").await;
    let class = Class::running(&world, 1, &[-2, 40, 41, 42, 43]).await;
    with_mail(&world, &class, 0).await;
    class.mark(0, &[(0, "ausente")]).await;
    let now: DateTime<Utc> = world.app.clock.now();
    world.app.clock.travel_to(now + TimeDelta::days(31));
    round(&world.app).await.unwrap();
    assert!(notices(&world).await.is_empty());
    // The control: a day less, and it is told.
    world.app.clock.travel_to(now + TimeDelta::days(29));
    round(&world.app).await.unwrap();
    assert_eq!(notices(&world).await.len(), 1);
    world.finish().await;
}
