//! A certificate is found by the digest of its file (R54).

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
        // Whoever verifies with the file itself brings nothing but its bytes.
        index(manager, "certificate_document", &["sha256"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("ix_certificate_document_sha256")
                    .table("certificate_document")
                    .to_owned(),
            )
            .await
    }
}
