//! A page is measured beside this one: as many bytes, answered from memory by the same web server.

use std::sync::OnceLock;

use rocket::http::ContentType;
use rocket::{Shutdown, get, routes};

static BODY: OnceLock<String> = OnceLock::new();
/// The largest page that is compared.
const MOST: usize = 4_000_000;

#[get("/<bytes>")]
fn page(bytes: usize) -> (ContentType, &'static str) {
    let body = BODY.get_or_init(|| "x".repeat(MOST));
    (ContentType::HTML, &body[..bytes.min(MOST)])
}

/// Starts the web server, and returns its origin and how to stop it.
pub async fn start() -> (String, Shutdown) {
    let port = crate::support::free_port();
    let figment = rocket::Config::figment()
        .merge(("port", port))
        .merge(("address", "127.0.0.1"))
        .merge(("log_level", "off"));
    let rocket = rocket::custom(figment)
        .mount("/", routes![page])
        .ignite()
        .await
        .expect("the static responder is sound");
    let stop = rocket.shutdown();
    rocket::tokio::spawn(rocket.launch());
    (format!("http://127.0.0.1:{port}"), stop)
}
