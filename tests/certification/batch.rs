//! Certificates issued together: progress, what is refused meanwhile, several at once, and a stop at
//! any moment (R57).

use std::collections::BTreeSet;
use std::time::Duration;

use formacion::certification::batches::commands::{run_batch, start};
use formacion::certification::batches::entity::certificate_batch::{self, BatchId};
use formacion::certification::batches::entity::certificate_batch_person::{
    self as batch_person, State,
};
use formacion::certification::batches::worker::{round, work};
use formacion::certification::entity::certificate;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person;
use formacion::platform::clock::Clock;
use formacion::platform::workers::Round;
use migrations::Migrator;
use rocket::tokio::{self, time};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
};
use sea_orm_migration::MigratorTrait as _;

use super::{Class, Outcome, PASSED, closed};
use crate::support::figures::figure;
use crate::support::long;
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::World;

/// The id in the address that a press leads to.
async fn pressed(world: &World, class: &Class) -> BatchId {
    let coordinator = world.as_coordinator(class.unit).await;
    let answer = coordinator.post(&class.path(), &[]).await.expect(303);
    let address = answer.location.expect("the batch's page");
    address.rsplit('/').next().unwrap().parse().unwrap()
}

async fn letters(world: &World) -> u64 {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("certification/ready"))
        .count(world.app.db.read())
        .await
        .unwrap()
}

async fn waiting(world: &World) -> u64 {
    batch_person::Entity::find()
        .filter(batch_person::Column::State.eq(State::Waiting))
        .count(world.app.db.read())
        .await
        .unwrap()
}

/// What R53 and R57 ask of everything that was issued: one each, numbered from 1 without gaps, told
/// once.
async fn told_once_and_numbered(world: &World, people: usize) -> Result<(), String> {
    let rows = certificate::Entity::find().all(world.app.db.read()).await.unwrap();
    let holders: BTreeSet<_> = rows.iter().map(|row| (row.person_id, row.cohort_id)).collect();
    let numbers: BTreeSet<i32> = rows.iter().map(|row| row.number_sequence).collect();
    let letters = letters(world).await;
    let holds = rows.len() == people
        && holders.len() == people
        && numbers == (1..=i32::try_from(people).unwrap()).collect()
        && letters == people as u64;
    let seen = format!(
        "{} rows, {} holders, {letters} letters, numbers {numbers:?}",
        rows.len(),
        holders.len()
    );
    if holds { Ok(()) } else { Err(seen) }
}

#[rocket::async_test]
async fn the_page_of_a_batch_says_how_far_it_is_and_comes_again_until_it_is_over() {
    let world = World::new("batch page").await;
    let class = closed(&world, 0, &[PASSED, PASSED, PASSED, Outcome(1, Some(50))]).await;
    let batch = pressed(&world, &class).await;
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/expediciones/{batch}");
    let first = coordinator.get(&page).await.expect(200).expect_text("0 de 3 personas");
    assert!(first.body().contains("http-equiv=\"refresh\""), "it comes again by itself");
    run_batch(&world.app, batch, 1).await.unwrap();
    coordinator.get(&page).await.expect(200).expect_text("1 de 3 personas");
    coordinator
        .get(&class.path())
        .await
        .expect(200)
        .expect_text("Hay una expedición en curso, de 3 personas.")
        .expect_text("En expedición")
        .expect_no_text("Expedir 2 certificados");
    coordinator
        .submit(&class.path(), &[])
        .await
        .expect(200)
        .expect_text("No se expidió nada nuevo: nadie está listo para recibir certificado.");
    work(&world.app).await.unwrap();
    let last = coordinator
        .get(&page)
        .await
        .expect(200)
        .expect_text("Se expidieron 3 certificados.")
        .expect_no_text("por hacer");
    assert!(!last.body().contains("http-equiv=\"refresh\""));
    coordinator.get(&class.path()).await.expect_text("La última expedición se pidió el");
    assert_eq!(told_once_and_numbered(&world, 3).await, Ok(()));
    world.finish().await;
}

#[rocket::async_test]
async fn only_those_who_issue_see_a_batch() {
    let world = World::new("who sees a batch").await;
    let class = closed(&world, 0, &[PASSED]).await;
    let batch = pressed(&world, &class).await;
    let page = format!("/expediciones/{batch}");
    let other = world.as_coordinator("HUI").await;
    let foreign = other.get(&page).await.expect(404);
    let absent = other.get("/expediciones/987654321").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    world.as_gobernacion("50").await.get(&page).await.expect(403);
    world.as_participant(class.people[0].0).await.get(&page).await.expect(403);
    world.as_administrator().await.get(&page).await.expect(200);
    work(&world.app).await.unwrap();
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_whose_case_changed_meanwhile_is_named_with_the_reason_and_the_others_go_on() {
    let world = World::new("changed meanwhile").await;
    let class = closed(&world, 0, &[PASSED, PASSED, PASSED]).await;
    let batch = pressed(&world, &class).await;
    let named = async |name: &str| {
        let db = world.app.db.writer();
        let row = person::Entity::find_by_id(class.people[1]).one(db).await.unwrap().unwrap();
        let mut row = row.into_active_model();
        row.first_name = Set(name.to_owned());
        row.update(db).await.unwrap();
    };
    named("Ñandú 😀").await;
    work(&world.app).await.unwrap();
    let coordinator = world.as_coordinator("MET").await;
    coordinator
        .get(&format!("/expediciones/{batch}"))
        .await
        .expect(200)
        .expect_text(
            "Se expidieron 2 certificados. Para 1 persona no se expidió: abajo está el motivo.",
        )
        .expect_text("El carácter «😀» no se puede imprimir");
    // What was refused took no number, and the next press finds the person again.
    named("Ñandú").await;
    pressed(&world, &class).await;
    work(&world.app).await.unwrap();
    assert_eq!(told_once_and_numbered(&world, 3).await, Ok(()));
    world.finish().await;
}

/// Two cohorts of one unit, each asked for several times over, with as many workers as batches.
#[rocket::async_test]
async fn batches_and_workers_at_once_give_each_person_one_certificate_one_number_and_one_letter() {
    let (people, each) = if long() { (60, 6) } else { (12, 3) };
    let world = World::new("batches at once").await;
    let classes = [
        closed(&world, 0, &vec![PASSED; people]).await,
        closed(&world, 100, &vec![PASSED; people]).await,
    ];
    for number in 0..each {
        for class in &classes {
            let mut chosen = class.enrolments.clone();
            chosen.rotate_left(number * 3);
            if number % 2 == 1 {
                chosen.reverse();
            }
            let permit = class.permit(&world).await;
            start(&world.app, permit, &chosen).await.map_err(|_| "refused").unwrap();
        }
    }
    let began = std::time::Instant::now();
    let workers: Vec<_> = (0..2 * each)
        .map(|_| {
            let app = world.app.clone();
            tokio::spawn(async move { work(&app).await })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap().expect("carries out");
    }
    let took = began.elapsed().as_secs_f64();
    let all = 2 * people;
    let outcome = told_once_and_numbered(&world, all).await;
    figure(
        "R57-batches",
        all as f64,
        "certificates",
        outcome.is_ok() && waiting(&world).await == 0,
        &format!(
            "{} batches of {people} people in two cohorts of one unit, carried out by as many workers at once in {took:.1} s: one certificate, one number and one letter each, numbers 1 to {all}",
            2 * each
        ),
    );
    assert_eq!(outcome, Ok(()));
    assert_eq!(waiting(&world).await, 0);
    world.finish().await;
}

/// A process is killed while it issues, again and again; the next one goes on where it was.
#[rocket::async_test]
async fn a_batch_outlives_the_process_that_carried_it_out() {
    let (people, kills) = if long() { (300, 20) } else { (60, 3) };
    let world = World::new("killed batch").await;
    let class = closed(&world, 0, &vec![PASSED; people]).await;
    let batch = pressed(&world, &class).await;
    // The binary goes by the machine's clock.
    world.app.clock.travel_to(Clock::machine().now());
    let mail = Smtp::start();
    let issued = async || class.certificates(&world).await.len();
    let mut halfway = 0;
    for kill in 0..kills {
        let before = issued().await;
        let server = Server::with().database(world.database_url()).smtp(&mail.url()).start();
        let enough = before + people / (kills + 3);
        while issued().await < enough && waiting(&world).await > 0 {
            time::sleep(Duration::from_millis(2)).await;
        }
        time::sleep(Duration::from_micros(1_300 * (kill as u64 % 17))).await;
        tokio::task::spawn_blocking(move || server.kill()).await.unwrap();
        let after = issued().await;
        halfway += usize::from(before < after && after < people);
    }
    let server = Server::with().database(world.database_url()).smtp(&mail.url()).start();
    let over = async || {
        let row = certificate_batch::Entity::find_by_id(batch).one(world.app.db.read()).await;
        row.unwrap().unwrap().finished_at.is_some()
    };
    for _ in 0..600 {
        if over().await {
            break;
        }
        time::sleep(Duration::from_millis(100)).await;
    }
    tokio::task::spawn_blocking(move || server.stop()).await.unwrap();
    let outcome = told_once_and_numbered(&world, people).await;
    figure(
        "R57-kills",
        halfway as f64,
        "kills in the middle of a batch",
        outcome.is_ok() && halfway > 0,
        &format!(
            "{people} people, the process killed −9 {kills} times while it issued: one certificate, one number without gaps and one letter each"
        ),
    );
    assert_eq!(outcome, Ok(()));
    assert!(over().await && waiting(&world).await == 0);
    assert!(halfway > 0, "no kill came in the middle of the batch");
    world.app.clock.travel_to(Clock::machine().now());
    world.finish().await;
}

#[rocket::async_test]
async fn a_worker_that_runs_again_and_an_upgrade_send_nothing_a_second_time() {
    let world = World::new("upgrade").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    pressed(&world, &class).await;
    work(&world.app).await.unwrap();
    assert_eq!(round(&world.app).await.unwrap(), Round::Idle, "nothing is left to do");
    let kept = class.certificates(&world).await;
    // A database of the release before, which knew no batches, and the upgrade of it.
    let db = world.app.db.writer();
    batch_person::Entity::delete_many().exec(db).await.unwrap();
    certificate_batch::Entity::delete_many().exec(db).await.unwrap();
    Migrator::up(db, None).await.unwrap();
    for _ in 0..2 {
        work(&world.app).await.unwrap();
        formacion::certification::worker::render_all(&world.app).await.unwrap();
    }
    assert_eq!(class.certificates(&world).await, kept);
    assert_eq!(told_once_and_numbered(&world, 2).await, Ok(()));
    world.finish().await;
}
