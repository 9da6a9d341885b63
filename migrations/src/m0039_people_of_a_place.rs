//! Who works somewhere, answered by an index alone: every list within a territory asks it.

use crate::support::{Step, drop_index, index};

pub fn up() -> Vec<Step> {
    vec![
        index("post", &["municipality_code", "person_id"]),
        drop_index("post", "ix_post_municipality_code"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        index("post", &["municipality_code"]),
        drop_index("post", "ix_post_municipality_code_person_id"),
    ]
}
