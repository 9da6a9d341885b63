//! Telephones that keep lists, what each of them was given and everything that it sent (R36, R37,
//! R39); and requests that may be sent again.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        requests(manager).await?;
        devices(manager).await?;
        arrivals(manager).await?;
        walk_ins(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["walk_in", "field_arrival", "field_handout", "field_device", "idempotent_request"];
        drop_tables(manager, &tables).await
    }
}

/// The answer of a change is kept beside it, so that the same request again finds it.
async fn requests(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("idempotent_request")
                .col(big_integer("account_id"))
                .col(text("key"))
                .col(text("body_digest"))
                // Who is at work on it: whoever takes it over writes another word.
                .col(text("holder"))
                .col(timestamp_with_time_zone("reserved_at"))
                .col(timestamp_with_time_zone_null("answered_at"))
                .col(integer_null("status"))
                .col(text_null("answer"))
                .primary_key(Index::create().col("account_id").col("key"))
                .foreign_key(&mut reference("idempotent_request", "account_id", "account", "id"))
                .check(Expr::cust("(answered_at IS NULL) = (answer IS NULL)"))
                .to_owned(),
        )
        .await?;
    // The oldest go first.
    index(manager, "idempotent_request", &["reserved_at"]).await
}

async fn devices(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("field_device")
                .col(big_pk_auto("id"))
                .col(big_integer("account_id"))
                .col(text("label"))
                .col(text("token_digest").unique_key())
                .col(text_null("session_digest"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("last_seen_at"))
                .col(timestamp_with_time_zone_null("left_at"))
                .col(timestamp_with_time_zone_null("revoked_at"))
                .col(big_integer_null("revoked_by"))
                .foreign_key(&mut reference("field_device", "account_id", "account", "id"))
                .foreign_key(&mut reference("field_device", "revoked_by", "account", "id"))
                .check(Expr::cust("(revoked_at IS NULL) = (revoked_by IS NULL)"))
                .to_owned(),
        )
        .await?;
    // The telephones of a person.
    index(manager, "field_device", &["account_id"]).await?;
    manager
        .create_table(
            Table::create()
                .table("field_handout")
                .col(big_integer("device_id"))
                .col(big_integer("session_id"))
                .col(timestamp_with_time_zone("at"))
                .primary_key(Index::create().col("device_id").col("session_id"))
                .foreign_key(&mut reference("field_handout", "device_id", "field_device", "id"))
                .foreign_key(&mut reference("field_handout", "session_id", "session", "id"))
                .to_owned(),
        )
        .await
}

async fn arrivals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("field_arrival")
                .col(big_pk_auto("id"))
                .col(text("key").unique_key())
                .col(big_integer("device_id"))
                .col(big_integer("account_id"))
                .col(big_integer("session_id"))
                .col(big_integer("enrolment_id"))
                .col(text("state"))
                .col(integer_null("minutes"))
                .col(text_null("note"))
                .col(big_integer_null("seen_mark_id"))
                .col(big_integer("sequence"))
                .col(timestamp_with_time_zone("device_at"))
                .col(timestamp_with_time_zone("sent_at"))
                .col(timestamp_with_time_zone("arrived_at"))
                .col(text("outcome"))
                .col(text_null("why"))
                .col(big_integer_null("mark_id"))
                .col(timestamp_with_time_zone_null("settled_at"))
                .col(big_integer_null("settled_by"))
                .col(text_null("settled_as"))
                .col(text_null("settled_reason"))
                .foreign_key(&mut reference("field_arrival", "device_id", "field_device", "id"))
                .foreign_key(&mut reference("field_arrival", "account_id", "account", "id"))
                .foreign_key(&mut reference("field_arrival", "session_id", "session", "id"))
                .foreign_key(&mut reference("field_arrival", "enrolment_id", "enrolment", "id"))
                .foreign_key(&mut reference("field_arrival", "mark_id", "attendance_mark", "id"))
                .foreign_key(&mut reference("field_arrival", "settled_by", "account", "id"))
                .check(Expr::cust("(settled_at IS NULL) = (settled_as IS NULL)"))
                .to_owned(),
        )
        .await?;
    // What a telephone said of a person last, and what waits in a session.
    index(manager, "field_arrival", &["session_id", "enrolment_id", "device_id"]).await?;
    // The doctor asks which marks came from a telephone.
    index(manager, "field_arrival", &["mark_id"]).await
}

pub(crate) async fn walk_ins(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("walk_in")
                .col(big_pk_auto("id"))
                .col(text("key").unique_key())
                .col(big_integer("device_id"))
                .col(big_integer("account_id"))
                .col(big_integer("session_id"))
                .col(text("name"))
                .col(text_null("note"))
                .col(text("state"))
                .col(big_integer("sequence"))
                .col(timestamp_with_time_zone("device_at"))
                .col(timestamp_with_time_zone("sent_at"))
                .col(timestamp_with_time_zone("arrived_at"))
                .col(text("outcome"))
                .col(big_integer_null("enrolment_id"))
                .col(big_integer_null("mark_id"))
                .col(timestamp_with_time_zone_null("settled_at"))
                .col(big_integer_null("settled_by"))
                .col(text_null("settled_reason"))
                .foreign_key(&mut reference("walk_in", "device_id", "field_device", "id"))
                .foreign_key(&mut reference("walk_in", "account_id", "account", "id"))
                .foreign_key(&mut reference("walk_in", "session_id", "session", "id"))
                .foreign_key(&mut reference("walk_in", "enrolment_id", "enrolment", "id"))
                .foreign_key(&mut reference("walk_in", "mark_id", "attendance_mark", "id"))
                .foreign_key(&mut reference("walk_in", "settled_by", "account", "id"))
                .check(Expr::cust("(settled_at IS NULL) = (outcome = 'pending')"))
                .check(Expr::cust("(outcome = 'matched') = (enrolment_id IS NOT NULL)"))
                .to_owned(),
        )
        .await?;
    // Who waits to be matched in a session.
    index(manager, "walk_in", &["session_id"]).await
}
