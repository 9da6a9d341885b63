//! Every route of `announcements`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::COORDINATION;

pub(super) const CARDS: &[Card] = &[
    // Whom it would reach, who was called today, the free seats and the letter as it would be.
    card(Get, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar").budget(20),
    card(Post, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar").budget(40),
    // What went out, and what is to go out by the functions that send it.
    card(Get, "/cohortes/<cohort>/mensajes", Roles(COORDINATION), "Mensajes de la cohorte")
        .budget(30),
    card(Get, "/cohortes/<cohort>/mensajes/nuevo", Roles(COORDINATION), "Escribir a la cohorte"),
    card(
        Post,
        "/cohortes/<cohort>/mensajes/elegidas",
        Roles(COORDINATION),
        "Escribir a la cohorte",
    ),
    // Whom it reaches is read for the page and again under the lock, and letters go by portions.
    card(Post, "/cohortes/<cohort>/mensajes", Roles(COORDINATION), "Escribir a la cohorte")
        .budget(60),
];
