//! Surveys: their templates by version, the rounds in which a cohort is asked, and what an anonymous
//! round keeps (R49).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
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
        versions(manager).await?;
        rounds(manager).await?;
        tickets(manager).await?;
        for (table, column) in [("survey_ballots", "digests"), ("survey_sheets", "sheets")] {
            // One row a round and nothing that says when or whose: a row for each ballot or sheet
            // would tell their order.
            manager
                .create_table(
                    Table::create()
                        .table(table)
                        .col(big_integer("round_id").primary_key())
                        .col(text(column))
                        .foreign_key(&mut reference(table, "round_id", "survey_round", "id"))
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["survey_sheets", "survey_ballots", "survey_ticket", "survey_round", "survey_version"];
        drop_tables(manager, &tables).await
    }
}

async fn versions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = "survey_version";
    manager
        .create_table(
            Table::create()
                .table(table)
                .col(big_pk_auto("id"))
                .col(text("kind"))
                .col(integer("number"))
                .col(text("state"))
                // The introduction and the questions, as JSON.
                .col(text("body"))
                .col(text_null("note"))
                .col(timestamp_with_time_zone("written_at"))
                .col(big_integer_null("written_by"))
                .col(timestamp_with_time_zone_null("published_at"))
                .col(big_integer_null("published_by"))
                .foreign_key(&mut reference(table, "written_by", "account", "id"))
                .foreign_key(&mut reference(table, "published_by", "account", "id"))
                .check(Expr::cust("(state = 'published') = (published_at IS NOT NULL)"))
                .to_owned(),
        )
        .await?;
    let connection = manager.get_connection();
    connection
        .execute_unprepared(
            "CREATE UNIQUE INDEX ux_survey_version ON survey_version (kind, number)",
        )
        .await?;
    connection
        .execute_unprepared(
            "CREATE UNIQUE INDEX ux_survey_version_draft ON survey_version (kind) \
             WHERE state = 'draft'",
        )
        .await?;
    Ok(())
}

async fn rounds(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = "survey_round";
    manager
        .create_table(
            Table::create()
                .table(table)
                .col(big_pk_auto("id"))
                .col(big_integer("cohort_id"))
                .col(text("kind"))
                .col(big_integer("version_id"))
                // What the supervisors of a follow-up are asked.
                .col(big_integer_null("supervisor_version_id"))
                .col(timestamp_with_time_zone("opened_at"))
                .col(timestamp_with_time_zone("closes_at"))
                .foreign_key(&mut reference(table, "cohort_id", "cohort", "id"))
                .foreign_key(&mut reference(table, "version_id", "survey_version", "id"))
                .foreign_key(&mut reference(table, "supervisor_version_id", "survey_version", "id"))
                .to_owned(),
        )
        .await?;
    // The last word when two instances open the same round.
    let unique = "CREATE UNIQUE INDEX ux_survey_round ON survey_round (cohort_id, kind)";
    manager.get_connection().execute_unprepared(unique).await?;
    Ok(())
}

async fn tickets(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = "survey_ticket";
    manager
        .create_table(
            Table::create()
                .table(table)
                .col(big_integer("round_id"))
                .col(big_integer("enrolment_id"))
                .col(boolean("is_used"))
                .primary_key(Index::create().col("round_id").col("enrolment_id"))
                .foreign_key(&mut reference(table, "round_id", "survey_round", "id"))
                .foreign_key(&mut reference(table, "enrolment_id", "enrolment", "id"))
                .to_owned(),
        )
        .await?;
    // Those of a person's place.
    index(manager, table, &["enrolment_id"]).await
}
