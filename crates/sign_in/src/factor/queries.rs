//! Questions about second factors.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use sign_in_model::actor::AccountId;
use sign_in_model::entity::{recovery_code, second_factor};

/// The factor of an account.
pub async fn factor_of(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<second_factor::Model>, DbErr> {
    let own = second_factor::Column::AccountId.eq(account);
    second_factor::Entity::find().filter(own).one(db).await
}

/// How many recovery codes an account can still use.
pub async fn codes_left(db: &impl ConnectionTrait, account: AccountId) -> Result<u64, DbErr> {
    recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await
}
