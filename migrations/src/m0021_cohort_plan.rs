//! What a cohort plans beyond its dates: how it is taught and how its knowledge is kept, with what
//! shows that it was done (R10), and how many people it needs by when (R15).

use sea_orm_migration::schema::{date_null, integer_null, text_null};

use crate::support::{Step, add_column, drop_column, drop_index, index};

pub fn up() -> Vec<Step> {
    vec![
        add_column("cohort", text_null("method")),
        add_column("cohort", text_null("method_evidence")),
        add_column("cohort", text_null("knowledge")),
        add_column("cohort", text_null("knowledge_evidence")),
        add_column("cohort", integer_null("minimum_people")),
        add_column("cohort", date_null("quorum_on")),
        // Those below their quorum are looked for by its date.
        index("cohort", &["quorum_on"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_index("cohort", "ix_cohort_quorum_on"),
        drop_column("cohort", "method"),
        drop_column("cohort", "method_evidence"),
        drop_column("cohort", "knowledge"),
        drop_column("cohort", "knowledge_evidence"),
        drop_column("cohort", "minimum_people"),
        drop_column("cohort", "quorum_on"),
    ]
}
