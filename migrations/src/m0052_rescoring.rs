//! A test scored anew after a question of it was corrected or taken out (R45): who decided it, why,
//! and what changed for whom.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, integer, text,
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
                    .table("rescoring")
                    .col(big_pk_auto("id"))
                    .col(big_integer("exam_id"))
                    .col(big_integer("question_id"))
                    // What answers are scored with; none where everybody is given all points.
                    .col(big_integer_null("question_version_id"))
                    // Who would earn less keeps what they had.
                    .col(boolean("keeps_points"))
                    .col(text("reason"))
                    .col(big_integer("author_account_id"))
                    .col(timestamp_with_time_zone("recorded_at"))
                    .foreign_key(&mut reference("rescoring", "exam_id", "exam", "id"))
                    .foreign_key(&mut reference("rescoring", "question_id", "question", "id"))
                    .foreign_key(&mut reference(
                        "rescoring",
                        "question_version_id",
                        "question_version",
                        "id",
                    ))
                    .foreign_key(&mut reference("rescoring", "author_account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        // Everything that was decided of a test.
        index(manager, "rescoring", &["exam_id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("rescoring_change")
                    .col(big_integer("rescoring_id"))
                    .col(big_integer("attempt_id"))
                    .col(integer("position"))
                    // Millionths of a point; none while somebody had to read the answer.
                    .col(big_integer_null("previous_earned"))
                    .col(big_integer("earned"))
                    .primary_key(
                        Index::create().col("rescoring_id").col("attempt_id").col("position"),
                    )
                    .foreign_key(&mut reference(
                        "rescoring_change",
                        "rescoring_id",
                        "rescoring",
                        "id",
                    ))
                    .foreign_key(&mut reference("rescoring_change", "attempt_id", "attempt", "id"))
                    .to_owned(),
            )
            .await?;
        // The decision that an answer is scored by, if any.
        let column = big_integer_null("rescoring_id");
        manager
            .alter_table(Table::alter().table("attempt_item").add_column(column).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter().table("attempt_item").drop_column("rescoring_id").to_owned(),
            )
            .await?;
        drop_tables(manager, &["rescoring_change", "rescoring"]).await
    }
}
