//! A hall checks in: who teaches projects the code, somebody types it on a telephone, and the
//! roll-call shows how they came.

use chrono::TimeDelta;
use formacion::attendance::entity::attendance_mark::{self, Method, State};
use formacion::cohorts::entity::session;
use formacion::platform::clock::Clock;
use formacion::platform::dates;
use formacion::sign_in::actor::AccountId;
use formacion::sign_in::entity::account;
use formacion::sign_in::passwords;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use crate::support::browser::{Browser, Way};
use crate::support::class::Class;
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::{World, today};

const PASSWORD: &str = "una frase bien larga";

/// Gives an account a password; answers its mail.
pub(super) async fn with_password(world: &World, account: AccountId) -> String {
    let change = account::ActiveModel {
        id: Set(account),
        password_hash: Set(Some(passwords::hash(PASSWORD).await.unwrap())),
        ..Default::default()
    };
    change.update(world.app.db.writer()).await.unwrap().email
}

/// Enters with it, on the page of the sign-in.
pub(super) async fn enter(browser: &Browser, mail: &str) {
    browser.fill("Correo electrónico", mail).await;
    browser.fill("Contraseña", PASSWORD).await;
    // The menu has a link of the same name.
    let press =
        "document.querySelector('form[action=\"/ingresar\"] button:not([type=button])').click()";
    browser.script(press, vec![]).await;
}

/// A class whose session is under way by the machine's clock, which the server goes by (but in the five
/// minutes after midnight).
pub(super) async fn under_way(world: &World, people: usize) -> Class<'_> {
    let now = Clock::machine().now();
    let days = (dates::bogota_date(now) - dates::bogota_date(today())).num_days();
    let class = Class::running(world, people, &[days]).await;
    let session = session::ActiveModel {
        id: Set(class.sessions[0]),
        starts_at: Set(now - TimeDelta::minutes(5)),
        ends_at: Set(now + TimeDelta::hours(1)),
        ..Default::default()
    };
    session.update(world.app.db.writer()).await.unwrap();
    class
}

#[rocket::async_test]
async fn a_person_types_what_the_screen_shows_and_the_list_says_so() {
    let world = World::new("journey arrive").await;
    let class = under_way(&world, 2).await;
    let place = formacion::enrolment::entity::enrolment::Entity::find_by_id(class.people[0])
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let person = world.as_participant(place.person_id.0).await;
    let teaches = with_password(&world, class.facilitator.account()).await;
    let comes = with_password(&world, person.account()).await;
    let mail = Smtp::start();
    let server = Server::with().database(world.database_url()).smtp(&mail.url()).start();

    let screen = Browser::open_at(Way::Mouse, 1280).await;
    let path = format!("/sesiones/{}/codigo", class.sessions[0]);
    screen.visit(&server.url(&format!("/ingresar?destino={path}"))).await;
    enter(&screen, &teaches).await;
    screen.expect_text("Abrir y proyectar el código").await;
    screen.expect_accessible().await;
    screen.press("Abrir y proyectar el código").await;
    screen.expect_text("0 de 2 registraron su llegada").await;
    screen.expect_accessible().await;
    screen.picture("code-screen").await;

    let hand = Browser::open_at(Way::Mouse, 320).await;
    hand.visit(&server.url("/ingresar?destino=/llegada")).await;
    enter(&hand, &comes).await;
    hand.expect_text("Hoy: ").await;
    hand.expect_accessible().await;
    hand.fill("Código de la pantalla", "zzz zzz").await;
    hand.press("Registrar mi llegada").await;
    hand.expect_text("Ese no es el código de la pantalla").await;
    hand.expect_accessible().await;
    let read = "return document.querySelector('.screen__code').innerText.toLowerCase()";
    let code = screen.script(read, vec![]).await;
    let code = code.as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    hand.fill("Código de la pantalla", &code).await;
    hand.press("Registrar mi llegada").await;
    hand.expect_text("Su llegada quedó registrada: Presente").await;
    hand.picture("code-typed").await;

    screen.visit(&server.url(&class.roll_call(0))).await;
    screen.expect_text("1 de 2 personas con registro").await;
    screen.expect_text("Código ").await;
    screen.visit(&server.url(&format!("/sesiones/{}/llegadas", class.sessions[0]))).await;
    screen.expect_text("su cuenta").await;
    screen.expect_accessible().await;
    screen.picture("code-arrivals").await;
    let marks = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    let made: Vec<_> = marks.iter().map(|mark| (mark.method, mark.state)).collect();
    assert_eq!(made, [(Method::Code, State::Present)]);
    hand.close().await;
    screen.close().await;
    server.stop();
    world.finish().await;
}
