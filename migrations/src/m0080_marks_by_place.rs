//! The index that answers by itself every mark that counts of somebody, minutes and all: a department's
//! report reads them of every cohort that is under way. It replaces the one without the minutes, for which
//! each mark's row had to be read beside it.

use sea_orm_migration::prelude::*;

use crate::support::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "attendance_summary";

async fn drop(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().name(name).table(TABLE).to_owned()).await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, TABLE, &["enrolment_id", "session_id", "state", "minutes"]).await?;
        drop(manager, "ix_attendance_summary_enrolment_id_session_id_state").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, TABLE, &["enrolment_id", "session_id", "state"]).await?;
        drop(manager, "ix_attendance_summary_enrolment_id_session_id_state_minutes").await
    }
}
