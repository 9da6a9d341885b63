//! Every route of `capacities`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles};
use platform::registry::{Card, card};
use sign_in_model::audiences::ADMINISTRATION;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/capacidades", Anyone, "Capacidades municipales"),
    card(Get, "/capacidades/nueva", Roles(ADMINISTRATION), "Agregar una capacidad"),
    card(Post, "/capacidades", Roles(ADMINISTRATION), "Agregar una capacidad"),
    card(Get, "/capacidades/dimensiones", Roles(ADMINISTRATION), "Dimensiones del marco"),
    // Each dimension of the framework is written with its history.
    card(Post, "/capacidades/dimensiones", Roles(ADMINISTRATION), "Dimensiones del marco")
        .budget(55),
    card(Get, "/capacidades/<capacity>/edicion", Roles(ADMINISTRATION), "Cambiar una capacidad"),
    card(Post, "/capacidades/<capacity>/edicion", Roles(ADMINISTRATION), "Cambiar una capacidad"),
    card(
        Get,
        "/capacidades/<capacity>/indicador-nuevo",
        Roles(ADMINISTRATION),
        "Agregar un indicador",
    ),
    card(
        Post,
        "/capacidades/<capacity>/indicadores",
        Roles(ADMINISTRATION),
        "Agregar un indicador",
    ),
    card(
        Get,
        "/capacidades/<capacity>/indicadores/<measure>",
        Roles(ADMINISTRATION),
        "Cambiar un indicador",
    ),
    card(
        Post,
        "/capacidades/<capacity>/indicadores/<measure>",
        Roles(ADMINISTRATION),
        "Cambiar un indicador",
    ),
    card(
        Get,
        "/capacidades/<capacity>/historia",
        Roles(ADMINISTRATION),
        "Historia de una capacidad",
    ),
];
