//! What the module of all pages does where it needs no page.

use crate::support::html::ask_node;
use crate::support::world::World;

#[rocket::async_test]
async fn the_parts_of_the_module_do_what_their_pages_promise() {
    let world = World::new("module").await;
    let module = world.as_anyone().get("/estatico/pagina.js").await.expect(200).body();
    let wrong = ask_node("pagina.mjs", &module);
    assert!(wrong.is_empty(), "{wrong}");
    world.finish().await;
}
