//! What one administrator does to an account and the others are told of.

use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use notices_model::commands::queue_all;
use platform::prelude::*;
use platform::secrets;

use crate::access_letters::AdministrationNotice;
use crate::actor::{Author, Role};
use crate::entity::{account, role_grant};

/// What was done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AdministrationDeed {
    /// It administers the country from now on.
    RoleGiven,
    /// Somebody said of whom it is.
    Tied,
    /// Its second factor was taken away.
    FactorReset,
}

/// Tells every active administrator but the account's owner, who has a letter of their own.
pub(crate) async fn tell_administrators(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    about: &account::Model,
    deed: AdministrationDeed,
) -> Result<(), AppError> {
    let administering = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::AccountId)
        .filter(role_grant::Column::Role.eq(Role::NationalAdministrator))
        .into_query();
    let all = account::Entity::find()
        .filter(account::Column::Id.in_subquery(administering))
        .filter(account::Column::IsActive.eq(true))
        .filter(account::Column::Id.ne(about.id))
        .order_by_asc(account::Column::Id)
        .all(tx)
        .await?;
    let author = all.iter().find(|one| Some(one.id) == by.account);
    let letter = AdministrationNotice {
        account: about.id.0,
        name: about.display_name.clone(),
        by: author.map(|one| one.display_name.clone()),
        is_role: deed == AdministrationDeed::RoleGiven,
        is_tie: deed == AdministrationDeed::Tied,
    };
    let key = format!("sign_in/administration_notice:{}:{}", about.id, secrets::token()?);
    let others = all.into_iter().filter(|one| Some(one.id) != by.account);
    let letters = others.map(|one| {
        let key = format!("{key}:{}", one.id);
        (one.recipient(), key, letter.clone())
    });
    queue_all(tx, app, letters.collect()).await
}
