//! One entity of a name in a municipality. Whoever was entered twice becomes one: the first row
//! stays, and the posts and roles of the others become its own.

use crate::support::{Step, drop_index, sql};

/// `first` is the row that stays of those with the name and place of `{row}`.
const FIRST: &str = "(SELECT MIN(first.id) FROM entity AS first \
     JOIN entity AS again ON again.municipality_code = first.municipality_code \
     AND again.search_name = first.search_name WHERE again.id = {row})";

pub fn up() -> Vec<Step> {
    let again = "SELECT entity.id FROM entity WHERE EXISTS (SELECT 1 FROM entity AS earlier \
                 WHERE earlier.municipality_code = entity.municipality_code \
                 AND earlier.search_name = entity.search_name AND earlier.id < entity.id)";
    let posts = format!("UPDATE post SET entity_id = {{first}} WHERE entity_id IN ({again})");
    let twice = format!(
        "DELETE FROM role_grant WHERE entity_id IN ({again}) AND EXISTS (SELECT 1 \
         FROM role_grant AS other WHERE other.account_id = role_grant.account_id \
         AND other.role = role_grant.role AND other.id <> role_grant.id AND \
         (other.entity_id = {{first}} OR other.id < role_grant.id AND {} = {{first}}))",
        FIRST.replace("{row}", "other.entity_id")
    );
    let roles = format!("UPDATE role_grant SET entity_id = {{first}} WHERE entity_id IN ({again})");
    vec![
        sql(with_first(&posts, "post.entity_id")),
        // An account that had the role twice keeps it once.
        sql(with_first(&twice, "role_grant.entity_id")),
        sql(with_first(&roles, "role_grant.entity_id")),
        sql(format!("DELETE FROM entity WHERE id IN ({again})")),
        sql("CREATE UNIQUE INDEX ux_entity_municipality_code_search_name \
             ON entity (municipality_code, search_name)"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_index("entity", "ux_entity_municipality_code_search_name")]
}

fn with_first(statement: &str, row: &str) -> String {
    statement.replace("{first}", &FIRST.replace("{row}", row))
}
