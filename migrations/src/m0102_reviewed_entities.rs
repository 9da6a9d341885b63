//! Whether somebody of the institution stands behind an entity: what registrants and participants typed
//! is offered to nobody else until then. Those of before are in use and stay.

use sea_orm_migration::{prelude::*, schema::boolean};

use crate::support::{Step, add_column, drop_column, drop_index, index_where};

const TABLE: &str = "entity";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, boolean("is_reviewed").default(true)),
        // The few that wait, for the page where they are accepted.
        index_where(
            "ix_entity_to_review",
            TABLE,
            &["municipality_code"],
            Expr::col("is_reviewed").eq(false),
        ),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_index(TABLE, "ix_entity_to_review"), drop_column(TABLE, "is_reviewed")]
}
