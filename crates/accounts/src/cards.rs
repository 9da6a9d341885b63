//! Every route of `accounts`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::{ADMINISTRATION, COORDINATION};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cuentas", Roles(COORDINATION), "Cuentas"),
    card(Get, "/cuentas/nueva", Roles(COORDINATION), "Abrir una cuenta"),
    // The person is registered with it, and whether the unit answers for their record is asked.
    card(Post, "/cuentas", Roles(COORDINATION), "Abrir una cuenta").budget(45),
    card(Get, "/cuentas/<account>", Roles(COORDINATION), "Cuenta"),
    card(Post, "/cuentas/<account>/persona", Roles(ADMINISTRATION), "Decir de quién es la cuenta")
        .deciding()
        .budget(25),
    card(Post, "/cuentas/<account>/suspension", Roles(COORDINATION), "Suspender la cuenta")
        .deciding(),
    card(Post, "/cuentas/<account>/reactivacion", Roles(ADMINISTRATION), "Reactivar la cuenta"),
    card(
        Post,
        "/cuentas/<account>/enlace",
        Roles(COORDINATION),
        "Enviar el enlace de la contraseña",
    ),
    card(Get, "/cuentas/<account>/correo", Roles(ADMINISTRATION), "Corregir el correo"),
    card(Post, "/cuentas/<account>/correo", Roles(ADMINISTRATION), "Corregir el correo").deciding(),
    card(Get, "/encargos", Roles(COORDINATION), "Encargos de la coordinación"),
    card(Post, "/encargos", Roles(COORDINATION), "Encargar la coordinación").deciding(),
    // The role is given at once, and its owner is told.
    card(
        Post,
        "/encargos/<deputy>/confirmacion",
        Roles(COORDINATION),
        "Confirmar un encargo de la coordinación",
    )
    .deciding()
    .budget(40),
    card(Post, "/encargos/<deputy>/fin", Roles(COORDINATION), "Terminar un encargo"),
    card(Get, "/direcciones", Roles(COORDINATION), "Direcciones territoriales"),
    card(Get, "/direcciones/<unit>/contacto", Roles(COORDINATION), "Contacto de la dirección"),
    card(Post, "/direcciones/<unit>/contacto", Roles(COORDINATION), "Contacto de la dirección"),
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
    card(Post, "/cuentas/<account>/roles", Roles(COORDINATION), "Dar un rol").deciding(),
    card(Post, "/cuentas/<account>/roles/<grant>/retiro", Roles(COORDINATION), "Quitar un rol")
        .deciding(),
];
