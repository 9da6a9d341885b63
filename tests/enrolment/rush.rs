//! P2, on a machine that has no time: a crowd asks through few connections while something
//! else holds the cohort. Everybody is answered and nothing is lost; who is not attended in
//! time is told so, with what they typed at hand.

use std::time::Duration;

use formacion::cohorts::entity::cohort::{self, CohortId};
use formacion::platform::db::Pools;
use rocket::futures::future::join_all;
use rocket::tokio::{self, task::JoinHandle};
use sea_orm::{EntityTrait, QuerySelect};

use super::{code, places};
use crate::support::figures::figure;
use crate::support::fixtures::{self, CohortPlan};
use crate::support::people::people;
use crate::support::world::{Answered, Character, World};

const PEOPLE: usize = 200;
const TYPED: [(&str, &str); 2] = [("municipio", "50325"), ("autorizo", "si")];

/// Everybody signed in, before one cohort of thirty seats.
struct Rush<'w> {
    world: &'w World,
    everybody: Vec<Character<'w>>,
    cohort: CohortId,
    path: String,
}

impl<'w> Rush<'w> {
    async fn before(world: &'w World) -> Self {
        let mut everybody = Vec::new();
        for person in people(world, 0..PEOPLE, false).await {
            everybody.push(world.as_participant(person.0).await);
        }
        let cohort = fixtures::cohort(world, CohortPlan::default()).await;
        let path = format!("/oferta/{}/inscripcion", code(world, cohort).await);
        Self { world, everybody, cohort, path }
    }

    /// Something slow that holds the cohort: a large import, a backup that blocks the disk.
    async fn hold(&self, how_long: Duration) -> JoinHandle<()> {
        let (app, cohort) = (self.world.app.clone(), self.cohort);
        let (held, is_held) = tokio::sync::oneshot::channel();
        let holding = tokio::spawn(async move {
            let tx = app.db.begin().await.expect("begins");
            let row = cohort::Entity::find_by_id(cohort).lock_exclusive().one(&tx).await;
            row.expect("is locked");
            let _ = held.send(());
            tokio::time::sleep(how_long).await;
            tx.commit().await.expect("commits");
        });
        is_held.await.expect("is held");
        holding
    }

    async fn all_at_once(&self) -> Vec<Answered> {
        join_all(self.everybody.iter().map(|one| one.post(&self.path, &TYPED))).await
    }
}

#[rocket::async_test]
async fn two_hundred_through_five_connections_behind_a_slow_lock_are_all_answered() {
    let pools = Pools { readers: 5, writers: 5, ..Pools::default() };
    let world = World::with_pools("rush", pools).await;
    let rush = Rush::before(&world).await;
    let holding = rush.hold(Duration::from_secs(2)).await;
    let began = std::time::Instant::now();
    let answers = rush.all_at_once().await;
    let took = began.elapsed();
    holding.await.expect("ends");
    let answered = answers.iter().filter(|one| one.status == 303).count();
    let rows = places(&world, rush.cohort).await;
    let lost = PEOPLE - answered.min(rows.len());
    let how = format!(
        "{PEOPLE} requests at once, 5 connections to read and 5 to write, the cohort held for 2 s: lost; the last answer came after {:.1} s",
        took.as_secs_f32()
    );
    figure("P2", u32::try_from(lost).unwrap(), "requests", lost == 0, &how);
    assert_eq!((answered, rows.len()), (PEOPLE, PEOPLE));
    world.finish().await;
}

#[rocket::async_test]
async fn without_patience_they_are_told_to_come_back_and_nothing_typed_is_lost() {
    let patience = Duration::from_millis(400);
    let pools = Pools { readers: 5, writers: 5, patience };
    let world = World::with_pools("rush-control", pools).await;
    let rush = Rush::before(&world).await;
    let holding = rush.hold(Duration::from_secs(3)).await;
    let answers = rush.all_at_once().await;
    holding.await.expect("ends");
    let told = answers.iter().filter(|one| one.status == 503).count();
    let how = "the same with a patience of 0,4 s: answered with 503 (must be many)";
    figure("P2", u32::try_from(told).unwrap(), "requests without patience", told > 100, how);
    assert!(told > 100, "the control shows nothing: {told} of {PEOPLE} were sent back");
    for (one, answer) in rush.everybody.iter().zip(answers) {
        if answer.status == 303 {
            continue;
        }
        assert_eq!(answer.header("Retry-After"), Some("10"));
        let page = answer.expect(503).expect_text("No se hizo ningún cambio");
        let body = page.body();
        assert!(body.contains(&format!(r#"<form method="post" action="{}""#, rush.path)), "{body}");
        for (name, value) in TYPED {
            let kept = format!(r#"<input type="hidden" name="{name}" value="{value}">"#);
            assert!(body.contains(&kept), "{body}");
        }
        one.post(&rush.path, &TYPED).await.expect(303);
    }
    assert_eq!(places(&world, rush.cohort).await.len(), PEOPLE, "nobody is lost or twice there");
    world.finish().await;
}

#[rocket::async_test]
async fn a_password_is_asked_for_again_and_not_sent_back() {
    let pools = Pools { patience: Duration::from_millis(400), writers: 1, ..Pools::default() };
    let world = World::with_pools("rush-password", pools).await;
    let cohort = fixtures::cohort(&world, CohortPlan::default()).await;
    let rush = Rush { world: &world, everybody: Vec::new(), cohort, path: String::new() };
    let holding = rush.hold(Duration::from_secs(2)).await;
    let typed = [("correo", "ana@pueblo.example"), ("contrasena", "muy secreta de verdad")];
    let page = world.as_anyone().post("/ingresar", &typed).await.expect(503);
    let body = page.body();
    assert!(!body.contains("muy secreta"), "{body}");
    assert!(body.contains(r#"type="password""#) && body.contains("ana@pueblo.example"), "{body}");
    holding.await.expect("ends");
    world.finish().await;
}
