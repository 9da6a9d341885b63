//! Parts of the capacity results for pages that show only these.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait as _,
};

use capacities_model::entity::capacity;
use ledger_model::as_of::AsOf;
use ledger_model::entity::holding;
use reports_model::atoms::learning;

use super::super::query::ExecutiveQuery;
use super::facts::{CapacityFacts, Framework, learning_scope};
use super::retention::known;

/// How many certified people are in post in the territory on the as-of day, each once: one number.
pub fn still(question: &ExecutiveQuery, as_of: &AsOf) -> SelectStatement {
    let counts = Condition::any()
        .add(holding::Column::LastOn.is_null())
        .add(holding::Column::LastOn.gte(as_of.day));
    holding::Entity::find()
        .select_only()
        .column_as(
            Expr::col((holding::Entity, holding::Column::PersonId)).count_distinct(),
            "people",
        )
        .filter(known(question, as_of, "holding"))
        .filter(counts)
        .into_query()
}

/// What was learnt of the capacities of the framework; one statement. Nothing else is counted.
///
/// # Errors
/// The database's.
pub async fn learnt(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    framework: &Framework,
    now: DateTime<Utc>,
) -> Result<CapacityFacts, DbErr> {
    let gains = learning(db, &learning_scope(question, now)).await?;
    let name = |one: &capacity::Model| (one.code.clone(), one.name.clone());
    Ok(CapacityFacts {
        capacities: framework.capacities.iter().map(name).collect(),
        targets: framework.targets.clone(),
        gains,
        ..CapacityFacts::default()
    })
}
