//! Every route of `home`: who may use it, its title and its budget.

use rocket::http::Method::Get;

use platform::registry::Audience::{Anyone, DemoOnly};
use platform::registry::{Card, card};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/", Anyone, "Inicio"),
    card(Get, "/recorrido", DemoOnly, "Recorrido por la demostración"),
];
