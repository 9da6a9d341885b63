//! Every route of `mailroom`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, DemoOnly, Roles};
use platform::registry::{Card, card};
use sign_in_model::audiences::ADMINISTRATION;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/correo", DemoOnly, "Correos de la demostración"),
    card(Get, "/correo/<message>", DemoOnly, "Correo"),
    card(Get, "/correo/<message>/html", DemoOnly, "Correo con formato"),
    card(Get, "/sin-correos/<token>", Anyone, "Correos que recibe"),
    card(Post, "/sin-correos/<token>", Anyone, "No recibir más correos de un tema"),
    card(Post, "/sin-correos/<token>/vuelta", Anyone, "Volver a recibir correos de un tema"),
    card(Get, "/envios", Roles(ADMINISTRATION), "Envíos de correo"),
    card(Post, "/envios/<message>/reintento", Roles(ADMINISTRATION), "Reintentar un envío"),
];
