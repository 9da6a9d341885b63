//! Installed capacity: between which days a person counts for a municipality, and between which moments
//! that was what the product knew. Rows are added; the only change is that one stops being what is known.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, date, date_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_index, create_table, drop_tables, index, reference, sql};

const HOLDING: &str = "holding";
const FILL: &str = "ledger_fill";

pub fn up() -> Vec<Step> {
    vec![
        create_table(holding()),
        // What is known of a person is known once, whatever happens at the same moment.
        create_index(known_capacity()),
        create_index(known_post()),
        // Installed on a day, as known at a moment: a municipality's rows, by capacity.
        index(HOLDING, &["municipality_code", "capacity_code"]),
        index(HOLDING, &["person_id"]),
        index(HOLDING, &["certificate_id"]),
        create_table(ledger_fill()),
        // Whoever was there before waits for a worker; a new database has nobody to wait for.
        sql("INSERT INTO ledger_fill (id, after_person, known_since, is_done) \
             SELECT 1, 0, NULL, NOT EXISTS (SELECT 1 FROM post)"),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[FILL, HOLDING])
}

fn known_capacity() -> IndexCreateStatement {
    Index::create()
        .unique()
        .name("ux_holding_known")
        .table(HOLDING)
        .col("person_id")
        .col("capacity_code")
        .col("municipality_code")
        .col("from_on")
        .and_where(Expr::col("known_until").is_null())
        .and_where(Expr::col("capacity_code").is_not_null())
        .to_owned()
}

fn known_post() -> IndexCreateStatement {
    Index::create()
        .unique()
        .name("ux_holding_known_post")
        .table(HOLDING)
        .col("person_id")
        .col("municipality_code")
        .col("from_on")
        .and_where(Expr::col("known_until").is_null())
        .and_where(Expr::col("capacity_code").is_null())
        .to_owned()
}

fn holding() -> TableCreateStatement {
    Table::create()
        .table(HOLDING)
        .col(big_pk_auto("id"))
        .col(big_integer("person_id"))
        // Empty: they are in post there, certified or not. Coverage is counted over them.
        .col(text_null("capacity_code"))
        .col(text("municipality_code"))
        .col(big_integer_null("certificate_id"))
        // The days on which it counts, both included.
        .col(date("from_on"))
        .col(date_null("last_on"))
        // The last day on which the post is not unconfirmed.
        .col(date("confirmed_until"))
        .col(text("began"))
        .col(text_null("ended"))
        .col(timestamp_with_time_zone("known_from"))
        .col(timestamp_with_time_zone_null("known_until"))
        .foreign_key(&mut reference(HOLDING, "person_id", "person", "id"))
        .foreign_key(&mut reference(HOLDING, "capacity_code", "capacity", "code"))
        .foreign_key(&mut reference(HOLDING, "municipality_code", "municipality", "code"))
        .foreign_key(&mut reference(HOLDING, "certificate_id", "certificate", "id"))
        .check(Expr::cust("last_on IS NULL OR last_on >= from_on"))
        .check(Expr::cust("(last_on IS NULL) = (ended IS NULL)"))
        .check(Expr::cust("(capacity_code IS NULL) = (certificate_id IS NULL)"))
        .check(Expr::cust("known_until IS NULL OR known_until >= known_from"))
        .to_owned()
}

fn ledger_fill() -> TableCreateStatement {
    Table::create()
        .table(FILL)
        .col(big_integer("id").primary_key())
        // Everybody up to this one is in the ledger.
        .col(big_integer("after_person"))
        // Empty where the ledger was there before anybody had a post.
        .col(timestamp_with_time_zone_null("known_since"))
        .col(boolean("is_done"))
        .check(Expr::cust("id = 1"))
        .to_owned()
}
