//! A new file of the program changes what it brought, and leaves alone what people changed.

use formacion::capacities::entity::{capacity, framework_revision};
use formacion::capacities::reference;
use formacion::territory::entity::reference_load;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{CAPACITY, capacity as form};
use crate::support::world::World;

async fn name(world: &World, code: &str) -> String {
    let row = capacity::Entity::find_by_id(code).one(world.app.db.read()).await.unwrap();
    row.unwrap().name
}

#[rocket::async_test]
async fn what_people_changed_stays_when_the_file_is_read_again() {
    let world = World::new("framework load").await;
    let before = name(&world, "PLA-02").await;
    world.as_administrator().await.submit(CAPACITY, &form(&[])).await.expect(200);
    // As if an older edition of the file had been loaded: another name, another digest.
    let db = world.app.db.writer();
    capacity::Entity::update_many()
        .col_expr(capacity::Column::Name, Expr::value("Como decía la edición anterior"))
        .filter(capacity::Column::Code.eq("PLA-02"))
        .exec(db)
        .await
        .unwrap();
    reference_load::Entity::update_many()
        .col_expr(reference_load::Column::ContentHash, Expr::value("an older edition"))
        .filter(reference_load::Column::Name.eq("capacities.csv"))
        .exec(db)
        .await
        .unwrap();
    let lines = reference::load(&world.app).await.unwrap();
    assert!(lines[0].contains("que se dejaron: 1."), "{lines:?}");
    assert_eq!(name(&world, "PLA-01").await, "Formular el plan de desarrollo");
    assert_eq!(name(&world, "PLA-02").await, before, "the program's own words follow its file");
    let told = framework_revision::Entity::find()
        .filter(framework_revision::Column::About.eq("capacity PLA-02"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|row| row.account_id.is_none()));
    let again = reference::load(&world.app).await.unwrap();
    assert!(again[0].contains("sin cambios"), "{again:?}");
    world.finish().await;
}
