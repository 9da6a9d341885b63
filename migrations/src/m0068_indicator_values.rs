//! Values of the official indicators and what municipalities are told apart by (group, category,
//! typology, population), each with the file it came from. Rows are added, never changed: a
//! correction is the next revision of what it corrects.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, blob_null, boolean, date, integer, integer_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

const IMPORT: &str = "indicator_import";
const VALUE: &str = "indicator_value";
const TRAIT: &str = "municipality_trait";

pub fn up() -> Vec<Step> {
    vec![
        create_table(indicator_import()),
        index(IMPORT, &["created_at"]),
        create_table(indicator_value()),
        index(VALUE, &["import_id"]),
        // For a gap: one indicator in one year, of all municipalities.
        index(VALUE, &["index_name", "year", "indicator_code"]),
        create_table(municipality_trait()),
        index(TRAIT, &["import_id"]),
        index(TRAIT, &["kind", "year"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TRAIT, VALUE, IMPORT])
}

fn indicator_import() -> TableCreateStatement {
    Table::create()
        .table(IMPORT)
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(text("kind"))
        // Of values only.
        .col(text_null("index_name"))
        .col(text("file_name"))
        .col(text("digest"))
        .col(text("source"))
        .col(date("published_on"))
        // What the importer said of the file, where the file does not say it.
        .col(integer_null("year"))
        .col(text("scale"))
        .col(boolean("is_demo"))
        // Until it is over; then they are forgotten.
        .col(blob_null("bytes"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(integer("added").default(0))
        .col(integer("corrected").default(0))
        .col(integer("unchanged").default(0))
        .col(integer("missing").default(0))
        .foreign_key(&mut reference(IMPORT, "account_id", "account", "id"))
        .check(Expr::cust("finished_at IS NULL OR bytes IS NULL"))
        .to_owned()
}

fn indicator_value() -> TableCreateStatement {
    Table::create()
        .table(VALUE)
        .col(big_pk_auto("id"))
        .col(big_integer("import_id"))
        .col(text("municipality_code"))
        .col(text("index_name"))
        .col(text("indicator_code"))
        .col(integer("year"))
        .col(integer("revision"))
        // Ten-thousandths of the indicator's unit: exact on both databases.
        .col(big_integer("value"))
        .col(text("label"))
        // The row of the file.
        .col(integer("position"))
        .foreign_key(&mut reference(VALUE, "import_id", IMPORT, "id"))
        .foreign_key(&mut reference(VALUE, "municipality_code", "municipality", "code"))
        .index(
            Index::create()
                .unique()
                .name("ux_indicator_value_revision")
                .col("municipality_code")
                .col("index_name")
                .col("indicator_code")
                .col("year")
                .col("revision"),
        )
        .check(Expr::cust("revision >= 1"))
        .to_owned()
}

fn municipality_trait() -> TableCreateStatement {
    Table::create()
        .table(TRAIT)
        .col(big_pk_auto("id"))
        .col(big_integer("import_id"))
        .col(text("municipality_code"))
        .col(text("kind"))
        // Of groups: which way of grouping, because it changed over the years.
        .col(text("scheme"))
        .col(integer("year"))
        .col(integer("revision"))
        .col(text("value"))
        .col(integer("position"))
        .foreign_key(&mut reference(TRAIT, "import_id", IMPORT, "id"))
        .foreign_key(&mut reference(TRAIT, "municipality_code", "municipality", "code"))
        .index(
            Index::create()
                .unique()
                .name("ux_municipality_trait_revision")
                .col("municipality_code")
                .col("kind")
                .col("scheme")
                .col("year")
                .col("revision"),
        )
        .check(Expr::cust("revision >= 1"))
        .to_owned()
}
