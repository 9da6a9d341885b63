//! What every role is answered at every GET of the demo programme, written into a folder, so that a
//! change that must change nothing can be compared file by file with the version before it:
//! `FORMACION_WRITTEN=/a/folder cargo test --test suite -- --ignored access::written`.

use std::fmt::Write as _;
use std::path::PathBuf;

use formacion::assembly;
use formacion::platform::pages::{Shell, Views};
use rocket::http::Method;

use super::lands::Land;
use crate::support::world::World;

const ROLES: [&str; 7] = [
    "nacional",
    "coordinacion.meta",
    "direccion.meta",
    "facilitador.meta",
    "gobernacion.meta",
    "enlace.mapiripan",
    "servidor",
];

fn folder() -> Option<PathBuf> {
    std::env::var_os("FORMACION_WRITTEN").map(PathBuf::from)
}

#[rocket::async_test]
#[ignore = "it compares two versions; nothing is right or wrong in one"]
async fn every_answer_is_written_down() {
    let Some(folder) = folder() else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let views = Views::load().unwrap();
    let mut samples: Vec<(String, String)> = Vec::new();
    for sample in assembly::all_samples() {
        let shell = Shell {
            breadcrumbs: sample.crumbs,
            place: sample.place,
            ..Shell::sample(&sample.title)
        };
        let html = views.render(sample.template, &shell, &sample.json).unwrap();
        samples.push((sample.template.replace('/', "."), html));
    }
    samples.sort();
    for (number, (name, html)) in samples.iter().enumerate() {
        std::fs::write(folder.join(format!("sample-{number:04}-{name}.html")), html).unwrap();
    }
    let world = World::demo("written").await;
    let own = Land::of_unit(world.app.db.read(), "MET", "50", "50325").await;
    let mut list = String::new();
    for role in ROLES {
        let character = world.as_account(&format!("{role}@demostracion.example")).await;
        let mut cards: Vec<_> =
            assembly::cards().into_iter().filter(|card| card.method == Method::Get).collect();
        cards.sort_by_key(|card| card.path);
        for card in cards {
            let before = world.app.db.statements();
            let answered = character.get(&own.address(card.path)).await;
            let sent = world.app.db.statements() - before;
            writeln!(list, "{role} {} {} {sent}", card.path, answered.status).unwrap();
            let name = format!("{role}{}", card.path.replace('/', "~"));
            std::fs::write(folder.join(name), &answered.bytes).unwrap();
        }
    }
    std::fs::write(folder.join("list.txt"), list).unwrap();
    world.finish().await;
}
