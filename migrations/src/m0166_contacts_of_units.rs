//! A territorial unit keeps whom people ask there, and a letter keeps where answers to it go.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, text, text_null},
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_table, reference, unique_index,
};

const TABLE: &str = "unit_contact";
const OUTBOX: &str = "outbox_message";

pub fn up() -> Vec<Step> {
    vec![
        create_table(unit_contact()),
        unique_index("ux_unit_contact_unit_code", TABLE, &["unit_code"]),
        add_column(OUTBOX, text_null("reply_to")),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(OUTBOX, "reply_to"), drop_table(TABLE)]
}

fn unit_contact() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(text("unit_code"))
        .col(text_null("email"))
        .col(text_null("phone"))
        .col(text_null("office"))
        .foreign_key(&mut reference(TABLE, "unit_code", "territorial_unit", "code"))
        .to_owned()
}
