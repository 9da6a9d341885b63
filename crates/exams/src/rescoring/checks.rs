//! What must hold between decisions and what answers earned (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 4] = [
    (
        "attempt, item: it is scored by a decision about another test or question",
        "SELECT i.attempt_id AS one, i.position AS two FROM attempt_item i
         JOIN rescoring r ON r.id = i.rescoring_id JOIN attempt t ON t.id = i.attempt_id
         JOIN question_version v ON v.id = i.question_version_id
         WHERE r.exam_id <> t.exam_id OR r.question_id <> v.question_id",
    ),
    (
        "rescoring: it scores with a version of another question",
        "SELECT r.id AS one, v.id AS two FROM rescoring r
         JOIN question_version v ON v.id = r.question_version_id
         WHERE v.question_id <> r.question_id OR v.published_at IS NULL",
    ),
    (
        "rescoring, change: the answer earns something else",
        "SELECT c.attempt_id AS one, c.position AS two FROM rescoring_change c
         JOIN attempt_item i ON i.attempt_id = c.attempt_id AND i.position = c.position
         WHERE i.rescoring_id = c.rescoring_id AND i.earned IS NOT NULL AND i.earned <> c.earned",
    ),
    (
        "rescoring, change: somebody lost points where nobody should",
        "SELECT c.attempt_id AS one, c.position AS two FROM rescoring_change c
         JOIN rescoring r ON r.id = c.rescoring_id
         WHERE r.keeps_points AND c.previous_earned > c.earned",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("assessment", &RULES, db).await
}
