//! Every route of `surveys`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::{ADMINISTRATION, TEACHING};

pub(super) const CARDS: &[Card] = &[
    // One's own ticket, and what is answered by an address alone.
    card(Get, "/inscripciones/<enrolment>/encuesta", SignedIn, "Encuesta de satisfacción"),
    card(Post, "/inscripciones/<enrolment>/encuesta", SignedIn, "Encuesta de satisfacción"),
    card(Get, "/papeletas/<token>", Anyone, "Papeleta"),
    card(Post, "/papeletas/<token>", Anyone, "Papeleta"),
    card(Get, "/seguimientos/<token>", Anyone, "Seguimiento"),
    // The answer, the post of the day, the supervisor's invitation and history are written at once.
    card(Post, "/seguimientos/<token>", Anyone, "Seguimiento").budget(30),
    card(Get, "/cohortes/<cohort>/encuestas", Roles(TEACHING), "Resultados de encuestas"),
    card(Get, "/encuestas", Roles(ADMINISTRATION), "Encuestas"),
    card(Get, "/encuestas/<survey>", Roles(ADMINISTRATION), "Encuesta"),
    card(Post, "/encuestas/<survey>/publicacion", Roles(ADMINISTRATION), "Publicar una encuesta"),
    card(Get, "/encuestas/<survey>/borrador", Roles(ADMINISTRATION), "Borrador de una encuesta"),
    card(Post, "/encuestas/<survey>/borrador", Roles(ADMINISTRATION), "Borrador de una encuesta"),
];
