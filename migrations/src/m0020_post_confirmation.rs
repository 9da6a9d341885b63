//! Who still holds a post, and which post comes first from which day: said again once a year
//! (R31), and chosen without rewriting what held before (R29).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, date, date_null, timestamp_with_time_zone,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_index, drop_table, index, reference,
};

pub fn up() -> Vec<Step> {
    vec![
        add_column("post", date_null("confirmed_on")),
        add_column("post", date_null("asked_on")),
        // The posts that nobody has confirmed for a year.
        index("post", &["confirmed_on"]),
        create_table(principal_choice()),
        // Which of a person's posts came first on a day.
        index("principal_choice", &["post_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_table("principal_choice"),
        drop_index("post", "ix_post_confirmed_on"),
        drop_column("post", "confirmed_on"),
        drop_column("post", "asked_on"),
    ]
}

fn principal_choice() -> TableCreateStatement {
    Table::create()
        .table("principal_choice")
        .col(big_pk_auto("id"))
        .col(big_integer("post_id"))
        .col(date("from_on"))
        .col(timestamp_with_time_zone("made_at"))
        .col(big_integer_null("made_by"))
        .foreign_key(&mut reference("principal_choice", "post_id", "post", "id"))
        .foreign_key(&mut reference("principal_choice", "made_by", "account", "id"))
        .to_owned()
}
