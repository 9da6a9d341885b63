//! The browser and its judges do what the journeys believe of them, tried on
//! a small page with a strict content-security policy.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::browser::{Browser, Way};

const FORM: &str = r#"<!DOCTYPE html>
<html lang="es"><head><meta charset="utf-8"><title>Inscripción</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"></head>
<body><header><a href="/">Inicio</a></header><main><h1>Inscripción</h1>
<noscript><p>Sin JavaScript también se puede.</p></noscript>
<form method="post" action="/enviar">
<p><label for="n">Nombre completo</label><input id="n" name="nombre" value="viejo"></p>
<p><label for="f">Fecha de inicio</label><input id="f" name="fecha" type="date"></p>
<p><label for="h">Hora</label><input id="h" name="hora" type="time"></p>
<p><label for="m">Momento</label><input id="m" name="momento" type="datetime-local" value="2025-01-01T07:00"></p>
<p><label for="c">Municipio</label><select id="c" name="municipio"><option>Elija</option>
<option>San Juan de Arama</option><option>San José del Guaviare</option><option>San José del Palmar</option></select></p>
<fieldset><legend>Modalidad</legend>
<label><input type="radio" name="modo" value="p"> Presencial</label>
<label><input type="radio" name="modo" value="v"> Virtual</label></fieldset>
<p><label><input type="checkbox" name="acepto" value="si"> Acepto el tratamiento de datos</label></p>
<p><label for="t">Observaciones</label><textarea id="t" name="obs"></textarea></p>
<p><button>Enviar inscripción</button></p></form>
<p><a href="/archivo.csv">Descargar CSV</a></p></main>
<script>document.title = 'corre'</script></body></html>"#;

const BAD: &str = r#"<!DOCTYPE html>
<html lang="es"><head><title>Mala</title><meta name="viewport" content="width=device-width"></head>
<body><main><h1>Mala</h1><img src="data:," width="900" height="5"><input></main></body></html>"#;

/// A page that shows one thing more on a telephone, and one thing paler.
const NARROW: &str = r#"<!DOCTYPE html>
<html lang="es"><head><title>Angosta</title><meta name="viewport" content="width=device-width">
<style>@media (min-width:600px){.telephone{display:none}}
@media (max-width:599px){.pale{color:#ddd}}</style></head>
<body><main><h1>Angosta</h1><img src="data:," width="9" height="9"><p class="pale">Clara</p>
<div class="telephone"><p>Solo aquí <input></p></div></main></body></html>"#;

/// Three things to press that lead nowhere, and one that leads to another page in its own time.
const STILL: &str = r##"<!DOCTYPE html>
<html lang="es"><head><title>Quieta</title><meta name="viewport" content="width=device-width"></head>
<body><main><h1>Quieta</h1><details><summary>Más</summary><p>Detalle</p></details>
<p><a href="#fin">Abajo</a></p><p><button>Nada</button></p>
<form action="/lenta" novalidate><p><label>Campo <input name="campo" required></label></p>
<p><button>Lejos</button></p></form><p id="fin">Fin</p></main></body></html>"##;

/// A page and its answers, until the test ends.
fn page() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream));
        }
    });
    url
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut head, mut length) = (String::new(), 0);
    while reader.read_line(&mut head)? > 2 {
        let line = head.lines().last().unwrap_or_default().to_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut sent = vec![0; length];
    reader.read_exact(&mut sent)?;
    let path = head.split(' ').nth(1).unwrap_or("/");
    let received = format!(
        "<!DOCTYPE html><html lang=es><title>Recibido</title><p>Recibido: {}</p>",
        String::from_utf8_lossy(&sent)
    );
    let (kind, body) = match path {
        "/archivo.csv" => {
            ("text/csv\r\nContent-Disposition: attachment; filename=archivo.csv", "a;b")
        }
        "/enviar" => ("text/html; charset=utf-8", received.as_str()),
        "/mala" => ("text/html; charset=utf-8", BAD),
        "/quieta" => ("text/html; charset=utf-8", STILL),
        "/lenta?campo=" => {
            std::thread::sleep(Duration::from_secs(3));
            ("text/html; charset=utf-8", received.as_str())
        }
        "/angosta" => ("text/html; charset=utf-8", NARROW),
        // The policy lets scripts of the page run, so that a browser that
        // still runs them is seen; evaluation stays forbidden.
        "/script" => ("text/html; charset=utf-8", FORM),
        _ => (
            "text/html; charset=utf-8\r\nContent-Security-Policy: default-src 'none'; form-action 'self'; img-src data:",
            FORM,
        ),
    };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// The same journey for each of the three ways.
async fn enrol(way: Way) {
    let url = page();
    let browser = Browser::open_at(way, 360).await;
    browser.visit(&url).await;
    browser.fill("Nombre completo", "Ana María Ñungo").await;
    browser.fill("Fecha de inicio", "2026-08-05").await;
    browser.fill("Hora", "14:30").await;
    browser.fill("Momento", "2026-11-20T08:05").await;
    browser.choose("Municipio", "San José del Palmar").await;
    browser.tick("Virtual").await;
    browser.tick("Acepto el tratamiento").await;
    browser.fill("Observaciones", "Llega tarde").await;
    browser.press("Enviar inscripción").await;
    browser.expect_text("Recibido").await;
    let text = browser.text().await;
    for part in [
        "nombre=Ana+Mar%C3%ADa+%C3%91ungo",
        "fecha=2026-08-05",
        "hora=14%3A30",
        "momento=2026-11-20T08%3A05",
        "municipio=San+Jos%C3%A9+del+Palmar",
        "modo=v",
        "acepto=si",
        "obs=Llega+tarde",
    ] {
        assert!(text.contains(part), "{way:?}: {part} is not in {text}");
    }
    browser.close().await;
}

#[rocket::async_test]
async fn a_form_is_filled_with_the_mouse() {
    enrol(Way::Mouse).await;
}

#[rocket::async_test]
async fn a_form_is_filled_by_keyboard_alone() {
    enrol(Way::Keyboard).await;
}

#[rocket::async_test]
async fn a_form_is_filled_with_javascript_off() {
    enrol(Way::WithoutJavaScript).await;
}

#[rocket::async_test]
async fn javascript_is_really_off_when_it_is_off() {
    let url = page();
    for (way, title) in [(Way::Mouse, "corre"), (Way::WithoutJavaScript, "Inscripción")] {
        let browser = Browser::open(way).await;
        browser.visit(&format!("{url}/script")).await;
        assert_eq!(browser.title().await.unwrap(), title);
        let told = browser.text().await.contains("Sin JavaScript");
        assert_eq!(told, way == Way::WithoutJavaScript);
        browser.close().await;
    }
}

#[rocket::async_test]
async fn axe_judges_under_a_strict_policy() {
    let url = page();
    for way in [Way::Mouse, Way::Keyboard] {
        let mut browser = Browser::open(way).await;
        browser.visit(&url).await;
        browser.expect_accessible().await;
        browser.width(320).await;
        browser.visit(&format!("{url}/mala")).await;
        let found = browser.axe().await;
        assert!(
            found.iter().any(|sentence| sentence.starts_with("image-alt")),
            "{way:?} {found:?}"
        );
        assert!(found.iter().any(|sentence| sentence.starts_with("label")), "{way:?} {found:?}");
        let wide = browser.sideways().await;
        assert!(wide.iter().any(|sentence| sentence.starts_with("img")), "{wide:?}");
        browser.close().await;
    }
}

#[rocket::async_test]
async fn axe_judges_a_page_once_and_at_another_width_what_is_different_there() {
    let url = page();
    let mut browser = Browser::open(Way::Mouse).await;
    browser.visit(&format!("{url}/angosta")).await;
    let rules = |found: Vec<String>| -> Vec<String> {
        let mut rules: Vec<String> =
            found.iter().map(|sentence| sentence.split(' ').next().unwrap().to_owned()).collect();
        rules.sort();
        rules
    };
    assert_eq!(rules(browser.axe().await), ["image-alt"], "the field is not there");
    browser.width(320).await;
    assert_eq!(rules(browser.axe().await), ["color-contrast", "label"], "the picture is known");
    browser.width(1280).await;
    assert!(browser.axe().await.is_empty());
    // What changes is another page to judge, and so is one that is opened again.
    browser.script("document.querySelector('img').className = 'otra'", vec![]).await;
    assert_eq!(rules(browser.axe().await), ["image-alt"]);
    browser.width(320).await;
    browser.visit(&format!("{url}/angosta")).await;
    assert_eq!(rules(browser.axe().await), ["color-contrast", "image-alt", "label"]);
    browser.close().await;
}

#[rocket::async_test]
async fn a_browser_that_another_journey_used_knows_nobody() {
    const TAB: &str = "return [document.cookie, window.name, document.documentElement.clientWidth]";
    const KEPT: &str = "return [localStorage.length, sessionStorage.length]";
    const BASES: &str =
        "const done = arguments[0]; indexedDB.databases().then(all => done(all.length))";
    let url = page();
    for way in Way::ALL {
        let mut browser = Browser::open(way).await;
        for _ in 0..2 {
            browser.visit(&format!("{url}/mala")).await;
            assert_eq!(browser.script(TAB, vec![]).await, json!(["", "", 1280]), "{way:?}");
            let complaints = browser.complaints().await;
            assert!(!complaints.iter().any(|line| line.contains("huella")), "{complaints:?}");
            browser.script("document.cookie = 'huella=1'; window.name = 'huella'", vec![]).await;
            browser.script("console.error('huella')", vec![]).await;
            // What pages keep with their scripts.
            if way != Way::WithoutJavaScript {
                assert_eq!(browser.script(KEPT, vec![]).await, json!([0, 0]), "{way:?}");
                let bases = browser.execute_async(BASES, vec![]).await.unwrap();
                assert_eq!(*bases.json(), json!(0), "{way:?}");
                browser.script("localStorage.huella = 1; sessionStorage.huella = 1", vec![]).await;
                let open =
                    "const done = arguments[0]; indexedDB.open('huella').onsuccess = () => done()";
                browser.execute_async(open, vec![]).await.unwrap();
            }
            browser.width(320).await;
            browser = browser.emptied().await;
        }
        browser.close().await;
    }
}

#[rocket::async_test]
async fn a_press_waits_for_the_page_it_leads_to_and_for_nothing_else() {
    let url = page();
    for way in Way::ALL {
        let browser = Browser::open(way).await;
        browser.visit(&format!("{url}/quieta")).await;
        let from = Instant::now();
        for words in ["Más", "Abajo", "Nada"] {
            browser.press(words).await;
        }
        assert!(from.elapsed() < Duration::from_millis(4500), "{way:?} {:?}", from.elapsed());
        assert_eq!(browser.path().await, "/quieta");
        browser.press("Lejos").await;
        assert_eq!(browser.path().await, "/lenta?campo=");
        browser.close().await;
    }
}

#[rocket::async_test]
async fn the_screen_is_as_narrow_as_a_telephone_and_its_picture_too() {
    let url = page();
    let mut browser = Browser::open(Way::Mouse).await;
    for width in [320, 360, 1280] {
        browser.width(width).await;
        browser.visit(&url).await;
        let inside = browser.script("return document.documentElement.clientWidth", vec![]).await;
        assert_eq!(inside.as_u64(), Some(u64::from(width)));
        let picture = std::fs::read(browser.snapshot("ground").await).unwrap();
        // The width stands in a PNG's sixteenth byte.
        assert_eq!(picture[16..20], width.to_be_bytes());
    }
    browser.close().await;
}

#[rocket::async_test]
async fn tab_reaches_what_a_screen_reader_calls_by_name() {
    let url = page();
    let browser = Browser::open(Way::Keyboard).await;
    browser.visit(&url).await;
    browser.focus_by_tab("Acepto el tratamiento de datos").await;
    assert_eq!(browser.focus().await.0, "checkbox");
    browser.focus_by_tab("Inicio").await;
    assert_eq!(browser.focus().await.0, "link");
    browser.close().await;
}

#[rocket::async_test]
async fn a_download_arrives_and_the_browser_tells_its_complaints() {
    let url = page();
    for way in Way::ALL {
        let browser = Browser::open(way).await;
        browser.visit(&url).await;
        let file = browser.download("Descargar CSV").await;
        assert_eq!(std::fs::read_to_string(file).unwrap(), "a;b");
        let complaints = browser.complaints().await;
        let breach = complaints.iter().any(|line| line.contains("Content Security Policy"));
        assert_eq!(breach, way != Way::WithoutJavaScript, "{complaints:?}");
        browser.close().await;
    }
}
