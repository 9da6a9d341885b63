//! Corrections and excuses that learners ask for (R41), who was told of a risk (R43), and when a
//! session was closed.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, integer, integer_null, text,
        text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
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
        closing(manager).await?;
        requests(manager).await?;
        notices(manager).await?;
        waiting(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [ARRIVALS, WALK_INS] {
            manager.drop_index(Index::drop().name(name.0).table(name.1).to_owned()).await?;
        }
        drop_tables(manager, &["risk_notice", "attendance_request"]).await?;
        let column = Table::alter().table("session").drop_column("closed_at").to_owned();
        manager.alter_table(column).await
    }
}

const ARRIVALS: (&str, &str) = ("ix_field_arrival_open", "field_arrival");
const WALK_INS: (&str, &str) = ("ix_walk_in_pending", "walk_in");

/// What waits for a coordination is asked for on their first page: few rows among very many.
async fn waiting(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    connection
        .execute_unprepared(&format!(
            "CREATE INDEX {} ON {} (session_id) \
             WHERE settled_at IS NULL AND outcome IN ('conflict', 'review')",
            ARRIVALS.0, ARRIVALS.1
        ))
        .await?;
    connection
        .execute_unprepared(&format!(
            "CREATE INDEX {} ON {} (session_id) WHERE outcome = 'pending'",
            WALK_INS.0, WALK_INS.1
        ))
        .await?;
    Ok(())
}

/// From its closing on, a correction may still be asked for; until now only history knew when.
async fn closing(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let column = timestamp_with_time_zone_null("closed_at");
    manager.alter_table(Table::alter().table("session").add_column(column).to_owned()).await?;
    manager
        .get_connection()
        .execute_unprepared(
            "UPDATE session SET closed_at = (SELECT MAX(h.at) FROM history_event h \
             WHERE h.subject_kind = 'session' AND h.subject_id = session.id \
             AND h.action = 'attendance.close') WHERE stage = 'closed'",
        )
        .await?;
    Ok(())
}

async fn requests(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = "attendance_request";
    manager
        .create_table(
            Table::create()
                .table(table)
                .col(big_pk_auto("id"))
                .col(big_integer("enrolment_id"))
                .col(big_integer("session_id"))
                .col(text("kind"))
                // What the person says that it should be.
                .col(text("asked_state"))
                .col(text("text"))
                // The mark that the person saw when asking.
                .col(big_integer_null("seen_mark_id"))
                .col(timestamp_with_time_zone("asked_at"))
                .col(big_integer("asked_by"))
                .col(big_integer_null("file_id").unique_key())
                // Of the bytes as they came; what is kept has its own digest.
                .col(text_null("received_sha256"))
                .col(integer_null("file_pages"))
                .col(text("state"))
                .col(timestamp_with_time_zone_null("decided_at"))
                .col(big_integer_null("decided_by"))
                .col(text_null("decided_state"))
                .col(text_null("decided_reason"))
                // The mark that it became; an excuse waits for the session's day.
                .col(big_integer_null("mark_id"))
                .foreign_key(&mut reference(table, "enrolment_id", "enrolment", "id"))
                .foreign_key(&mut reference(table, "session_id", "session", "id"))
                .foreign_key(&mut reference(table, "seen_mark_id", "attendance_mark", "id"))
                .foreign_key(&mut reference(table, "asked_by", "account", "id"))
                .foreign_key(&mut reference(table, "file_id", "stored_file", "id"))
                .foreign_key(&mut reference(table, "decided_by", "account", "id"))
                .foreign_key(&mut reference(table, "mark_id", "attendance_mark", "id"))
                .check(Expr::cust("(state = 'open') = (decided_at IS NULL)"))
                .check(Expr::cust("(decided_at IS NULL) = (decided_by IS NULL)"))
                .check(Expr::cust("(state = 'granted') = (decided_state IS NOT NULL)"))
                .check(Expr::cust("state <> 'refused' OR decided_reason IS NOT NULL"))
                .check(Expr::cust("state = 'granted' OR mark_id IS NULL"))
                .check(Expr::cust("(file_id IS NULL) = (received_sha256 IS NULL)"))
                .to_owned(),
        )
        .await?;
    // Those of a person; those of a session, for its roll-call; those that wait.
    index(manager, table, &["enrolment_id"]).await?;
    index(manager, table, &["session_id"]).await?;
    let connection = manager.get_connection();
    connection
        .execute_unprepared(
            "CREATE UNIQUE INDEX ux_attendance_request_open \
             ON attendance_request (enrolment_id, session_id) WHERE state = 'open'",
        )
        .await?;
    Ok(())
}

async fn notices(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("risk_notice")
                .col(big_pk_auto("id"))
                .col(big_integer("enrolment_id"))
                .col(text("level"))
                // Whole percents of that moment.
                .col(integer("percent"))
                .col(integer("reachable"))
                .col(integer("minimum"))
                .col(timestamp_with_time_zone("noticed_at"))
                // There was an address to write to.
                .col(boolean("is_told"))
                // Since when the person is no longer at that level.
                .col(timestamp_with_time_zone_null("over_at"))
                .foreign_key(&mut reference("risk_notice", "enrolment_id", "enrolment", "id"))
                .to_owned(),
        )
        .await?;
    index(manager, "risk_notice", &["enrolment_id"]).await?;
    manager
        .get_connection()
        .execute_unprepared(
            "CREATE UNIQUE INDEX ux_risk_notice_open ON risk_notice (enrolment_id) \
             WHERE over_at IS NULL",
        )
        .await?;
    Ok(())
}
