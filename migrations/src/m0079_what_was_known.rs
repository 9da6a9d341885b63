//! What a report of a day that is over asks for and no row said yet: for which municipality a place was
//! counted until a coordination changed it, as it was known then, and when a session was cancelled.
//!
//! What places were counted for before this change is known only as it is: nobody wrote down when it was
//! learnt. Sessions that are cancelled already take the moment from history.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "superseded_attribution";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(TABLE)
                    .col(big_pk_auto("id"))
                    .col(big_integer("enrolment_id"))
                    .col(text_null("municipality_code"))
                    .col(big_integer_null("post_id"))
                    .col(timestamp_with_time_zone("from_at"))
                    .col(timestamp_with_time_zone_null("until_at"))
                    .col(timestamp_with_time_zone("known_from"))
                    .col(timestamp_with_time_zone("known_until"))
                    .foreign_key(&mut reference(TABLE, "enrolment_id", "enrolment", "id"))
                    .foreign_key(&mut reference(TABLE, "municipality_code", "municipality", "code"))
                    .foreign_key(&mut reference(TABLE, "post_id", "post", "id"))
                    .to_owned(),
            )
            .await?;
        // Of a place, and of a municipality that was reached.
        index(manager, TABLE, &["enrolment_id", "known_until"]).await?;
        index(manager, TABLE, &["municipality_code"]).await?;
        // The time that a session had before it moved.
        index(manager, "session_change", &["session_id"]).await?;
        manager
            .alter_table(
                Table::alter()
                    .table("session")
                    .add_column(timestamp_with_time_zone_null("cancelled_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "UPDATE session SET cancelled_at = coalesce( \
                 (SELECT max(h.at) FROM history_event h WHERE h.subject_kind = 'session' \
                 AND h.subject_id = session.id AND h.action = 'cohorts.cancel_session'), \
                 (SELECT c.cancelled_at FROM cohort c WHERE c.id = session.cohort_id), \
                 created_at) WHERE stage = 'cancelled'",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(Table::alter().table("session").drop_column("cancelled_at").to_owned())
            .await?;
        manager
            .drop_index(
                Index::drop()
                    .name("ix_session_change_session_id")
                    .table("session_change")
                    .to_owned(),
            )
            .await?;
        drop_tables(manager, &[TABLE]).await
    }
}
