//! What must hold between tests, attempts and answers (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 7] = [
    (
        "attempt, enrolment: the enrolment is of another cohort",
        "SELECT t.id AS one, t.enrolment_id AS two FROM attempt t JOIN exam x ON x.id = t.exam_id
         JOIN activity a ON a.id = x.activity_id JOIN enrolment n ON n.id = t.enrolment_id
         WHERE a.cohort_id <> n.cohort_id",
    ),
    (
        "exam, attempts: somebody began and the test is not frozen",
        "SELECT x.id AS one, COUNT(*) AS two FROM exam x JOIN attempt t ON t.exam_id = x.id
         WHERE x.frozen_at IS NULL GROUP BY x.id",
    ),
    (
        "attempt, number: more attempts than the test allows",
        "SELECT t.id AS one, t.number AS two FROM attempt t JOIN exam x ON x.id = t.exam_id
         WHERE t.number > x.attempts",
    ),
    (
        "attempt, item: the question's line is of another test",
        "SELECT i.attempt_id AS one, i.position AS two FROM attempt_item i
         JOIN attempt t ON t.id = i.attempt_id JOIN exam_line l ON l.id = i.line_id
         WHERE l.exam_id <> t.exam_id",
    ),
    (
        "attempt, points: they are not the sum of its questions'",
        "SELECT t.id AS one, t.points AS two FROM attempt t JOIN attempt_item i
         ON i.attempt_id = t.id WHERE t.points IS NOT NULL
         GROUP BY t.id, t.points HAVING SUM(COALESCE(i.earned, -1)) <> t.points",
    ),
    (
        "attempt, item: more was earned than the question is worth",
        "SELECT attempt_id AS one, position AS two FROM attempt_item
         WHERE earned < 0 OR earned > points * 1000000",
    ),
    (
        "attempt, answer: no such question",
        "SELECT a.attempt_id AS one, a.position AS two FROM attempt_answer a
         WHERE NOT EXISTS (SELECT 1 FROM attempt_item i
         WHERE i.attempt_id = a.attempt_id AND i.position = a.position)",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("assessment", &RULES, db).await
}
