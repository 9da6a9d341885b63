//! Every route of `needs`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::{ASKING, COORDINATION, HEARING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/necesidades", Roles(HEARING), "Necesidades"),
    card(Get, "/necesidades/xlsx", Roles(HEARING), "Necesidades en XLSX"),
    card(Get, "/necesidades/nueva", Roles(ASKING), "Registrar una necesidad"),
    // The need, its history and a letter to each who coordinates, where there is no offer.
    card(Post, "/necesidades", Roles(ASKING), "Registrar una necesidad").budget(40),
    card(Get, "/necesidades/propuesta", Roles(COORDINATION), "Proponer una cohorte"),
    card(Get, "/necesidades/<need>", Roles(HEARING), "Necesidad"),
    // Both are locked and looked at again before anything is written.
    card(Post, "/necesidades/<need>/cohortes", Roles(COORDINATION), "Asignar a una cohorte")
        .budget(35),
    card(Post, "/necesidades/<need>/rechazo", Roles(COORDINATION), "Rechazar una necesidad")
        .budget(25),
];
