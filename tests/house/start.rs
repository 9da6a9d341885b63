//! The binary starts, says that it is ready, and ends as it is told.

use crate::support::companion::alive;
use crate::support::database;
use crate::support::product;
use crate::support::server::{self, Server};
use crate::support::smtp::Smtp;

#[rocket::async_test]
async fn the_server_starts_on_a_prepared_database_and_stops_when_asked() {
    let database = product::reference("start").await;
    let mail = Smtp::start();
    let server = Server::with().database(database.url()).smtp(&mail.url()).start();
    assert_eq!(server.status("/salud/viva"), Some(200));
    assert_eq!(server.status("/no/existe"), Some(404));
    let pid = server.pid();
    assert!(alive(pid));
    let log = server.stop();
    assert!(!alive(pid));
    assert!(!log.is_empty(), "it keeps a log");
}

#[rocket::async_test]
async fn the_server_starts_again_after_a_power_cut() {
    let database = product::reference("cut").await;
    let mail = Smtp::start();
    let start = || Server::with().database(database.url()).smtp(&mail.url()).start();
    let server = start();
    let pid = server.pid();
    server.kill();
    assert!(!alive(pid));
    assert_eq!(start().status("/salud/lista"), Some(200));
}

#[rocket::async_test]
async fn a_database_of_another_version_stops_the_start_with_a_sentence() {
    let database = database::empty("old").await;
    let output = server::command(&["serve"]).env("DATABASE_URL", database.url()).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("formacion migrate"), "{said}");
}
