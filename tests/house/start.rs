//! The binary starts, says that it is ready, and ends as it is told.

use crate::support::database;
use crate::support::server;

#[rocket::async_test]
async fn a_database_of_another_version_stops_the_start_with_a_sentence() {
    let database = database::empty("old").await;
    let output = server::command(&["serve"])
        .env("DATABASE_URL", database.url())
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("formacion migrate"), "{said}");
}
