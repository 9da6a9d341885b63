//! What happened to a cohort, for its page: read from history.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use history_model::entity::history_event;
use sign_in_model::entity::account::{self, AccountId};

use crate::entity::cohort::CohortId;

/// Events shown; the rest stays in history.
const SHOWN: u64 = 30;

/// The latest events of this capability, the newest first, with who acted.
pub async fn timeline(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(history_event::Model, Option<String>)>, DbErr> {
    let events = history_event::Entity::find()
        .filter(history_event::Column::CohortId.eq(cohort.0))
        .filter(history_event::Column::Action.starts_with("cohorts."))
        .order_by_desc(history_event::Column::Id)
        .limit(SHOWN)
        .all(db)
        .await?;
    let ids = events.iter().filter_map(|event| event.actor_account_id);
    let names = names_of(db, ids.map(AccountId)).await?;
    Ok(events
        .into_iter()
        .map(|event| {
            let who = event.actor_account_id.map(AccountId);
            let who = who.and_then(|account| names.get(&account).cloned());
            (event, who)
        })
        .collect())
}

/// The names of accounts, as the header shows them.
pub async fn names_of(
    db: &impl ConnectionTrait,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, DbErr> {
    let mut ids: Vec<AccountId> = accounts.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await?;
    Ok(accounts.into_iter().map(|account| (account.id, account.display_name)).collect())
}
