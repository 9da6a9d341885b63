//! What must hold between a person's certificates and what is shared of them (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 3] = [
    (
        "share, certificate: an open address shows a certificate of somebody else",
        "SELECT s.id AS one, c.id AS two FROM wallet_share_certificate x
         JOIN wallet_share s ON s.id = x.share_id
         JOIN certificate c ON c.id = x.certificate_id
         JOIN person p ON p.id = c.person_id
         WHERE s.ended_at IS NULL AND c.person_id <> s.person_id
         AND (p.merged_into IS NULL OR p.merged_into <> s.person_id)",
    ),
    (
        "share, person: an address shows nothing, or all and also what was chosen",
        "SELECT s.id AS one, s.person_id AS two FROM wallet_share s
         WHERE s.is_all = EXISTS (SELECT 1 FROM wallet_share_certificate x WHERE x.share_id = s.id)",
    ),
    (
        "share, person: a share belongs to a record that another one took in",
        "SELECT s.id AS one, p.id AS two FROM wallet_share s
         JOIN person p ON p.id = s.person_id WHERE p.merged_into IS NOT NULL",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("certification", &RULES, db).await
}
