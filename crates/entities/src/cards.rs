//! Every route of `entities`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::COORDINATION;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/entidades", Roles(COORDINATION), "Entidades"),
    card(Get, "/entidades/revision", Roles(COORDINATION), "Entidades por revisar"),
    // Where nobody knew the kind, its people may use the seats of the kind from then on.
    card(Post, "/entidades/<entity>/revision", Roles(COORDINATION), "Aceptar una entidad")
        .budget(60),
    card(Get, "/entidades/<entity>", Roles(COORDINATION), "Entidad"),
    card(Post, "/entidades/<entity>/correccion", Roles(COORDINATION), "Corregir una entidad")
        .budget(60),
    // Both, each with all that names it.
    card(Get, "/entidades/<entity>/union", Roles(COORDINATION), "Unir dos entidades").budget(20),
    // Everything that names an entity moves at once.
    card(Post, "/entidades/<entity>/union", Roles(COORDINATION), "Unir dos entidades").budget(70),
];
