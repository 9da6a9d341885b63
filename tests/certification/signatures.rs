//! Documents that somebody else signs: once, really, and nobody is given one before.

use std::time::Duration;

use chrono::TimeDelta;
use formacion::certification::entity::{certificate, certificate_document};
use formacion::certification::pdf;
use formacion::certification::signatures::DocumentSigner;
use formacion::certification::worker::{render_all, render_with};
use formacion::platform::app::App;
use formacion::platform::clock::Clock;
use formacion::platform::secrets;
use rocket::tokio::{self, time};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryOrder, Set};

use super::credentials::key;
use super::{Class, PASSED, closed};
use crate::support::figures::figure;
use crate::support::free_port;
use crate::support::server::Server;
use crate::support::signing::{
    Signer, TOKEN, broken_rules, openssl, part, pdfsig, run, save, settings,
};
use crate::support::smtp::Smtp;
use crate::support::world::World;

/// A world that signs by this name, and a class whose certificates were issued.
async fn signing(name: &str, people: usize) -> (World, Class) {
    let signer = Signer::shared();
    let world = World::with(name, |app| app.config.signing = signer.settings(&slug(name))).await;
    let class = closed(&world, 0, &vec![PASSED; people]).await;
    class.issue(&world).await.expect("issues");
    (world, class)
}

fn slug(name: &str) -> String {
    name.replace(' ', "-")
}

async fn kept(app: &App) -> Vec<certificate_document::Model> {
    let all = certificate_document::Entity::find()
        .order_by_asc(certificate_document::Column::CertificateId);
    all.all(app.db.read()).await.unwrap()
}

/// As the product renders where nobody signs; asked before it is kept.
async fn rendered(world: &World, row: &certificate::Model) -> Vec<u8> {
    let mut app = world.app.clone();
    app.config.signing = None;
    pdf::bytes(&app, row).await.unwrap().expect("nobody signs")
}

fn path(row: &certificate::Model) -> String {
    format!("/certificados/{}/pdf", row.id)
}

#[rocket::async_test]
async fn a_document_is_signed_once_and_nobody_is_given_it_before() {
    let (world, class) = signing("signed once", 2).await;
    let rows = class.certificates(&world).await;
    let holder = world.as_participant(rows[0].person_id.0).await;
    let page = holder.get(&path(&rows[0])).await.expect(503);
    page.expect_text("El documento se está firmando…");
    let before = rendered(&world, &rows[0]).await;
    let page = holder.get(&path(&rows[0])).await;
    assert_eq!((page.header("Retry-After"), page.header("Refresh")), (Some("5"), Some("5")));
    render_all(&world.app).await.expect("renders");
    let first = holder.get(&path(&rows[0])).await.expect(200).bytes;
    render_all(&world.app).await.expect("renders");
    assert_eq!(holder.get(&path(&rows[0])).await.bytes, first);
    let asked = Signer::shared().asked("signed-once").await;
    assert_eq!(asked, 2, "once for each certificate");

    // What was rendered, whole, and a signature behind it.
    assert!(first.starts_with(&before) && first.len() > before.len());
    let document = kept(&world.app).await.remove(0);
    assert_eq!(document.signing_provider.as_deref(), Some("Firma de prueba"));
    assert_eq!(document.rendered_sha256, Some(secrets::digest(&before)));
    assert_eq!(document.rendered_length, Some(before.len() as i64));

    let anyone = world.as_anyone();
    let known = anyone.upload("/verificar/archivo", "c.pdf", &first).await.expect(303);
    assert_eq!(known.location, Some(format!("/verificar/{}", rows[0].code)));
    anyone
        .get(&format!("/verificar/{}", rows[0].code))
        .await
        .expect(200)
        .expect_text("El PDF lleva una firma digital");
    world.finish().await;
}

/// Judges of other authors than the signer's and ours: poppler, OpenSSL, and the reader of PDF/A; of a
/// document by itself and of one with its credential inside.
#[rocket::async_test]
async fn independent_judges_agree_with_the_signature_and_notice_any_change() {
    let signer = Signer::shared();
    let mut is_clean = true;
    for (name, is_enclosed) in [("judged alone", false), ("judged with credential", true)] {
        let world = World::with(name, |app| app.config.signing = signer.settings("judged")).await;
        if is_enclosed {
            key(&world).await;
        }
        let class = closed(&world, 0, &[PASSED]).await;
        class.issue(&world).await.expect("issues");
        let before = rendered(&world, &class.certificates(&world).await[0]).await.len();
        render_all(&world.app).await.expect("renders");
        let pdf = kept(&world.app).await.remove(0).pdf;
        let file = save(&slug(name), &pdf);
        let said = pdfsig(&file);
        for words in ["Signature is Valid", "Total document signed", "ETSI.CAdES.detached"] {
            assert!(said.contains(words), "{name}: {said}");
        }
        assert!(openssl(&pdf), "{name}: OpenSSL does not take it");
        let rules = broken_rules(&file);
        assert_eq!(rules.as_deref().unwrap_or_default(), "", "{name}");
        is_clean &= rules.is_some();
        assert_eq!(part(&pdf), if is_enclosed { "3a" } else { "2a" });
        let checked = run("qpdf", &["--check", file.to_str().unwrap()]);
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));

        // The negative control: one changed byte of the page, of the words and of the table.
        for at in [before / 2, before - 3, pdf.len() - 10] {
            let mut changed = pdf.clone();
            changed[at] ^= 1;
            let file = save(&format!("{}-changed", slug(name)), &changed);
            let said = pdfsig(&file);
            assert!(!said.contains("Signature is Valid"), "{name}, byte {at}: {said}");
            assert!(!openssl(&changed), "{name}, byte {at}");
            std::fs::remove_file(file).unwrap();
        }
        std::fs::remove_file(file).unwrap();
        world.finish().await;
    }
    figure(
        "P8-signed",
        2.0,
        "signed documents",
        is_clean,
        "signed by pyHanko with a certificate of its own, one with its credential inside; valid and whole for poppler and OpenSSL, PDF/A and PDF/UA for page-validation, and refused with one byte changed",
    );
}

#[rocket::async_test]
async fn what_was_kept_before_somebody_signs_stays_as_it_is() {
    let world = World::new("kept unsigned").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    render_all(&world.app).await.expect("renders");
    let before = kept(&world.app).await;
    assert!(before.iter().all(|row| row.signing_provider.is_none()));
    let mut app = world.app.clone();
    app.config.signing = Signer::shared().settings("kept-unsigned");
    render_all(&app).await.expect("renders");
    assert_eq!(kept(&world.app).await, before);
    assert_eq!(Signer::shared().asked("kept-unsigned").await, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn a_service_that_is_down_is_asked_later_and_nothing_is_lost() {
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}/down");
    let world = World::with("signer down", |app| app.config.signing = settings(&url, TOKEN)).await;
    let class = closed(&world, 0, &[PASSED; 5]).await;
    class.issue(&world).await.expect("issues");
    let held = DocumentSigner::of(&world.app.config).unwrap();
    render_with(&world.app, &held).await.expect("goes on");
    assert!(held.is_resting(world.app.clock.now()), "it is left in peace");
    let signer = Signer::start(Some(port));
    render_with(&world.app, &held).await.expect("goes on");
    assert_eq!(kept(&world.app).await.len(), 0, "not yet");
    world.advance(TimeDelta::minutes(1));
    render_with(&world.app, &held).await.expect("goes on");
    assert_eq!(kept(&world.app).await.len(), 5);
    assert_eq!(signer.asked("down").await, 5);
    world.finish().await;
}

#[rocket::async_test]
async fn a_secret_that_is_not_taken_keeps_documents_waiting() {
    let url = Signer::shared().url("secret");
    let world = World::with("signer secret", |app| {
        app.config.signing = settings(&url, "otra-palabra");
    })
    .await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    render_all(&world.app).await.expect("goes on");
    assert_eq!(kept(&world.app).await.len(), 0);
    let mut app = world.app.clone();
    app.config.signing = settings(&url, TOKEN);
    render_all(&app).await.expect("renders");
    assert_eq!(kept(&world.app).await.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn one_that_is_refused_for_ever_or_answered_late_does_not_keep_the_others_waiting() {
    for (mode, after) in [("once refuse", 2), ("once slow 3", 2)] {
        let name = format!("others go on {}", mode.len());
        let (world, _) = signing(&name, 3).await;
        Signer::shared().tell(&slug(&name), mode).await;
        let held = DocumentSigner::of(&world.app.config).unwrap();
        render_with(&world.app, &held).await.expect("goes on");
        assert_eq!(kept(&world.app).await.len(), after, "{mode}");
        world.advance(TimeDelta::seconds(10));
        render_with(&world.app, &held).await.expect("goes on");
        assert_eq!(kept(&world.app).await.len(), 3, "{mode}");
        world.finish().await;
    }
}

#[rocket::async_test]
async fn an_answer_that_is_not_this_document_with_a_signature_is_refused_and_asked_again() {
    let signer = Signer::shared();
    let modes = ["nonsense", "unsigned", "damaged", "more", "large", "busy", "slow 3"];
    let mut refused = 0;
    for mode in modes {
        let name = format!("wrong answer {}", mode.replace(' ', "-"));
        let (world, class) = signing(&name, 1).await;
        signer.tell(&slug(&name), mode).await;
        let held = DocumentSigner::of(&world.app.config).unwrap();
        render_with(&world.app, &held).await.expect("goes on");
        assert_eq!(signer.asked(&slug(&name)).await, 1, "{mode}: not at once again");
        refused += usize::from(kept(&world.app).await.is_empty());
        let row = class.certificates(&world).await.remove(0);
        world.as_coordinator("MET").await.get(&path(&row)).await.expect(503);
        signer.tell(&slug(&name), "sign").await;
        world.advance(TimeDelta::minutes(2));
        render_with(&world.app, &held).await.expect("renders");
        assert_eq!(kept(&world.app).await.len(), 1, "{mode}");
        world.finish().await;
    }
    figure(
        "signing-refused",
        refused as f64,
        "kinds of wrong answers",
        refused == modes.len(),
        "nonsense, unsigned, changed after it was signed, added to, too large, busy and too late: none was kept, and each document was signed when the service was itself again",
    );
    assert_eq!(refused, modes.len());
}

#[rocket::async_test]
async fn the_document_of_somebody_else_is_refused_however_well_it_is_signed() {
    let (world, class) = signing("other document", 2).await;
    Signer::shared().tell("other-document", "other").await;
    render_all(&world.app).await.expect("goes on");
    let all = kept(&world.app).await;
    let rows = class.certificates(&world).await;
    assert_eq!(all.len(), 1, "the first one's, which is its own");
    assert_eq!(all[0].certificate_id, rows[0].id);
    Signer::shared().tell("other-document", "sign").await;
    render_all(&world.app).await.expect("renders");
    assert_eq!(kept(&world.app).await.len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn the_file_of_a_cohort_says_which_documents_are_missing() {
    let (world, class) = signing("signed zip", 2).await;
    let coordinator = world.as_coordinator("MET").await;
    let zip = format!("{}/zip", class.path());
    coordinator
        .get(&zip)
        .await
        .expect(503)
        .expect_text("Faltan por firmar: 2 documentos.")
        .expect_no_text("Ya se pueden descargar")
        .expect_no_text("Descargar los que están listos");
    Signer::shared().tell("signed-zip", "once refuse").await;
    render_all(&world.app).await.expect("goes on");
    coordinator
        .get(&zip)
        .await
        .expect(503)
        .expect_text("Faltan por firmar: 1 documento. Ya se pueden descargar: 1 documento.")
        .expect_text("Descargar los que están listos");
    let names = |bytes: Vec<u8>| {
        let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        archive.file_names().map(|name| name.expect("a name").into_owned()).collect::<Vec<_>>()
    };
    let some = names(coordinator.get(&format!("{zip}?listos=si")).await.expect(200).bytes);
    assert!(some.len() == 2 && some.contains(&"FALTAN.txt".to_owned()), "{some:?}");
    render_all(&world.app).await.expect("renders");
    let all = names(coordinator.get(&zip).await.expect(200).bytes);
    assert!(all.len() == 2 && !all.contains(&"FALTAN.txt".to_owned()), "{all:?}");
    world.finish().await;
}

/// A process is killed while the service signs: what it had done is done again, kept once, and nobody
/// was given anything in between.
#[rocket::async_test]
async fn a_stop_between_the_signature_and_the_keeping_of_it_loses_nothing() {
    let signer = Signer::shared();
    let world = World::with("signer killed", |app| {
        app.config.signing = signer.settings("killed");
    })
    .await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    // The binary goes by the machine's clock.
    world.app.clock.travel_to(Clock::machine().now());
    signer.tell("killed", "slow 1").await;
    let mail = Smtp::start();
    let start = || {
        Server::with()
            .database(world.database_url())
            .smtp(&mail.url())
            .env("SIGNING_URL", &signer.url("killed"))
            .env("SIGNING_TOKEN", TOKEN)
            .start()
    };
    let server = start();
    while signer.asked("killed").await == 0 {
        time::sleep(Duration::from_millis(20)).await;
    }
    let mut log = tokio::task::spawn_blocking(move || server.kill()).await.unwrap();
    let asked = signer.asked("killed").await;
    let before = kept(&world.app).await.len();
    assert!(before < asked, "it was killed while it waited");
    let row = class.certificates(&world).await.remove(1);
    world.as_coordinator("MET").await.get(&path(&row)).await.expect(503);
    signer.tell("killed", "sign").await;
    let server = start();
    for _ in 0..600 {
        if kept(&world.app).await.len() == 2 {
            break;
        }
        time::sleep(Duration::from_millis(50)).await;
    }
    log += &tokio::task::spawn_blocking(move || server.stop()).await.unwrap();
    assert_eq!(kept(&world.app).await.len(), 2);
    assert_eq!(signer.asked("killed").await, asked + 2 - before);
    assert!(!log.contains(TOKEN) && !log.contains("Guayac"), "{log}");
    world.app.clock.travel_to(Clock::machine().now());
    world.finish().await;
}

#[rocket::async_test]
async fn the_doctor_notices_a_signed_document_that_is_not_what_was_rendered() {
    let (world, _) = signing("signed doctor", 1).await;
    render_all(&world.app).await.expect("renders");
    let whole = kept(&world.app).await.remove(0);
    let db = world.app.db.writer();
    for (change, said) in [
        ("length", "does not begin with what was rendered"),
        ("part", "says only a part of who signed it"),
        ("tail", "is not what was rendered and a signature"),
    ] {
        let mut row = whole.clone().into_active_model();
        match change {
            "length" => row.rendered_length = Set(whole.rendered_length.map(|length| length - 1)),
            "part" => row.rendered_sha256 = Set(None),
            _ => {
                let pdf = whole.pdf[..whole.pdf.len() - 20].to_vec();
                row.sha256 = Set(secrets::digest(&pdf));
                row.pdf = Set(pdf);
            }
        }
        row.update(db).await.unwrap();
        let found = formacion::doctor::examine(&world.app).await.unwrap();
        assert!(found.len() == 1 && found[0].text.contains(said), "{found:?}");
        let back = whole.clone().into_active_model().reset_all();
        back.update(db).await.unwrap();
    }
    world.finish().await;
}
