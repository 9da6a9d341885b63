//! Whether a post came with a place is asked of places of before too, post by post.

use crate::support::{Step, drop_index, index};

const TABLE: &str = "superseded_attribution";

pub fn up() -> Vec<Step> {
    vec![index(TABLE, &["post_id"])]
}

pub fn down() -> Vec<Step> {
    vec![drop_index(TABLE, "ix_superseded_attribution_post_id")]
}
