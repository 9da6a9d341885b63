//! The framework is edited in the product: what a capacity or an indicator said before is kept, and
//! the link between the two says how sure it is and where it comes from.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer_null, big_pk_auto, boolean, integer, text, text_null, timestamp_with_time_zone,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_table, index, reference, unique_index,
};

const REVISION: &str = "framework_revision";
const CAPACITY: &str = "capacity";
const INDICATOR: &str = "capacity_indicator";

pub fn up() -> Vec<Step> {
    vec![
        add_column(CAPACITY, integer("revision").default(1)),
        add_column(CAPACITY, boolean("retired").default(false)),
        add_column(INDICATOR, integer("revision").default(1)),
        add_column(INDICATOR, boolean("retired").default(false)),
        // What stood there until now was the programme's own proposal.
        add_column(INDICATOR, text("link_certainty").default("propuesta")),
        add_column(INDICATOR, text("link_source").default("")),
        create_table(framework_revision()),
        unique_index("ux_framework_revision", REVISION, &["about", "number"]),
        // The page of a capacity's history reads them so, the newest first.
        index(REVISION, &["capacity_code", "id"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_table(REVISION),
        drop_column(INDICATOR, "link_source"),
        drop_column(INDICATOR, "link_certainty"),
        drop_column(INDICATOR, "retired"),
        drop_column(INDICATOR, "revision"),
        drop_column(CAPACITY, "retired"),
        drop_column(CAPACITY, "revision"),
    ]
}

fn framework_revision() -> TableCreateStatement {
    Table::create()
        .table(REVISION)
        .col(big_pk_auto("id"))
        // «capacity PLA-01», «indicator 12».
        .col(text("about"))
        .col(text("capacity_code"))
        .col(integer("number"))
        .col(text("body"))
        .col(text_null("reason"))
        .col(timestamp_with_time_zone("at"))
        // Nobody's: the file of the program.
        .col(big_integer_null("account_id"))
        .foreign_key(&mut reference(REVISION, "capacity_code", CAPACITY, "code"))
        .foreign_key(&mut reference(REVISION, "account_id", "account", "id"))
        .to_owned()
}
