//! P30: what a cheap phone loads.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use super::lands::Land;
use crate::support::figures::figure;
use crate::support::world::World;

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

#[rocket::async_test]
async fn a_participants_pages_are_light_and_load_nothing_from_elsewhere() {
    let world = World::demo("weight").await;
    let own = Land::of_unit(world.app.db.read(), "MET", "50", "50325").await;
    let participant = world.as_account("servidor@demostracion.example").await;
    let anyone = world.as_anyone();
    let style = anyone.get("/estatico/formacion.css").await.expect(200);
    let icon = anyone.get("/estatico/icon.svg").await.expect(200);
    let script = anyone.get("/estatico/pagina.js").await.expect(200);
    let scripts = gzipped(&script.bytes);
    let shared = gzipped(&style.bytes) + gzipped(&icon.bytes) + scripts;
    let code = own.value("code").to_owned();
    let mut first = 0;
    let mut again = 0;
    let public = [
        "/".to_owned(),
        "/oferta".into(),
        format!("/oferta/{code}"),
        format!("/oferta/{code}/registro"),
        "/ingresar".into(),
        "/verificar".into(),
        "/municipios/50325".into(),
    ];
    let own_pages = [
        "/".to_owned(),
        "/mis-inscripciones".into(),
        "/mis-certificados".into(),
        format!("/oferta/{code}/inscripcion"),
    ];
    for (character, path) in public
        .iter()
        .map(|path| (&anyone, path))
        .chain(own_pages.iter().map(|path| (&participant, path)))
    {
        let answered = character.get(path).await;
        assert!(answered.status < 500, "{path}");
        let body = answered.body();
        for foreign in ["src=\"http", "href=\"//", "url(http"] {
            assert!(!body.contains(foreign), "{path} loads something from elsewhere: {foreign}");
        }
        let page = gzipped(&answered.bytes);
        first = first.max(page + shared);
        again = again.max(page);
    }
    let holds = first <= 70_000 && again <= 15_000 && scripts <= 20_000;
    figure(
        "P30",
        first as f64 / 1000.0,
        "kB first load",
        holds,
        &format!(
            "the heaviest participant page with its stylesheet, module and icon, gzip; again {:.1} kB (limits 70 and 15)",
            again as f64 / 1000.0
        ),
    );
    assert!(holds, "first {first}, again {again}");
    world.finish().await;
}
