//! Every route of `courses`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::COORDINATION;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/capacidades/<capacity>", Anyone, "Capacidad"),
    card(Get, "/cursos", SignedIn, "Cursos"),
    card(Get, "/cursos/nuevo", Roles(COORDINATION), "Crear un curso"),
    card(Post, "/cursos", Roles(COORDINATION), "Crear un curso"),
    card(Get, "/cursos/<course>", SignedIn, "Curso"),
    card(Get, "/cursos/<course>/version", Roles(COORDINATION), "Editar un curso"),
    card(Post, "/cursos/<course>/version", Roles(COORDINATION), "Editar un curso"),
    card(Post, "/cursos/<course>/publicacion", Roles(COORDINATION), "Publicar una versión"),
];
