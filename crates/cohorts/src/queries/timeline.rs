//! What happened to a cohort, for its page: read from history.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use history_model::entity::history_event;
use platform::pager::{Pager, ROWS};
use sign_in_model::entity::account::{self, AccountId};

use crate::entity::cohort::CohortId;

/// Letters to people of the cohort, which the sentences of `labels` know too.
const WRITTEN: [&str; 2] = ["announcements.call", "announcements.message"];

/// A page of the events of this capability and of what was written to people, the newest first, with who acted. Three statements.
pub async fn timeline(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<(history_event::Model, Option<String>)>, Pager), DbErr> {
    let all =
        history_event::Entity::find().filter(history_event::Column::CohortId.eq(cohort.0)).filter(
            Condition::any()
                .add(history_event::Column::Action.starts_with("cohorts."))
                .add(history_event::Column::Action.is_in(WRITTEN)),
        );
    let pager = Pager::new(page, all.clone().count(db).await?, address);
    let events = all
        .order_by_desc(history_event::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .all(db)
        .await?;
    let ids = events.iter().filter_map(|event| event.actor_account_id);
    let names = names_of(db, ids.map(AccountId)).await?;
    let rows = events.into_iter().map(|event| {
        let who = event.actor_account_id.map(AccountId);
        let who = who.and_then(|account| names.get(&account).cloned());
        (event, who)
    });
    Ok((rows.collect(), pager))
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
