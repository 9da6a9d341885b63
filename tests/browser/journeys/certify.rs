//! (d) Certificates are issued and their code verifies.

use formacion::cohorts::entity::cohort::{self, Stage};

use super::{COORDINATOR_META, Ground, postcard, three_ways};
use crate::support::browser::{Browser, Way};

three_ways!(a_certificate_verifies_until_it_is_revoked);

async fn a_certificate_verifies_until_it_is_revoked(way: Way) {
    let ground = Ground::new("journey certify").await;
    let mut browser = Browser::open(way).await;
    let cohort = in_meta(&ground, Stage::Closed).await;
    ground.enter(&browser, COORDINATOR_META).await;
    browser.visit(&ground.url(&format!("/cohortes/{cohort}/certificados"))).await;
    browser.expect_accessible().await;
    // A cohort that still has sessions says what is missing and cannot be closed.
    let running = in_meta(&ground, Stage::Running).await;
    browser.visit(&ground.url(&format!("/cohortes/{running}"))).await;
    browser.press("Cerrar").await;
    browser.expect_text("Lo demás quedaría así").await;
    browser.expect_text("Falta dictar").await;
    browser.expect_accessible().await;
    // Somebody's certificate is revoked, issued again, and both codes tell the truth.
    let first = one_certificate(&ground, cohort).await;
    browser.visit(&ground.url(&format!("/certificados/{}", first.0))).await;
    browser.expect_accessible().await;
    postcard(&browser, way, "certificate-page").await;
    browser.visit(&ground.url(&format!("/certificados/{}/revocacion", first.0))).await;
    browser.fill("Motivo", "Se expidió con una fecha que no corresponde.").await;
    browser.tick("Entiendo que no se puede deshacer").await;
    browser.press("Revocar certificado").await;
    browser.expect_text("revoc").await;
    browser.visit(&ground.url(&format!("/cohortes/{cohort}/certificados"))).await;
    // The preview, one press, how far it is, and what came of it.
    browser.expect_text("Quién recibe certificado y quién no").await;
    browser.press("Expedir de nuevo").await;
    browser.expect_text("Se expidió 1 certificado.").await;
    browser.expect_accessible().await;
    postcard(&browser, way, "certificate-batch").await;
    browser.press("Ver los certificados expedidos").await;
    browser.expect_text("Certificados expedidos").await;
    ground.leave(&browser).await;
    browser.width(320).await;
    let second = one_certificate(&ground, cohort).await;
    assert_ne!(first.1, second.1);
    for (code, says) in [(&second.1, "válido"), (&first.1, "revocado"), (&"A".repeat(26), "No")] {
        browser.visit(&ground.url("/verificar")).await;
        browser.fill("Código de verificación", &code.to_lowercase()).await;
        browser.press("Verificar").await;
        browser.expect_text(says).await;
        browser.expect_accessible().await;
    }
    ground.finish(browser).await;
}

async fn in_meta(ground: &Ground, stage: Stage) -> i64 {
    use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter, QueryOrder};
    let db = Database::connect(ground.database.url()).await.unwrap();
    let cohort = cohort::Entity::find()
        .filter(cohort::Column::Stage.eq(stage))
        .filter(cohort::Column::UnitCode.eq("MET"))
        .order_by_asc(cohort::Column::Id)
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    db.close().await.unwrap();
    cohort.id.0
}

/// Id and code of the newest certificate of the person who comes first.
async fn one_certificate(ground: &Ground, cohort: i64) -> (i64, String) {
    use formacion::certification::entity::certificate;
    use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter, QueryOrder};
    let db = Database::connect(ground.database.url()).await.unwrap();
    let held = certificate::Entity::find()
        .filter(certificate::Column::CohortId.eq(cohort))
        .filter(certificate::Column::State.eq(certificate::State::Active))
        .order_by_desc(certificate::Column::Id)
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    db.close().await.unwrap();
    (held.id.0, held.code)
}
