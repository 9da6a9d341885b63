//! Who reads the outbox: the national administration; in the demo, whoever looks.

use notices_model::entity::outbox_message::MessageId;
use sign_in_model::actor::Actor;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

sign_in_model::permit!(
    /// Put a message that was given up back in the queue.
    Retry { message: MessageId }
);

/// Who may see how the mail goes. Recipients are masked.
pub fn may_see_outbox(actor: &Actor) -> Result<(), Denial> {
    Denial::unless(actor.is_administrator())
}

pub fn may_retry(actor: &Actor, message: MessageId) -> Result<Retry, Denial> {
    Retry::when(actor.is_administrator(), actor.by(), message)
}

/// The printed table, by asking the functions above.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("mailroom")
        .row("ver los envíos", may_see_outbox)
        .at("Fallido", "reintentar un envío", |actor| may_retry(actor, MessageId(1)))
        .rows()
}
