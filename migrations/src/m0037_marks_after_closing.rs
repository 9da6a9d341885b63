//! Marks that were written after their session was closed are found without reading the others:
//! grids and reports name them (R40).

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const NAME: &str = "ix_attendance_mark_after_closing";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(
                Index::create()
                    .name(NAME)
                    .table("attendance_mark")
                    .col("session_id")
                    .col("enrolment_id")
                    .and_where(Expr::col("after_closing"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(NAME).table("attendance_mark").to_owned()).await
    }
}
