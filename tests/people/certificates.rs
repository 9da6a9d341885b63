//! The certificates on the page of a person, each reader those within their right (R60).

use crate::ledger::{class, takes_back};
use crate::support::people::post;
use crate::support::world::World;

#[rocket::async_test]
async fn the_page_of_a_person_tells_the_certificates_that_its_reader_may_see() {
    let world = World::new("certificates of a person").await;
    let class = class(&world, 2).await;
    let person = class.people[0];
    // Another unit sees the person by a post, and issued nothing.
    post(&world, person, "18592", false).await;
    let rows = class.certificates(&world).await;
    let of = |own: bool| rows.iter().find(|row| (row.person_id == person) == own).unwrap();
    let (own, other) = (of(true), of(false));
    let path = format!("/personas/{person}");
    let opened = format!("/certificados/{}", own.id);
    for reader in [
        world.as_coordinator("MET").await,
        world.as_administrator().await,
        world.as_participant(person.0).await,
    ] {
        let page = reader.get(&path).await.expect(200).expect_text(&own.number);
        let page = page.expect_text("Válido").expect_no_text(&other.number);
        assert!(page.body().contains(&format!("href=\"{opened}\"")));
        reader.get(&opened).await.expect(200);
    }
    // A gobernación oversees what was earned for its department, and verifies it as anybody does.
    let meta = world.as_gobernacion("50").await;
    let page = meta.get(&path).await.expect(200).expect_text(&own.number);
    let verified = format!("/verificar/{}", own.code);
    assert!(page.body().contains(&format!("href=\"{verified}\"")));
    meta.get(&opened).await.expect(404);
    meta.get(&verified).await.expect(200);
    for reader in [world.as_coordinator("HUI").await, world.as_gobernacion("18").await] {
        let page = reader.get(&path).await.expect(200).expect_no_text(&own.number);
        page.expect_text("No tiene certificados que usted pueda ver");
    }
    takes_back(&world, own).await;
    let page = world.as_coordinator("MET").await.get(&path).await.expect(200);
    page.expect_text(&own.number).expect_text("Revocado").expect_no_text("Válido");
    world.finish().await;
}
