//! Who receives reports by mail: those who may read them. The ambit is checked by the query of the report,
//! when a subscription is made and before every letter.

use reports_model::policy::reads;
use sign_in_model::actor::Actor;
use sign_in_model::entity::account::AccountId;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, cast, roles_of};

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
    if reads(actor) { Ok(Subscribe::grant(actor.by(), actor.account)) } else { Err(Denial) }
}

/// Grants the owner of a subscription to stop it, even without the role that reads reports.
pub fn may_stop(actor: &Actor, row: &report_subscription::Model) -> Result<Stop, Denial> {
    if row.account_id == actor.account { Ok(Stop::grant(actor.by(), row.id)) } else { Err(Denial) }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    let cast = cast("MET");
    vec![Permission {
        capability: "reports",
        action: "recibir informes por correo",
        stage: "—".to_owned(),
        roles: roles_of(&cast, |actor| may_subscribe(actor).is_ok()),
    }]
}
