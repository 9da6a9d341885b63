//! A database of before gets its ledger filled, once, and says since when it knows.

use formacion::ledger::entity::{holding, ledger_fill};
use formacion::ledger::fill;
use formacion::platform::subscribers::Subscribers;
use formacion::platform::workers::Round;
use rocket::tokio;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait, Set};

use super::{HERE, everywhere, figures, people, today_of};
use crate::certification::{PASSED, closed};
use crate::support::fixtures::day;
use crate::support::people::post;
use crate::support::world::World;

/// People and certificates of a product that knew no ledger, and the row as the migration leaves it.
async fn of_before(hint: &str) -> World {
    let mut world = World::with(hint, |app| app.subscribers = Subscribers::default()).await;
    let class = closed(&world, 0, &[PASSED; 3]).await;
    for person in &class.people {
        post(&world, *person, HERE, true).await;
    }
    class.issue(&world).await.expect("issues");
    world.app.subscribers = formacion::assembly::subscribers();
    let tx = world.app.db.begin().await.unwrap();
    let row = ledger_fill::Entity::find_by_id(1).one(&tx).await.unwrap().unwrap();
    assert!(row.is_done, "a new database has nobody to fill");
    let mut row = row.into_active_model();
    row.is_done = Set(false);
    row.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    world
}

#[rocket::async_test]
async fn people_of_before_are_filled_in_once_and_known_since_then() {
    let world = of_before("ledger upgrade").await;
    world.app.clock.advance(chrono::TimeDelta::days(30));
    assert_eq!(figures(&world, HERE, day(&world, 0)).await, people(0, 0, 0));
    let unfilled = formacion::doctor::examine(&world.app).await.unwrap();
    assert!(unfilled.is_empty(), "it is no finding while it is being filled: {unfilled:?}");
    let page = world.as_coordinator("MET").await.get("/capacidad-instalada").await.expect(200);
    page.expect_text("se está completando");
    // Four instances start at the same moment.
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let app = world.app.clone();
            tokio::spawn(async move { fill::all(&app).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().expect("fills, or finds it filled");
    }
    let rows = holding::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(figures(&world, HERE, day(&world, 0)).await, people(3, 0, 0));
    assert_eq!(today_of(&world, HERE, day(&world, -10)).await, people(3, 0, 0));
    assert_eq!(fill::round(&world.app).await.unwrap(), Round::Idle);
    assert_eq!(holding::Entity::find().count(world.app.db.read()).await.unwrap(), rows, "once");
    // Before it was filled nothing was known: a page of that day says so, and with what it is computed.
    let staff = world.as_coordinator("MET").await;
    let cut = formacion::platform::dates::input_date(day(&world, -10));
    let page = staff.get(&format!("/municipios/{HERE}/capacidad?corte={cut}")).await.expect(200);
    page.expect_text("Ese día aún no se llevaba este registro").expect_text("TRI-01 3 0 0");
    let _ = everywhere();
    world.finish().await;
}

#[rocket::async_test]
async fn a_change_while_it_is_filled_is_in_it_once() {
    let world = of_before("ledger upgrade meanwhile").await;
    let class = closed(&world, 50, &[PASSED]).await;
    post(&world, class.people[0], HERE, true).await;
    class.issue(&world).await.expect("issues");
    assert_eq!(today_of(&world, HERE, day(&world, 0)).await, people(1, 0, 0));
    fill::all(&world.app).await.expect("fills");
    assert_eq!(today_of(&world, HERE, day(&world, 0)).await, people(4, 0, 0));
    world.finish().await;
}
