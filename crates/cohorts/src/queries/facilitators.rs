//! Who may be chosen to teach a session.

use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _,
};

use sign_in_model::actor::Role;
use sign_in_model::entity::account::{self, AccountId};
use sign_in_model::entity::role_grant;

use crate::entity::{cohort, session};

/// More than any unit has; a select longer than this helps nobody.
const MOST: u64 = 500;

/// Accounts that facilitate, with whether they have taught in the unit's cohorts; those first,
/// then by name. A facilitator belongs to no unit: what they taught is all that is known.
pub async fn facilitators(
    db: &impl ConnectionTrait,
    unit: &str,
) -> Result<Vec<(AccountId, String, bool)>, DbErr> {
    let facilitates = Query::select()
        .column(role_grant::Column::AccountId)
        .from(role_grant::Entity)
        .and_where(role_grant::Column::Role.eq(Role::Facilitator))
        .to_owned();
    let rows = account::Entity::find()
        .filter(account::Column::Id.in_subquery(facilitates))
        .filter(account::Column::IsActive.eq(true))
        .order_by_asc(account::Column::SearchName)
        .limit(MOST)
        .all(db)
        .await?;
    let taught: Vec<AccountId> = session::Entity::find()
        .select_only()
        .column(session::Column::FacilitatorAccountId)
        .distinct()
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .filter(cohort::Column::UnitCode.eq(unit))
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .filter(session::Column::FacilitatorAccountId.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    let mut of: Vec<_> = rows
        .into_iter()
        .map(|account| (account.id, account.display_name, taught.contains(&account.id)))
        .collect();
    of.sort_by_key(|(_, _, taught)| !taught);
    Ok(of)
}
