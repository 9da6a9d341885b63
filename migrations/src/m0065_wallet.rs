//! A person's certificates over the years: who asked for theirs without an account, the addresses
//! that letters carry, and what was shared.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, boolean, date_null, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, unique_index_where};

const CLAIM: &str = "wallet_claim";
const LINK: &str = "wallet_link";
const SHARE: &str = "wallet_share";
const CHOSEN: &str = "wallet_share_certificate";

pub fn up() -> Vec<Step> {
    vec![
        create_table(wallet_claim()),
        create_table(wallet_link()),
        // The last letter is the one that opens: two that are written at once cannot both.
        unique_index_where(
            "ux_wallet_link_person",
            LINK,
            &["person_id"],
            Expr::col("ended_at").is_null(),
        ),
        // Letters of the last hour are counted for each person.
        index(LINK, &["person_id", "made_at"]),
        // The oldest are forgotten first.
        index(LINK, &["expires_at"]),
        create_table(wallet_share()),
        index(SHARE, &["person_id"]),
        create_table(wallet_share_certificate()),
        index(CHOSEN, &["certificate_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[CHOSEN, SHARE, LINK, CLAIM])
}

/// What strangers typed waits here for a worker, some seconds long: whoever asks gets the same
/// answer after the same work, whether anybody is found or not.
fn wallet_claim() -> TableCreateStatement {
    Table::create()
        .table(CLAIM)
        .col(big_pk_auto("id"))
        .col(text("document_type"))
        .col(text("document_number"))
        .col(text("email"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(text_null("request_id"))
        .to_owned()
}

fn wallet_link() -> TableCreateStatement {
    Table::create()
        .table(LINK)
        .col(big_pk_auto("id"))
        .col(big_integer("person_id"))
        .col(text("token_digest").unique_key())
        .col(timestamp_with_time_zone("made_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(&mut reference(LINK, "person_id", "person", "id"))
        .to_owned()
}

fn wallet_share() -> TableCreateStatement {
    Table::create()
        .table(SHARE)
        .col(big_pk_auto("id"))
        .col(big_integer("person_id"))
        .col(text("token_digest").unique_key())
        // Whatever is active on the day it is opened, instead of what was chosen.
        .col(boolean("is_all"))
        .col(timestamp_with_time_zone("made_at"))
        // The last day, in Colombia.
        .col(date_null("until"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(&mut reference(SHARE, "person_id", "person", "id"))
        .to_owned()
}

fn wallet_share_certificate() -> TableCreateStatement {
    Table::create()
        .table(CHOSEN)
        .col(big_integer("share_id"))
        .col(big_integer("certificate_id"))
        .primary_key(Index::create().col("share_id").col("certificate_id"))
        .foreign_key(&mut reference(CHOSEN, "share_id", SHARE, "id"))
        .foreign_key(&mut reference(CHOSEN, "certificate_id", "certificate", "id"))
        .to_owned()
}
