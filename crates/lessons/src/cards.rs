//! Every route of `lessons`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::{COORDINATION, TEACHING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cursos/<course>/lecciones", Roles(TEACHING), "Lecciones de un curso"),
    card(Get, "/cohortes/<cohort>/lecciones", Roles(COORDINATION), "Lecciones de una cohorte"),
    card(Post, "/cohortes/<cohort>/lecciones", Roles(COORDINATION), "Escribir una lección"),
    card(Post, "/lecciones/<lesson>/retiro", Roles(COORDINATION), "Retirar una lección"),
];
