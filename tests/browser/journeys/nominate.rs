//! (f) The focal point of an alcaldía puts one of its people forward, who takes the seat by the
//! link of the letter, on a telephone and without a password.

use formacion::notices::entity::outbox_message;
use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter, QueryOrder};

use super::{Ground, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(an_entity_puts_somebody_forward_who_accepts_by_mail);

const FOCAL_POINT: &str = "Yurani Corocora Inírida";

async fn an_entity_puts_somebody_forward_who_accepts_by_mail(way: Way) {
    let ground = Ground::new("journey nominate").await;
    let mut browser = Browser::open(way).await;
    ground.enter(&browser, FOCAL_POINT).await;
    browser.expect_text("Postular a su gente").await;
    let script = "return document.querySelector('a[href$=\"/postulaciones\"]').textContent";
    let course = browser.script(script, Vec::new()).await;
    browser.press(course.as_str().expect("an open course").trim()).await;
    browser.expect_path("/cohortes/").await;
    browser.expect_accessible().await;
    browser.press("Postular").await;
    browser.expect_text("Elija al menos una persona.").await;
    browser.expect_accessible().await;
    let script =
        "return document.querySelector('input[name=persona]').closest('label, div').textContent";
    let somebody = browser.script(script, Vec::new()).await;
    browser.tick(somebody.as_str().expect("somebody of the entity").trim()).await;
    browser.press("Postular").await;
    browser.expect_text("Se postuló a 1 persona").await;
    browser.expect_text("Cupo por aceptar").await;
    browser.expect_accessible().await;
    if way == Way::Mouse {
        browser.picture("nominations").await;
    }
    let list = browser.path().await;
    ground.leave(&browser).await;

    let path = letter(&ground).await;
    browser.width(360).await;
    browser.visit(&ground.url(&path)).await;
    browser.expect_text("Hay un cupo para usted").await;
    browser.expect_text("Lo postula").await;
    browser.expect_accessible().await;
    if way == Way::Mouse {
        browser.picture("nominated").await;
    }
    // They authorised the use of their data before: nobody is asked twice.
    browser.press("Aceptar el cupo").await;
    // The cohort itself is not confirmed yet, and nothing more is promised.
    browser.expect_text("Usted tiene un cupo").await;
    browser.expect_text("El curso está por confirmar").await;
    browser.expect_accessible().await;

    browser.width(1280).await;
    ground.enter(&browser, FOCAL_POINT).await;
    browser.visit(&ground.url(&list)).await;
    browser.expect_text("Con cupo, curso por confirmar").await;
    ground.finish(browser).await;
}

/// The path in the letter that was written last.
async fn letter(ground: &Ground) -> String {
    let db = Database::connect(ground.database_url()).await.unwrap();
    let letter = outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("enrolment/nominated"))
        .order_by_desc(outbox_message::Column::Id)
        .one(&db)
        .await
        .unwrap()
        .expect("the letter was written");
    db.close().await.unwrap();
    let from = letter.text_body.find("/cupo/").expect("its link");
    letter.text_body[from..].split_whitespace().next().unwrap().to_owned()
}
