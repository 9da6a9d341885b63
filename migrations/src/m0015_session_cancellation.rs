//! Why a session was cancelled, beside the session: the people enrolled read it. It was kept in
//! history alone, from where it is brought.

use sea_orm_migration::{prelude::*, schema::text_null, sea_orm::DbBackend};

use crate::support::{Step, add_column, drop_column, run, sql};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, up(manager.get_database_backend())).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, down()).await
    }
}

fn up(backend: DbBackend) -> Vec<Step> {
    let reason = match backend {
        DbBackend::Postgres => "detail::json ->> 'reason'",
        _ => "json_extract(detail, '$.reason')",
    };
    vec![
        add_column("session", text_null("cancellation_reason")),
        sql(format!(
            "UPDATE session SET cancellation_reason = (SELECT {reason} FROM history_event \
             WHERE action = 'cohorts.cancel_session' AND subject_kind = 'session' \
             AND subject_id = session.id ORDER BY history_event.id DESC LIMIT 1) \
             WHERE stage = 'cancelled'"
        )),
    ]
}

fn down() -> Vec<Step> {
    vec![drop_column("session", "cancellation_reason")]
}
