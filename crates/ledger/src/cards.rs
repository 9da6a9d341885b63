//! Every route of `ledger`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::{ANSWERING, COORDINATION, REPORTING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/capacidad-instalada", Roles(REPORTING), "Capacidad instalada"),
    card(Get, "/capacidad-instalada/xlsx", Roles(REPORTING), "Capacidad instalada en XLSX"),
    card(Get, "/capacidad-instalada/csv/<table>", Roles(REPORTING), "Capacidad instalada en CSV"),
    card(Get, "/carencias", Roles(REPORTING), "Quién carece de qué"),
    card(Get, "/carencias/xlsx", Roles(REPORTING), "Quién carece de qué en XLSX"),
    card(Get, "/municipios/<place>/capacidad", Roles(ANSWERING), "Capacidad de un municipio"),
    card(Get, "/municipios/<place>/capacidad/meta", Roles(COORDINATION), "Meta de una capacidad"),
    card(Post, "/municipios/<place>/capacidad/meta", Roles(COORDINATION), "Fijar una meta"),
    card(
        Get,
        "/municipios/<place>/capacidad/personas",
        Roles(ANSWERING),
        "Personas detrás de una cifra",
    ),
];
