//! What the card of a route makes of whoever asks for it.

use platform::registry::{Audience, Cards};
use platform::uploads::door::BodySender;
use rocket::request::Request;

use super::actor::{Actor, Role};

/// What the card of a route asks before a body is read.
pub fn sender(actor: &Actor) -> BodySender {
    BodySender {
        account: Some(actor.account.0),
        roles: actor.grants.iter().map(|grant| grant.role.code()).collect(),
    }
}

/// Returns the actor with the roles that the card of the route names and no others: a page for the
/// coordination shows what the coordination reaches, whatever else its reader is (R80). What the card
/// leaves to the handler is asked of each row.
pub fn as_the_card_says(request: &Request<'_>, actor: Actor) -> Actor {
    let card = request.rocket().state::<Cards>().zip(request.route());
    match card.and_then(|(cards, route)| cards.of(route)).map(|card| card.audience) {
        Some(Audience::Roles(codes)) => {
            let roles: Vec<Role> = codes.iter().filter_map(|code| Role::from_code(code)).collect();
            // Whoever has none of them is refused by the handler, as somebody who may see the row or not.
            if actor.has_any(&roles) { actor.only(&roles) } else { actor }
        }
        _ => actor,
    }
}
