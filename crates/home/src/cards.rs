//! Every route of `home`: who may use it, its title and its budget.

use rocket::http::Method::Get;

use platform::registry::Audience::Anyone;
use platform::registry::{Card, card};

pub(super) const CARDS: &[Card] = &[card(Get, "/", Anyone, "Inicio")];
