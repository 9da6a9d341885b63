//! Everybody who is signed in opens, changes and closes the address of their own calendar.

use sign_in_model::actor::Actor;
use sign_in_model::entity::account::AccountId;
use sign_in_model::permit;
use sign_in_model::permits::{Permission, PermissionTable};

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
    PermissionTable::of("calendars")
        .row("abrir y cerrar la dirección de su calendario", |actor| {
            *own_calendar(actor).account() == actor.account
        })
        .rows()
}
