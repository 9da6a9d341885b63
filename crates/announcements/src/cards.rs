//! Every route of `announcements`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::COORDINATION;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar"),
    card(Post, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar"),
    card(Get, "/cohortes/<cohort>/mensajes", Roles(COORDINATION), "Mensajes de la cohorte"),
    card(Get, "/cohortes/<cohort>/mensajes/nuevo", Roles(COORDINATION), "Escribir a la cohorte"),
    // Whom it reaches is read for the page and again under the lock, and letters go by portions.
    card(Post, "/cohortes/<cohort>/mensajes", Roles(COORDINATION), "Escribir a la cohorte")
        .budget(60),
];
