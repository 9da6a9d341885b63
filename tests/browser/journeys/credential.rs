//! (x) Somebody is shown a certificate, opens its page and takes the credential along: it verifies
//! with the published keys and without the product.

use credentials::badge::Badge;
use formacion::certification::credentials::queries::key_set;
use formacion::certification::entity::certificate;
use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter, QueryOrder};

use super::{Ground, postcard, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(a_credential_is_taken_along);

async fn a_credential_is_taken_along(way: Way) {
    let ground = Ground::new("journey credential").await;
    let browser = Browser::open(way).await;
    let db = Database::connect(ground.database_url()).await.unwrap();
    let held = certificate::Entity::find()
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .order_by_asc(certificate::Column::Id)
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    let keys = key_set(&db, &ground.url("")).await.unwrap();
    db.close().await.unwrap();

    browser.visit(&ground.url(&format!("/verificar/{}", held.code))).await;
    browser.expect_text("vigente").await;
    browser.expect_accessible().await;
    postcard(&browser, way, "certificate-credential").await;
    let file = browser.download("Credencial digital (Open Badges 3.0)").await;
    let text = std::fs::read_to_string(file).unwrap();
    let badge = Badge::verify(&text, &keys).expect("verifies").claims;
    let name = badge.holder().expect("a name").to_owned();
    browser.expect_text(&name).await;
    assert!(badge.id.contains(&held.code));
    ground.finish(browser).await;
}
