//! A public servant's own arrival, from the first page of a telephone.

use super::super::arrive::{enter, under_way, with_password};
use super::Hand;
use crate::support::browser::{Browser, Way};
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::World;

#[rocket::async_test]
async fn the_field_for_the_code_is_one_tap_from_home() {
    let world = World::new("acts arrival").await;
    let class = under_way(&world, 2).await;
    let person = class.learner(0).await;
    let comes = with_password(&world, person.account()).await;
    let mail = Smtp::start();
    let server = Server::with().database(world.database_url()).smtp(&mail.url()).start();
    let browser = Browser::open_at(Way::Mouse, 360).await;
    browser.visit(&server.url("/ingresar")).await;
    enter(&browser, &comes).await;
    browser.expect_text("Registrar mi llegada").await;
    browser.picture("acts-arrival").await;
    let hand = Hand::at(&browser);
    hand.press("Registrar mi llegada").await;
    browser.expect_path("/llegada").await;
    browser.expect_text("Código de la pantalla").await;
    hand.expect_at_most(
        1,
        "acts-arrival",
        "from a servant's first page to the field for the code of the room; no page led there",
    );
    browser.close().await;
    server.stop();
    world.finish().await;
}
