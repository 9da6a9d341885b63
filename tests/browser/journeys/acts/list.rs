//! The end of a list where most did not come.

use formacion::attendance::entity::attendance_mark::{self, State};
use sea_orm::EntityTrait;

use super::super::arrive::{enter, under_way, with_password};
use super::Hand;
use crate::support::browser::{Browser, Way};
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::World;

#[rocket::async_test]
async fn a_list_with_twenty_absent_ends_in_three_taps() {
    let world = World::new("acts list").await;
    let class = under_way(&world, 25).await;
    let teaches = with_password(&world, class.facilitator.account()).await;
    let mail = Smtp::start();
    let server = Server::with().database(world.database_url()).smtp(&mail.url()).start();
    let browser = Browser::open_at(Way::Mouse, 360).await;
    let list = class.roll_call(0);
    browser.visit(&server.url(&format!("/ingresar?destino={list}"))).await;
    enter(&browser, &teaches).await;
    browser.expect_text("Guardar asistencia").await;
    // Five came.
    let come = "[...document.querySelectorAll('.roll__row')].slice(0, 5) \
        .forEach(row => row.querySelector('input[value=presente]').click())";
    browser.script(come, vec![]).await;
    browser.press("Guardar asistencia").await;
    browser.visit(&server.url(&list)).await;
    browser.expect_text("5 de 25").await;

    let hand = Hand::at(&browser);
    hand.press("Guardar y terminar la lista").await;
    browser.expect_text("20 personas no tienen registro").await;
    browser.picture("acts-list").await;
    // The session goes on for an hour: that has to be said.
    hand.tick("La lista está completa aunque la sesión no ha terminado").await;
    hand.press("Los demás, ausentes: terminar la lista").await;
    browser.visit(&server.url(&list)).await;
    browser.expect_text("La lista de esta sesión está terminada").await;
    hand.expect_at_most(
        3,
        "acts-absent",
        "from a list with five present to its end with twenty absent, before the session is over; it took 21",
    );
    let marks = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    let absent = marks.iter().filter(|mark| mark.state == State::Absent).count();
    assert_eq!((marks.len(), absent), (25, 20));
    browser.close().await;
    server.stop();
    world.finish().await;
}
