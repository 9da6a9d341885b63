//! Which post an earlier attribution was for: its entity is told with its municipality. Of those of before
//! nobody noted it.

use sea_orm_migration::schema::big_integer_null;

use crate::support::{Step, add_column, drop_column};

const TABLE: &str = "earlier_attribution";

pub fn up() -> Vec<Step> {
    vec![add_column(TABLE, big_integer_null("post_id"))]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "post_id")]
}
