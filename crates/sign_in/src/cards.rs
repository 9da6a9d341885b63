//! Every route of `sign_in`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, SignedIn};
use platform::registry::{Card, card};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/ingresar", Anyone, "Ingresar"),
    card(Post, "/ingresar", Anyone, "Ingresar"),
    card(Post, "/salir", Anyone, "Salir"),
    card(Get, "/ingresar/olvido", Anyone, "Perdí mi contraseña"),
    card(Post, "/ingresar/olvido", Anyone, "Perdí mi contraseña"),
    card(Get, "/enlace/<token>", Anyone, "Crear la contraseña"),
    card(Post, "/enlace/<token>", Anyone, "Crear la contraseña"),
    card(Get, "/contrasena", SignedIn, "Cambiar la contraseña"),
    card(Post, "/contrasena", SignedIn, "Cambiar la contraseña"),
];
