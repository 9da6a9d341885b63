//! The main menu fits in one row of the band.

use super::roles::ACCOUNTS;
use crate::support::world::{Answered, World};

/// The entries of the menu of a wide screen.
fn entries(page: &Answered) -> Vec<String> {
    let body = page.body();
    let menu = body.split("class=\"menu\"").nth(1).expect("a menu");
    let menu = menu.split("<details").next().unwrap_or_default();
    let links = menu.split("<a ").skip(1);
    let labels = links.filter_map(|link| link.split_once('>')?.1.split('<').next());
    labels.map(str::to_owned).collect()
}

#[rocket::async_test]
async fn the_menu_of_everybody_has_six_entries_at_most_and_fits_beside_their_name() {
    let world = World::demo("home_menu").await;
    let mut menus = vec![("a visitor", entries(&world.as_anyone().get("/").await.expect(200)))];
    for name in ACCOUNTS {
        let character = world.as_account(&format!("{name}@demostracion.example")).await;
        menus.push((name, entries(&character.get("/").await.expect(200))));
    }
    for (name, menu) in menus {
        assert!((1..=6).contains(&menu.len()), "{name}: {menu:?}");
        // As many letters as fit where the menu begins (docs/design.md).
        let letters: usize = menu.iter().map(|label| label.chars().count()).sum();
        assert!(letters <= 66, "{name}: {letters} letters in {menu:?}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn what_a_menu_leaves_out_is_a_link_of_one_of_its_pages() {
    let world = World::new("home_beyond").await;
    for character in [world.as_coordinator("MET").await, world.as_administrator().await] {
        let cohorts = character.get("/cohortes").await.expect(200).body();
        for way in ["/cursos", "/calendario"] {
            assert!(cohorts.contains(&format!("href=\"{way}\"")), "no way to {way}");
        }
    }
    let facilitator = world.as_facilitator("ana").await;
    assert!(facilitator.get("/").await.expect(200).body().contains("href=\"/oferta\""));
    world.finish().await;
}
