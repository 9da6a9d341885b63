//! What a request brings is bounded by the day, and what a withdrawn one brought goes after a month.

use chrono::TimeDelta;
use formacion::attendance::requests::worker;
use formacion::platform::entity::stored_file;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::paper::photo;
use super::requests::{EXCUSE, asking, last, learner};
use crate::support::class::Class;
use crate::support::world::World;

/// Rows of files that somebody brought, of which nothing else is known.
async fn brought(world: &World, by: i64, files: usize, bytes: i64) {
    let now = world.app.clock.now();
    let rows = (0..files).map(|number| stored_file::ActiveModel {
        key: Set(format!("prueba{number}")),
        sha256: Set("0".repeat(64)),
        bytes: Set(bytes),
        content_type: Set("image/jpeg".to_owned()),
        created_at: Set(now),
        created_by: Set(Some(by)),
        ..Default::default()
    });
    let rows: Vec<_> = rows.collect();
    stored_file::Entity::insert_many(rows)
        .exec_without_returning(world.app.db.writer())
        .await
        .expect("are written");
}

/// Takes away the rows of [`brought`], whose bytes are nowhere.
async fn take_away(world: &World) {
    stored_file::Entity::delete_many()
        .filter(stored_file::Column::Key.starts_with("prueba"))
        .exec(world.app.db.writer())
        .await
        .expect("are gone");
}

async fn files(world: &World) -> u64 {
    stored_file::Entity::find().count(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn a_day_takes_forty_files_and_a_hundred_megabytes_of_a_person() {
    let world = World::new("files of a day").await;
    let class = Class::running(&world, 2, &[3, 4]).await;
    let learner = learner(&world, &class, 0).await;
    let by = learner.account().0;
    let (path, file) = (asking(&class, 0, 0), photo());
    let send = async |path: &str| learner.send_parts(path, &EXCUSE, Some(("f.jpg", &file))).await;

    for (count, bytes) in [(40, 1), (2, 50 * 1024 * 1024)] {
        brought(&world, by, count, bytes).await;
        let refused = send(&path).await.expect(422);
        assert!(refused.body().contains("Tengo una citación"), "what was typed stays");
        refused.expect_text("Hoy ya envió tantos archivos");
        assert_eq!(files(&world).await, count as u64, "nothing was kept");
        take_away(&world).await;
    }
    // The control: one less is taken, and another day is another day.
    brought(&world, by, 39, 1).await;
    send(&path).await.expect(303);
    send(&asking(&class, 0, 1)).await.expect(422).expect_text("Hoy ya envió");
    world.advance(TimeDelta::days(1));
    let next_day = super::requests::learner(&world, &class, 0).await;
    let path = asking(&class, 0, 1);
    next_day.send_parts(&path, &EXCUSE, Some(("f.jpg", &file))).await.expect(303);
    take_away(&world).await;
    assert_eq!(files(&world).await, 2);
    world.finish().await;
}

#[rocket::async_test]
async fn files_side_by_side_do_not_outrun_the_day() {
    let world = World::new("files at once").await;
    let class = Class::running(&world, 1, &[3, 4, 5]).await;
    let learner = learner(&world, &class, 0).await;
    brought(&world, learner.account().0, 39, 1).await;
    let file = photo();
    let sent = (0..3).map(|session| {
        let path = asking(&class, 0, session);
        let (learner, file) = (&learner, &file);
        async move { learner.send_parts(&path, &EXCUSE, Some(("f.jpg", file))).await.status }
    });
    let statuses = rocket::futures::future::join_all(sent).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [303, 422].contains(status)), "{statuses:?}");
    take_away(&world).await;
    assert_eq!(files(&world).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn what_a_withdrawn_request_showed_goes_after_a_month_and_the_request_stays() {
    let world = World::new("withdrawn file").await;
    let class = Class::running(&world, 1, &[60, 61]).await;
    let learner = learner(&world, &class, 0).await;
    let file = photo();
    for session in [0, 1] {
        let path = asking(&class, 0, session);
        learner.send_parts(&path, &EXCUSE, Some(("f.jpg", &file))).await.expect(303);
    }
    let request = last(&world).await;
    let page = format!("/solicitudes/{}", request.id);
    learner.post(&format!("{page}/retiro"), &[]).await.expect(303);
    world.advance(worker::TERM);
    worker::round(&world.app).await.expect("looks");
    assert_eq!(files(&world).await, 2, "until the last moment of its term");
    world.advance(TimeDelta::seconds(1));
    let learner = super::requests::learner(&world, &class, 0).await;
    learner.get(&format!("{page}/soporte")).await.expect(200);
    worker::round(&world.app).await.expect("forgets");
    assert_eq!(files(&world).await, 1, "what waits for a decision stays");
    learner.get(&page).await.expect(200).expect_text("Retirada");
    learner.get(&format!("{page}/soporte")).await.expect(404);
    let kept = last(&world).await;
    assert_eq!((kept.id, kept.text), (request.id, request.text), "the request stays");
    world.finish().await;
}
