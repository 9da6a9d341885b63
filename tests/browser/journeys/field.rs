//! A facilitator without a network: the lists are on the telephone, the server cannot be reached,
//! the telephone is switched off and on, and everything that was marked arrives once.

use std::time::{Duration, Instant};

use formacion::attendance::entity::attendance_mark::{self, Method, State};
use formacion::attendance::entity::walk_in;
use formacion::attendance::field::entity::{field_arrival, field_device};
use formacion::platform::clock::Clock;
use formacion::platform::dates;
use formacion::sign_in::entity::account;
use formacion::sign_in::passwords;
use rocket::tokio;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use crate::support::browser::{Browser, Way};
use crate::support::class::Class;
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::{World, today};

const PASSWORD: &str = "una frase bien larga";
const MAIL: &str = "facilitador.uno@prueba.example";

/// Waits until a script of the test says yes.
async fn until(browser: &Browser, what: &str, script: &str) {
    let end = Instant::now() + Duration::from_secs(20);
    while browser.script(script, vec![]).await != json!(true) {
        if Instant::now() > end {
            browser.fail(what).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What the bar at the foot of the page says.
async fn bar(browser: &Browser, words: &str) {
    let script =
        "return (document.getElementById('estado')?.textContent ?? '').includes(arguments[0])";
    let end = Instant::now() + Duration::from_secs(20);
    while browser.script(script, vec![json!(words)]).await != json!(true) {
        if Instant::now() > end {
            browser.fail(&format!("the bar does not say «{words}»")).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn enter(browser: &Browser) {
    browser.fill("Correo electrónico", MAIL).await;
    browser.fill("Contraseña", PASSWORD).await;
    // The menu has a link of the same name.
    let press =
        "document.querySelector('form[action=\"/ingresar\"] button:not([type=button])').click()";
    browser.script(press, vec![]).await;
}

/// A class of 35 with a session today, on the machine's own calendar, and who teaches it.
async fn class(world: &World) -> Class<'_> {
    let today_here = dates::bogota_date(Clock::machine().now());
    let days = (today_here - dates::bogota_date(today())).num_days();
    let class = Class::running(world, 35, &[days]).await;
    let change = account::ActiveModel {
        id: Set(class.facilitator.account()),
        password_hash: Set(Some(passwords::hash(PASSWORD).await.unwrap())),
        ..Default::default()
    };
    change.update(world.app.db.writer()).await.unwrap();
    class
}

#[rocket::async_test]
async fn without_a_network_and_after_a_restart_every_mark_arrives_once() {
    let world = World::new("journey field").await;
    let class = class(&world).await;
    let mail = Smtp::start();
    let start = || Server::with().database(world.database_url()).smtp(&mail.url());
    let server = start().start();
    let port = server.port();
    let campo = server.url("/campo");
    let browser = Browser::open_at(Way::Mouse, 320).await;
    browser.visit(&server.url("/ingresar?destino=/campo")).await;
    enter(&browser).await;
    bar(&browser, "última sincronización").await;
    browser.expect_text("Sesión 1").await;
    until(&browser, "the page keeps itself", "return navigator.serviceWorker?.controller != null")
        .await;
    browser.expect_accessible().await;

    let other =
        "return navigator.serviceWorker.getRegistration('/').then(one => Boolean(one?.active))";
    until(&browser, "other pages lead there", other).await;

    // The road ends, and with it the network; the telephone is switched off.
    let certificates = server.url("/mis-certificados");
    server.stop();
    let browser = browser.restarted().await;
    // Any other page leads there, and shows nothing of anybody.
    browser.visit(&certificates).await;
    browser.expect_text("Esta página necesita red").await;
    browser.expect_accessible().await;
    browser.press("Pasar lista sin señal").await;
    browser.visit(&campo).await;
    browser.expect_text("No hay señal").await;
    browser.press("Sesión 1").await;
    until(
        &browser,
        "35 on the list",
        "return document.querySelectorAll('.roll__row').length === 35",
    )
    .await;
    let states = ["present", "late", "absent", "excused", "dispensed"];
    for (index, state) in states.into_iter().enumerate() {
        let tap = "document.querySelectorAll('.roll__row')[arguments[0]].querySelector(`input[value=${arguments[1]}]`).click()";
        browser.script(tap, vec![json!(index), json!(state)]).await;
        bar(&browser, &format!("{} pendiente", index + 1)).await;
    }
    browser.press("Marcar todos presentes").await;
    bar(&browser, "35 pendientes").await;
    for (count, name) in [(36, "Óscar Quiñones Yopo"), (37, "Marta Liévano")] {
        browser.fill("Nombres y apellidos", name).await;
        browser.press("Agregar persona").await;
        bar(&browser, &format!("{count} pendientes")).await;
    }
    browser.expect_accessible().await;
    browser.picture("field-offline").await;

    // Switched off once more, and back where there is a signal: the sign-in went with the browser, and the
    // telephone sends by itself.
    let browser = browser.restarted().await;
    browser.visit(&campo).await;
    bar(&browser, "37 pendientes").await;
    let server = start().start_again_at(port);
    browser.press("Enviar ahora").await;
    bar(&browser, "Nada pendiente").await;
    browser.expect_text("Sesión 1").await;
    browser.press("Sesión 1").await;
    browser.expect_text("35 de 35 con registro").await;
    browser.expect_accessible().await;
    browser.picture("field-sent").await;

    let db = world.app.db.read();
    let marks = attendance_mark::Entity::find().all(db).await.unwrap();
    assert_eq!(marks.len(), 35, "each once");
    assert!(marks.iter().all(|mark| mark.method == Method::Offline && mark.device_id.is_some()));
    let with = |state: State| marks.iter().filter(|mark| mark.state == state).count();
    assert_eq!(with(State::Present), 31);
    assert_eq!(with(State::Late), 1);
    let people: std::collections::HashSet<_> = marks.iter().map(|mark| mark.enrolment_id).collect();
    assert_eq!(people, class.people.iter().copied().collect());
    assert_eq!(field_arrival::Entity::find().all(db).await.unwrap().len(), 35);
    let mut names: Vec<String> =
        walk_in::Entity::find().all(db).await.unwrap().into_iter().map(|came| came.name).collect();
    names.sort();
    assert_eq!(names, ["Marta Liévano", "Óscar Quiñones Yopo"]);

    // A password that changed ends the trust: the bar leads to the sign-in.
    let distrusted = Expr::value(None::<chrono::DateTime<chrono::Utc>>);
    field_device::Entity::update_many()
        .col_expr(field_device::Column::TrustedAt, distrusted)
        .exec(world.app.db.writer())
        .await
        .unwrap();
    browser.visit(&campo).await;
    browser.expect_text("Ingrese para recibir sus listas").await;
    browser.press("Ingresar").await;
    enter(&browser).await;

    // Leaving wipes the telephone.
    browser.visit(&campo).await;
    browser.press("Salir y borrar").await;
    browser.expect_text("Salió de la aplicación").await;
    let kept = browser.script("return localStorage.length", vec![]).await;
    assert_eq!(kept, Value::from(0));
    let caches = browser.script("return caches.keys().then(names => names.length)", vec![]).await;
    assert_eq!(caches, Value::from(0), "nor is a page kept");
    browser.close().await;
    server.stop();
    world.finish().await;
}
