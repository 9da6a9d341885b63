//! Every route of `site`: who may use it, its title and its budget.

use rocket::http::Method::Get;

use crate::platform::registry::Audience::{Anyone, DemoOnly};
use crate::platform::registry::{Card, card};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/estatico/<name>", Anyone, "Archivo"),
    card(Get, "/salud/viva", Anyone, "Salud: viva"),
    card(Get, "/salud/lista", Anyone, "Salud: lista"),
    card(Get, "/solicitud-de-otro-sitio", Anyone, "Solicitud rechazada"),
    card(Get, "/robots.txt", Anyone, "Indicaciones a los buscadores"),
    card(Get, "/datos-personales", Anyone, "Tratamiento de datos personales"),
    card(Get, "/accesibilidad", Anyone, "Accesibilidad"),
    card(Get, "/sin-red", Anyone, "No hay señal"),
    card(Get, "/sin-red.js", Anyone, "No hay señal: lo que se guarda"),
    card(Get, "/diseno", DemoOnly, "Lenguaje visual"),
];
