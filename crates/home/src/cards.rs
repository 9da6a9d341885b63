//! Every route of `home`: who may use it, its title and its budget.

use rocket::http::Method::Get;

use platform::registry::Audience::{Anyone, DemoOnly};
use platform::registry::{Card, card};

pub(super) const CARDS: &[Card] = &[
    // A coordination reads what waits in six capabilities, who is ready and how its cohorts go.
    card(Get, "/", Anyone, "Inicio").budget(20),
    card(Get, "/recorrido", DemoOnly, "Recorrido por la demostración"),
];
