//! Every route of `calendars`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, SignedIn};
use platform::registry::{Card, card};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/mi-calendario", SignedIn, "Mi calendario"),
    card(Post, "/mi-calendario", SignedIn, "Mi calendario"),
    card(Post, "/mi-calendario/baja", SignedIn, "Cerrar la dirección de mi calendario"),
    card(Get, "/calendarios/<token>", Anyone, "Calendario de una persona"),
];
