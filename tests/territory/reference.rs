//! The reference facts are there, complete, and loading them again changes nothing.

use formacion::assembly;
use formacion::courses::entity::{course, course_version};
use formacion::territory::entity::{
    catalog_entry, department, municipality, reference_load, territorial_unit,
};
use formacion::territory::load::PILOT;
use formacion::territory::queries::{place, unit_territory};
use rocket::tokio;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::support::world::World;

#[rocket::async_test]
async fn the_whole_country_is_there_with_its_pdet_and_its_sixteen_units() {
    let world = World::new("reference counts").await;
    let db = world.app.db.read();
    assert_eq!(department::Entity::find().count(db).await.unwrap(), 33);
    assert_eq!(municipality::Entity::find().count(db).await.unwrap(), 1_122);
    let pdet =
        municipality::Entity::find().filter(municipality::Column::PdetSubregion.is_not_null());
    assert_eq!(pdet.count(db).await.unwrap(), 170);
    assert_eq!(territorial_unit::Entity::find().count(db).await.unwrap(), 16);
    assert_eq!(catalog_entry::Entity::find().count(db).await.unwrap(), 82);
    assert_eq!(course::Entity::find().count(db).await.unwrap(), 10);
    world.finish().await;
}

#[rocket::async_test]
async fn the_seven_of_the_pilot_keep_their_code_their_name_and_their_department() {
    let world = World::new("reference pilot").await;
    let db = world.app.db.read();
    for (code, name) in PILOT {
        let place = place(db, code).await.unwrap().expect(name);
        assert_eq!(place.name, name);
        let department = if code.starts_with("18") { "Caquetá" } else { "Meta" };
        assert_eq!(place.full_name(), format!("{name} ({department})"));
    }
    assert_eq!(place(db, "99999").await.unwrap(), None);
    world.finish().await;
}

#[rocket::async_test]
async fn a_unit_serves_its_departments_but_for_the_municipalities_given_to_another() {
    let world = World::new("reference units").await;
    let db = world.app.db.read();
    let serves = async |unit: &str, code: &str| {
        let territory = unit_territory(db, unit).await.unwrap();
        territory.iter().any(|place| place.code == code)
    };
    assert!(serves("MET", "50325").await, "Mapiripán is of Meta's unit");
    assert!(serves("HUI", "18592").await, "Puerto Rico is of Huila's unit");
    assert!(serves("CAL", "15572").await, "Puerto Boyacá goes to Caldas");
    assert!(!serves("BOY", "15572").await, "and not to Boyacá");
    assert!(!serves("HUI", "86749").await, "Sibundoy goes to Nariño");
    assert!(serves("HUI", "86001").await, "Mocoa stays");
    world.finish().await;
}

#[rocket::async_test]
async fn a_second_load_writes_nothing() {
    let world = World::new("reference twice").await;
    let db = world.app.db.read();
    let loads = async || {
        let loads = reference_load::Entity::find().order_by_asc(reference_load::Column::Name);
        loads.all(db).await.unwrap()
    };
    let before = loads().await;
    assert_eq!(before.len(), 10);
    assert!(before.iter().all(|load| !load.licence.is_empty()));
    world.advance(chrono::TimeDelta::days(30));
    let lines = assembly::seed_reference(&world.app).await.unwrap();
    assert_eq!(lines.len(), 10);
    for line in &lines {
        assert!(line.ends_with("sin cambios."), "{line}");
    }
    assert_eq!(loads().await, before);
    let versions = course_version::Entity::find().count(db).await.unwrap();
    assert_eq!(versions, 10);
    world.finish().await;
}

#[rocket::async_test]
async fn a_changed_file_corrects_the_facts_and_keeps_the_rows() {
    let world = World::new("reference corrected").await;
    let tx = world.app.db.begin().await.unwrap();
    municipality::Entity::update_many()
        .col_expr(municipality::Column::Name, Expr::value("Mapiripan"))
        .filter(municipality::Column::Code.eq("50325"))
        .exec(&tx)
        .await
        .unwrap();
    forget(&tx, "municipalities.csv").await;
    tx.commit().await.unwrap();
    assembly::seed_reference(&world.app).await.unwrap();
    let db = world.app.db.read();
    let place = place(db, "50325").await.unwrap().unwrap();
    assert_eq!(place.name, "Mapiripán");
    assert_eq!(municipality::Entity::find().count(db).await.unwrap(), 1_122);
    world.finish().await;
}

async fn forget(tx: &sea_orm::DatabaseTransaction, file: &str) {
    reference_load::Entity::update_many()
        .col_expr(reference_load::Column::ContentHash, Expr::value("old"))
        .filter(reference_load::Column::Name.eq(file))
        .exec(tx)
        .await
        .unwrap();
}

#[rocket::async_test]
async fn a_changed_catalogue_makes_next_versions_and_leaves_what_people_edited_alone() {
    let world = World::new("reference courses").await;
    let coordinator = world.as_coordinator("MET").await;
    let id = async |code: &str| {
        let found = course::Entity::find().filter(course::Column::Code.eq(code));
        found.one(world.app.db.read()).await.unwrap().unwrap().id
    };
    let (untouched, edited) = (id("FF-CON").await, id("SP-TRI").await);
    let mut form = crate::courses::form();
    form.push(("base", ""));
    let page = coordinator.get(&format!("/cursos/{edited}/version")).await;
    let base = crate::courses::base_of(&page.body());
    form.retain(|(name, _)| !matches!(*name, "codigo" | "tema" | "base"));
    form.push(("base", base.as_str()));
    let path = format!("/cursos/{edited}/version");
    coordinator.post(&path, &form).await.expect(303);

    // As if an older release of the product had brought other names.
    let tx = world.app.db.begin().await.unwrap();
    course_version::Entity::update_many()
        .col_expr(course_version::Column::Name, Expr::value("Nombre de antes"))
        .filter(course_version::Column::CourseId.is_in([untouched, edited]))
        .filter(course_version::Column::Number.eq(1))
        .exec(&tx)
        .await
        .unwrap();
    forget(&tx, "courses.toml").await;
    tx.commit().await.unwrap();

    let lines = assembly::seed_reference(&world.app).await.unwrap();
    assert!(lines.iter().any(|line| line.ends_with("editó: SP-TRI.")), "{lines:?}");
    let numbers = async |course| {
        let versions = course_version::Entity::find()
            .filter(course_version::Column::CourseId.eq(course))
            .order_by_asc(course_version::Column::Number);
        let versions = versions.all(world.app.db.read()).await.unwrap();
        let told: Vec<_> = versions.iter().map(|v| (v.number, v.state)).collect();
        told
    };
    use course_version::State::{Draft, Published};
    assert_eq!(numbers(untouched).await, [(1, Published), (2, Published)]);
    assert_eq!(numbers(edited).await, [(1, Published), (2, Draft)]);
    world.finish().await;
}

#[rocket::async_test]
async fn two_loads_at_once_leave_one_country() {
    let world = World::new("reference race").await;
    let tx = world.app.db.begin().await.unwrap();
    forget(&tx, "departments.csv").await;
    forget(&tx, "municipalities.csv").await;
    tx.commit().await.unwrap();
    let (one, other) =
        tokio::join!(assembly::seed_reference(&world.app), assembly::seed_reference(&world.app));
    one.unwrap();
    other.unwrap();
    let db = world.app.db.read();
    assert_eq!(municipality::Entity::find().count(db).await.unwrap(), 1_122);
    world.finish().await;
}
