//! Who works somewhere, answered by an index alone: every list within a territory asks it.

use sea_orm_migration::prelude::*;

use crate::support::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "post", &["municipality_code", "person_id"]).await?;
        drop_index(manager, "ix_post_municipality_code").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "post", &["municipality_code"]).await?;
        drop_index(manager, "ix_post_municipality_code_person_id").await
    }
}

async fn drop_index(manager: &SchemaManager<'_>, name: &'static str) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().name(name).table("post").to_owned()).await
}
