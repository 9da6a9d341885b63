//! The bank is the whole country's, and each question has the unit that wrote it: what others use already
//! changes only with a second person, and leaves the bank only by its unit or the administration.

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use sign_in_model::actor::{AccountId, Author, Role};
use sign_in_model::entity::role_grant;
use sign_in_model::queries::held_on;

/// What whoever changes a question is to it.
pub(super) struct Standing {
    pub administers: bool,
    /// They wrote it first, or coordinate a unit of whoever did.
    owns: bool,
}

impl Standing {
    pub fn keeps(&self) -> bool {
        self.administers || self.owns
    }
}

/// One statement. `first` is the question's first author.
pub(super) async fn standing(
    tx: &DatabaseTransaction,
    by: &Author,
    first: AccountId,
    today: NaiveDate,
) -> Result<Standing, DbErr> {
    let both = [Some(first), by.account];
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.is_in(both.into_iter().flatten()))
        .filter(held_on(today))
        .all(tx)
        .await?;
    let units = |account: Option<AccountId>| -> HashSet<&str> {
        let coordinated = grants
            .iter()
            .filter(|grant| Some(grant.account_id) == account && grant.role == Role::Coordinator);
        coordinated.filter_map(|grant| grant.unit_code.as_deref()).collect()
    };
    let administers = grants.iter().any(|grant| {
        Some(grant.account_id) == by.account && grant.role == Role::NationalAdministrator
    });
    let shared = units(by.account).intersection(&units(Some(first))).next().is_some();
    Ok(Standing { administers, owns: by.account == Some(first) || shared })
}
