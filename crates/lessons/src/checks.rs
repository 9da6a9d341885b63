//! What must hold between lessons, courses and cohorts (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 1] = [(
    "lesson, cohort: the cohort is of another course",
    "SELECT l.id AS one, c.id AS two FROM lesson l JOIN cohort c ON c.id = l.cohort_id
     JOIN course_version v ON v.id = c.course_version_id WHERE v.course_id <> l.course_id",
)];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("lessons", &RULES, db).await
}
