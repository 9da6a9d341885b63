//! What must hold between certificates, their reviews and what is true (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 4] = [
    (
        "review, certificate: somebody is asked about a certificate that is not active",
        "SELECT r.id AS one, c.id AS two FROM certificate_review r
         JOIN certificate c ON c.id = r.certificate_id
         WHERE r.state = 'open' AND c.state <> 'active'",
    ),
    (
        "review, certificate: decided as revoked or replaced, and the certificate is not",
        "SELECT r.id AS one, c.id AS two FROM certificate_review r
         JOIN certificate c ON c.id = r.certificate_id
         WHERE r.state IN ('revoked', 'replaced') AND c.state <> r.state",
    ),
    (
        "certificate, person: replaced, and no other one was issued to the person in the cohort",
        "SELECT c.id AS one, c.person_id AS two FROM certificate c
         WHERE c.state = 'replaced' AND NOT EXISTS (
           SELECT 1 FROM certificate n WHERE n.person_id = c.person_id
           AND n.cohort_id = c.cohort_id AND n.id > c.id)",
    ),
    (
        "review, certificate: somebody decided without saying why, or nobody decided",
        "SELECT r.id AS one, r.certificate_id AS two FROM certificate_review r
         WHERE (r.state IN ('kept', 'replaced') AND (r.reason IS NULL OR r.decided_by IS NULL))
         OR (r.state = 'settled' AND r.decided_by IS NOT NULL)",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("certification", &RULES, db).await
}
