//! Every route of tests: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::{COORDINATION, TEACHING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/actividades/<activity>/prueba", Roles(TEACHING), "Prueba"),
    // What is typed is looked at beside the bank, then written whole.
    card(Post, "/actividades/<activity>/prueba", Roles(COORDINATION), "Prueba")
        .deciding()
        .budget(25),
    card(Post, "/actividades/<activity>/prueba/plazo", Roles(COORDINATION), "Ampliar el plazo")
        .deciding()
        .budget(25),
    card(
        Get,
        "/actividades/<activity>/prueba/vista-previa",
        Roles(TEACHING),
        "Vista previa de la prueba",
    ),
    card(Get, "/actividades/<activity>/prueba/intentos", Roles(TEACHING), "Intentos de la prueba"),
    card(
        Get,
        "/actividades/<activity>/prueba/intentos/<attempt>",
        Roles(TEACHING),
        "Intento de una prueba",
    ),
    // One row for each open answer, then the grade and its history.
    card(
        Post,
        "/actividades/<activity>/prueba/intentos/<attempt>",
        Roles(TEACHING),
        "Calificar un intento",
    )
    .deciding()
    .budget(60),
    card(
        Get,
        "/actividades/<activity>/prueba/recalificar",
        Roles(COORDINATION),
        "Recalificar la prueba",
    ),
    card(
        Get,
        "/actividades/<activity>/prueba/recalificar/<question>",
        Roles(COORDINATION),
        "Recalificar una pregunta",
    ),
    // What is shown is looked at again before it is done; then a grade for each person who changes.
    card(
        Post,
        "/actividades/<activity>/prueba/recalificar/<question>",
        Roles(COORDINATION),
        "Recalificar una pregunta",
    )
    .deciding()
    .budget(60),
    card(Get, "/inscripciones/<enrolment>/pruebas", SignedIn, "Pruebas"),
    card(Get, "/pruebas/<exam>", SignedIn, "Prueba"),
    // The draw is written whole with the attempt.
    card(Post, "/pruebas/<exam>", SignedIn, "Empezar una prueba").budget(25),
    card(Get, "/pruebas/<exam>/preguntas/<position>", SignedIn, "Pregunta"),
    // Three hundred people send it at once.
    // An answer takes eight; one that comes after the time hands the attempt in.
    card(Post, "/pruebas/<exam>/preguntas/<position>", SignedIn, "Responder").budget(20),
    card(Get, "/pruebas/<exam>/entrega", SignedIn, "Entregar la prueba"),
    // Scores, the grade and its history.
    card(Post, "/pruebas/<exam>/entrega", SignedIn, "Entregar la prueba").budget(25),
    card(Get, "/pruebas/<exam>/intentos/<number>", SignedIn, "Resultado de una prueba"),
    card(
        Get,
        "/pruebas/<exam>/intentos/<number>/preguntas/<position>/imagenes/<picture>",
        SignedIn,
        "Imagen de una pregunta de la prueba",
    ),
    card(
        Get,
        "/actividades/<activity>/prueba/resultados",
        Roles(TEACHING),
        "Resultados de la prueba",
    ),
    // Tests on paper.
    card(Get, "/actividades/<activity>/prueba/papel", Roles(TEACHING), "Prueba en papel"),
    // The test is drawn and kept with its forms and sheets.
    card(Post, "/actividades/<activity>/prueba/papel", Roles(TEACHING), "Imprimir una prueba")
        .budget(35),
    card(Get, "/impresiones/<printing>", Roles(TEACHING), "Hojas de respuestas"),
    card(
        Get,
        "/impresiones/<printing>/cuadernillo/<form>",
        Roles(TEACHING),
        "Cuadernillo de preguntas en PDF",
    ),
    card(Get, "/impresiones/<printing>/planilla", Roles(TEACHING), "Digitar en planilla"),
    // As many as forty sheets, each as if it were sent alone.
    card(Post, "/impresiones/<printing>/planilla", Roles(TEACHING), "Digitar en planilla")
        .deciding()
        .budget(2_000),
    card(Get, "/impresiones/<printing>/hojas", Roles(TEACHING), "Hojas de respuestas en PDF"),
    card(Get, "/impresiones/<printing>/clave", Roles(TEACHING), "Clave de la prueba en PDF"),
    card(Get, "/hojas/<paper>", Roles(TEACHING), "Digitar una hoja de respuestas"),
    // An attempt is written whole; a correction writes two rows for each answer that changed.
    card(Post, "/hojas/<paper>", Roles(TEACHING), "Digitar una hoja de respuestas")
        .deciding()
        .budget(60),
];
