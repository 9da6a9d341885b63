//! A person's certificates over the years: who asked for theirs without an account, the addresses
//! that letters carry, and what was shared.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, boolean, date_null, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const CLAIM: &str = "wallet_claim";
const LINK: &str = "wallet_link";
const SHARE: &str = "wallet_share";
const CHOSEN: &str = "wallet_share_certificate";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        claims(manager).await?;
        links(manager).await?;
        shares(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[CHOSEN, SHARE, LINK, CLAIM]).await
    }
}

/// What strangers typed waits here for a worker, some seconds long: whoever asks gets the same
/// answer after the same work, whether anybody is found or not.
async fn claims(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(CLAIM)
                .col(big_pk_auto("id"))
                .col(text("document_type"))
                .col(text("document_number"))
                .col(text("email"))
                .col(timestamp_with_time_zone("asked_at"))
                .col(text_null("request_id"))
                .to_owned(),
        )
        .await
}

async fn links(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(LINK)
                .col(big_pk_auto("id"))
                .col(big_integer("person_id"))
                .col(text("token_digest").unique_key())
                .col(timestamp_with_time_zone("made_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .foreign_key(&mut reference(LINK, "person_id", "person", "id"))
                .to_owned(),
        )
        .await?;
    // The last letter is the one that opens: two that are written at once cannot both.
    manager
        .create_index(
            Index::create()
                .unique()
                .name("ux_wallet_link_person")
                .table(LINK)
                .col("person_id")
                .and_where(Expr::col("ended_at").is_null())
                .to_owned(),
        )
        .await?;
    // Letters of the last hour are counted for each person.
    index(manager, LINK, &["person_id", "made_at"]).await?;
    // The oldest are forgotten first.
    index(manager, LINK, &["expires_at"]).await
}

async fn shares(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(SHARE)
                .col(big_pk_auto("id"))
                .col(big_integer("person_id"))
                .col(text("token_digest").unique_key())
                // Whatever is active on the day it is opened, instead of what was chosen.
                .col(boolean("is_all"))
                .col(timestamp_with_time_zone("made_at"))
                // The last day, in Colombia.
                .col(date_null("until"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .foreign_key(&mut reference(SHARE, "person_id", "person", "id"))
                .to_owned(),
        )
        .await?;
    index(manager, SHARE, &["person_id"]).await?;
    manager
        .create_table(
            Table::create()
                .table(CHOSEN)
                .col(big_integer("share_id"))
                .col(big_integer("certificate_id"))
                .primary_key(Index::create().col("share_id").col("certificate_id"))
                .foreign_key(&mut reference(CHOSEN, "share_id", SHARE, "id"))
                .foreign_key(&mut reference(CHOSEN, "certificate_id", "certificate", "id"))
                .to_owned(),
        )
        .await?;
    index(manager, CHOSEN, &["certificate_id"]).await
}
