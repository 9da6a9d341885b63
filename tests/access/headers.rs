//! P28: what every answer says to the browser about itself.

use formacion::assembly::cards;
use formacion::platform::registry::Audience;
use rocket::http::Method;

use crate::support::figures::figure;
use crate::support::world::{Answered, World};

/// Headers that protect whoever reads the page, one a line, in the order of their names.
fn protecting(answered: &Answered) -> String {
    const NAMES: [&str; 10] = [
        "Cache-Control",
        "Content-Security-Policy",
        "Content-Type",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "Permissions-Policy",
        "Referrer-Policy",
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "X-Frame-Options",
    ];
    let lines = NAMES.iter().map(|name| {
        let values: Vec<&str> = answered
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        format!("{name}: {}", values.join(" | "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

const PAGE: &str = "\
Cache-Control: no-store
Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
Content-Type: text/html; charset=utf-8
Cross-Origin-Opener-Policy: same-origin
Cross-Origin-Resource-Policy: same-origin
Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=()
Referrer-Policy: same-origin
Strict-Transport-Security: 
X-Content-Type-Options: nosniff
X-Frame-Options: DENY";

const SCRIPTED: &str =
    "ancestors 'none'; worker-src 'self'; manifest-src 'self'; connect-src 'self'";

#[rocket::async_test]
async fn pages_say_who_may_frame_them_what_may_run_and_that_nobody_keeps_them() {
    let world = World::new("headers").await;
    let anyone = world.as_anyone();
    let coordinator = world.as_coordinator("MET").await;
    assert_eq!(protecting(&anyone.get("/ingresar").await.expect(200)), PAGE);
    assert_eq!(protecting(&coordinator.get("/contrasena").await.expect(200)), PAGE);
    assert_eq!(protecting(&coordinator.get("/no-existe").await.expect(404)), PAGE);
    assert_eq!(protecting(&coordinator.get("/envios").await.expect(403)), PAGE);
    // By the address that a page gives, a file is kept for a year; by another, not for long.
    let body = anyone.get("/ingresar").await.body().replace("&#x3D;", "=");
    for name in ["formacion.css", "icon.svg"] {
        let (_, rest) = body.split_once(&format!("/estatico/{name}?v=")).expect("a version");
        let version: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        for (version, kept) in [(version.as_str(), "immutable"), ("otra", "max-age=3600")] {
            let file = anyone.get(&format!("/estatico/{name}?v={version}")).await.expect(200);
            assert!(file.header("Cache-Control").unwrap().ends_with(kept), "{name} {version}");
        }
    }
    let file = anyone.get("/estatico/formacion.css").await.expect(200);
    let expected =
        PAGE.replace("no-store", "public, max-age=3600").replace("text/html", "text/css");
    assert_eq!(protecting(&file), expected);
    world.finish().await;

    let world = World::with("headers over tls", |app| {
        app.config.public_url = "https://formacion.example".to_owned();
    })
    .await;
    let expected = PAGE.replace(
        "Strict-Transport-Security: ",
        "Strict-Transport-Security: max-age=31536000; includeSubDomains",
    );
    let answered = world.as_anyone().get("/ingresar").await.expect(200);
    assert_eq!(protecting(&answered), expected);
    world.finish().await;
}

/// An answer of text that does not say its charset.
fn without_charset(path: &str, answered: &Answered) -> Option<String> {
    let kind = answered.header("Content-Type")?.to_ascii_lowercase();
    let is_silent = kind.starts_with("text/") && !kind.contains("charset=utf-8");
    is_silent.then(|| format!("{path}: {kind}"))
}

#[rocket::async_test]
async fn no_route_forgets_them() {
    let world = World::with("headers of routes", |app| app.demo = true).await;
    let administrator = world.as_administrator().await;
    let kept = |lines: &str| {
        // What differs by design: the type of what is sent, and who may keep it.
        let same =
            |line: &&str| !line.starts_with("Content-Type") && !line.starts_with("Cache-Control");
        lines.lines().filter(same).collect::<Vec<_>>().join("\n")
    };
    let (mut asked, mut wrong) = (0_u32, Vec::new());
    let mut silent = Vec::new();
    for card in cards() {
        let path: Vec<&str> = card
            .path
            .split('/')
            .map(|part| if part.starts_with('<') { "1" } else { part })
            .collect();
        let path = path.join("/");
        if card.path == "/salir" {
            continue;
        }
        let answered = match card.method {
            Method::Get => administrator.get(&path).await,
            _ => administrator.post(&path, &[]).await,
        };
        asked += 1;
        silent.extend(without_charset(&path, &answered));
        // The worker that keeps a page for where there is no network is asked for again after an hour.
        let offline = card.path == "/sin-red.js";
        let file = card.path.starts_with("/estatico/") || offline;
        let no_store = answered.header("Cache-Control") == Some("no-store");
        // The page that opens without a network has a worker and talks to the server; so does a question of
        // one's own test, which nobody here has.
        let scripted = matches!(card.path, "/campo" | "/campo/sw.js");
        // And the page where a code is typed may use the camera.
        let camera = card.path == "/llegada" && answered.status != 303;
        let expected = match (scripted, camera) {
            (true, _) => kept(PAGE).replace("ancestors 'none'", SCRIPTED),
            _ if offline => {
                kept(PAGE).replace("ancestors 'none'", "ancestors 'none'; connect-src 'self'")
            }
            (_, true) => kept(PAGE).replace("camera=()", "camera=(self)"),
            _ => kept(PAGE),
        };
        // What programs of strangers read of the issuer is anybody's, and so are open data; nothing of
        // it is somebody's.
        let kept_awhile = answered.header("Cache-Control").is_some_and(|said| {
            matches!(said, "public, max-age=600" | "public, max-age=300" | "public, max-age=30")
        });
        let is_open = ["/emisor", "/.well-known/did.json", "/datos-abiertos/"]
            .iter()
            .any(|own| card.path.starts_with(own));
        let file = file || (is_open && kept_awhile);
        let again = scripted && answered.header("Cache-Control") == Some("no-cache");
        if kept(&protecting(&answered)) != expected || (!no_store && !file && !again) {
            wrong.push(format!(
                "{} {path} ({}):\n{}",
                card.method,
                answered.status,
                protecting(&answered)
            ));
        }
    }
    figure(
        "P28",
        wrong.len() as f64,
        "routes without their headers",
        wrong.is_empty(),
        &format!(
            "{asked} routes asked by an administrator; a public, a signed-in, an error page and a file compared whole"
        ),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What no id of one reaches: the parts of the page without a network, and a calendar of one's own.
    for name in ["campo.css", "app.js", "leave.js", "manifest.webmanifest"] {
        let path = format!("/campo/{name}");
        silent.extend(without_charset(&path, &administrator.get(&path).await));
    }
    assert!(silent.is_empty(), "texts that do not say in which letters they are: {silent:?}");
    world.finish().await;
}

#[rocket::async_test]
async fn a_notice_is_told_once_and_no_other_site_plants_one() {
    let world = World::with("notices over tls", |app| {
        app.config.public_url = "https://formacion.example".to_owned();
    })
    .await;
    let anyone = world.as_anyone();
    let left = anyone.post("/salir", &[]).await.expect(303);
    let cookie = left.cookies.iter().find(|cookie| cookie.name() == "__Host-aviso");
    let cookie = cookie.expect("the notice travels").clone();
    assert_eq!((cookie.secure(), cookie.http_only()), (Some(true), Some(true)));
    assert_eq!((cookie.path(), cookie.domain()), (Some("/"), None));
    let page = anyone.send(world.client.get("/").cookie(cookie)).await.expect(200);
    let page = page.expect_text("Salió de la aplicación");
    let gone = page.cookies.iter().find(|cookie| cookie.name() == "__Host-aviso");
    assert!(gone.is_some_and(|cookie| cookie.value().is_empty()), "it is told once");
    for (name, value) in
        [("_flash", "7successLlame al 01 8000"), ("aviso", "success:Llame al 01 8000")]
    {
        let page = anyone.send(world.client.get("/").cookie((name, value))).await.expect(200);
        page.expect_no_text("Llame al 01 8000");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn what_opens_by_its_address_alone_is_kept_from_search_engines() {
    let world = World::new("robots").await;
    let robots = world.as_anyone().get("/robots.txt").await.expect(200).body();
    let secret = |card: &formacion::platform::registry::Card| {
        card.audience == Audience::Anyone && card.path.contains("<token>")
    };
    let mut asked = 0;
    for card in cards().iter().filter(|card| secret(card)) {
        let start = card.path.split('<').next().unwrap();
        let named = robots.lines().any(|line| line == format!("Disallow: {start}"));
        assert!(named, "{start} is not named");
        asked += 1;
    }
    assert!(asked > 10, "only {asked} addresses");
    world.finish().await;
}
