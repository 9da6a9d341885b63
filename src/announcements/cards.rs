//! Every route of `announcements`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use crate::platform::registry::Audience::Roles;
use crate::platform::registry::{Card, card};
use crate::sign_in::audiences::COORDINATION;

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar"),
    card(Post, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar"),
];
