//! The second factor of an account (R79): the secret of an authenticator, closed with a secret that is
//! no part of the database; its recovery codes, as digests; and sign-ins that wait for a code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, blob, boolean, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, add_column, create_table, drop_column, drop_table, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(second_factor()),
        create_table(recovery_code()),
        // The codes of an account are counted, and replaced together.
        index("recovery_code", &["account_id"]),
        create_table(half_session()),
        // All of an account end together.
        index("half_session", &["account_id"]),
        // What ended is cleared away.
        index("half_session", &["expires_at"]),
        // Empty until a role asks for a second factor. Of the accounts that are here housekeeping writes
        // it at its first round: their days count from then.
        add_column("account", timestamp_with_time_zone_null("factor_asked_at")),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_column("account", "factor_asked_at"),
        drop_table("half_session"),
        drop_table("recovery_code"),
        drop_table("second_factor"),
    ]
}

fn second_factor() -> TableCreateStatement {
    Table::create()
        .table("second_factor")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id").unique_key())
        .col(blob("sealed"))
        .col(big_integer("last_step"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("second_factor", "account_id", "account", "id"))
        .to_owned()
}

fn recovery_code() -> TableCreateStatement {
    Table::create()
        .table("recovery_code")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(text("digest").unique_key())
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(&mut reference("recovery_code", "account_id", "account", "id"))
        .to_owned()
}

fn half_session() -> TableCreateStatement {
    Table::create()
        .table("half_session")
        .col(big_pk_auto("id"))
        .col(text("token_hash").unique_key())
        .col(big_integer("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(boolean("is_shared"))
        .foreign_key(&mut reference("half_session", "account_id", "account", "id"))
        .to_owned()
}
