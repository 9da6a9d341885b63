//! What must hold between factors and their codes; `doctor` asks (P20).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: &[(&str, &str)] = &[
    (
        "recovery codes (two are named) of an account without a second factor",
        "SELECT MIN(id) AS one, MAX(id) AS two FROM recovery_code WHERE account_id NOT IN \
         (SELECT account_id FROM second_factor) GROUP BY account_id",
    ),
    (
        "a second factor (factor, account) that no recovery code was ever made for",
        "SELECT id AS one, account_id AS two FROM second_factor WHERE account_id NOT IN \
         (SELECT account_id FROM recovery_code)",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("sign_in", RULES, db).await
}
