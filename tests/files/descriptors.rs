//! A process whose descriptors are used up says so in its log, and answers again when there are some.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::product;
use crate::support::server::Server;
use crate::support::smtp::Smtp;

#[rocket::async_test]
async fn connections_that_cannot_be_taken_are_told_in_the_log_and_it_answers_again() {
    const SAID: &str = "recovery attempt";
    let database = product::reference("descriptors").await;
    let mail = Smtp::start();
    let server = Server::with().database(database.url()).smtp(&mail.url()).descriptors(64).start();
    assert!(!server.log().contains(SAID), "not before");
    let idle: Vec<TcpStream> = (0..100)
        .map(|_| TcpStream::connect(("127.0.0.1", server.port())).expect("the machine takes it"))
        .collect();
    let end = Instant::now() + Duration::from_secs(10);
    while !server.log().contains(SAID) && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(50));
    }
    let log = server.log();
    let told = log.lines().find(|line| line.contains(SAID)).unwrap_or_else(|| panic!("{log}"));
    assert!(told.contains("rocket_http::listener") && told.contains("WARN"), "{told}");
    drop(idle);
    let end = Instant::now() + Duration::from_secs(10);
    while server.status("/salud/lista") != Some(200) && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(server.status("/salud/lista"), Some(200));
    server.stop();
}
