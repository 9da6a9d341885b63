//! Every route of `accounts`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::ADMINISTRATION;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cuentas", Roles(ADMINISTRATION), "Cuentas"),
    card(Get, "/cuentas/nueva", Roles(ADMINISTRATION), "Abrir una cuenta"),
    card(Post, "/cuentas", Roles(ADMINISTRATION), "Abrir una cuenta"),
    card(Get, "/cuentas/<account>", Roles(ADMINISTRATION), "Cuenta"),
    card(Post, "/cuentas/<account>/suspension", Roles(ADMINISTRATION), "Suspender la cuenta"),
    card(Post, "/cuentas/<account>/reactivacion", Roles(ADMINISTRATION), "Reactivar la cuenta"),
    card(
        Post,
        "/cuentas/<account>/enlace",
        Roles(ADMINISTRATION),
        "Enviar el enlace de la contraseña",
    ),
    card(Post, "/cuentas/<account>/roles", Roles(ADMINISTRATION), "Dar un rol"),
    card(Post, "/cuentas/<account>/roles/<grant>/retiro", Roles(ADMINISTRATION), "Quitar un rol"),
];
