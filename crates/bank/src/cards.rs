//! Every route of the bank of questions: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::{COORDINATION, TEACHING};

pub(super) const CARDS: &[Card] = &[
    // The bank of questions.
    card(Get, "/preguntas", Roles(TEACHING), "Banco de preguntas"),
    card(Post, "/preguntas", Roles(COORDINATION), "Crear una pregunta"),
    card(Get, "/preguntas/nueva", Roles(COORDINATION), "Crear una pregunta"),
    card(Get, "/preguntas/archivo/gift", Roles(TEACHING), "Preguntas en GIFT"),
    card(Get, "/preguntas/archivo/xlsx", Roles(TEACHING), "Preguntas en XLSX"),
    card(Get, "/banco/importacion", Roles(COORDINATION), "Importar preguntas"),
    card(Post, "/banco/importacion", Roles(COORDINATION), "Importar preguntas"),
    card(Get, "/banco/importacion/plantilla", Roles(COORDINATION), "Plantilla de preguntas"),
    // A file of questions is seen by its sender alone.
    card(Get, "/banco/importacion/<upload>", SignedIn, "Revisar el archivo"),
    // Five statements for each of five hundred questions, all or nothing.
    card(Post, "/banco/importacion/<upload>", SignedIn, "Importar preguntas").budget(3_000),
    card(Get, "/banco/importacion/<upload>/archivo", SignedIn, "Archivo marcado"),
    card(Get, "/preguntas/<question>", Roles(TEACHING), "Pregunta"),
    card(
        Get,
        "/preguntas/<question>/vista",
        Roles(TEACHING),
        "Pregunta, como la ve quien responde",
    ),
    card(
        Get,
        "/preguntas/<question>/imagenes/<picture>",
        Roles(TEACHING),
        "Imagen de una pregunta",
    ),
    card(Post, "/preguntas/<question>/imagenes", Roles(COORDINATION), "Agregar una imagen"),
    card(Get, "/preguntas/<question>/edicion", Roles(COORDINATION), "Corregir una pregunta"),
    card(Post, "/preguntas/<question>/edicion", Roles(COORDINATION), "Corregir una pregunta"),
    card(Post, "/preguntas/<question>/publicacion", Roles(COORDINATION), "Publicar una pregunta"),
    // Each of fifty is found, locked and published as it is alone.
    card(Post, "/preguntas/publicacion", Roles(COORDINATION), "Publicar preguntas").budget(600),
    card(Post, "/preguntas/<question>/retiro", Roles(COORDINATION), "Retirar una pregunta"),
    card(
        Post,
        "/preguntas/<question>/reintegro",
        Roles(COORDINATION),
        "Volver a usar una pregunta",
    ),
];
