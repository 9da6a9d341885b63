//! A test scored anew after a question of it was corrected or taken out (R45): who decided it, why,
//! and what changed for whom.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, integer, text,
        timestamp_with_time_zone,
    },
};

use crate::support::{Step, add_column, create_table, drop_column, drop_table, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(rescoring()),
        // Everything that was decided of a test.
        index("rescoring", &["exam_id"]),
        create_table(rescoring_change()),
        // The decision that an answer is scored by, if any.
        add_column("attempt_item", big_integer_null("rescoring_id")),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_column("attempt_item", "rescoring_id"),
        drop_table("rescoring_change"),
        drop_table("rescoring"),
    ]
}

fn rescoring() -> TableCreateStatement {
    Table::create()
        .table("rescoring")
        .col(big_pk_auto("id"))
        .col(big_integer("exam_id"))
        .col(big_integer("question_id"))
        // What answers are scored with; none where everybody is given all points.
        .col(big_integer_null("question_version_id"))
        // Who would earn less keeps what they had.
        .col(boolean("keeps_points"))
        .col(text("reason"))
        .col(big_integer("author_account_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut reference("rescoring", "exam_id", "exam", "id"))
        .foreign_key(&mut reference("rescoring", "question_id", "question", "id"))
        .foreign_key(&mut reference("rescoring", "question_version_id", "question_version", "id"))
        .foreign_key(&mut reference("rescoring", "author_account_id", "account", "id"))
        .to_owned()
}

fn rescoring_change() -> TableCreateStatement {
    Table::create()
        .table("rescoring_change")
        .col(big_integer("rescoring_id"))
        .col(big_integer("attempt_id"))
        .col(integer("position"))
        // Millionths of a point; none while somebody had to read the answer.
        .col(big_integer_null("previous_earned"))
        .col(big_integer("earned"))
        .primary_key(Index::create().col("rescoring_id").col("attempt_id").col("position"))
        .foreign_key(&mut reference("rescoring_change", "rescoring_id", "rescoring", "id"))
        .foreign_key(&mut reference("rescoring_change", "attempt_id", "attempt", "id"))
        .to_owned()
}
