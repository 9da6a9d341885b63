//! P26: no page sends more statements than its card allows, at little and at much data.

use formacion::assembly::cards;
use formacion::platform::registry::Audience;
use rocket::http::Method;

use super::lands::Land;
use crate::support::crowd;
use crate::support::figures::figure;
use crate::support::world::World;

#[rocket::async_test]
async fn every_page_keeps_to_its_budget_whatever_the_size_of_the_data() {
    let mut most = 0;
    let mut over = Vec::new();
    let world = World::demo("statements").await;
    let own = Land::of_unit(world.app.db.read(), "MET", "50", "50325").await;
    for size in ["demo", "crowd"] {
        if size == "crowd" {
            crowd::join(&world, own.value("cohort").parse().unwrap()).await;
        }
        for email in [
            "nacional",
            "coordinacion.meta",
            "direccion.meta",
            "facilitador.meta",
            "gobernacion.meta",
            "enlace.mapiripan",
            "servidor",
        ] {
            let character = world.as_account(&format!("{email}@demostracion.example")).await;
            for card in cards()
                .iter()
                .filter(|card| card.method == Method::Get && card.audience != Audience::DemoOnly)
            {
                let before = world.app.db.statements();
                let answered = character.get(&own.address(card.path)).await;
                let sent = world.app.db.statements() - before;
                most = most.max(sent);
                if sent > card.statements {
                    over.push(format!(
                        "{size}: {email} at {} sent {sent} statements, budget {} (status {})",
                        card.path, card.statements, answered.status
                    ));
                }
            }
        }
    }
    world.finish().await;
    figure(
        "P26",
        most as f64,
        "statements",
        over.is_empty(),
        "the most that any GET of the route table sent, for seven roles, at the demo programme and with one hundred times its people in one cohort",
    );
    assert!(over.is_empty(), "{}", over.join("\n"));
}
