//! What must hold between products, versions, gradings and grades (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 5] = [
    (
        "submission, enrolment: the activity is of another cohort",
        "SELECT s.id AS one, s.enrolment_id AS two FROM submission s
         JOIN activity a ON a.id = s.activity_id JOIN enrolment e ON e.id = s.enrolment_id
         WHERE a.cohort_id <> e.cohort_id",
    ),
    (
        "submission, activity: nobody asked for a product",
        "SELECT s.id AS one, s.activity_id AS two FROM submission s
         WHERE NOT EXISTS (SELECT 1 FROM product p WHERE p.activity_id = s.activity_id)",
    ),
    (
        "activity, enrolment: a version is missing",
        "SELECT activity_id AS one, enrolment_id AS two FROM submission
         GROUP BY activity_id, enrolment_id HAVING MAX(number) <> COUNT(*)",
    ),
    (
        "grading, rubric: the rubric is of another activity",
        "SELECT g.id AS one, r.id AS two FROM grading g JOIN rubric r ON r.id = g.rubric_id
         JOIN submission s ON s.id = g.submission_id WHERE r.activity_id <> s.activity_id",
    ),
    (
        "grading, criteria: a grade without its criteria, or a return with them",
        "SELECT g.id AS one, g.submission_id AS two FROM grading g
         WHERE g.is_returned = EXISTS (SELECT 1 FROM grading_mark m WHERE m.grading_id = g.id)",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("products", &RULES, db).await
}
