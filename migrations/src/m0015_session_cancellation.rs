//! Why a session was cancelled, beside the session: the people enrolled read it. It was kept in
//! history alone, from where it is brought.

use sea_orm_migration::{prelude::*, schema::text_null, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = text_null("cancellation_reason");
        manager.alter_table(Table::alter().table("session").add_column(column).to_owned()).await?;
        let reason = match manager.get_database_backend() {
            DbBackend::Postgres => "detail::json ->> 'reason'",
            _ => "json_extract(detail, '$.reason')",
        };
        manager
            .get_connection()
            .execute_unprepared(&format!(
                "UPDATE session SET cancellation_reason = (SELECT {reason} FROM history_event \
                 WHERE action = 'cohorts.cancel_session' AND subject_kind = 'session' \
                 AND subject_id = session.id ORDER BY history_event.id DESC LIMIT 1) \
                 WHERE stage = 'cancelled'"
            ))
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table("session").drop_column("cancellation_reason").to_owned();
        manager.alter_table(table).await
    }
}
