//! Every column that holds a person is declared, so that a union forgets none (R28).

use std::collections::BTreeSet;

use formacion::assembly;
use formacion::people::references::ReferenceRule;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::support::world::World;

#[rocket::async_test]
async fn every_column_that_holds_a_person_says_what_a_union_does_with_it() {
    let world = World::new("references").await;
    let db = world.app.db.read();
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT c.table_name AS t, c.column_name AS c FROM information_schema.columns c \
             WHERE c.table_schema = 'public' AND (c.column_name LIKE '%person_id' OR EXISTS ( \
             SELECT 1 FROM information_schema.key_column_usage k \
             JOIN information_schema.constraint_column_usage u USING (constraint_name) \
             WHERE u.table_name = 'person' AND k.table_name <> 'person' \
             AND k.table_name = c.table_name AND k.column_name = c.column_name))"
        }
        _ => {
            "SELECT m.name AS t, f.\"from\" AS c FROM sqlite_master m, \
             pragma_foreign_key_list(m.name) f WHERE f.\"table\" = 'person' UNION \
             SELECT m.name, i.name FROM sqlite_master m, pragma_table_info(m.name) i \
             WHERE m.type = 'table' AND i.name LIKE '%person_id'"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    let held: BTreeSet<(String, String)> = rows
        .iter()
        .map(|row| (row.try_get("", "t").unwrap(), row.try_get("", "c").unwrap()))
        .collect();
    assert!(held.contains(&("enrolment".to_owned(), "person_id".to_owned())), "{held:?}");
    let references = assembly::person_references();
    let declared: BTreeSet<(String, String)> =
        references.all().map(|one| (one.table.to_owned(), one.column.to_owned())).collect();
    let forgotten: Vec<_> = held.difference(&declared).collect();
    assert!(
        forgotten.is_empty(),
        "these columns hold a person and no capability says what a union does with them: \
         {forgotten:?}; add a PersonReference to their declaration (see people::references)"
    );
    // What follows something comes after it.
    let order: Vec<_> = references.all().collect();
    for (at, reference) in order.iter().enumerate() {
        if let ReferenceRule::Follow { table, .. } = reference.rule {
            assert!(order[..at].iter().any(|before| before.table == table), "{}", reference.table);
        }
    }
    world.finish().await;
}
