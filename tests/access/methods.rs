//! Reading changes nothing (P11, second half): a GET by anybody leaves every table as it was.

use formacion::assembly::cards;
use formacion::platform::db::Db;
use rocket::http::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::lands::Land;
use crate::support::figures::figure;
use crate::support::world::World;

/// Rows of every table, by table: what a change would alter.
pub async fn rows(db: &Db) -> Vec<(String, i64)> {
    let list = match db.backend() {
        DbBackend::Postgres => {
            "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        }
        _ => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        }
    };
    let statement = |sql: String| Statement::from_string(db.backend(), sql);
    let mut selects = Vec::new();
    for row in db.read().query_all_raw(statement(list.to_owned())).await.unwrap() {
        let name: String = row.try_get("", "name").unwrap();
        selects.push(format!("SELECT '{name}' AS name, (SELECT COUNT(*) FROM \"{name}\") AS rows"));
    }
    let counted = db.read().query_all_raw(statement(selects.join(" UNION ALL "))).await.unwrap();
    counted
        .into_iter()
        .map(|row| (row.try_get("", "name").unwrap(), row.try_get("", "rows").unwrap()))
        .collect()
}

#[rocket::async_test]
async fn opening_pages_changes_no_row() {
    let world = World::demo("get changes nothing").await;
    let own = Land::of_unit(world.app.db.read(), "MET", "50", "50325").await;
    let coordinator = world.as_account("coordinacion.meta@demostracion.example").await;
    let participant = world.as_account("servidor@demostracion.example").await;
    let before = rows(&world.app.db).await;
    let mut pages = 0;
    for card in cards().iter().filter(|card| card.method == Method::Get) {
        for character in [&coordinator, &participant] {
            character.get(&own.address(card.path)).await;
            pages += 1;
        }
    }
    let after = rows(&world.app.db).await;
    let differs = before.iter().zip(&after).filter(|(before, after)| before != after);
    // A code that nobody has spends the budget of the address that guessed it, over all instances: one number.
    let (guessed, changed): (Vec<_>, Vec<_>) =
        differs.partition(|(_, (table, _))| table == "attempt_budget");
    let spent: i64 = guessed.iter().map(|(before, after)| after.1 - before.1).sum();
    assert!(spent <= 1, "one address has one budget: {guessed:?}");
    figure(
        "P11",
        changed.len() as f64,
        "tables changed by GET",
        changed.is_empty(),
        &format!("{pages} pages opened by a coordinator and a participant"),
    );
    assert!(changed.is_empty(), "GET changed {changed:?}");
    world.finish().await;
}
