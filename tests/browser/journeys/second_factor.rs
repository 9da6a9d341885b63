//! (z) Somebody who coordinates has to set a second factor up, comes in with the telephone's code, and
//! once without the telephone.

use formacion::platform::clock::Clock;

use super::{end, postcard, three_ways};
use crate::support::authenticator::Telephone;
use crate::support::browser::{Browser, Way};
use crate::support::product;
use crate::support::server::Server;
use crate::support::smtp::Smtp;

three_ways!(a_coordinator_sets_a_second_factor_up_and_uses_it);

const MAIL: &str = "coordinacion@prueba.example";
const PASSWORD: &str = "una frase larga de prueba";

async fn a_coordinator_sets_a_second_factor_up_and_uses_it(way: Way) {
    let database = product::reference("journey factor").await;
    let made = ["user", "create", "--email", MAIL, "--name", "Coordinación de prueba"];
    let made = [made.as_slice(), &["--role", "coordinator", "--unit", "MET"]].concat();
    let said = product::run(&made, database.url()).await;
    let (_, token) = said.trim().rsplit_once("/enlace/").expect("a link");
    let post = Smtp::start();
    let server = Server::with().database(database.url()).smtp(&post.url());
    let server = server.env("SECOND_FACTOR_DAYS", "0").start();

    let mut browser = Browser::open_at(way, 320).await;
    browser.visit(&server.url(&format!("/enlace/{token}"))).await;
    browser.fill("Contraseña nueva", PASSWORD).await;
    browser.fill("Escríbala otra vez", PASSWORD).await;
    browser.press("Guardar y entrar").await;
    // The days are over on the first one: nothing else opens.
    browser.expect_text("el plazo terminó").await;
    browser.visit(&server.url("/cohortes")).await;
    browser.expect_text("Configure su segundo factor").await;
    let telephone = Telephone::typed(&browser.text().await);
    for width in [1280, 320] {
        browser.width(width).await;
        browser.expect_accessible().await;
        browser.picture("factor-set-up").await;
    }
    browser.press("Activar el segundo factor").await;
    browser.expect_text("Escriba los seis números").await;
    browser.expect_accessible().await;
    browser.fill("Código de seis números", "000000").await;
    browser.press("Activar el segundo factor").await;
    browser.expect_text("la fecha y la hora deben estar en automático").await;
    browser.fill("Código de seis números", &telephone.code(Clock::machine().now())).await;
    browser.press("Activar el segundo factor").await;
    browser.expect_text("Guarde sus códigos de recuperación").await;
    let text = browser.text().await;
    let paper: Vec<&str> =
        text.split_whitespace().filter(|w| w.len() == 19 && w.split('-').count() == 4).collect();
    assert_eq!(paper.len(), 10, "{text}");
    browser.expect_accessible().await;
    postcard(&browser, way, "recovery-codes").await;
    browser.press("Ya los guardé: continuar").await;
    browser.expect_path("/cohortes").await;
    browser.leave().await;
    browser.expect_text("Salió de la aplicación").await;

    // The code of the next half minute: that of the present one was taken.
    enter(&browser, &server).await;
    browser.expect_text("Escriba el código de su teléfono").await;
    browser.expect_accessible().await;
    browser.picture("factor-code").await;
    let ahead = telephone.ahead(30);
    browser.fill("Código de seis números", &ahead.code(Clock::machine().now())).await;
    browser.press("Entrar").await;
    browser.expect_path("/cursos").await;
    own_factor(&browser).await;
    browser.expect_text("10 de 10").await;
    browser.expect_accessible().await;
    browser.leave().await;

    // Without the telephone, on paper.
    enter(&browser, &server).await;
    browser.press("No tengo el teléfono: usar un código de recuperación").await;
    browser.fill("Código de recuperación", &paper[0].to_lowercase()).await;
    browser.expect_accessible().await;
    browser.press("Entrar").await;
    browser.expect_text("Entró con un código de recuperación").await;
    browser.expect_text("9 de 10").await;
    browser.press("Hacer códigos de recuperación nuevos").await;
    browser.fill("Contraseña actual", PASSWORD).await;
    browser.expect_accessible().await;
    browser.press("Hacer los códigos").await;
    browser.expect_text("Los anteriores ya no sirven").await;
    browser.press("Ya los guardé: continuar").await;
    own_factor(&browser).await;
    browser.press("Cambiar de teléfono").await;
    browser.expect_text("Cambie de teléfono").await;
    browser.expect_accessible().await;

    end(browser).await;
    server.stop();
    product::run(&["doctor", "--strict"], database.url()).await;
}

/// From any page, by one's own name.
async fn own_factor(browser: &Browser) {
    browser.press("Coordinación de prueba Coordinación").await;
    browser.expect_path("/mi-cuenta").await;
    browser.press("Segundo factor").await;
}

/// Mail and password, on the way to the courses.
async fn enter(browser: &Browser, server: &Server) {
    browser.visit(&server.url("/cursos")).await;
    browser.fill("Correo electrónico", MAIL).await;
    browser.fill("Contraseña", PASSWORD).await;
    browser.press("Ingresar").await;
}
