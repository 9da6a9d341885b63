//! What must hold between activities, grades and their entries (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use people_model::oneself::own_rows;
use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 4] = [
    (
        "activity, enrolment: the grade is not the last entry's",
        "SELECT l.activity_id AS one, l.enrolment_id AS two FROM
         (SELECT activity_id, enrolment_id, MAX(id) AS last FROM grade_entry GROUP BY activity_id, enrolment_id) l
         JOIN grade_entry e ON e.id = l.last
         LEFT JOIN grade g ON g.activity_id = l.activity_id AND g.enrolment_id = l.enrolment_id
         WHERE COALESCE(g.tenths, -1) <> COALESCE(e.tenths, -1)",
    ),
    (
        "activity, enrolment: a grade without an entry",
        "SELECT g.activity_id AS one, g.enrolment_id AS two FROM grade g
         WHERE NOT EXISTS (SELECT 1 FROM grade_entry e
         WHERE e.activity_id = g.activity_id AND e.enrolment_id = g.enrolment_id)",
    ),
    (
        "entry, enrolment: the enrolment is of another cohort",
        "SELECT e.id AS one, e.enrolment_id AS two FROM grade_entry e
         JOIN activity a ON a.id = e.activity_id JOIN enrolment n ON n.id = e.enrolment_id
         WHERE a.cohort_id <> n.cohort_id",
    ),
    (
        "cohort, weights: they total neither 100 nor 0",
        "SELECT cohort_id AS one, SUM(weight) AS two FROM activity
         GROUP BY cohort_id HAVING SUM(weight) NOT IN (0, 100)",
    ),
];

/// Grades of oneself (R80). Whoever answers a test is the author of what it scores.
const OWN: &str = "SELECT g.id AS one, g.enrolment_id AS two, g.recorded_at AS at
     FROM account a JOIN grade_entry g ON g.author_account_id = a.id
     JOIN enrolment e ON e.id = g.enrolment_id
     WHERE a.person_id = e.person_id AND g.origin <> 'test' ORDER BY g.id DESC";

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut findings = broken("assessment", &RULES, db).await?;
    let what = "grade entry, enrolment: the author is the person";
    findings.extend(own_rows(db, "assessment", what, OWN).await?);
    Ok(findings)
}
