//! Everybody who is signed in opens, changes and closes the address of their own calendar.

use sign_in_model::actor::Actor;
use sign_in_model::entity::account::AccountId;
use sign_in_model::permit;
use sign_in_model::permits::{Permission, cast, roles_of};

permit!(
    /// The address of one's own calendar may be made, changed and closed.
    OwnCalendar { account: AccountId }
);

/// One's own, whatever the role.
pub fn own_calendar(actor: &Actor) -> OwnCalendar {
    OwnCalendar::grant(actor.by(), actor.account)
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    let cast = cast("MET");
    vec![Permission {
        capability: "calendars",
        action: "abrir y cerrar la dirección de su calendario",
        stage: "—".to_owned(),
        roles: roles_of(&cast, |actor| *own_calendar(actor).account() == actor.account),
    }]
}
