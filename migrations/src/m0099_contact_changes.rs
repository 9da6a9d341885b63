//! Changes of mail and telephone, with their reason, and requests for another mail that wait until their
//! link is followed.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_tables, index, reference, unique_index,
};

const CHANGE: &str = "contact_change";
const IMPORT: &str = "enrolment_import";
const REQUEST: &str = "mail_request";

pub fn up() -> Vec<Step> {
    vec![
        create_table(contact_change()),
        // The story on the page of a person, and on that of an account.
        index(CHANGE, &["person_id"]),
        index(CHANGE, &["account_id"]),
        create_table(mail_request()),
        unique_index("ux_mail_request_token_hash", REQUEST, &["token_hash"]),
        // What one account and one mail asked for lately.
        index(REQUEST, &["account_id", "asked_at"]),
        index(REQUEST, &["email", "asked_at"]),
        // What may be forgotten.
        index(REQUEST, &["expires_at"]),
        add_column(IMPORT, integer("completed").default(0)),
    ]
}

pub fn down() -> Vec<Step> {
    let mut steps = vec![drop_column(IMPORT, "completed")];
    steps.extend(drop_tables(&[REQUEST, CHANGE]));
    steps
}

fn contact_change() -> TableCreateStatement {
    Table::create()
        .table(CHANGE)
        .col(big_pk_auto("id"))
        .col(big_integer_null("person_id"))
        .col(big_integer_null("account_id"))
        .col(boolean("is_email"))
        .col(boolean("is_phone"))
        .col(text_null("reason"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(big_integer_null("changed_by"))
        .foreign_key(&mut reference(CHANGE, "person_id", "person", "id"))
        .foreign_key(&mut reference(CHANGE, "account_id", "account", "id"))
        .foreign_key(&mut reference(CHANGE, "changed_by", "account", "id"))
        .to_owned()
}

fn mail_request() -> TableCreateStatement {
    Table::create()
        .table(REQUEST)
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(text("email"))
        .col(text("token_hash"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .foreign_key(&mut reference(REQUEST, "account_id", "account", "id"))
        .to_owned()
}
