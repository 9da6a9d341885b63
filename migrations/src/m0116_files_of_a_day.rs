//! What one account brought today is counted before another file of theirs is kept.

use crate::support::{Step, drop_index, index};

pub fn up() -> Vec<Step> {
    vec![index("stored_file", &["created_by", "created_at"])]
}

pub fn down() -> Vec<Step> {
    vec![drop_index("stored_file", "ix_stored_file_created_by_created_at")]
}
