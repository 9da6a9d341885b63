//! Every route with who may use it, its title and its budget, in one place.
//!
//! A mounted route that is missing here stops the start with a sentence that says how to
//! add it; a test walks this table with every role against own, foreign and absent rows (P1).

use rocket::http::Method::{Get, Post};

use crate::platform::registry::Audience::{Anyone, DemoOnly, Roles, SignedIn};
use crate::platform::registry::{Card, card};

#[allow(unused)]
const ADMINISTRATION: &[&str] = &["national_administrator"];
#[allow(unused)]
const COORDINATION: &[&str] = &["national_administrator", "coordinator"];
#[allow(unused)]
const TEACHING: &[&str] = &["national_administrator", "coordinator", "facilitator"];

/// Placeholders name what they hold, the same everywhere: `<cohort>`, `<session>`,
/// `<enrolment>`, `<course>`, `<version>`, `<person>`, `<certificate>`, `<department>`,
/// `<municipality>`, `<code>` and `<token>` (codes that strangers see).
pub const TABLE: &[Card] = &[
    // site
    card(Get, "/estatico/<name>", Anyone, "Archivo"),
    card(Get, "/salud/viva", Anyone, "Salud: viva"),
    card(Get, "/salud/lista", Anyone, "Salud: lista"),
    card(
        Get,
        "/solicitud-de-otro-sitio",
        Anyone,
        "Solicitud rechazada",
    ),
    // sign_in
    card(Get, "/ingresar", Anyone, "Ingresar"),
    card(Post, "/ingresar", Anyone, "Ingresar"),
    card(Post, "/salir", Anyone, "Salir"),
    card(Get, "/enlace/<token>", Anyone, "Crear la contraseña"),
    card(Post, "/enlace/<token>", Anyone, "Crear la contraseña"),
    card(Get, "/contrasena", SignedIn, "Cambiar la contraseña"),
    card(Post, "/contrasena", SignedIn, "Cambiar la contraseña"),
];
