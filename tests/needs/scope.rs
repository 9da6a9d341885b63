//! Who sees and decides which needs (R60).

use super::{HERE, hall, stated};
use crate::support::world::World;

#[rocket::async_test]
async fn a_foreign_need_looks_like_one_that_does_not_exist_and_lists_hold_ones_own() {
    let world = World::new("need scope").await;
    let nacional = world.as_administrator().await;
    let meta = stated(&nacional, HERE, &[]).await;
    let caqueta = stated(&nacional, "18592", &[]).await;
    let entity = hall(&world, HERE).await;
    for by in [
        world.as_coordinator("MET").await,
        world.as_gobernacion("50").await,
        world.as_focal_point(entity.0).await,
    ] {
        by.get(&format!("/necesidades/{meta}")).await.expect(200);
        let foreign = by.get(&format!("/necesidades/{caqueta}")).await.expect(404);
        let absent = by.get("/necesidades/987654321").await.expect(404);
        assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
        let list = by.get("/necesidades").await.expect(200);
        list.expect_text("Mapiripán (Meta)").expect_no_text("Puerto Rico (Caquetá)");
        for filter in ["departamento=18", "municipio=18592", "municipio=98765"] {
            let list = by.get(&format!("/necesidades?{filter}")).await.expect(200);
            list.expect_no_text("Puerto Rico (Caquetá)").expect_text("Ninguna necesidad coincide");
        }
        by.get("/necesidades/nueva?municipio=18592").await.expect(404);
        by.get("/necesidades?estado=otra").await.expect(404);
    }
    // Only the coordination decides.
    let gobernacion = world.as_gobernacion("50").await;
    let refused =
        gobernacion.post(&format!("/necesidades/{meta}/rechazo"), &[("motivo", "No")]).await;
    refused.expect(403);
    let hui = world.as_coordinator("HUI").await;
    hui.post(&format!("/necesidades/{meta}/rechazo"), &[("motivo", "No")]).await.expect(404);
    hui.get(&format!("/necesidades/{caqueta}")).await.expect(200);
    world.as_facilitator("una").await.get("/necesidades").await.expect(403);
    world.as_anyone().get("/necesidades").await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_answers_for_many_municipalities_is_asked_which_one() {
    let world = World::new("need where").await;
    let nacional = world.as_administrator().await;
    nacional.get("/necesidades/nueva").await.expect(200).expect_text("Elija el departamento");
    let page = nacional.get("/necesidades/nueva?departamento=50").await.expect(200);
    page.expect_text("Mapiripán");
    let page = nacional.get("/necesidades/nueva?municipio=50325").await.expect(200);
    page.expect_text("Alcaldía de Mapiripán").expect_text("Personas");
    // An alcaldía that nobody named yet is named with the need.
    let fields = [
        ("municipio", HERE),
        ("entidad", "alcaldia"),
        ("capacidad", "TRI-01"),
        ("personas", "3"),
        ("limite", "2027-12-31"),
    ];
    let to = nacional.post("/necesidades", &fields).await.expect(303).location.unwrap();
    nacional.get(&to).await.expect(200).expect_text("Alcaldía de Mapiripán");
    world.finish().await;
}

/// Many needs, written beside the commands: only how many there are matters here.
async fn many(world: &World, like: formacion::needs::entity::need::NeedId, how_many: usize) {
    use formacion::needs::entity::need;
    use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait, IntoActiveModel};
    let row = need::Entity::find_by_id(like).one(world.app.db.read()).await.unwrap().unwrap();
    let rows = (0..how_many).map(|_| {
        let mut row = row.clone().into_active_model();
        row.id = ActiveValue::NotSet;
        // Other values are read again, and none of them was changed.
        row.reset_all()
    });
    let tx = world.app.db.begin().await.unwrap();
    need::Entity::insert_many(rows).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[rocket::async_test]
async fn pages_send_as_many_statements_for_ten_needs_as_for_hundreds() {
    let world = World::new("need statements").await;
    let met = world.as_coordinator("MET").await;
    let one = stated(&met, HERE, &[]).await;
    let pages = [
        "/necesidades".to_owned(),
        "/necesidades?estado=pendiente&oferta=sin".to_owned(),
        "/necesidades/xlsx".to_owned(),
        "/necesidades/nueva?municipio=50325".to_owned(),
        "/necesidades/propuesta?capacidad=TRI-01".to_owned(),
        "/prioridades?capacidad=TRI-01".to_owned(),
        format!("/necesidades/{one}"),
        "/".to_owned(),
    ];
    let count = async || {
        let mut sent = Vec::new();
        for page in &pages {
            let before = world.app.db.statements();
            met.get(page).await.expect(200);
            sent.push(world.app.db.statements() - before);
        }
        sent
    };
    many(&world, one, 9).await;
    let few = count().await;
    many(&world, one, 400).await;
    assert_eq!(count().await, few);
    assert!(few.iter().all(|sent| *sent <= 15), "{few:?}");
    assert!(few.last().is_some_and(|sent| *sent <= 12), "the first page: {few:?}");
    world.finish().await;
}
