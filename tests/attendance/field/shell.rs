//! The page that opens without a network, as the browser fetches it.

use data_encoding::BASE64;
use serde_json::Value;
use sha2::{Digest, Sha256};

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
    assert_eq!(worker.header("Content-Type"), Some("text/javascript"));
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
