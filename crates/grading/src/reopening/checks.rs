//! What must hold of reopenings (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 2] = [
    (
        "reopening, cohort: grades were opened again of a cohort that is not closed",
        "SELECT r.id AS one, r.cohort_id AS two FROM grade_reopening r
         JOIN cohort c ON c.id = r.cohort_id WHERE c.stage <> 'closed'",
    ),
    (
        "entry, cohort: a grade changed after the closing without a reason",
        "SELECT e.id AS one, c.id AS two FROM grade_entry e
         JOIN activity a ON a.id = e.activity_id JOIN cohort c ON c.id = a.cohort_id
         WHERE c.closed_at IS NOT NULL AND e.recorded_at > c.closed_at AND e.reason IS NULL",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("assessment", &RULES, db).await
}
