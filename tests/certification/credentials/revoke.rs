//! A revocation shows to programs as soon as to people, and the list says nothing of anybody (P9).

use chrono::TimeDelta;
use credentials::badge::Badge;
use credentials::status::{ENTRIES, StatusList};
use data_encoding::BASE64URL_NOPAD;
use formacion::certification::credentials::worker::sign_all;

use super::{fetch, judged, jwt, kept, key, key_set};
use crate::certification::{PASSED, closed};
use crate::support::figures::figure;
use crate::support::people::document;
use crate::support::world::World;

#[rocket::async_test]
async fn the_page_and_the_list_agree_within_a_minute_and_the_list_names_nobody() {
    let world = World::new("status list").await;
    let class = closed(&world, 0, &[PASSED, PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    key(&world).await;
    sign_all(&world.app).await.expect("signs");
    let rows = class.certificates(&world).await;
    let keys = key_set(&world).await;
    let mut texts = Vec::new();
    for row in &rows {
        texts.push(jwt(&world, row).await);
    }
    let status = Badge::verify(&texts[1], &keys).unwrap().claims.credential_status;
    let address = status.status_list_credential.clone();
    let bits = async || {
        let list = fetch(&world, &address).await;
        StatusList::verify(&list, &keys, &address).expect("verifies").1
    };
    assert_eq!(bits().await.count(), 0);

    let coordinator = world.as_coordinator("MET").await;
    let fields = [("motivo", "La nota correspondía a otra persona."), ("confirma", "si")];
    coordinator
        .post(&format!("/certificados/{}/revocacion", rows[1].id), &fields)
        .await
        .expect(303);
    world
        .as_anyone()
        .get(&format!("/verificar/{}", rows[1].code))
        .await
        .expect(200)
        .expect_text("revocado");
    // At worst somebody fetched the list just before, and keeps it as long as it says.
    let answered = world.as_anyone().get("/emisor/listas/1").await.expect(200);
    let kept_for: i64 = answered
        .header("Cache-Control")
        .and_then(|said| said.strip_prefix("public, max-age="))
        .and_then(|seconds| seconds.parse().ok())
        .expect("says how long it may be kept");
    let mut signed_for = 0;
    while bits().await.count() == 0 {
        signed_for += 1;
        assert!(signed_for <= 60);
        world.advance(TimeDelta::seconds(1));
    }
    let now = bits().await;
    assert!(now.is_set(status.index().unwrap()).unwrap());
    assert_eq!(now.count(), 1);

    let list = fetch(&world, &address).await;
    let (read, _) = StatusList::verify(&list, &keys, &address).expect("verifies");
    let later = world.app.clock.now() + TimeDelta::days(2);
    assert!(read.holds_at(world.app.clock.now()).is_ok());
    assert!(read.holds_at(later).is_err(), "an old copy cannot be shown for ever");
    let claims = list.split('.').nth(1).unwrap();
    let said = String::from_utf8(BASE64URL_NOPAD.decode(claims.as_bytes()).unwrap()).unwrap();
    let mut secrets = vec![document(1), "Guayacán".to_owned(), "persona1".to_owned()];
    for row in &rows {
        secrets.extend([row.code.clone(), format!("2026-{:06}", row.number_sequence)]);
        secrets.push(row.enrolment_id.to_string().repeat(3));
        let place = kept(&world, row).await.unwrap().list_index;
        assert!(place.unsigned_abs() < ENTRIES);
    }
    let named = secrets.iter().filter(|secret| said.contains(*secret)).count();
    let worst = signed_for + kept_for;
    figure(
        "P9",
        worst as f64,
        "seconds",
        worst <= 60 && named == 0,
        "from a revocation on the page to its bit in the list, at worst: as long as a list is given again plus as long as it may be kept; nothing of the holders is in the list of 131,072",
    );
    assert!(worst <= 60, "{worst}");
    assert_eq!(named, 0, "{said}");

    // Independent readers say the same of all three.
    if let Some(said) = judged(&world, &texts, vec![]).await {
        let revoked: Vec<bool> = said["credentials"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                assert_eq!(one["signature"]["ok"], true, "{one}");
                assert_eq!(one["words"]["ok"], true, "{one}");
                assert_eq!(one["status"]["ok"], true, "{one}");
                one["status"]["revoked"].as_bool().unwrap()
            })
            .collect();
        let expected = [false, true, false];
        figure(
            "P9",
            expected.len() as f64,
            "credentials",
            revoked == expected,
            "whose list @digitalbazaar/vc-bitstring-status-list reads as the verification page says",
        );
        assert_eq!(revoked, expected);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn places_are_random_and_lists_that_were_not_begun_are_not_there() {
    let world = World::new("places").await;
    let class = closed(&world, 0, &[PASSED; 20]).await;
    class.issue(&world).await.expect("issues");
    key(&world).await;
    sign_all(&world.app).await.expect("signs");
    let mut places = Vec::new();
    for row in class.certificates(&world).await {
        places.push(kept(&world, &row).await.unwrap().list_index);
    }
    // Twenty in a row by chance: once in 20! runs.
    let sorted = places.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(!sorted, "{places:?}");
    let anyone = world.as_anyone();
    anyone.get("/emisor/listas/1").await.expect(200);
    for other in ["0", "2", "-1", "2147483648", "uno"] {
        anyone.get(&format!("/emisor/listas/{other}")).await.expect(404);
    }
    world.finish().await;
}
