//! Who was there: marks, their corrections, and the summary that counts.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer_null, text, text_null,
        timestamp_with_time_zone,
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
        manager
            .create_table(
                Table::create()
                    .table("attendance_mark")
                    .col(big_pk_auto("id"))
                    .col(big_integer("session_id"))
                    .col(big_integer("enrolment_id"))
                    .col(text("state"))
                    .col(integer_null("minutes"))
                    .col(text("method"))
                    .col(big_integer("author_account_id"))
                    .col(timestamp_with_time_zone("recorded_at"))
                    .col(big_integer_null("previous_mark_id"))
                    .col(text_null("reason"))
                    .foreign_key(&mut reference("attendance_mark", "session_id", "session", "id"))
                    .foreign_key(&mut reference(
                        "attendance_mark",
                        "enrolment_id",
                        "enrolment",
                        "id",
                    ))
                    .foreign_key(&mut reference(
                        "attendance_mark",
                        "author_account_id",
                        "account",
                        "id",
                    ))
                    .foreign_key(&mut reference(
                        "attendance_mark",
                        "previous_mark_id",
                        "attendance_mark",
                        "id",
                    ))
                    .check(Expr::cust("minutes >= 0"))
                    .to_owned(),
            )
            .await?;
        // The marks of a participant.
        index(manager, "attendance_mark", &["enrolment_id"]).await?;
        // The marks of one person in one session, in order.
        index(manager, "attendance_mark", &["session_id", "enrolment_id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("attendance_summary")
                    .col(big_integer("session_id"))
                    .col(big_integer("enrolment_id"))
                    .col(text("state"))
                    .col(integer_null("minutes"))
                    .col(big_integer("mark_id"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .primary_key(Index::create().col("session_id").col("enrolment_id"))
                    .foreign_key(&mut reference(
                        "attendance_summary",
                        "session_id",
                        "session",
                        "id",
                    ))
                    .foreign_key(&mut reference(
                        "attendance_summary",
                        "enrolment_id",
                        "enrolment",
                        "id",
                    ))
                    .foreign_key(&mut reference(
                        "attendance_summary",
                        "mark_id",
                        "attendance_mark",
                        "id",
                    ))
                    .check(Expr::cust("minutes >= 0"))
                    .to_owned(),
            )
            .await?;
        // A participant's attendance over all sessions.
        index(manager, "attendance_summary", &["enrolment_id", "session_id", "state"]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["attendance_summary", "attendance_mark"]).await
    }
}
