//! What must hold between appeals, grades and places (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 3] = [
    (
        "appeal, entry: the grade is of somebody else or of another activity",
        "SELECT a.id AS one, e.id AS two FROM grade_appeal a
         JOIN grade_entry e ON e.id = a.entry_id OR e.id = a.new_entry_id
         WHERE e.activity_id <> a.activity_id OR e.enrolment_id <> a.enrolment_id",
    ),
    (
        "appeal, entry: the grade changed by it did not come from an appeal",
        "SELECT a.id AS one, e.id AS two FROM grade_appeal a
         JOIN grade_entry e ON e.id = a.new_entry_id WHERE e.origin <> 'appeal'",
    ),
    (
        "entry, enrolment: a grade came from an appeal that nobody made",
        "SELECT e.id AS one, e.enrolment_id AS two FROM grade_entry e
         WHERE e.origin = 'appeal'
         AND NOT EXISTS (SELECT 1 FROM grade_appeal a WHERE a.new_entry_id = e.id)",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("assessment", &RULES, db).await
}
