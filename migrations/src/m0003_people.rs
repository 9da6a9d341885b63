//! Who takes part: persons, their documents, their posts in entities, and their authorisation to
//! process data.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, boolean, date, date_null, text, text_null,
        timestamp_with_time_zone,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(person()),
        // Search by name.
        index("person", &["search_name"]),
        // A person found by the mail of an import or an account.
        index("person", &["email"]),
        create_table(post()),
        // A person's posts.
        index("post", &["person_id"]),
        // A focal point sees the people of its entity.
        index("post", &["entity_id"]),
        // Where the work is done; coverage is counted here.
        index("post", &["municipality_code"]),
        create_table(consent()),
        // The proof is looked up by person.
        index("consent", &["person_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["consent", "post", "person"])
}

fn person() -> TableCreateStatement {
    Table::create()
        .table("person")
        .col(big_pk_auto("id"))
        .col(text("document_type"))
        .col(text("document_number"))
        .col(text("first_name"))
        .col(text_null("second_name"))
        .col(text("first_surname"))
        .col(text_null("second_surname"))
        .col(text("search_name"))
        .col(text_null("email"))
        .col(text_null("phone"))
        .col(timestamp_with_time_zone("created_at"))
        .index(
            Index::create()
                .unique()
                .name("ux_person_document_type_document_number")
                .col("document_type")
                .col("document_number"),
        )
        .to_owned()
}

fn post() -> TableCreateStatement {
    Table::create()
        .table("post")
        .col(big_pk_auto("id"))
        .col(big_integer("person_id"))
        .col(big_integer("entity_id"))
        .col(text("position"))
        .col(text("kind"))
        .col(text("municipality_code"))
        .col(date("starts_on"))
        .col(date_null("ends_on"))
        .col(boolean("is_principal"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("post", "person_id", "person", "id"))
        .foreign_key(&mut reference("post", "entity_id", "entity", "id"))
        .foreign_key(&mut reference("post", "municipality_code", "municipality", "code"))
        .check(Expr::cust("ends_on IS NULL OR ends_on >= starts_on"))
        .to_owned()
}

fn consent() -> TableCreateStatement {
    Table::create()
        .table("consent")
        .col(big_pk_auto("id"))
        .col(big_integer("person_id"))
        .col(text("version"))
        .col(timestamp_with_time_zone("given_at"))
        .col(text("channel"))
        .foreign_key(&mut reference("consent", "person_id", "person", "id"))
        .to_owned()
}
