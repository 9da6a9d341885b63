//! (y) Somebody who has no account any more claims their certificates by document and mail, follows
//! the letter's link, takes a document along, shares one, and ends what was shared.

use std::time::Duration;

use formacion::certification::entity::certificate;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person;
use rocket::tokio;
use sea_orm::{
    ColumnTrait, Database, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{Ground, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(certificates_are_claimed_and_shared_without_an_account);

async fn certificates_are_claimed_and_shared_without_an_account(way: Way) {
    let ground = Ground::new("journey wallet").await;
    let db = Database::connect(ground.database_url()).await.unwrap();
    let (person, held) = holder(&db).await;
    let number = held.number.clone();
    let mail = person.email.clone().unwrap();

    let mut browser = Browser::open_at(way, 320).await;
    browser.visit(&ground.url("/verificar")).await;
    browser.press("Recupérelo sin cuenta").await;
    browser.expect_text("aunque haya dejado el cargo").await;
    browser.press("Enviar el enlace").await;
    browser.expect_text("Escriba el número del documento").await;
    browser.expect_accessible().await;
    browser.picture("wallet-claim").await;
    browser.choose("Tipo de documento", person.document_type.label()).await;
    browser.fill("Número de documento", &person.document_number).await;
    browser.fill("Correo electrónico", &mail).await;
    browser.press("Enviar el enlace").await;
    browser.expect_text("Si coinciden con nuestros registros").await;
    browser.expect_accessible().await;
    browser.picture("wallet-claimed").await;

    let letter = letter(&db, &mail).await;
    browser.visit(&ground.url(&letter)).await;
    browser.expect_text("Este enlace es solo suyo").await;
    browser.expect_text(&number).await;
    for width in [1280, 320] {
        browser.width(width).await;
        browser.expect_accessible().await;
        browser.picture("wallet").await;
    }
    let credential = format!("Credencial digital (Open Badges 3.0) del N.º {number}");
    let file = browser.download(&credential).await;
    assert!(std::fs::read_to_string(file).unwrap().starts_with("ey"), "a signed text");
    browser.press("Compartir").await;
    browser.expect_text("nadie ve sus certificados por un enlace").await;
    browser.tick("Solo los que marque en la lista").await;
    browser.press("Crear el enlace").await;
    browser.expect_text("Marque al menos un certificado").await;
    browser.expect_accessible().await;
    browser.tick(&number).await;
    browser.press("Crear el enlace").await;
    browser.expect_text("no se muestra otra vez").await;
    if way != Way::WithoutJavaScript {
        browser.expect_text("Copiar el enlace").await;
    }
    for width in [1280, 320] {
        browser.width(width).await;
        browser.expect_accessible().await;
        browser.picture("wallet-sharing").await;
    }
    let shared = path_in(&browser.text().await, "/compartidos/");

    browser.visit(&ground.url(&shared)).await;
    browser.expect_text("Compartidos por su titular").await;
    browser.expect_text("Válido").await;
    let page = browser.text().await;
    assert!(!page.contains(&person.document_number), "no document");
    for width in [1280, 320] {
        browser.width(width).await;
        browser.expect_accessible().await;
        browser.picture("wallet-shared").await;
    }
    browser.press("Verificar el certificado").await;
    browser.expect_text("vigente").await;

    browser.visit(&ground.url(&format!("{letter}/compartir"))).await;
    browser.press("Terminar").await;
    browser.expect_text("quedó terminado").await;
    browser.expect_text("nadie ve sus certificados por un enlace").await;
    browser.visit(&ground.url(&shared)).await;
    browser.expect_text("Este enlace no muestra nada").await;
    browser.expect_accessible().await;
    browser.picture("wallet-gone").await;
    browser.visit(&ground.url("/portafolio/nada")).await;
    browser.expect_text("Pedir otro enlace").await;
    browser.expect_accessible().await;
    for address in [&letter, &shared] {
        let secret = address.rsplit('/').next().unwrap();
        assert!(!ground.log().contains(secret), "the log holds no secret");
    }
    db.close().await.unwrap();
    ground.finish(browser).await;
}

/// Somebody with a mail and an active certificate.
async fn holder(db: &DatabaseConnection) -> (person::Model, certificate::Model) {
    let active = certificate::Entity::find()
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .find_also_related(person::Entity)
        .filter(person::Column::Email.is_not_null())
        .order_by_asc(certificate::Column::Id)
        .limit(1)
        .one(db)
        .await
        .unwrap()
        .expect("the demo certified somebody");
    (active.1.unwrap(), active.0)
}

/// The path in the letter, once the product wrote it.
async fn letter(db: &DatabaseConnection, mail: &str) -> String {
    for _ in 0..60 {
        let found = outbox_message::Entity::find()
            .filter(outbox_message::Column::Kind.eq("certification/wallet"))
            .filter(outbox_message::Column::RecipientEmail.eq(mail))
            .one(db)
            .await
            .unwrap();
        if let Some(found) = found {
            return path_in(&found.text_body, "/portafolio/");
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("no letter to whoever claimed");
}

fn path_in(text: &str, start: &str) -> String {
    let (_, rest) = text.split_once(start).expect("has an address");
    let token: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    format!("{start}{token}")
}
