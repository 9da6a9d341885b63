//! What must hold between needs and their cohorts (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 5] = [
    (
        "need, people: more are matched than were asked for",
        "SELECT n.id AS one, CAST(SUM(m.people) AS BIGINT) AS two FROM need n
         JOIN need_match m ON m.need_id = n.id
         JOIN cohort c ON c.id = m.cohort_id AND c.stage <> 'cancelled'
         GROUP BY n.id, n.people HAVING SUM(m.people) > n.people",
    ),
    (
        "need, cohort: matched with nobody",
        "SELECT m.need_id AS one, m.cohort_id AS two FROM need_match m WHERE m.people < 1",
    ),
    (
        "need, cohort: the course does not build the capacity",
        "SELECT m.need_id AS one, m.cohort_id AS two FROM need_match m
         JOIN need n ON n.id = m.need_id JOIN cohort c ON c.id = m.cohort_id
         WHERE NOT EXISTS (SELECT 1 FROM course_version_capacity v
         WHERE v.course_version_id = c.course_version_id AND v.capacity_code = n.capacity_code)",
    ),
    (
        "need, entity: the body is of another municipality",
        "SELECT n.id AS one, e.id AS two FROM need n JOIN entity e ON e.id = n.entity_id
         WHERE e.municipality_code IS NULL OR e.municipality_code <> n.municipality_code",
    ),
    (
        "need, account: refused without who or why",
        "SELECT n.id AS one, n.requested_by AS two FROM need n
         WHERE (n.refused_at IS NULL) <> (n.refusal_reason IS NULL)
         OR (n.refused_at IS NULL) <> (n.refused_by IS NULL)",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("needs", &RULES, db).await
}
