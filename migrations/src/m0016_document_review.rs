//! Documents that came with another name (R27), until a coordinator has looked. History told of
//! them alone; what it told is brought here.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, sql};

pub fn up() -> Vec<Step> {
    vec![
        create_table(document_review()),
        // A person's page, and who still has one to settle.
        index("document_review", &["person_id"]),
        sql("INSERT INTO document_review (person_id, noted_at) SELECT subject_id, at \
             FROM history_event WHERE action = 'people.review' AND subject_kind = 'person'"),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["document_review"])
}

fn document_review() -> TableCreateStatement {
    Table::create()
        .table("document_review")
        .col(big_pk_auto("id"))
        .col(big_integer("person_id"))
        .col(timestamp_with_time_zone("noted_at"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(big_integer_null("settled_by"))
        .col(text_null("note"))
        .foreign_key(&mut reference("document_review", "person_id", "person", "id"))
        .foreign_key(&mut reference("document_review", "settled_by", "account", "id"))
        .check(Expr::cust("(settled_at IS NULL) = (note IS NULL)"))
        .to_owned()
}
