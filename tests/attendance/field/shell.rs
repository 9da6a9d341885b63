//! The page that opens without a network, as the browser fetches it.

use data_encoding::BASE64;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::class::Class;
use crate::support::figures::figure;
use crate::support::world::World;

#[rocket::async_test]
async fn the_page_is_the_same_for_everybody_and_each_of_its_files_is_what_the_worker_says() {
    let world = World::new("field shell").await;
    let stranger = world.as_anyone();
    let facilitator = world.as_facilitator("uno").await;
    let page = stranger.get("/campo").await.expect(200);
    assert_eq!(page.bytes, facilitator.get("/campo").await.expect(200).bytes);
    let worker = stranger.get("/campo/sw.js").await.expect(200);
    assert_eq!(worker.header("Service-Worker-Allowed"), Some("/campo"));
    assert_eq!(worker.header("Content-Type"), Some("text/javascript; charset=utf-8"));
    let body = worker.body();
    let first = body.lines().next().unwrap();
    let shell = first.strip_prefix("self.SHELL = ").unwrap().strip_suffix(';').unwrap();
    let shell: Value = serde_json::from_str(shell).unwrap();
    assert_eq!(shell["version"].as_str().unwrap().len(), 12);
    let files = shell["files"].as_object().unwrap();
    assert!(files.len() > 15 && files.contains_key("/campo"));
    for (address, digest) in files {
        let file = stranger.get(address).await.expect(200);
        let found = format!("sha256-{}", BASE64.encode(&Sha256::digest(&file.bytes)));
        assert_eq!(digest, &found, "{address}");
        if address.starts_with("/campo") {
            assert_eq!(file.header("Cache-Control"), Some("no-cache"), "{address}");
        } else {
            let html = page.body().replace("&#x3D;", "=");
            assert!(html.contains(address.as_str()), "{address} is how the page calls it");
        }
    }
    let manifest = stranger.get("/campo/manifest.webmanifest").await.expect(200);
    assert_eq!(manifest.header("Content-Type"), Some("application/manifest+json"));
    stranger.get("/campo/otra.js").await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn without_a_network_other_pages_lead_to_it_and_name_nobody() {
    let world = World::new("offline page").await;
    let (stranger, facilitator) = (world.as_anyone(), world.as_facilitator("uno").await);
    let page = facilitator.get("/sin-red").await.expect(200);
    assert_eq!(page.bytes, stranger.get("/sin-red").await.expect(200).bytes);
    assert!(page.body().contains("href=\"/campo\""), "it leads to the lists");
    let worker = stranger.get("/sin-red.js").await.expect(200).body();
    let shell = worker.lines().next().unwrap().strip_prefix("self.OFFLINE = ").unwrap();
    let shell: Value = serde_json::from_str(shell.strip_suffix(';').unwrap()).unwrap();
    assert_eq!(shell["page"], "/sin-red");
    for file in shell["files"].as_array().unwrap() {
        stranger.get(file.as_str().unwrap()).await.expect(200);
    }
    let registered = stranger.get("/campo/worker.js").await.expect(200).body();
    assert!(registered.contains("register(\"/sin-red.js\""), "the page of lists asks for it");
    world.finish().await;
}

#[rocket::async_test]
async fn a_browser_that_keeps_lists_leaves_through_the_page_that_wipes_them() {
    use formacion::sign_in::sessions::FIELD_COOKIE;
    use rocket::http::{ContentType, Cookie, Header};
    let world = World::new("field leave").await;
    let facilitator = world.as_facilitator("uno").await;
    let leave = async |form: &'static str| {
        let request = world.client.post("/salir").header(ContentType::Form).body(form);
        let request = request.header(Header::new("Sec-Fetch-Site", "same-origin"));
        facilitator.send(request.cookie(Cookie::new(FIELD_COOKIE, "1"))).await.expect(303)
    };
    assert_eq!(leave("").await.location.as_deref(), Some("/campo#salir"));
    facilitator.get("/contrasena").await.expect(200);
    let left = leave("campo=borrado").await;
    assert_eq!(left.location.as_deref(), Some("/"));
    let gone = left.cookies.iter().find(|cookie| cookie.name() == FIELD_COOKIE).unwrap();
    assert!(gone.value().is_empty(), "the browser keeps no list");
    facilitator.get("/contrasena").await.expect(303);
    world.finish().await;
}

fn gzipped(bytes: &[u8]) -> usize {
    use std::io::Write;
    let compression = flate2::Compression::default();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), compression);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

#[rocket::async_test]
async fn the_page_with_a_list_of_two_hundred_is_light() {
    let world = World::new("field weight").await;
    let class = Class::running(&world, 200, &[0]).await;
    let phone = super::Phone::of(&class.facilitator).await;
    let worker = phone.who.get("/campo/sw.js").await.expect(200);
    let body = worker.body();
    let shell = body.lines().next().unwrap().strip_prefix("self.SHELL = ").unwrap();
    let shell: Value = serde_json::from_str(shell.strip_suffix(';').unwrap()).unwrap();
    let mut whole = gzipped(&worker.bytes);
    for address in shell["files"].as_object().unwrap().keys() {
        whole += gzipped(&phone.who.get(address).await.expect(200).bytes);
    }
    let page = whole;
    let lists = phone.lists().await.expect(200);
    assert_eq!(lists.json()["sessions"][0]["people"].as_array().unwrap().len(), 200);
    whole += gzipped(&lists.bytes);
    let roll = phone.who.get(&class.roll_call(0)).await.expect(200);
    let holds = whole <= 120_000 && gzipped(&roll.bytes) <= 120_000;
    figure(
        "P30",
        whole as f64 / 1000.0,
        "kB for a roll-call of 200",
        holds,
        &format!(
            "/campo with everything it keeps ({:.1} kB) and its lists, gzip; the page without scripts {:.1} kB",
            page as f64 / 1000.0,
            gzipped(&roll.bytes) as f64 / 1000.0
        ),
    );
    assert!(holds);
    world.finish().await;
}
