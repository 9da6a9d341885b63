//! One entity of a name in a municipality. Whoever was entered twice becomes one: the first row
//! stays, and the posts and roles of the others become its own.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// `first` is the row that stays of those with the name and place of `{row}`.
const FIRST: &str = "(SELECT MIN(first.id) FROM entity AS first \
     JOIN entity AS again ON again.municipality_code = first.municipality_code \
     AND again.search_name = first.search_name WHERE again.id = {row})";

fn with_first(statement: &str, row: &str) -> String {
    statement.replace("{first}", &FIRST.replace("{row}", row))
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let again = "SELECT entity.id FROM entity WHERE EXISTS (SELECT 1 FROM entity AS earlier \
                     WHERE earlier.municipality_code = entity.municipality_code \
                     AND earlier.search_name = entity.search_name AND earlier.id < entity.id)";
        let posts = format!("UPDATE post SET entity_id = {{first}} WHERE entity_id IN ({again})");
        db.execute_unprepared(&with_first(&posts, "post.entity_id")).await?;
        // An account that had the role twice keeps it once.
        let twice = format!(
            "DELETE FROM role_grant WHERE entity_id IN ({again}) AND EXISTS (SELECT 1 \
             FROM role_grant AS other WHERE other.account_id = role_grant.account_id \
             AND other.role = role_grant.role AND other.id <> role_grant.id AND \
             (other.entity_id = {{first}} OR other.id < role_grant.id AND {} = {{first}}))",
            FIRST.replace("{row}", "other.entity_id")
        );
        db.execute_unprepared(&with_first(&twice, "role_grant.entity_id")).await?;
        let roles =
            format!("UPDATE role_grant SET entity_id = {{first}} WHERE entity_id IN ({again})");
        db.execute_unprepared(&with_first(&roles, "role_grant.entity_id")).await?;
        db.execute_unprepared(&format!("DELETE FROM entity WHERE id IN ({again})")).await?;
        db.execute_unprepared(
            "CREATE UNIQUE INDEX ux_entity_municipality_code_search_name \
             ON entity (municipality_code, search_name)",
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = "ux_entity_municipality_code_search_name";
        manager.drop_index(Index::drop().name(index).table("entity").to_owned()).await
    }
}
