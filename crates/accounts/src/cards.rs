//! Every route of `accounts`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::ADMINISTRATION;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cuentas", Roles(ADMINISTRATION), "Cuentas"),
    card(Get, "/cuentas/nueva", Roles(ADMINISTRATION), "Abrir una cuenta"),
    // The person is registered with it.
    card(Post, "/cuentas", Roles(ADMINISTRATION), "Abrir una cuenta").budget(30),
    card(Get, "/cuentas/<account>", Roles(ADMINISTRATION), "Cuenta"),
    card(Post, "/cuentas/<account>/persona", Roles(ADMINISTRATION), "Decir de quién es la cuenta")
        .deciding()
        .budget(25),
    card(Post, "/cuentas/<account>/suspension", Roles(ADMINISTRATION), "Suspender la cuenta")
        .deciding(),
    card(Post, "/cuentas/<account>/reactivacion", Roles(ADMINISTRATION), "Reactivar la cuenta"),
    card(
        Post,
        "/cuentas/<account>/enlace",
        Roles(ADMINISTRATION),
        "Enviar el enlace de la contraseña",
    ),
    card(Get, "/cuentas/<account>/correo", Roles(ADMINISTRATION), "Corregir el correo"),
    card(Post, "/cuentas/<account>/correo", Roles(ADMINISTRATION), "Corregir el correo").deciding(),
    card(Get, "/mi-correo", SignedIn, "Cambiar mi correo"),
    card(Post, "/mi-correo", SignedIn, "Cambiar mi correo"),
    card(Get, "/mi-correo/<token>", Anyone, "Confirmar el correo nuevo"),
    // The account, the record of its person, open offers and letters that wait change at once.
    card(Post, "/mi-correo/<token>", Anyone, "Confirmar el correo nuevo").budget(45),
    card(
        Post,
        "/cuentas/<account>/segundo-factor/retiro",
        Roles(ADMINISTRATION),
        "Retirar el segundo factor",
    )
    .deciding(),
    card(Post, "/cuentas/<account>/roles", Roles(ADMINISTRATION), "Dar un rol").deciding(),
    card(Post, "/cuentas/<account>/roles/<grant>/retiro", Roles(ADMINISTRATION), "Quitar un rol")
        .deciding(),
];
