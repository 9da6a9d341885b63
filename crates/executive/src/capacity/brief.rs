//! Parts of the capacity results for pages that show only these.

use rocket::tokio::try_join;
use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait as _,
};

use ledger_model::cut::Cut;
use ledger_model::entity::holding;

use super::super::asked::Asked;
use super::facts::{Facts, gains, known, versions};

/// How many certified people are in post in the territory on the day of a cut, each once: one number.
pub fn still(asked: &Asked, cut: &Cut) -> SelectStatement {
    let counts = Condition::any()
        .add(holding::Column::LastOn.is_null())
        .add(holding::Column::LastOn.gte(cut.day));
    holding::Entity::find()
        .select_only()
        .column_as(
            Expr::col((holding::Entity, holding::Column::PersonId)).count_distinct(),
            "people",
        )
        .filter(known(asked, cut, "holding"))
        .filter(counts)
        .into_query()
}

/// What was learnt of these capacities, code and name; two statements. Nothing else is counted.
///
/// # Errors
/// The database's.
pub async fn learnt(
    db: &impl ConnectionTrait,
    asked: &Asked,
    capacities: Vec<(String, String)>,
) -> Result<Facts, DbErr> {
    let (targets, gains) = try_join!(versions(asked, db), gains(db, asked))?;
    Ok(Facts { capacities, targets, gains, ..Facts::default() })
}
