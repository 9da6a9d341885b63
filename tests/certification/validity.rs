//! Certificates that hold for some time: what they say, when they end, who is told, what follows.

use chrono::{Days, NaiveDate, NaiveTime};
use credentials::CredentialError;
use credentials::badge::Badge;
use formacion::certification::entity::certificate;
use formacion::certification::reviews::watch;
use formacion::certification::validity::worker::tell_all;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person;
use formacion::platform::dates;
use rocket::tokio;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use super::credentials::{jwt, key, key_set};
use super::{Class, Given, PASSED, close, closed, taught_as, taught_to};
use crate::courses::form_with;
use crate::support::world::World;

const YEARS: &str = "vigencia_meses";

/// A published course whose certificate holds for two years.
pub async fn ending(world: &World) -> Given {
    let coordinator = world.as_coordinator("MET").await;
    let made = coordinator.post("/cursos", &form_with(&[(YEARS, "24")])).await.expect(303);
    let page = made.location.expect("the course");
    coordinator.get(&page).await.expect(200).expect_text("Vigencia del certificado 2 años");
    let edit = coordinator.get(&format!("{page}/version")).await.expect(200).body();
    let control = edit.split('<').find(|tag| tag.contains("name=\"vigencia_meses\""));
    assert!(control.expect("the field").contains("value=\"24\""));
    coordinator.post(&format!("{page}/publicacion"), &[]).await.expect(303);
    Given { course: "SP-CAT", product: false }
}

/// A class of that course whose certificates are issued.
pub async fn issued(world: &World, given: Given, people: usize) -> Class {
    let class = taught_as(world, given, 0, &vec![PASSED; people], 5).await;
    close(world, &class).await;
    class.issue(world).await.expect("issues");
    class
}

/// Noon in Bogotá of a day.
pub fn travel(world: &World, day: NaiveDate) {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    world.app.clock.travel_to(dates::from_bogota(day, noon));
}

async fn letters(world: &World) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("certification/ending"))
        .all(world.app.db.read())
        .await
        .unwrap()
}

fn last_day(row: &certificate::Model) -> NaiveDate {
    row.valid_until.expect("it ends")
}

#[rocket::async_test]
async fn a_course_says_for_how_long_its_certificate_holds() {
    let world = World::new("validity of a course").await;
    let coordinator = world.as_coordinator("MET").await;
    for (typed, sentence) in [
        ("5", "un número entero entre 6 y 120"),
        ("121", "un número entero entre 6 y 120"),
        ("dos años", "Escriba los meses de vigencia del certificado"),
    ] {
        let refused = coordinator.post("/cursos", &form_with(&[(YEARS, typed)])).await;
        let page = refused.expect(422).expect_text(sentence);
        assert!(page.body().contains(&format!("value=\"{typed}\"")), "what was typed stays");
    }
    ending(&world).await;
    world.finish().await;
}

#[rocket::async_test]
async fn a_certificate_holds_on_its_last_day_and_not_on_the_next_and_always_says_what_it_said() {
    let world = World::new("validity").await;
    key(&world).await;
    let given = ending(&world).await;
    let class = issued(&world, given, 1).await;
    let row = class.certificates(&world).await.remove(0);
    let issued_on = dates::bogota_date(row.issued_at);
    let last = last_day(&row);
    assert_eq!(issued_on.checked_add_months(chrono::Months::new(24)), Some(last));
    let holder = world.as_participant(row.person_id.0).await;
    let pdf = format!("/certificados/{}/pdf", row.id);
    let before = holder.get(&pdf).await.expect(200).bytes;
    let public = format!("/verificar/{}", row.code);
    let until = dates::long(last);

    travel(&world, last);
    let verdict = world.as_anyone().get(&public).await.expect(200);
    verdict
        .expect_text("Certificado: válido")
        .expect_text(&format!("está vigente hasta el {until}"));
    let badge = Badge::verify(&jwt(&world, &row).await, &key_set(&world).await).expect("verifies");
    assert_eq!(badge.claims.holds_at(world.app.clock.now()), Ok(()));

    travel(&world, last.succ_opt().unwrap());
    let verdict = world.as_anyone().get(&public).await.expect(200);
    verdict
        .expect_text("Certificado: vencido")
        .expect_text(&format!("estuvo vigente hasta el {until}"))
        .expect_text("Ñandú Guayacán");
    let holder = world.as_participant(row.person_id.0).await;
    for page in ["/mis-certificados".to_owned(), format!("/certificados/{}", row.id)] {
        holder.get(&page).await.expect(200).expect_text("Vencido");
    }
    world
        .as_coordinator("MET")
        .await
        .get(&format!("{}?vista=expedidos", class.path()))
        .await
        .expect(200)
        .expect_text("Vencido");
    // A program that holds the credential alone knows it too: it says until when.
    let badge = Badge::verify(&jwt(&world, &row).await, &key_set(&world).await).expect("verifies");
    assert_eq!(badge.claims.holds_at(world.app.clock.now()), Err(CredentialError::Expired));
    assert_eq!(holder.get(&pdf).await.expect(200).bytes, before);
    world.finish().await;
}

#[rocket::async_test]
async fn a_holder_is_told_once_sixty_days_before() {
    let world = World::new("ending told").await;
    let given = ending(&world).await;
    let class = issued(&world, given, 3).await;
    let endless = closed(&world, 20, &[PASSED]).await;
    endless.issue(&world).await.expect("issues");
    // One has no mail.
    let tx = world.app.db.begin().await.unwrap();
    let person = person::Entity::find_by_id(class.people[2]).one(&tx).await.unwrap().unwrap();
    let mut person = person.into_active_model();
    person.email = Set(None);
    person.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let last = last_day(&class.certificates(&world).await[0]);

    travel(&world, last - Days::new(61));
    tell_all(&world.app).await.expect("looks");
    assert_eq!(letters(&world).await.len(), 0, "too early");
    travel(&world, last - Days::new(60));
    // Four instances look at the same moment.
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let app = world.app.clone();
            tokio::spawn(async move { tell_all(&app).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().expect("tells, or finds it told");
    }
    let told = letters(&world).await;
    assert_eq!(told.len(), 2, "each of those with a mail, and nobody whose certificate never ends");
    assert!(told[0].text_body.contains(&dates::long(last)));
    assert!(told.iter().all(|letter| letter.cohort_id == Some(class.id.0)));
    for later in [30, 1, 0] {
        travel(&world, last - Days::new(later));
        tell_all(&world.app).await.expect("looks");
    }
    assert_eq!(letters(&world).await.len(), 2, "never again");
    assert!(class.certificates(&world).await.iter().all(|row| row.expiry_told_at.is_some()));
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_takes_the_course_again_has_a_new_certificate_to_which_the_old_one_leads() {
    let world = World::new("renewal").await;
    let given = ending(&world).await;
    let first = issued(&world, given, 2).await;
    let old = first.certificates(&world).await.remove(0);
    let last = last_day(&old);
    travel(&world, last - Days::new(120));
    let people = vec![first.people[0]];
    let again = taught_to(&world, given, people, &[PASSED], 5).await;
    close(&world, &again).await;
    again.issue(&world).await.expect("issues");
    let new = again.certificates(&world).await.remove(0);
    assert!(last_day(&new) > last);

    travel(&world, last - Days::new(30));
    tell_all(&world.app).await.expect("looks");
    let told = letters(&world).await;
    assert_eq!(told.len(), 1, "only the one who did not");
    let coordinator = world.as_coordinator("MET").await;
    let page = coordinator.get("/certificados/por-vencer").await.expect(200);
    let page = page.expect_text(&dates::short(last));
    assert!(page.body().contains(&format!("/certificados/{}", old.id)));
    assert!(!page.body().contains(&format!("/certificados/{}\"", new.id)), "it ends much later");
    let foreign = world.as_coordinator("HUI").await;
    foreign
        .get("/certificados/por-vencer")
        .await
        .expect(200)
        .expect_text("Ningún certificado vence por ahora");

    // While it holds, the old one is as good as the new one.
    let public = format!("/verificar/{}", old.code);
    let verdict = world.as_anyone().get(&public).await.expect(200);
    verdict.expect_text("Certificado: válido").expect_no_text("lo renueva");
    travel(&world, last.succ_opt().unwrap());
    let verdict = world.as_anyone().get(&public).await.expect(200);
    let verdict = verdict.expect_text("Certificado: vencido");
    let verdict = verdict.expect_text("Ver el certificado que lo renueva");
    assert!(verdict.body().contains(&format!("/verificar/{}", new.code)));
    let other = first.certificates(&world).await.remove(1);
    let verdict = world.as_anyone().get(&format!("/verificar/{}", other.code)).await.expect(200);
    verdict.expect_text("Certificado: vencido").expect_no_text("lo renueva");
    world.finish().await;
}

#[rocket::async_test]
async fn correcting_a_name_makes_nothing_hold_for_longer() {
    let world = World::new("corrected and ending").await;
    let given = ending(&world).await;
    let class = issued(&world, given, 1).await;
    let last = last_day(&class.certificates(&world).await[0]);
    travel(&world, last - Days::new(200));
    let coordinator = world.as_coordinator("MET").await;
    let name = [
        ("primer_nombre", "Ana"),
        ("segundo_nombre", ""),
        ("primer_apellido", "Ñáñez"),
        ("segundo_apellido", ""),
    ];
    coordinator.post(&format!("/personas/{}/nombre", class.people[0]), &name).await.expect(303);
    watch::round(&world.app).await.expect("looks");
    let changes = format!("{}/cambios", class.path());
    let page = coordinator.get(&changes).await.expect(200).body();
    let value = page.split("name=\"certificado\" value=\"").nth(1).expect("a box");
    let value = value.split('"').next().unwrap_or_default();
    let reason = "El nombre estaba mal escrito.";
    let replace = [("certificado", value), ("hacer", "reemplazar"), ("motivo", reason)];
    coordinator.post(&format!("{changes}/hechos"), &replace).await.expect(303);
    let all = class.certificates(&world).await;
    assert_eq!(all.len(), 2);
    assert_eq!(all[1].valid_until, Some(last));
    assert!(all[1].snapshot.contains("Ñáñez"));
    world.finish().await;
}
