//! The first and the last day of a cohort are those of its sessions (R83). A change of a session keeps
//! why it moved.

use sea_orm_migration::{prelude::*, schema::text_null, sea_orm::DbBackend};

use crate::support::{Step, add_column, drop_column, run, sql};

const CHANGE: &str = "session_change";

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
        run(manager, vec![drop_column(CHANGE, "reason")]).await
    }
}

fn up(backend: DbBackend) -> Vec<Step> {
    let mut steps = vec![add_column(CHANGE, text_null("reason"))];
    steps.extend(followed(backend));
    steps
}

/// Each cohort that has sessions left takes the days of their first and their last.
fn followed(backend: DbBackend) -> Vec<Step> {
    let day = |moment: &str| match backend {
        // Bogotá is five hours behind, all year.
        DbBackend::Postgres => {
            format!("((({moment}) AT TIME ZONE 'UTC') - interval '5 hours')::date")
        }
        _ => format!("date({moment}, '-5 hours')"),
    };
    let left = "FROM session WHERE session.cohort_id = cohort.id AND session.stage <> 'cancelled'";
    let days = sql(format!(
        "UPDATE cohort SET starts_on = (SELECT {} {left}), ends_on = (SELECT {} {left}) \
         WHERE stage <> 'cancelled' AND EXISTS (SELECT 1 {left})",
        day("min(session.starts_at)"),
        day("max(session.starts_at)"),
    ));
    let decided = sql("UPDATE cohort SET quorum_on = starts_on WHERE quorum_on > starts_on");
    vec![days, decided]
}
