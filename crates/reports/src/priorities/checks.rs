//! What must hold of changed places; `doctor` asks.

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 2] = [
    (
        "priority_override: withdrawn by nobody, or before it was made",
        "SELECT o.id AS one, o.made_by AS two FROM priority_override o
         WHERE (o.withdrawn_at IS NULL) <> (o.withdrawn_by IS NULL) OR o.withdrawn_at < o.made_at",
    ),
    (
        "priority_override: without a reason",
        "SELECT o.id AS one, o.made_by AS two FROM priority_override o WHERE o.reason = ''",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("reports", &RULES, db).await
}
