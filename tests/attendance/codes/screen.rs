//! What hangs on the wall: the code, the square, how many came; nothing of anybody and no secret.

use chrono::TimeDelta;
use formacion::history::entity::history_event;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{last, open, person, shown, types};
use crate::support::class::{Class, listed_name, spoken_name};
use crate::support::world::{Answered, World};

/// After how many seconds the page comes again by itself, with a script and without.
fn again(page: &Answered) -> String {
    let body = page.body();
    let between = |start: &str| {
        let (_, rest) = body.split_once(start).unwrap_or_else(|| panic!("no {start}: {body}"));
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let scripted = between("data-again=\"");
    assert_eq!(between("<meta http-equiv=\"refresh\" content=\""), scripted);
    scripted
}

#[rocket::async_test]
async fn the_screen_shows_the_code_until_it_changes_and_how_many_came() {
    let world = World::new("codes screen").await;
    let class = Class::running(&world, 3, &[0]).await;
    let path = format!("/sesiones/{}/codigo", class.sessions[0]);
    let before = class.facilitator.get(&path).await.expect(200);
    before.expect_text("Abrir y proyectar el código").expect_text("más de 15 minutos");
    open(&class, 0).await;
    world.advance(TimeDelta::seconds(4));
    let page = class.facilitator.get(&path).await.expect(200);
    assert_eq!(again(&page), "11", "until the code changes");
    let code = shown(&class, 0).await;
    let page = page.expect_text(&format!("{} {}", &code[..3], &code[3..]));
    let page =
        page.expect_text("0 de 3 registraron su llegada").expect_text("127.0.0.1:8000/llegada");
    let body = page.body();
    assert!(body.contains("data:image/svg+xml;base64,"), "{body}");
    assert_eq!(body.matches("<script").count(), 1, "the module of all pages alone: {body}");
    let one = person(&world, class.people[0]).await;
    types(&one, &code).await.expect(303);
    let page = class.coordinator.get(&path).await.expect(200);
    let page = page.expect_text("1 de 3 registraron su llegada");
    page.expect_no_text(&listed_name(0)).expect_no_text(&spoken_name(0));
    world.advance(TimeDelta::seconds(11));
    let page = class.facilitator.get(&path).await.expect(200);
    assert_eq!(again(&page), "15");
    page.expect_no_text(&format!("{} {}", &code[..3], &code[3..]));
    world.finish().await;
}

#[rocket::async_test]
async fn the_secret_is_on_no_page_and_in_no_history() {
    let world = World::new("codes secret").await;
    let class = Class::running(&world, 1, &[0]).await;
    open(&class, 0).await;
    let one = person(&world, class.people[0]).await;
    types(&one, &shown(&class, 0).await).await.expect(303);
    let row = last(&class, 0).await;
    // The only way out of a secret is through the database's own driver.
    let hidden: Vec<String> = [row.secret.unwrap(), row.salt.unwrap()]
        .into_iter()
        .map(|secret| match sea_orm::Value::from(secret) {
            sea_orm::Value::String(Some(text)) => text.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    let session = class.sessions[0];
    for path in [
        format!("/sesiones/{session}/codigo"),
        format!("/sesiones/{session}/llegadas"),
        format!("/sesiones/{session}/asistencia"),
        format!("/sesiones/{session}/cambios"),
        format!("/cohortes/{}/asistencia", class.cohort),
        "/llegada".to_owned(),
    ] {
        let reader = if path == "/llegada" { &one } else { &class.facilitator };
        let body = reader.get(&path).await.expect(200).body();
        assert!(hidden.iter().all(|secret| !body.contains(secret)), "{path}");
    }
    let told = history_event::Entity::find().all(world.app.db.read()).await.unwrap();
    let told: Vec<String> = told.into_iter().map(|event| event.detail).collect();
    assert!(hidden.iter().all(|secret| told.iter().all(|detail| !detail.contains(secret))));
    world.finish().await;
}

#[rocket::async_test]
async fn it_opens_on_its_day_stays_open_and_opens_again_with_another_secret() {
    let world = World::new("codes opening").await;
    let class = Class::running(&world, 1, &[0, 7]).await;
    let path = |session: usize| format!("/sesiones/{}/codigo", class.sessions[session]);
    let early = class.facilitator.post(&path(1), &[]).await.expect(422);
    early.expect_text("La sesión es el viernes 27 de noviembre");
    open(&class, 0).await;
    let first = last(&class, 0).await;
    open(&class, 0).await;
    assert_eq!(last(&class, 0).await.id, first.id, "pressed twice");
    let old = shown(&class, 0).await;
    class.facilitator.post(&format!("{}/cierre", path(0)), &[]).await.expect(303);
    class.facilitator.post(&format!("{}/cierre", path(0)), &[]).await.expect(303);
    world.advance(TimeDelta::seconds(1));
    open(&class, 0).await;
    let second = last(&class, 0).await;
    assert_ne!(second.secret, first.secret);
    assert_eq!(second.salt, first.salt, "one session, one way of telling browsers apart");
    let one = person(&world, class.people[0]).await;
    types(&one, &old).await.expect(422).expect_text("Ese código ya cambió");
    types(&one, &shown(&class, 0).await).await.expect(303);
    // Another class's facilitator sees nothing and opens nothing.
    let other = world.as_facilitator("ajeno").await;
    other.get(&path(0)).await.expect(404);
    other.post(&path(0), &[]).await.expect(404);
    let actions = history_event::Entity::find()
        .filter(history_event::Column::Action.contains("_code"))
        .all(world.app.db.read())
        .await
        .unwrap();
    let actions: Vec<_> = actions.iter().map(|event| event.action.as_str()).collect();
    let (opened, closed) = ("attendance.open_code", "attendance.close_code");
    assert_eq!(actions, [opened, closed, opened]);
    world.finish().await;
}
