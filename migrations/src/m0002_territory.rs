//! Where things are: departments, municipalities, ESAP's territorial units, public entities, and
//! the closed lists that sources define.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, boolean, double, integer, text, text_null, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(department()),
        create_table(municipality()),
        // Scopes by department.
        index("municipality", &["department_code"]),
        // Search by name.
        index("municipality", &["search_name"]),
        create_table(territorial_unit()),
        create_table(territorial_unit_department()),
        // The unit that serves a municipality is found from its department.
        index("territorial_unit_department", &["department_code"]),
        create_table(territorial_unit_exception()),
        // What a unit serves.
        index("territorial_unit_exception", &["unit_code"]),
        create_table(entity()),
        // Search by name.
        index("entity", &["search_name"]),
        // The entities of a municipality.
        index("entity", &["municipality_code"]),
        // A gobernación's scope.
        index("entity", &["department_code"]),
        create_table(catalog_entry()),
        create_table(reference_load()),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[
        "reference_load",
        "catalog_entry",
        "entity",
        "territorial_unit_exception",
        "territorial_unit_department",
        "territorial_unit",
        "municipality",
        "department",
    ])
}

fn department() -> TableCreateStatement {
    Table::create()
        .table("department")
        .col(text("code").primary_key())
        .col(text("name"))
        .col(text("search_name"))
        .check(Expr::cust("length(code) = 2"))
        .to_owned()
}

fn municipality() -> TableCreateStatement {
    Table::create()
        .table("municipality")
        .col(text("code").primary_key())
        .col(text("department_code"))
        .col(text("name"))
        .col(text("search_name"))
        .col(text("kind"))
        .col(double("lat"))
        .col(double("lon"))
        .col(text_null("pdet_subregion_code"))
        .col(text_null("pdet_subregion"))
        .foreign_key(&mut reference("municipality", "department_code", "department", "code"))
        .check(Expr::cust("length(code) = 5"))
        .to_owned()
}

fn territorial_unit() -> TableCreateStatement {
    Table::create()
        .table("territorial_unit")
        .col(text("code").primary_key())
        .col(text("name"))
        .col(text("status"))
        .col(text("source"))
        .to_owned()
}

fn territorial_unit_department() -> TableCreateStatement {
    Table::create()
        .table("territorial_unit_department")
        .col(text("unit_code"))
        .col(text("department_code"))
        .primary_key(Index::create().col("unit_code").col("department_code"))
        .foreign_key(&mut reference(
            "territorial_unit_department",
            "unit_code",
            "territorial_unit",
            "code",
        ))
        .foreign_key(&mut reference(
            "territorial_unit_department",
            "department_code",
            "department",
            "code",
        ))
        .to_owned()
}

fn territorial_unit_exception() -> TableCreateStatement {
    Table::create()
        .table("territorial_unit_exception")
        .col(text("municipality_code").primary_key())
        .col(text("unit_code"))
        .foreign_key(&mut reference(
            "territorial_unit_exception",
            "municipality_code",
            "municipality",
            "code",
        ))
        .foreign_key(&mut reference(
            "territorial_unit_exception",
            "unit_code",
            "territorial_unit",
            "code",
        ))
        .to_owned()
}

fn entity() -> TableCreateStatement {
    Table::create()
        .table("entity")
        .col(big_pk_auto("id"))
        .col(text("kind"))
        .col(text("name"))
        .col(text("search_name"))
        .col(text_null("nit"))
        .col(text_null("municipality_code"))
        .col(text("department_code"))
        .col(boolean("is_demo"))
        .foreign_key(&mut reference("entity", "municipality_code", "municipality", "code"))
        .foreign_key(&mut reference("entity", "department_code", "department", "code"))
        .to_owned()
}

fn catalog_entry() -> TableCreateStatement {
    Table::create()
        .table("catalog_entry")
        .col(text("catalog"))
        .col(text("code"))
        .col(text("label"))
        .col(text("note"))
        .col(text("certainty"))
        .col(integer("position"))
        .primary_key(Index::create().col("catalog").col("code"))
        .to_owned()
}

fn reference_load() -> TableCreateStatement {
    Table::create()
        .table("reference_load")
        .col(text("name").primary_key())
        .col(text("content_hash"))
        .col(text("source"))
        .col(text("licence"))
        .col(integer("rows"))
        .col(timestamp_with_time_zone("loaded_at"))
        .to_owned()
}
