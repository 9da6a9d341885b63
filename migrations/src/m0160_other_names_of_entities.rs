//! An entity has one row that others name, and further rows for its other names: those that were merged into
//! it, and how it was called before. A NIT is of one entity; of two that have it the first keeps it.

use sea_orm_migration::schema::big_integer_null;

use crate::support::{Step, add_column, drop_column, drop_index, index, sql, unique_index};

const TABLE: &str = "entity";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, big_integer_null("merged_into")),
        // The other names of an entity.
        index(TABLE, &["merged_into"]),
        sql("UPDATE entity SET nit = NULL WHERE EXISTS (SELECT 1 FROM entity AS earlier \
             WHERE earlier.nit = entity.nit AND earlier.id < entity.id)"),
        unique_index("ux_entity_nit", TABLE, &["nit"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_index(TABLE, "ux_entity_nit"),
        drop_index(TABLE, "ix_entity_merged_into"),
        drop_column(TABLE, "merged_into"),
    ]
}
