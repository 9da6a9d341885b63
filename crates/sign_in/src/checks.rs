//! What somebody should look at in the accounts; `doctor` asks.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use platform::doctor::Finding;
use sign_in_model::actor::Role;

use super::entity::{account, role_grant};

/// An account of staff without its person cannot be compared with whom a decision is about (R80).
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let staff = Role::ALL.into_iter().filter(|role| role.is_staff());
    let of_staff = Query::select()
        .column(role_grant::Column::AccountId)
        .from(role_grant::Entity)
        .and_where(role_grant::Column::Role.is_in(staff))
        .to_owned();
    let without = account::Entity::find()
        .filter(account::Column::PersonId.is_null())
        .filter(account::Column::IsActive.eq(true))
        .filter(account::Column::Id.in_subquery(of_staff))
        .count(db)
        .await?;
    if without == 0 {
        return Ok(Vec::new());
    }
    let text = format!("active accounts of staff that are tied to no person: {without}");
    Ok(vec![Finding::notice("sign_in", text)])
}
