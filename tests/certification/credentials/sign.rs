//! Signing: after the certificate, once, whoever is at it, and never the document (R58).

use std::process::Command;

use credentials::badge::Badge;
use formacion::certification::batches::commands::issue_at_once;
use formacion::certification::credentials::queries::{enclosed, signed_by};
use formacion::certification::credentials::worker::sign_all;
use formacion::certification::entity::certificate;
use formacion::certification::worker::render_all;
use formacion::history::entity::history_event;
use formacion::platform::key_secret::KeySecret;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{jwt, kept, key, key_set};
use crate::certification::{PASSED, closed};
use crate::support::judges;
use crate::support::people::document;
use crate::support::world::World;

#[rocket::async_test]
async fn certificates_are_issued_without_a_key_and_signed_when_there_is_one() {
    let world = World::new("credential").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    let row = class.certificates(&world).await.remove(0);
    let page = format!("/certificados/{}", row.id);
    let public = format!("/verificar/{}", row.code);
    let holder = world.as_participant(row.person_id.0).await;

    sign_all(&world.app).await.expect("there is nothing to sign with, and no harm");
    assert!(kept(&world, &row).await.is_none());
    let words = "Credencial digital (Open Badges 3.0)";
    holder.get(&page).await.expect(200).expect_no_text(words);
    world.as_anyone().get(&public).await.expect(200).expect_no_text(words);
    world.as_anyone().get(&format!("{public}/credencial")).await.expect(404);

    let made = key(&world).await;
    sign_all(&world.app).await.expect("signs");
    holder.get(&page).await.expect(200).expect_text(words);
    world.as_anyone().get(&public).await.expect(200).expect_text(words);
    let file = world.as_anyone().get(&format!("{public}/credencial")).await.expect(200);
    assert_eq!(file.header("Content-Type"), Some("application/vc+jwt"));
    assert_eq!(
        file.header("Content-Disposition"),
        Some("attachment; filename=\"credencial-MET-2026-000001.jwt\"")
    );
    assert_eq!(file.header("Cache-Control"), Some("no-store"));
    assert_eq!(file.header("X-Robots-Tag"), Some("noindex"));

    let signed = Badge::verify(&file.body(), &key_set(&world).await).expect("verifies");
    assert_eq!(signed.kid, made.key.kid);
    let badge = signed.claims;
    assert!(badge.holder().expect("a name").starts_with("Ñandú Guayacán"));
    assert_eq!(badge.credential_subject.license_number, "MET-2026-000001");
    assert!(badge.id.ends_with(&format!("{public}/credencial")));
    assert_eq!(badge.holds_at(world.app.clock.now()), Ok(()));
    let mail = badge.credential_subject.identifier.iter().find(|one| one.hashed).expect("a mail");
    assert!(mail.is_of("persona0@pueblo.example"));
    let said = serde_json::to_string(&badge).unwrap();
    for secret in [document(0).as_str(), "9.100.000.000", "persona0@pueblo.example"] {
        assert!(!said.contains(secret), "{secret}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn nothing_is_ever_signed_twice() {
    let world = World::new("signed once").await;
    let class = closed(&world, 0, &[PASSED; 12]).await;
    class.issue(&world).await.expect("issues");
    let first = key(&world).await;
    // Issued before there was a key, and four instances whose worker wakes up at once.
    let app = &world.app;
    let (a, b, c, d) =
        rocket::tokio::join!(sign_all(app), sign_all(app), sign_all(app), sign_all(app));
    for signed in [a, b, c, d] {
        signed.expect("signs, or finds it signed");
    }
    let rows = class.certificates(&world).await;
    let before = jwt(&world, &rows[0]).await;
    key(&world).await;
    sign_all(app).await.expect("finds nothing");
    assert_eq!(jwt(&world, &rows[0]).await, before, "frozen");
    let signed = signed_by(app.db.read()).await.unwrap();
    assert_eq!(signed.get(&first.key.id), Some(&12));
    assert_eq!(signed.len(), 1);
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("certification.credential"))
        .count(app.db.read())
        .await
        .unwrap();
    assert_eq!(told, 12);
    world.finish().await;
}

#[rocket::async_test]
async fn with_a_key_the_certificate_and_its_credential_are_of_one_transaction() {
    let world = World::new("signed with the issue").await;
    key(&world).await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let row = class.certificates(&world).await.remove(0);
    let signed = kept(&world, &row).await.expect("is signed at once");
    assert!(signed.is_enclosed);
    assert_eq!(signed.signed_at, row.issued_at);
    let enclosed = enclosed(world.app.db.read(), [row.id]).await.unwrap();
    assert_eq!(enclosed.get(&row.id), Some(&signed.jwt));
    assert_eq!(jwt(&world, &row).await, signed.jwt);
    world.finish().await;

    // A key that does not open, because its secret is gone, never stops an issue.
    let world = World::new("issued all the same").await;
    key(&world).await;
    let class = closed(&world, 0, &[PASSED]).await;
    let mut poor = world.app.clone();
    poor.config.keys = KeySecret::File("/nonexistent/formacion.llave".into());
    let permit = class.permit(&world).await;
    issue_at_once(&poor, permit, &class.enrolments).await.expect("issues");
    let row = class.certificates(&world).await.remove(0);
    assert!(kept(&world, &row).await.is_none());
    sign_all(&world.app).await.expect("signs when the secret is back");
    assert!(!kept(&world, &row).await.expect("is signed").is_enclosed);
    world.finish().await;
}

#[rocket::async_test]
async fn the_document_carries_the_credential_that_was_signed_with_it_and_no_later_one() {
    let world = World::new("credential inside").await;
    let early = closed(&world, 0, &[PASSED]).await;
    early.issue(&world).await.expect("issues");
    key(&world).await;
    sign_all(&world.app).await.expect("signs what waited");
    let class = closed(&world, 10, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    let coordinator = world.as_coordinator("MET").await;
    let pdf = async |row: &certificate::Model| {
        coordinator.get(&format!("/certificados/{}/pdf", row.id)).await.expect(200).bytes
    };
    let before = early.certificates(&world).await.remove(0);
    assert_eq!(inside(&pdf(&before).await), None, "its bytes stay as they were that day");
    for row in class.certificates(&world).await {
        let first = pdf(&row).await;
        if let Some(text) = inside(&first) {
            assert_eq!(text, jwt(&world, &row).await);
            Badge::verify(&text, &key_set(&world).await).expect("verifies as it lies there");
        }
        // Three changes of key and the worker later: the same bytes.
        key(&world).await;
        render_all(&world.app).await.expect("renders");
        assert_eq!(pdf(&row).await, first);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_file_of_a_credential_is_known_letter_by_letter_on_the_page_that_verifies() {
    let world = World::new("credential by file").await;
    key(&world).await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    let rows = class.certificates(&world).await;
    let text = jwt(&world, &rows[0]).await;
    let anyone = world.as_anyone();
    let path = "/verificar/archivo";
    for bytes in [text.clone(), format!("{text}\r\n")] {
        let known = anyone.upload(path, "credencial.jwt", bytes.as_bytes()).await.expect(303);
        assert_eq!(known.location, Some(format!("/verificar/{}", rows[0].code)));
    }
    let other = jwt(&world, &rows[1]).await;
    let (words, _) = text.rsplit_once('.').unwrap();
    let (_, signature) = other.rsplit_once('.').unwrap();
    let unknown = "Esta credencial no es igual, letra por letra, a ninguna expedida aquí";
    let mixed = format!("{words}.{signature}");
    anyone.upload(path, "credencial.jwt", mixed.as_bytes()).await.expect(422).expect_text(unknown);
    for hostile in ["a.b.c", "a.e30.c", "a.eyJqdGkiOiIvdmVyaWZpY2FyLy9jcmVkZW5jaWFsIn0.c"] {
        anyone.upload(path, "x.jwt", hostile.as_bytes()).await.expect(422);
    }
    let long = format!("{text}{}", " ".repeat(20_000));
    anyone.upload(path, "x.jwt", long.as_bytes()).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn a_genuine_file_is_known_however_many_wrong_codes_its_neighbours_tried() {
    let world = World::new("credential after guesses").await;
    key(&world).await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    render_all(&world.app).await.expect("renders");
    let row = class.certificates(&world).await.remove(0);
    let text = jwt(&world, &row).await;
    let coordinator = world.as_coordinator("MET").await;
    let pdf = coordinator.get(&format!("/certificados/{}/pdf", row.id)).await.expect(200).bytes;
    let anyone = world.as_anyone();
    let wrong = format!("/verificar/{}", "B".repeat(26));
    let mut tried = 0;
    while anyone.get(&wrong).await.status == 404 {
        tried += 1;
        assert!(tried <= 30);
    }
    let path = "/verificar/archivo";
    for _ in 0..3 {
        for (name, bytes) in
            [("credencial.jwt", text.as_bytes()), ("certificado.pdf", pdf.as_slice())]
        {
            let known = anyone.upload(path, name, bytes).await.expect(303);
            assert_eq!(known.location, Some(format!("/verificar/{}", row.code)));
        }
    }
    // What is right buys no guess, and what is wrong or large still waits.
    anyone.get(&wrong).await.expect(429);
    anyone.upload(path, "x.jwt", b"a.e30.c").await.expect(429);
    let long = [pdf, vec![0; 600 * 1024]].concat();
    anyone.upload(path, "certificado.pdf", &long).await.expect(429);
    world.finish().await;
}

/// The credential within a document, read by another program, where it is installed; `None` where
/// there is none.
fn inside(pdf: &[u8]) -> Option<String> {
    let name = format!("attached-{}-{}.pdf", std::process::id(), pdf.len());
    let file = crate::support::figures::target().join(name);
    std::fs::write(&file, pdf).unwrap();
    let said = Command::new("qpdf").arg("--show-attachment=credencial.jwt").arg(&file).output();
    std::fs::remove_file(&file).unwrap();
    let said = said.inspect_err(|_| judges::missing("qpdf")).ok()?;
    said.status.success().then(|| String::from_utf8(said.stdout).expect("a text"))
}

#[rocket::async_test]
async fn a_credential_is_found_by_its_code_alone_and_guesses_are_limited() {
    let world = World::new("credential guesses").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    key(&world).await;
    sign_all(&world.app).await.expect("signs");
    let row = class.certificates(&world).await.remove(0);
    let from = async |path: String| {
        let remote = "190.0.0.1:4000".parse().unwrap();
        world.as_anyone().send(world.client.get(path).remote(remote)).await.status
    };
    for _ in 0..40 {
        assert_eq!(from(format!("/verificar/{}/credencial", row.code)).await, 200);
    }
    let wrong = format!("/verificar/{}/credencial", "B".repeat(26));
    let mut answered = 0;
    while from(wrong.clone()).await == 404 {
        answered += 1;
        assert!(answered <= 30);
    }
    assert_eq!(from(wrong).await, 429);
    let right = format!("/verificar/{}/credencial", row.code);
    assert_eq!(from(right).await, 200, "whoever has the code is never turned away");
    for hostile in ["%00", "'%20OR%201=1", &"A".repeat(9_000)] {
        let status =
            world.as_anyone().get(&format!("/verificar/{hostile}/credencial")).await.status;
        assert!(matches!(status, 404 | 429), "{status}");
    }
    world.finish().await;
}
