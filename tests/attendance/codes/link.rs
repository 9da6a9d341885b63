//! The address in a person's letter: it stands for their place and for nothing else.

use chrono::TimeDelta;
use formacion::attendance::codes::entity::code_arrival;
use formacion::attendance::codes::housekeeping;
use formacion::attendance::entity::attendance_mark::{self, Method};
use formacion::enrolment::entity::enrolment::EnrolmentId;
use formacion::enrolment::entity::place_link;
use formacion::enrolment::links;
use formacion::history::entity::history_event;
use rocket::http::Cookie;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{open, shown};
use crate::support::class::Class;
use crate::support::world::World;

async fn letter(world: &World, place: EnrolmentId) -> String {
    let now = world.app.clock.now();
    let tx = world.app.db.begin().await.unwrap();
    let token = links::make(&tx, place, now, now + TimeDelta::hours(6)).await.unwrap();
    tx.commit().await.unwrap();
    token
}

#[rocket::async_test]
async fn whoever_has_the_letter_needs_no_password() {
    let world = World::new("codes link").await;
    let class = Class::running(&world, 2, &[0]).await;
    open(&class, 0).await;
    let token = letter(&world, class.people[0]).await;
    assert!(token.len() >= 26, "130 bits");
    let path = format!("/llegada/{token}");
    let anyone = world.as_anyone();
    let code = shown(&class, 0).await;
    // Opening it, with a code in the address too, changes nothing.
    let page = anyone.get(&format!("{path}?c={code}")).await.expect(200);
    let marks = attendance_mark::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(marks, 0);
    assert_eq!(page.header("X-Robots-Tag"), Some("noindex"));
    // This page alone may read the square with the camera.
    assert!(page.header("Permissions-Policy").unwrap().starts_with("camera=(self), "));
    let page = page.expect_text("Persona, CC").expect_text("***");
    let page = page.expect_no_text("Arrayán").expect_no_text("7.00");
    assert!(page.body().contains(&format!("value=\"{code}\"")));
    // The square of the screen leads there from then on.
    let kept = page.cookies.iter().find(|cookie| cookie.name() == "llegada_enlace").unwrap();
    let request = world.client.get(format!("/llegada?c={code}"));
    let led = anyone.send(request.cookie(Cookie::new("llegada_enlace", kept.value().to_owned())));
    assert_eq!(led.await.expect(303).location, Some(format!("{path}?c={code}")));
    let done = anyone.submit(&path, &[("codigo", &code)]).await.expect(200);
    done.expect_text("Su llegada quedó registrada: Tarde");
    let mark = attendance_mark::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!((mark.method, mark.enrolment_id), (Method::Code, class.people[0]));
    // The link signs it, in the row, in the list of changes and in history.
    assert!(mark.by_link && mark.author_account_id.is_none());
    let changes = format!("/sesiones/{}/cambios", class.sessions[0]);
    let changes = class.coordinator.get(&changes).await.expect(200);
    changes.expect_text("La persona, por el enlace de su correo");
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("attendance.take"))
        .one(world.app.db.read());
    assert_eq!(told.await.unwrap().unwrap().actor_account_id, None);
    let came = code_arrival::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert!(came.by_link);
    world.finish().await;
}

#[rocket::async_test]
async fn a_letter_of_before_or_of_nobody_opens_nothing() {
    let world = World::new("codes gone").await;
    let class = Class::running(&world, 1, &[0]).await;
    open(&class, 0).await;
    let token = letter(&world, class.people[0]).await;
    let anyone = world.as_anyone();
    for path in ["/llegada/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/llegada/x", "/llegada/%00"] {
        anyone.get(path).await.expect(200).expect_text("Este enlace ya no sirve");
        let code = shown(&class, 0).await;
        anyone.post(path, &[("codigo", &code)]).await.expect(422);
    }
    world.advance(TimeDelta::hours(6));
    let gone = anyone.get(&format!("/llegada/{token}")).await.expect(200);
    gone.expect_text("Este enlace ya no sirve");
    world.advance(TimeDelta::seconds(1));
    housekeeping::round(&world.app).await.unwrap();
    assert_eq!(place_link::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    // Without either, the way to sign in and back.
    let led = anyone.get("/llegada?c=7F3K9Q").await.expect(303);
    let led = led.location.unwrap();
    assert!(led.starts_with("/ingresar?destino="));
    let page = anyone.get(&led).await.expect(200);
    page.expect_text("¿Sin contraseña? Abra el enlace de su recordatorio");
    anyone.get("/ingresar").await.expect(200).expect_no_text("¿Sin contraseña?");
    world.finish().await;
}
