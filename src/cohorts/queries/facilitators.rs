//! Who may be chosen to teach a session.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::sign_in::actor::Role;
use crate::sign_in::entity::account::{self, AccountId};
use crate::sign_in::entity::role_grant;

/// More than any unit has; a select longer than this helps nobody.
const MOST: u64 = 500;

/// Accounts that facilitate, with whether they belong to the unit; those first, then by name.
pub async fn facilitators(
    db: &impl ConnectionTrait,
    unit: &str,
) -> Result<Vec<(AccountId, String, bool)>, DbErr> {
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::Facilitator))
        .find_also_related(account::Entity)
        .filter(account::Column::IsActive.eq(true))
        .order_by_asc(account::Column::DisplayName)
        .limit(MOST)
        .all(db)
        .await?;
    let mut of: Vec<(AccountId, String, bool)> = Vec::new();
    for (grant, account) in rows {
        let Some(account) = account else { continue };
        let own = grant.unit_code.as_deref() == Some(unit);
        match of.iter_mut().find(|(id, _, _)| *id == account.id) {
            Some(known) => known.2 |= own,
            None => of.push((account.id, account.display_name, own)),
        }
    }
    of.sort_by_key(|(_, _, own)| !own);
    Ok(of)
}
