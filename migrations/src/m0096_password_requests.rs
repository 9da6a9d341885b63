//! Requests for a link to a new password, which a worker answers: the request itself does the same work
//! for a mail with an account and for one without.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, text, text_null, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_table};

const TABLE: &str = "password_request";

pub fn up() -> Vec<Step> {
    vec![create_table(password_request())]
}

pub fn down() -> Vec<Step> {
    vec![drop_table(TABLE)]
}

fn password_request() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(text("email"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(text_null("request_id"))
        .to_owned()
}
