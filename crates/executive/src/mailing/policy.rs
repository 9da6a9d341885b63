//! Who receives reports by mail: those who may read them. The ambit is checked by the query of the report,
//! when a subscription is made and before every letter.

use reports_model::policy::reads;
use sign_in_model::actor::Actor;
use sign_in_model::entity::account::AccountId;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

use super::entity::report_subscription::{self, SubscriptionId};

permit!(
    /// Asks for a report by mail, for oneself.
    Subscribe { account: AccountId }
);
permit!(
    /// Stops one's own.
    Stop { subscription: SubscriptionId }
);

pub fn may_subscribe(actor: &Actor) -> Result<Subscribe, Denial> {
    Subscribe::when(reads(actor), actor.by(), actor.account)
}

/// Grants the owner of a subscription to stop it, even without the role that reads reports.
pub fn may_stop(actor: &Actor, row: &report_subscription::Model) -> Result<Stop, Denial> {
    Stop::when(row.account_id == actor.account, actor.by(), row.id)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("reports").row("recibir informes por correo", may_subscribe).rows()
}
