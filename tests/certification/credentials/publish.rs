//! What is published for programs of strangers, and what never is.

use credentials::badge::Badge;
use formacion::certification::credentials::commands::new_key;
use formacion::certification::credentials::entity::issuer_key;
use formacion::certification::credentials::worker::sign_all;
use formacion::platform::key_secret::KeySecret;
use sea_orm::EntityTrait;
use serde_json::Value;

use super::{judged, jwt, key, key_set};
use crate::certification::{PASSED, closed};
use crate::support::world::{KEYS_SECRET, ORIGIN, World};

fn path(address: &Value) -> String {
    address.as_str().unwrap().strip_prefix(ORIGIN).unwrap().to_owned()
}

#[rocket::async_test]
async fn every_address_in_a_credential_answers_and_any_site_may_read_it() {
    let world = World::new("published").await;
    key(&world).await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    sign_all(&world.app).await.expect("signs");
    let row = class.certificates(&world).await.remove(0);
    let text = jwt(&world, &row).await;
    let signed = Badge::verify(&text, &key_set(&world).await).expect("verifies");
    let badge = serde_json::to_value(&signed.claims).unwrap();
    let subject = &badge["credentialSubject"];
    let anyone = world.as_anyone();
    let mut documents = Vec::new();
    for (address, content_type, kept) in [
        (path(&badge["issuer"]["id"]), "application/json", "public, max-age=300"),
        (path(&subject["achievement"]["id"]), "application/json", "public, max-age=300"),
        ("/emisor/claves".to_owned(), "application/jwk-set+json", "public, max-age=300"),
        (path(&Value::from(signed.kid.clone())), "application/jwk+json", "public, max-age=300"),
        (
            path(&badge["credentialStatus"]["statusListCredential"]),
            "application/vc+jwt",
            "public, max-age=30",
        ),
        (path(&badge["issuer"]["image"]["id"]), "image/svg+xml", "public, max-age=300"),
        (path(&subject["achievement"]["image"]["id"]), "image/svg+xml", "public, max-age=300"),
        (path(&badge["id"]), "application/vc+jwt", "no-store"),
    ] {
        let answered = anyone.get(&address).await.expect(200);
        assert_eq!(answered.header("Content-Type"), Some(content_type), "{address}");
        assert_eq!(answered.header("Access-Control-Allow-Origin"), Some("*"), "{address}");
        assert_eq!(answered.header("Cache-Control"), Some(kept), "{address}");
        assert!(answered.header("Set-Cookie").is_none(), "{address}");
        if content_type == "application/json" {
            documents.push(serde_json::from_slice::<Value>(&answered.bytes).expect("JSON"));
        }
        let private = ["\"d\"", KEYS_SECRET];
        assert!(private.iter().all(|secret| !answered.body().contains(secret)), "{address}");
    }
    for capacity in subject["achievement"]["alignment"].as_array().unwrap() {
        anyone.get(&path(&capacity["targetUrl"])).await.expect(200);
    }
    assert!(!subject["achievement"]["alignment"].as_array().unwrap().is_empty());
    assert_eq!(documents[1]["id"], subject["achievement"]["id"]);
    assert_eq!(documents[1]["alignment"], subject["achievement"]["alignment"]);
    assert_eq!(documents[1]["creditsAvailable"], 40);
    anyone.get(&path(&badge["evidence"][0]["id"])).await.expect(200);
    let answered = anyone.get("/.well-known/did.json").await.expect(200);
    assert_eq!(answered.header("Content-Type"), Some("application/did+json"));
    assert_eq!(answered.header("Access-Control-Allow-Origin"), Some("*"));
    let did: Value = serde_json::from_slice(&answered.bytes).expect("JSON");
    let host = ORIGIN.rsplit_once("//").unwrap().1.replace(':', "%3A");
    assert_eq!(did["id"], format!("did:web:{host}"));
    assert_eq!(did["alsoKnownAs"][0], badge["issuer"]["id"]);
    let method = &did["verificationMethod"][0];
    assert_eq!(method["publicKeyJwk"]["kid"], signed.kid, "it is chosen by its name");
    assert_eq!(did["assertionMethod"][0], method["id"]);
    anyone.get("/emisor/claves/nadie").await.expect(404);
    anyone.get("/emisor/cursos/987654321").await.expect(404);
    // Whoever is signed in keeps nothing, as of every page.
    let coordinator = world.as_coordinator("MET").await;
    let answered = coordinator.get("/emisor").await.expect(200);
    assert_eq!(answered.header("Cache-Control"), Some("no-store"));

    if let Some(said) = judged(&world, &[text], documents).await {
        for document in said["documents"].as_array().unwrap() {
            assert_eq!(document["ok"], true, "{document}");
        }
        assert_eq!(said["credentials"][0]["words"]["ok"], true, "{said}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_copy_of_the_database_signs_nothing() {
    let world = World::new("stolen").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    key(&world).await;

    // The same database where the secret is not, and where it is another one.
    let mut thief = world.app.clone();
    thief.config.keys = KeySecret::File("/nonexistent/formacion.llave".into());
    assert!(sign_all(&thief).await.is_err());
    thief.config.keys =
        KeySecret::Written(credentials::vault::Secret::parse(&"ab".repeat(32)).expect("a secret"));
    assert!(sign_all(&thief).await.is_err());
    assert!(new_key(&thief).await.is_ok(), "they may make a key, which nobody published before");

    let rows = issuer_key::Entity::find().all(world.app.db.read()).await.unwrap();
    for row in rows {
        assert_eq!(row.sealed.len(), 24 + 32 + 16);
        let public = data_encoding::BASE64URL_NOPAD.decode(row.public_x.as_bytes()).unwrap();
        assert!(!row.sealed.windows(8).any(|window| public.windows(8).any(|part| part == window)));
    }
    world.finish().await;
}
