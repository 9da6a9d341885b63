//! In which browser a session is open and when it was last used, and the browsers that accounts know.
//! Sessions of before are of a browser that nobody described, last used when they were opened.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, boolean, text, timestamp_with_time_zone},
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_table, index, reference, sql, unique_index,
};

const SESSION: &str = "web_session";
const DEVICE: &str = "known_device";

pub fn up() -> Vec<Step> {
    vec![
        add_column(SESSION, text("device").default("")),
        add_column(SESSION, boolean("is_shared").default(false)),
        add_column(
            SESSION,
            timestamp_with_time_zone("last_used_at").default("1970-01-01 00:00:00+00:00"),
        ),
        sql("UPDATE web_session SET last_used_at = created_at"),
        create_table(known_device()),
        // Whose browser it is, and the browsers of an account.
        unique_index("ux_known_device_account_token", DEVICE, &["account_id", "token_hash"]),
        // Whether the browser got its cookie here.
        index(DEVICE, &["token_hash"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_table(DEVICE),
        drop_column(SESSION, "last_used_at"),
        drop_column(SESSION, "is_shared"),
        drop_column(SESSION, "device"),
    ]
}

fn known_device() -> TableCreateStatement {
    Table::create()
        .table(DEVICE)
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(text("token_hash"))
        .col(timestamp_with_time_zone("first_seen_at"))
        .col(timestamp_with_time_zone("last_seen_at"))
        .foreign_key(&mut reference(DEVICE, "account_id", "account", "id"))
        .to_owned()
}
