//! A file that came with a form in which something else was wrong waits for the form.

use chrono::TimeDelta;
use formacion::platform::entity::stored_file;
use formacion::sign_in::entity::kept_file;
use formacion::sign_in::kept_files;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::paper::photo;
use super::requests::{PRESENT, asking, last, learner};
use crate::support::class::Class;
use crate::support::world::World;

const WITHOUT_STATE: [(&str, &str); 1] = [PRESENT[1]];

/// Rows of files and of those that wait.
async fn rows(world: &World) -> (u64, u64) {
    let db = world.app.db.read();
    (
        stored_file::Entity::find().count(db).await.unwrap(),
        kept_file::Entity::find().count(db).await.unwrap(),
    )
}

#[rocket::async_test]
async fn a_photo_is_sent_once_though_the_form_was_wrong() {
    let world = World::new("kept file").await;
    let class = Class::running(&world, 2, &[-2, -1]).await;
    class.mark(0, &[(0, "ausente"), (1, "ausente")]).await;
    let me = learner(&world, &class, 0).await;
    let (path, photo) = (asking(&class, 0, 0), photo());
    let send = async |fields: &[(&str, &str)], file| me.send_parts(&path, fields, file).await;

    let wrong = send(&WITHOUT_STATE, Some(("f.jpg", photo.as_slice()))).await.expect(422);
    wrong.expect_text("Tenemos el archivo que adjuntó: foto");
    assert_eq!(rows(&world).await, (1, 1));
    // It waits though the page was left, for its form and its person alone.
    me.get(&path).await.expect(200).expect_text("Tenemos el archivo que adjuntó");
    let other = learner(&world, &class, 1).await;
    other.get(&asking(&class, 1, 0)).await.expect(200).expect_no_text("Tenemos el archivo");
    // Another file takes its place.
    send(&WITHOUT_STATE, Some(("g.jpg", photo.as_slice()))).await.expect(422);
    assert_eq!(rows(&world).await, (1, 1));

    send(&PRESENT, None).await.expect(303);
    assert_eq!(rows(&world).await, (1, 0));
    let request = last(&world).await;
    assert!(request.file_id.is_some() && request.received_sha256.is_some());
    me.get(&format!("/solicitudes/{}/soporte", request.id)).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn a_file_that_waits_is_left_out_when_its_person_says_so_and_goes_after_a_day() {
    let world = World::new("kept file left out").await;
    let class = Class::running(&world, 1, &[-2, -1]).await;
    class.mark(0, &[(0, "ausente")]).await;
    let me = learner(&world, &class, 0).await;
    let (path, photo) = (asking(&class, 0, 0), photo());
    me.send_parts(&path, &WITHOUT_STATE, Some(("f.jpg", &photo))).await.expect(422);
    let without = [PRESENT[0], PRESENT[1], ("sin_guardado", "si")];
    me.send_parts(&path, &without, None).await.expect(303);
    assert_eq!(last(&world).await.file_id, None);
    assert_eq!(rows(&world).await, (0, 0), "nobody asked for it to be kept");

    class.mark(1, &[(0, "ausente")]).await;
    let path = asking(&class, 0, 1);
    me.send_parts(&path, &WITHOUT_STATE, Some(("f.jpg", &photo))).await.expect(422);
    assert_eq!(rows(&world).await, (1, 1));
    world.advance(kept_files::TERM - TimeDelta::seconds(1));
    assert!(!kept_files::let_go(&world.app).await.expect("looks"));
    assert_eq!(rows(&world).await, (1, 1), "until the last moment of its term");
    world.advance(TimeDelta::seconds(1));
    kept_files::let_go(&world.app).await.expect("lets go");
    assert_eq!(rows(&world).await, (0, 0));
    world.finish().await;
}

#[rocket::async_test]
async fn a_file_that_is_no_picture_is_told_beside_what_else_is_wrong() {
    let world = World::new("kept file refused").await;
    let class = Class::running(&world, 1, &[-2, -1]).await;
    class.mark(0, &[(0, "ausente")]).await;
    let me = learner(&world, &class, 0).await;
    let path = asking(&class, 0, 0);
    let wrong = me.send_parts(&path, &WITHOUT_STATE, Some(("f.jpg", b"PK\x03\x04"))).await;
    wrong.expect(422).expect_text("Elija").expect_no_text("Tenemos el archivo");
    assert_eq!(rows(&world).await, (0, 0));
    world.finish().await;
}
