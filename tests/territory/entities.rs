//! An entity has one row, however often and however it is named.

use formacion::sign_in::actor::Author;
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use formacion::territory::entity::entity::{self, EntityId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use sea_orm_migration::MigratorTrait;

use crate::support::people::servant;
use crate::support::world::World;

async fn add(world: &World, name: &str) -> EntityId {
    let tx = world.app.db.begin().await.unwrap();
    let new = NewEntity {
        kind: "alcaldia".to_owned(),
        name: name.to_owned(),
        municipality_code: "50325".to_owned(),
        is_demo: true,
    };
    let id = find_or_add_entity(&tx, &world.app, &Author::system(), new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn known(world: &World) -> u64 {
    let here = entity::Entity::find().filter(entity::Column::MunicipalityCode.eq("50325"));
    here.count(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn an_entity_named_by_several_at_once_is_added_once() {
    let world = World::new("one entity").await;
    let (one, two, three) = rocket::tokio::join!(
        add(&world, "Alcaldía de Mapiripán"),
        add(&world, "ALCALDIA DE MAPIRIPAN"),
        add(&world, " alcaldía  de Mapiripán "),
    );
    assert_eq!((one, two), (two, three));
    assert_eq!(known(&world).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn entities_that_were_entered_twice_become_one_with_their_posts_and_roles() {
    let world = World::new("entities merged").await;
    let db = world.app.db.writer();
    let change = "m0014_entity_names";
    let later = migrations::Migrator::migrations();
    let from = later.iter().position(|migration| migration.name() == change).unwrap();
    let steps = u32::try_from(later.len() - from).unwrap();
    let kept = add(&world, "Alcaldía de Mapiripán").await;
    servant(&world, 1, "50325").await;
    let account = world.as_focal_point(kept.0).await.account();
    migrations::Migrator::down(db, Some(steps)).await.unwrap();
    let mut again = Vec::new();
    for _ in 0..2 {
        db.execute_unprepared(
            "INSERT INTO entity (kind, name, search_name, municipality_code, department_code, \
             is_demo) SELECT kind, name, search_name, municipality_code, department_code, \
             is_demo FROM entity WHERE search_name = 'alcaldia de mapiripan' LIMIT 1",
        )
        .await
        .unwrap();
        // Only the number: later changes gave the row columns that are not there now.
        let last: Vec<EntityId> = entity::Entity::find()
            .select_only()
            .column(entity::Column::Id)
            .into_tuple()
            .all(db)
            .await
            .unwrap();
        again.push(last.iter().map(|id| id.0).max().unwrap());
    }
    db.execute_unprepared(&format!("UPDATE post SET entity_id = {}", again[1])).await.unwrap();
    // The same account for the row that stays and for both of the others.
    for entity in &again {
        db.execute_unprepared(&format!(
            "INSERT INTO role_grant (account_id, role, entity_id, created_at) \
             SELECT account_id, role, {entity}, created_at FROM role_grant \
             WHERE account_id = {account} LIMIT 1"
        ))
        .await
        .unwrap();
    }
    migrations::Migrator::up(db, None).await.unwrap();
    use formacion::people::entity::post;
    use formacion::sign_in::entity::role_grant;
    assert_eq!(known(&world).await, 2, "Mapiripán's alcaldía and the one of the tests");
    let post = post::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!(post.entity_id, kept);
    let roles = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(account))
        .all(db)
        .await
        .unwrap();
    let entities: Vec<_> = roles.iter().map(|role| role.entity_id).collect();
    assert_eq!(entities, [Some(kept.0)]);
    world.finish().await;
}
