//! Keys change and what they signed stays true; nothing that was touched does (P8).

use credentials::badge::Badge;
use credentials::keys::{Algorithm, IssuerKey};
use formacion::certification::credentials::commands::{new_key, retire_key};
use formacion::certification::credentials::refusals::KeyRefusal;
use formacion::certification::credentials::worker::sign_all;
use formacion::platform::secrets;

use super::{fetch, header, judge, judged, jwt, key, key_set, old_key};
use crate::certification::{PASSED, closed};
use crate::support::figures::figure;
use crate::support::world::{ORIGIN, World};
use chrono::TimeDelta;
use serde_json::{Value, json};

#[rocket::async_test]
async fn after_three_rotations_every_credential_verifies() {
    let world = World::new("rotations").await;
    let mut made = Vec::new();
    let mut texts = Vec::new();
    for turn in 0..4 {
        made.push(key(&world).await.key);
        if turn > 0 {
            retire_key(&world.app, &made[turn - 1].thumbprint).await.expect("is retired");
        }
        let class = closed(&world, turn * 2, &[PASSED, PASSED]).await;
        class.issue(&world).await.expect("issues");
        sign_all(&world.app).await.expect("signs");
        for row in class.certificates(&world).await {
            texts.push(jwt(&world, &row).await);
        }
    }
    let keys = key_set(&world).await;
    assert_eq!(keys.keys.len(), 4);
    let mut by_turn = Vec::new();
    for text in &texts {
        by_turn.push(Badge::verify(text, &keys).expect("verifies").kid);
    }
    let expected: Vec<String> =
        made.iter().flat_map(|key| [key.kid.clone(), key.kid.clone()]).collect();
    assert_eq!(by_turn, expected);
    let agreed = match judged(&world, &texts, vec![]).await {
        Some(said) => {
            let all = said["credentials"].as_array().unwrap();
            for one in all {
                assert_eq!(one["signature"]["ok"], true, "{one}");
                assert_eq!(one["status"]["revoked"], false, "{one}");
            }
            "jose agrees about each"
        }
        None => "jose is not installed",
    };
    figure(
        "P8",
        texts.len() as f64,
        "credentials",
        by_turn == expected,
        &format!("of four keys verify after three rotations; {agreed}"),
    );
    world.finish().await;
}

#[rocket::async_test]
async fn what_a_key_of_ed25519_signed_stays_true_beside_es256_and_each_list_is_of_its_key() {
    let world = World::new("two curves").await;
    let before = old_key(&world).await;
    let early = closed(&world, 0, &[PASSED]).await;
    early.issue(&world).await.expect("issues");
    let told = async || {
        let all = formacion::doctor::everything(&world.app).await.unwrap();
        all.into_iter().map(|one| one.to_string()).any(|one| one.contains("signs with Ed25519"))
    };
    assert!(told().await, "whoever runs the machine is told to make a key");
    let made = key(&world).await.key;
    assert!(!told().await);
    let late = closed(&world, 10, &[PASSED]).await;
    late.issue(&world).await.expect("issues");

    let keys = key_set(&world).await;
    let mut texts = Vec::new();
    for (class, signer, algorithm) in [(&early, &before, "EdDSA"), (&late, &made, "ES256")] {
        let text = jwt(&world, &class.certificates(&world).await[0]).await;
        let expected = json!({ "alg": algorithm, "kid": signer.kid, "typ": "JWT" });
        assert_eq!(header(&text), expected);
        let badge = Badge::verify(&text, &keys).expect("verifies").claims;
        let list = fetch(&world, &badge.credential_status.status_list_credential).await;
        assert_eq!(header(&list)["kid"], expected["kid"], "the list is of the same key");
        texts.push(text);
    }
    if let Some(said) = judged(&world, &texts, vec![]).await {
        for one in said["credentials"].as_array().unwrap() {
            assert_eq!(one["signature"]["ok"], true, "{one}");
            assert_eq!(one["status"]["revoked"], false, "{one}");
        }
    }

    // A retired key signs no list either; its name says which key signs instead.
    retire_key(&world.app, &before.thumbprint).await.expect("is retired");
    world.advance(TimeDelta::seconds(20));
    let status = Badge::verify(&texts[0], &keys).unwrap().claims.credential_status;
    let list = fetch(&world, &status.status_list_credential).await;
    assert_eq!(header(&list)["kid"], made.kid);
    world.finish().await;
}

#[rocket::async_test]
async fn a_key_made_under_another_address_signs_the_name_of_the_server_that_signs() {
    let world = World::new("another address").await;
    let mut shell = world.app.clone();
    shell.config.public_url = "http://localhost:9000".to_owned();
    let made = new_key(&shell).await.expect("a key is made").key;
    assert!(made.kid.starts_with("http://localhost:9000/"));
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let text = jwt(&world, &class.certificates(&world).await[0]).await;
    let name = format!("{ORIGIN}/emisor/claves/{}", made.thumbprint);
    assert_eq!(header(&text)["kid"], name);
    let published: Value = serde_json::from_str(&fetch(&world, &name).await).unwrap();
    assert_eq!(published["kid"], name);
    // What it signed elsewhere is found by the name that it had there.
    let names: Vec<String> = key_set(&world).await.keys.into_iter().map(|key| key.kid).collect();
    assert_eq!(names, [name, made.kid]);

    // The same rows under another address: allowed, and said.
    let notices = formacion::doctor::everything(&shell).await.unwrap();
    let elsewhere = notices.iter().map(ToString::to_string).find(|one| one.contains("PUBLIC_URL"));
    assert!(elsewhere.expect("is said").contains("1 credentials name"));
    world.finish().await;
}

#[rocket::async_test]
async fn the_only_key_that_signs_is_not_retired_and_none_is_retired_twice() {
    let world = World::new("retire").await;
    let first = key(&world).await.key.thumbprint;
    let refused = async |name: &str| {
        retire_key(&world.app, name).await.expect_err("is refused").refusal().expect("a rule")
    };
    assert_eq!(refused(&first).await, KeyRefusal::Last);
    assert_eq!(refused("otra").await, KeyRefusal::Unknown);
    key(&world).await;
    retire_key(&world.app, &first).await.expect("is retired");
    assert_eq!(refused(&first).await, KeyRefusal::Retired);
    world.finish().await;
}

#[rocket::async_test]
async fn ten_thousand_turned_bits_make_no_credential() {
    let world = World::new("bits").await;
    key(&world).await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    sign_all(&world.app).await.expect("signs");
    let text = jwt(&world, &class.certificates(&world).await[0]).await;
    let keys = key_set(&world).await;
    assert!(Badge::verify(&text, &keys).is_ok());
    let (mut accepted, mut tried, mut shown) = (0, 0, Vec::new());
    while tried < 10_000 {
        let chance = secrets::number().unwrap();
        let place = usize::try_from(chance >> 8).unwrap() % text.len();
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1 << (chance % 8);
        // What is no text at all is refused before it is read.
        tried += 1;
        let Ok(turned) = String::from_utf8(bytes) else { continue };
        if Badge::verify(&turned, &keys).is_ok() {
            accepted += 1;
        }
        // The last letter has bits to spare, which some readers overlook and we do not.
        if shown.len() < 200 && place + 1 < text.len() {
            shown.push(turned);
        }
    }
    figure(
        "P8",
        f64::from(accepted),
        "accepted",
        accepted == 0,
        "of 10,000 credentials with one bit turned at random",
    );
    assert_eq!(accepted, 0);

    // The judge refuses what we refuse: turned bits, another key of the same name, no signature.
    let stranger = IssuerKey::new(Algorithm::Es256, &[9; 32], keys.keys[0].kid.clone()).unwrap();
    let forged = Badge::verify(&text, &keys).unwrap().claims.sign(&stranger).unwrap();
    let (words, _) = text.rsplit_once('.').unwrap();
    for hostile in [forged, format!("{words}.")] {
        assert!(Badge::verify(&hostile, &keys).is_err());
        shown.push(hostile);
    }
    let asked = json!({
        "now": world.app.clock.now(), "keys": keys, "credentials": shown, "lists": {},
    });
    if let Some(said) = judge(&asked) {
        for one in said["credentials"].as_array().unwrap() {
            assert_eq!(one["signature"]["ok"], false, "{one}");
        }
    }
    world.finish().await;
}
