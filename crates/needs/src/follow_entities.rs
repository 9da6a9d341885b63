//! What an entity asked for is asked for by the one that it was merged into.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use platform::errors::AppError;
use platform::subscribers::Subscriber;
use territory_model::subscribers::{ENTITY, merged_pairs};

use super::entity::need;

/// The subscriber that moves the needs of an entity.
pub fn subscriber() -> Subscriber {
    Subscriber {
        table: ENTITY,
        on_change: |tx, _, ids| Box::pin(async move { follow(tx, ids).await }),
    }
}

async fn follow(tx: &DatabaseTransaction, ids: &[i64]) -> Result<(), AppError> {
    for (absorbed, survivor) in merged_pairs(tx, ids).await? {
        need::Entity::update_many()
            .col_expr(need::Column::EntityId, Expr::value(survivor))
            .filter(need::Column::EntityId.eq(absorbed))
            .exec(tx)
            .await?;
    }
    Ok(())
}
