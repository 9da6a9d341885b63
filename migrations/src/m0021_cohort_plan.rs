//! What a cohort plans beyond its dates: how it is taught and how its knowledge is kept, with what
//! shows that it was done (R10), and how many people it needs by when (R15).

use sea_orm_migration::{
    prelude::*,
    schema::{date_null, integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TEXTS: [&str; 4] = ["method", "method_evidence", "knowledge", "knowledge_evidence"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let texts = TEXTS.into_iter().map(|name| text_null(name).to_owned());
        let quorum = [integer_null("minimum_people"), date_null("quorum_on")];
        // One column a statement: SQLite takes no more.
        for mut column in texts.chain(quorum) {
            let table = Table::alter().table("cohort").add_column(&mut column).to_owned();
            manager.alter_table(table).await?;
        }
        // Those below their quorum are looked for by its date.
        crate::support::index(manager, "cohort", &["quorum_on"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name("ix_cohort_quorum_on").table("cohort").to_owned();
        manager.drop_index(index).await?;
        for name in TEXTS.into_iter().chain(["minimum_people", "quorum_on"]) {
            let table = Table::alter().table("cohort").drop_column(name).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
