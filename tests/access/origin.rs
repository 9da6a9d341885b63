//! P11: a change that another site asks for, or that cannot say who asks, is refused before
//! anything is read.

use formacion::assembly::cards;
use formacion::platform::headers::CONTENT_SECURITY_POLICY;
use formacion::platform::origin::ONE_CLICK;
use rocket::http::{ContentType, Header, Method};

use super::methods::rows;
use crate::support::figures::figure;
use crate::support::world::{Answered, Character, ORIGIN, World};

/// The address of a route with plausible values.
fn address(path: &str) -> String {
    let parts = path.split('/').skip(1).map(|part| match part {
        "<department>" => "50".to_owned(),
        "<municipality>" => "50325".to_owned(),
        other if other.starts_with('<') => "1".to_owned(),
        other => other.to_owned(),
    });
    format!("/{}", parts.collect::<Vec<_>>().join("/"))
}

/// What a request says of where it comes from, and a word for it.
fn origins() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    vec![
        ("nothing", vec![]),
        ("cross-site", vec![("Sec-Fetch-Site", "cross-site")]),
        ("same-site", vec![("Sec-Fetch-Site", "same-site")]),
        ("none", vec![("Sec-Fetch-Site", "none")]),
        ("another origin", vec![("Origin", "https://malo.example")]),
        ("null", vec![("Origin", "null")]),
        ("our name under theirs", vec![("Origin", "http://127.0.0.1:8000.malo.example")]),
        ("another port", vec![("Origin", "http://127.0.0.1:8001")]),
        ("two origins", vec![("Origin", ORIGIN), ("Origin", "https://malo.example")]),
        ("two origins, theirs first", vec![("Origin", "https://malo.example"), ("Origin", ORIGIN)]),
        ("cross-site with our origin", vec![("Sec-Fetch-Site", "cross-site"), ("Origin", ORIGIN)]),
        ("two sites", vec![("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")]),
    ]
}

async fn ask(
    character: &Character<'_>,
    method: Method,
    path: &str,
    headers: &[(&'static str, &'static str)],
) -> Answered {
    let mut request = character.world.client.req(method, path.to_owned());
    request = request.header(ContentType::Form).body("correo=a%40b.co");
    for (name, value) in headers {
        request.add_header(Header::new(*name, *value));
    }
    character.send(request).await
}

#[rocket::async_test]
async fn no_change_is_made_for_another_site() {
    let world = World::new("other sites").await;
    let administrator = world.as_administrator().await;
    let before = rows(&world.app.db).await;
    let sent = world.app.db.statements();
    let (mut asked, mut wrong) = (0_u32, Vec::new());
    for card in cards().iter().filter(|card| card.method != Method::Get) {
        for (word, headers) in origins() {
            // What a mail program asks by itself comes from no page, and asks no session.
            if word == "nothing" && card.path == format!("{ONE_CLICK}<token>") {
                continue;
            }
            let path = address(card.path);
            let answered = ask(&administrator, card.method, &path, &headers).await;
            asked += 1;
            if answered.status != 403 {
                wrong.push(format!("{} {path} from {word}: {}", card.method, answered.status));
            }
        }
    }
    // Methods that no route has are refused all the same.
    for method in [Method::Put, Method::Delete, Method::Patch] {
        let answered = ask(&administrator, method, "/contrasena", &[]).await;
        asked += 1;
        if answered.status != 403 {
            wrong.push(format!("{method} /contrasena: {}", answered.status));
        }
    }
    let read = world.app.db.statements() - sent;
    let changed = rows(&world.app.db).await != before;
    let holds = wrong.is_empty() && !changed && read == 0;
    figure(
        "P11",
        wrong.len() as f64,
        "changes taken from another site",
        holds,
        &format!(
            "{asked} requests: every non-GET route × 12 kinds of origin; {read} statements sent"
        ),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!changed, "rows changed");
    assert_eq!(read, 0, "a refused request reached the database");
    world.finish().await;
}

#[rocket::async_test]
async fn a_form_of_another_address_is_told_apart_from_a_missing_permission() {
    let world = World::new("other address").await;
    let administrator = world.as_administrator().await;
    let elsewhere = [("Origin", "http://192.168.1.20:8000")];
    ask(&administrator, Method::Post, "/contrasena", &elsewhere)
        .await
        .expect(403)
        .expect_text("El formulario se envió desde otra dirección")
        .expect_text(ORIGIN)
        .expect_no_text("No tiene permiso");
    world.finish().await;
}

#[rocket::async_test]
async fn our_own_pages_are_believed_by_either_proof() {
    let world = World::new("own pages").await;
    let administrator = world.as_administrator().await;
    for headers in [vec![("Sec-Fetch-Site", "same-origin")], vec![("Origin", ORIGIN)]] {
        let answered = ask(&administrator, Method::Post, "/contrasena", &headers).await;
        answered.expect(422);
    }
    world.finish().await;
}

#[test]
fn the_policy_lets_only_files_of_ours_run_and_no_form_leave() {
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(CONTENT_SECURITY_POLICY.contains(part), "{part}");
    }
    assert!(!CONTENT_SECURITY_POLICY.contains("unsafe"));
}
