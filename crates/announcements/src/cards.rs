//! Every route of `announcements`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::COORDINATION;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar"),
    card(Post, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar"),
];
