//! Questions about accounts.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder, QuerySelect};

use super::actor::Role;
use super::entity::account::AccountId;
use super::entity::{account, role_grant};

/// Where an account is written to; empty for an account that is not there.
pub async fn email_of(db: &impl ConnectionTrait, id: AccountId) -> Result<String, DbErr> {
    let found = account::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|account| account.email).unwrap_or_default())
}

/// One account for each role, the oldest, for the demo's sign-in page.
pub async fn demo_accounts(
    db: &impl ConnectionTrait,
) -> Result<Vec<(account::Model, Role)>, DbErr> {
    let rows = role_grant::Entity::find()
        .find_also_related(account::Entity)
        .order_by_asc(role_grant::Column::Id)
        .limit(40)
        .all(db)
        .await?;
    let mut chosen: Vec<(account::Model, Role)> = Vec::new();
    for (grant, account) in rows {
        let Some(account) = account else { continue };
        let listed = chosen
            .iter()
            .filter(|(known, role)| *role == grant.role || known.id == account.id)
            .count();
        if listed < 2 && !chosen.iter().any(|(known, _)| known.id == account.id) {
            chosen.push((account, grant.role));
        }
    }
    Ok(chosen)
}
