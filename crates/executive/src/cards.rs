//! Every route of the boards, the reports by mail and the open data: who may use it, its title and its
//! budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::REPORTING;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/tablero", Roles(REPORTING), "Tablero"),
    // The statements of the board, and the cohorts to come.
    card(Get, "/tablero/hoja", Roles(REPORTING), "La hoja del departamento").budget(18),
    card(Get, "/informes/ejecutivos/operacion", Roles(REPORTING), "Operación"),
    card(Get, "/informes/ejecutivos/operacion/xlsx", Roles(REPORTING), "Operación en XLSX"),
    card(Get, "/informes/ejecutivos/operacion/pdf", Roles(REPORTING), "Operación en PDF"),
    card(Get, "/informes/suscripciones", Roles(REPORTING), "Informes por correo"),
    card(Post, "/informes/suscripciones", Roles(REPORTING), "Recibir un informe por correo"),
    // Who lost the role may still stop what they receive.
    card(Post, "/informes/suscripciones/<subscription>/fin", SignedIn, "Detener un informe"),
    // Kept in memory: a crowd of readers sends no statement.
    card(Get, "/datos-abiertos", Anyone, "Datos abiertos").budget(6),
    card(Get, "/datos-abiertos/formacion.csv", Anyone, "Datos abiertos en CSV").budget(6),
    card(Get, "/datos-abiertos/diccionario.csv", Anyone, "Diccionario de los datos").budget(2),
    card(Get, "/informes/ejecutivos/calidad", Roles(REPORTING), "Calidad percibida"),
    card(Get, "/informes/ejecutivos/calidad/xlsx", Roles(REPORTING), "Calidad percibida en XLSX"),
    card(Get, "/informes/ejecutivos/calidad/pdf", Roles(REPORTING), "Calidad percibida en PDF"),
    card(Get, "/informes/ejecutivos/capacidad", Roles(REPORTING), "Resultados de capacidad"),
    card(Get, "/informes/ejecutivos/capacidad/xlsx", Roles(REPORTING), "Resultados en XLSX"),
    card(Get, "/informes/ejecutivos/capacidad/pdf", Roles(REPORTING), "Resultados en PDF"),
];
