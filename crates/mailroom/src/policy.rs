//! Who reads the outbox: the national administration; in the demo, whoever looks.

use notices_model::entity::outbox_message::MessageId;
use sign_in_model::actor::Actor;
use sign_in_model::permits::{Denial, Permission, cast, roles_of};

sign_in_model::permit!(
    /// Put a message that was given up back in the queue.
    Retry { message: MessageId }
);

/// Who may see how the mail goes. Recipients are masked.
pub fn may_see_outbox(actor: &Actor) -> Result<(), Denial> {
    if actor.is_administrator() { Ok(()) } else { Err(Denial) }
}

pub fn may_retry(actor: &Actor, message: MessageId) -> Result<Retry, Denial> {
    may_see_outbox(actor)?;
    Ok(Retry::grant(actor.by(), message))
}

/// The printed table, by asking the functions above.
pub fn permissions() -> Vec<Permission> {
    let cast = cast("MET");
    vec![
        Permission {
            capability: "mailroom",
            action: "ver los envíos",
            stage: "—".to_owned(),
            roles: roles_of(&cast, |actor| may_see_outbox(actor).is_ok()),
        },
        Permission {
            capability: "mailroom",
            action: "reintentar un envío",
            stage: "Fallido".to_owned(),
            roles: roles_of(&cast, |actor| may_retry(actor, MessageId(1)).is_ok()),
        },
    ]
}
