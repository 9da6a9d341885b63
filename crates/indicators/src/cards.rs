//! Every route of `indicators`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::{ADMINISTRATION, ANSWERING, REPORTING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/indicadores", Roles(REPORTING), "Datos de indicadores"),
    card(Get, "/indicadores/importacion", Roles(ADMINISTRATION), "Importar datos"),
    card(Post, "/indicadores/importacion", Roles(ADMINISTRATION), "Importar datos"),
    card(
        Get,
        "/indicadores/importacion/plantilla",
        Roles(ADMINISTRATION),
        "Plantilla para los datos de un índice",
    ),
    // Whoever sent a file is alone with it.
    card(Get, "/indicadores/importacion/<upload>", SignedIn, "Revisar los datos"),
    // Five hundred rows in a statement: a national file of 150.000 takes three hundred.
    card(Post, "/indicadores/importacion/<upload>", SignedIn, "Importar datos").budget(400),
    card(Get, "/brechas", Roles(REPORTING), "Brechas"),
    card(Get, "/brechas/xlsx", Roles(REPORTING), "Brechas en XLSX"),
    card(Get, "/municipios/<municipality>/brecha", Roles(ANSWERING), "Brecha de un municipio"),
    card(
        Get,
        "/municipios/<municipality>/indicadores",
        Roles(ANSWERING),
        "Indicadores de un municipio",
    ),
];
