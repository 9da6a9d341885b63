//! How attendance counts in a cohort (R34), and where and how each mark was made (R37, R40).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, boolean, integer, text_null, timestamp_with_time_zone_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const RULE: [&str; 5] = [
    "late_after_minutes",
    "partial_hours",
    "excused_counts",
    "dispensed_counts",
    "correction_days",
];
const MARK: [&str; 4] = ["device_id", "device_at", "after_closing", "key"];
const KEY: &str = "ux_attendance_mark_key";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What every cohort did until now.
        for mut column in [
            integer("late_after_minutes").default(15).to_owned(),
            boolean("partial_hours").default(false).to_owned(),
            boolean("excused_counts").default(true).to_owned(),
            boolean("dispensed_counts").default(false).to_owned(),
            integer("correction_days").default(5).to_owned(),
        ] {
            let table = Table::alter().table("cohort").add_column(&mut column).to_owned();
            manager.alter_table(table).await?;
        }
        for mut column in [
            big_integer_null("device_id").to_owned(),
            timestamp_with_time_zone_null("device_at").to_owned(),
            boolean("after_closing").default(false).to_owned(),
            text_null("key").to_owned(),
        ] {
            let table = Table::alter().table("attendance_mark").add_column(&mut column).to_owned();
            manager.alter_table(table).await?;
        }
        // A mark that is sent again is found by its key; most marks have none.
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name(KEY)
                    .table("attendance_mark")
                    .col("key")
                    .and_where(Expr::col("key").is_not_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(KEY).table("attendance_mark").to_owned()).await?;
        for (table, columns) in [("attendance_mark", MARK.as_slice()), ("cohort", &RULE)] {
            for column in columns {
                let table = Table::alter().table(table).drop_column(*column).to_owned();
                manager.alter_table(table).await?;
            }
        }
        Ok(())
    }
}
