//! Who can sign in and as what: accounts, web sessions, roles, one-time links.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, sql};

pub fn up() -> Vec<Step> {
    vec![
        create_table(account()),
        create_table(role_grant()),
        // Read at every request.
        index("role_grant", &["account_id"]),
        create_table(web_session()),
        // All the sessions of an account end together.
        index("web_session", &["account_id"]),
        create_table(sign_in_attempt()),
        // Attempts on one account within the window.
        index("sign_in_attempt", &["account_key", "at"]),
        // Attempts from one address within the window.
        index("sign_in_attempt", &["address_key", "at"]),
        create_table(one_time_link()),
        // A new link voids the account's earlier ones.
        index("one_time_link", &["account_id"]),
        // Empty scope columns count as equal, which neither database does by itself: the same grant
        // cannot be given twice.
        sql("CREATE UNIQUE INDEX ux_role_grant_scope ON role_grant (account_id, role, \
             COALESCE(unit_code, ''), COALESCE(department_code, ''), COALESCE(entity_id, 0))"),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["one_time_link", "sign_in_attempt", "web_session", "role_grant", "account"])
}

fn account() -> TableCreateStatement {
    Table::create()
        .table("account")
        .col(big_pk_auto("id"))
        .col(big_integer_null("person_id").unique_key())
        .col(text("email").unique_key())
        .col(text("display_name"))
        .col(text("search_name"))
        .col(text_null("password_hash"))
        .col(boolean("is_active"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("account", "person_id", "person", "id"))
        .to_owned()
}

fn role_grant() -> TableCreateStatement {
    Table::create()
        .table("role_grant")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(text("role"))
        .col(text_null("unit_code"))
        .col(text_null("department_code"))
        .col(big_integer_null("entity_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("role_grant", "account_id", "account", "id"))
        .foreign_key(&mut reference("role_grant", "unit_code", "territorial_unit", "code"))
        .foreign_key(&mut reference("role_grant", "department_code", "department", "code"))
        .foreign_key(&mut reference("role_grant", "entity_id", "entity", "id"))
        .to_owned()
}

fn web_session() -> TableCreateStatement {
    Table::create()
        .table("web_session")
        .col(big_pk_auto("id"))
        .col(text("token_hash").unique_key())
        .col(big_integer("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut reference("web_session", "account_id", "account", "id"))
        .to_owned()
}

fn sign_in_attempt() -> TableCreateStatement {
    Table::create()
        .table("sign_in_attempt")
        .col(big_pk_auto("id"))
        .col(text("account_key"))
        .col(text("address_key"))
        .col(timestamp_with_time_zone("at"))
        .col(boolean("succeeded"))
        .to_owned()
}

fn one_time_link() -> TableCreateStatement {
    Table::create()
        .table("one_time_link")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(text("token_hash").unique_key())
        .col(text("purpose"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(&mut reference("one_time_link", "account_id", "account", "id"))
        .to_owned()
}
