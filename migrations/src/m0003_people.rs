//! Who takes part: persons, their documents, their posts in entities, and their authorisation to
//! process data.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, boolean, date, date_null, text, text_null,
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
                    .table("person")
                    .col(big_pk_auto("id"))
                    .col(text("document_type"))
                    .col(text("document_number"))
                    .col(text("first_name"))
                    .col(text_null("second_name"))
                    .col(text("first_surname"))
                    .col(text_null("second_surname"))
                    .col(text("search_name"))
                    .col(text_null("email"))
                    .col(text_null("phone"))
                    .col(timestamp_with_time_zone("created_at"))
                    .index(
                        Index::create()
                            .unique()
                            .name("ux_person_document_type_document_number")
                            .col("document_type")
                            .col("document_number"),
                    )
                    .to_owned(),
            )
            .await?;
        // Search by name.
        index(manager, "person", &["search_name"]).await?;
        // A person found by the mail of an import or an account.
        index(manager, "person", &["email"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("post")
                    .col(big_pk_auto("id"))
                    .col(big_integer("person_id"))
                    .col(big_integer("entity_id"))
                    .col(text("position"))
                    .col(text("kind"))
                    .col(text("municipality_code"))
                    .col(date("starts_on"))
                    .col(date_null("ends_on"))
                    .col(boolean("is_principal"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(&mut reference("post", "person_id", "person", "id"))
                    .foreign_key(&mut reference("post", "entity_id", "entity", "id"))
                    .foreign_key(&mut reference(
                        "post",
                        "municipality_code",
                        "municipality",
                        "code",
                    ))
                    .check(Expr::cust("ends_on IS NULL OR ends_on >= starts_on"))
                    .to_owned(),
            )
            .await?;
        // A person's posts.
        index(manager, "post", &["person_id"]).await?;
        // A focal point sees the people of its entity.
        index(manager, "post", &["entity_id"]).await?;
        // Where the work is done; coverage is counted here.
        index(manager, "post", &["municipality_code"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("consent")
                    .col(big_pk_auto("id"))
                    .col(big_integer("person_id"))
                    .col(text("version"))
                    .col(timestamp_with_time_zone("given_at"))
                    .col(text("channel"))
                    .foreign_key(&mut reference("consent", "person_id", "person", "id"))
                    .to_owned(),
            )
            .await?;
        // The proof is looked up by person.
        index(manager, "consent", &["person_id"]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["consent", "post", "person"]).await
    }
}
