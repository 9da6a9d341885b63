//! After it was issued: what changes behind a certificate is reviewed, never ignored and never decided
//! by itself (R55, R56).

use std::sync::Arc;

use chrono::TimeDelta;
use formacion::assessment::entity::activity;
use formacion::certification::entity::certificate::State;
use formacion::certification::reviews::commands::{ShownCertificate, decide};
use formacion::certification::reviews::entity::certificate_review::{self, State as Review};
use formacion::certification::reviews::entity::certificate_watch;
use formacion::certification::reviews::facts::ReviewFacts;
use formacion::certification::reviews::rules::Deed;
use formacion::certification::reviews::watch;
use formacion::certification::snapshot::Snapshot;
use formacion::notices::entity::outbox_message;
use rocket::tokio::{self, sync::Barrier};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};

use super::{Class, PASSED, closed};
use crate::support::class::hidden;
use crate::support::figures::figure;
use crate::support::world::{Character, World};

/// Opens the grades of the class again and gives somebody another one.
pub async fn regrade(
    world: &World,
    coordinator: &Character<'_>,
    class: &Class,
    person: usize,
    grade: &str,
) {
    let grades = format!("/cohortes/{}/notas", class.id);
    let open = [("motivo", "Se calificó con otra rúbrica"), ("dias", "15")];
    // The second time they are open already.
    coordinator.post(&format!("{grades}/reapertura"), &open).await;
    let activity = activity::Entity::find()
        .filter(activity::Column::CohortId.eq(class.id))
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    let cell = format!("nota[{}][{}]", activity.id, class.enrolments[person]);
    let seen = hidden(&coordinator.get(&grades).await.body(), "visto");
    let fields = [(cell.as_str(), grade), ("motivo", "La rúbrica era otra"), ("visto", &seen)];
    coordinator.post(&grades, &fields).await.expect(303);
}

async fn reviews(world: &World) -> Vec<certificate_review::Model> {
    certificate_review::Entity::find()
        .order_by_asc(certificate_review::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

async fn states(world: &World) -> Vec<Review> {
    reviews(world).await.into_iter().map(|review| review.state).collect()
}

pub async fn look(world: &World) {
    watch::round(&world.app).await.expect("looks");
}

/// What the boxes of the page would send.
pub fn shown(page: &str) -> Vec<String> {
    let values = page.split("name=\"certificado\" value=\"").skip(1);
    values.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

pub fn changes(class: &Class) -> String {
    format!("{}/cambios", class.path())
}

async fn letters(world: &World, kind: &str) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq(kind))
        .all(world.app.db.read())
        .await
        .unwrap()
}

#[rocket::async_test]
async fn a_grade_that_no_longer_suffices_opens_a_review_and_the_coordination_revokes() {
    let world = World::new("grade falls").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    look(&world).await;
    assert_eq!(states(&world).await, [], "nothing changed");
    let coordinator = world.as_coordinator("MET").await;
    coordinator.get(&changes(&class)).await.expect(200).expect_text("Nada espera decisión");

    regrade(&world, &world.as_coordinator(class.unit).await, &class, 0, "2,8").await;
    look(&world).await;
    look(&world).await;
    assert_eq!(states(&world).await, [Review::Open], "once, however often it is looked at");
    let first = class.certificates(&world).await.remove(0);
    assert_eq!(first.state, State::Active, "nothing is revoked by itself");
    coordinator.get("/").await.expect(200).expect_text("Decidir sobre 1 certificado con cambios");
    coordinator
        .get(&format!("/certificados/{}", first.id))
        .await
        .expect(200)
        .expect_text("Algo cambió después de expedirlo");
    let page = coordinator.get(&changes(&class)).await.expect(200);
    let page = page
        .expect_text("Nota final: 4,2 2,8")
        .expect_text("Regla: Cumple No cumple")
        .expect_text("La nota final mínima es 3,0 y tiene 2,8.");
    let boxes = shown(&page.body());
    assert_eq!(boxes.len(), 1);

    // Nothing is lost of what was typed, and every wrong field has its sentence.
    let path = changes(&class);
    coordinator
        .post(&path, &[("motivo", "corto")])
        .await
        .expect(422)
        .expect_text("Marque al menos un certificado.")
        .expect_text("Elija qué hacer.")
        .expect_text("Escriba el motivo en 10 a 300 caracteres.")
        .expect_text("corto");
    let reason = "La nota final se corrigió y quedó por debajo de la mínima.";
    let one = boxes[0].as_str();
    let replace = [("certificado", one), ("hacer", "reemplazar"), ("motivo", reason)];
    coordinator.post(&path, &replace).await.expect(200).expect_text("Ya no cumple la regla");
    let revoke = [("certificado", one), ("hacer", "revocar"), ("motivo", reason)];
    coordinator
        .post(&path, &revoke)
        .await
        .expect(200)
        .expect_text("Revocar 1 certificado")
        .expect_text("la persona recibe un correo con el motivo");
    assert_eq!(states(&world).await, [Review::Open], "the preview changes nothing");
    coordinator
        .submit(&format!("{path}/hechos"), &revoke)
        .await
        .expect(200)
        .expect_text("Se revocó 1 certificado.")
        .expect_text("Nada espera decisión");
    assert_eq!(states(&world).await, [Review::Revoked]);
    world
        .as_anyone()
        .get(&format!("/verificar/{}", first.code))
        .await
        .expect(200)
        .expect_text("Certificado: revocado")
        .expect_text(reason);
    let told = letters(&world, "certification/revoked").await;
    assert_eq!((told.len(), told[0].subject.as_str()), (1, "Su certificado fue revocado"));

    // Twice is once.
    let again = coordinator.submit(&format!("{path}/hechos"), &revoke).await.expect(200);
    again.expect_text("Se revocaron 0 certificados.").expect_text("ya no está activo");
    assert_eq!(letters(&world, "certification/revoked").await.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_corrected_name_replaces_the_certificate_and_the_old_code_leads_to_the_new_one() {
    let world = World::new("name corrected").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("/personas/{}/nombre", class.people[0]);
    coordinator.get(&path).await.expect(200).expect_text("Escríbalo como está en el documento");
    let wrong = [("primer_nombre", "X7"), ("primer_apellido", "")];
    let page = coordinator.post(&path, &wrong).await.expect(422);
    let page = page.expect_text("Escriba el primer apellido.");
    assert!(page.body().contains("value=\"X7\""), "what was typed stays");
    let new = [
        ("primer_nombre", "Ana  Lucía"),
        ("segundo_nombre", ""),
        ("primer_apellido", "Ñáñez"),
        ("segundo_apellido", "de la Güiza"),
    ];
    coordinator
        .submit(&path, &new)
        .await
        .expect(200)
        .expect_text("El nombre quedó corregido")
        .expect_text("Ana Lucía Ñáñez de la Güiza");
    coordinator.post(&path, &new).await.expect(422).expect_text("ya se llama así");
    let person = class.people[0];
    let stranger = world.as_coordinator("HUI").await;
    stranger.post(&path, &new).await.expect(404);
    world.as_participant(person.0).await.post(&path, &new).await.expect(403);

    look(&world).await;
    let page = coordinator.get(&changes(&class)).await.expect(200);
    let boxes = shown(&page.expect_text("Otros datos").body());
    let reason = "El nombre estaba mal escrito.";
    let replace = [("certificado", boxes[0].as_str()), ("hacer", "reemplazar"), ("motivo", reason)];
    let preview = coordinator.post(&changes(&class), &replace).await.expect(200);
    preview.expect_text("a nombre de Ana Lucía Ñáñez de la Güiza");
    coordinator
        .submit(&format!("{}/hechos", changes(&class)), &replace)
        .await
        .expect(200)
        .expect_text("Se reemplazó 1 certificado.");
    let all = class.certificates(&world).await;
    let [old, _, new] = &all[..] else { panic!("three: {}", all.len()) };
    assert_eq!((old.state, new.state), (State::Replaced, State::Active));
    assert_eq!((old.person_id, new.number_sequence), (new.person_id, 3));
    assert!(old.snapshot.contains("MET-2026-000001"), "the old one says what it said");
    assert_eq!(
        Snapshot::read(&new.snapshot).unwrap().document.full_name,
        "Ana Lucía Ñáñez de la Güiza"
    );
    let verdict = world.as_anyone().get(&format!("/verificar/{}", old.code)).await.expect(200);
    let verdict = verdict.expect_text("Certificado: reemplazado");
    assert!(verdict.body().contains(&format!("/verificar/{}", new.code)));
    let told = letters(&world, "certification/ready").await;
    let told: Vec<_> = told.iter().filter(|one| one.subject.contains("corregido")).collect();
    assert!(told.len() == 1 && told[0].text_body.contains("Reemplaza al número MET-2026-000001"));
    let holder = world.as_participant(person.0).await;
    holder
        .get(&format!("/certificados/{}", old.id))
        .await
        .expect(200)
        .expect_text("Ver el certificado que lo reemplaza");
    look(&world).await;
    assert_eq!(states(&world).await, [Review::Replaced], "the new one says what is true");
    world.finish().await;
}

#[rocket::async_test]
async fn a_kept_certificate_is_asked_about_again_only_when_something_else_changes() {
    let world = World::new("kept").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let coordinator = world.as_coordinator("MET").await;
    let keep = async |expected: &str| {
        let page = coordinator.get(&changes(&class)).await.expect(200);
        let boxes = shown(&page.body());
        let fields = [
            ("certificado", boxes[0].as_str()),
            ("hacer", "mantener"),
            ("motivo", "El acta del comité lo decidió así."),
        ];
        coordinator
            .submit(&format!("{}/hechos", changes(&class)), &fields)
            .await
            .expect(200)
            .expect_text(expected);
    };
    regrade(&world, &world.as_coordinator(class.unit).await, &class, 0, "2,0").await;
    look(&world).await;
    keep("Se mantuvo 1 certificado.").await;
    look(&world).await;
    assert_eq!(states(&world).await, [Review::Kept]);
    regrade(&world, &world.as_coordinator(class.unit).await, &class, 0, "2,5").await;
    look(&world).await;
    assert_eq!(states(&world).await, [Review::Kept, Review::Open]);
    // What changed comes back: nobody has to decide any more.
    regrade(&world, &world.as_coordinator(class.unit).await, &class, 0, "4,2").await;
    look(&world).await;
    assert_eq!(states(&world).await, [Review::Kept, Review::Settled]);
    regrade(&world, &world.as_coordinator(class.unit).await, &class, 0, "2,0").await;
    look(&world).await;
    assert_eq!(states(&world).await, [Review::Kept, Review::Settled, Review::Open]);

    // Shown with 2,0 and by now 1,0: nothing is done with what nobody saw.
    let page = coordinator.get(&changes(&class)).await.expect(200);
    let boxes = shown(&page.body());
    regrade(&world, &world.as_coordinator(class.unit).await, &class, 0, "1,0").await;
    let fields = [
        ("certificado", boxes[0].as_str()),
        ("hacer", "revocar"),
        ("motivo", "La nota quedó por debajo."),
    ];
    coordinator
        .submit(&format!("{}/hechos", changes(&class)), &fields)
        .await
        .expect(200)
        .expect_text("Cambió otra vez mientras usted lo veía");
    assert_eq!(class.certificates(&world).await[0].state, State::Active);
    look(&world).await;
    assert!(reviews(&world).await[2].facts.contains("\"final_grade\":10"));

    // Revoked on its own page, the review is decided with it.
    let revocation = format!("/certificados/{}/revocacion", class.certificates(&world).await[0].id);
    let fields = [("motivo", "La nota quedó por debajo."), ("confirma", "si")];
    coordinator.submit(&revocation, &fields).await.expect(200);
    assert_eq!(states(&world).await[2], Review::Revoked);
    world.finish().await;
}

#[rocket::async_test]
async fn only_the_unit_that_issues_decides() {
    let world = World::new("who decides").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let path = changes(&class);
    world.as_coordinator("HUI").await.get(&path).await.expect(404);
    world.as_gobernacion("50").await.get(&path).await.expect(403);
    world.as_participant(class.people[0].0).await.get(&path).await.expect(403);
    let all = format!("{path}?vista=todos");
    let page = world.as_administrator().await.get(&all).await.expect(200);
    page.expect_text("Sin cambios");
    world.finish().await;
}

/// Eight people press at once: the certificate is replaced once, and no number is lost.
#[rocket::async_test]
async fn at_the_same_time_a_certificate_is_replaced_once() {
    const AT_ONCE: usize = 8;
    let world = World::new("replaced at once").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let held = class.certificates(&world).await.remove(0);
    // Nothing changed behind it: a reissue by hand, which is allowed.
    let facts = ReviewFacts::certified(&Snapshot::read(&held.snapshot).unwrap());
    let shown = ShownCertificate { certificate: held.id, digest: facts.written().unwrap().1 };
    let together = Arc::new(Barrier::new(AT_ONCE));
    let mut tasks = Vec::new();
    for _ in 0..AT_ONCE {
        let (app, shown) = (world.app.clone(), shown.clone());
        let (permit, together) = (class.permit(&world).await, Arc::clone(&together));
        tasks.push(tokio::spawn(async move {
            together.wait().await;
            let why = "Se imprimió con otra plantilla.";
            decide(&app, permit, Deed::Replace, why, &[shown]).await
        }));
    }
    let mut done = 0;
    for task in tasks {
        let decided = task.await.unwrap();
        done += decided.unwrap_or_else(|_| panic!("nothing is broken")).done.len();
    }
    let all = class.certificates(&world).await;
    let active = all.iter().filter(|one| one.state == State::Active).count();
    let numbers: Vec<i32> = all.iter().map(|one| one.number_sequence).collect();
    let holds = done == 1 && active == 1 && numbers == [1, 2];
    figure(
        "R55",
        active as f64,
        "active certificates",
        holds,
        "8 people replace one certificate at once: one new, one active, numbers without a gap",
    );
    assert!(holds, "{done} done, {active} active, {numbers:?}");
    world.finish().await;
}

/// On PostgreSQL a transaction may take its number first and be kept last: an event below the last one
/// seen is still found for a minute. Without that minute it would not be (the negative control).
#[rocket::async_test]
async fn an_event_that_is_kept_after_a_later_one_is_not_overlooked() {
    let world = World::new("overtaken").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    regrade(&world, &world.as_coordinator(class.unit).await, &class, 0, "2,8").await;
    look(&world).await;
    let read_to = async || {
        let row = certificate_watch::Entity::find_by_id(1).one(world.app.db.read()).await;
        row.unwrap().map_or(0, |row| row.seen_event)
    };
    let before = read_to().await;
    regrade(&world, &world.as_coordinator(class.unit).await, &class, 0, "2,7").await;
    look(&world).await;
    assert_eq!(read_to().await, before, "what is not a minute old is read again");
    world.advance(TimeDelta::minutes(2));
    look(&world).await;
    assert!(read_to().await > before, "and after it no more");

    // Whoever had read on at once would never see it.
    regrade(&world, &world.as_coordinator(class.unit).await, &class, 0, "2,6").await;
    let tx = world.app.db.begin().await.unwrap();
    let mut row = certificate_watch::Entity::find_by_id(1)
        .one(&tx)
        .await
        .unwrap()
        .unwrap()
        .into_active_model();
    row.seen_event = Set(i64::MAX);
    row.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    look(&world).await;
    assert!(!reviews(&world).await[0].facts.contains("\"final_grade\":26"));
    world.finish().await;
}
