//! Every route of `cohorts`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::{COORDINATION, FOLLOWING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cohortes", Roles(FOLLOWING), "Cohortes"),
    // What is planned is looked at beside everything that has its hour, then saved at once.
    card(Post, "/cohortes", Roles(COORDINATION), "Programar una cohorte").budget(35),
    card(Get, "/cohortes/nueva", Roles(COORDINATION), "Programar una cohorte"),
    card(Get, "/calendario", Roles(FOLLOWING), "Calendario"),
    card(Get, "/cohortes/<cohort>", Roles(FOLLOWING), "Cohorte"),
    card(Get, "/cohortes/<cohort>/minimas", Roles(COORDINATION), "Actividades mínimas"),
    card(Post, "/cohortes/<cohort>/minimas", Roles(COORDINATION), "Actividades mínimas"),
    card(Get, "/cohortes/<cohort>/copia", Roles(COORDINATION), "Copiar a otras fechas"),
    card(Get, "/cohortes/<cohort>/plantilla", Roles(COORDINATION), "Guardar como plantilla"),
    card(Post, "/cohortes/<cohort>/plantilla", Roles(COORDINATION), "Guardar como plantilla"),
    card(Post, "/cohortes/<cohort>/plantilla/retiro", Roles(COORDINATION), "Quitar una plantilla"),
    card(Get, "/cohortes/<cohort>/datos", Roles(COORDINATION), "Cambiar los datos"),
    card(Post, "/cohortes/<cohort>/datos", Roles(COORDINATION), "Cambiar los datos"),
    card(Post, "/cohortes/<cohort>/publicacion", Roles(COORDINATION), "Publicar la cohorte"),
    card(Post, "/cohortes/<cohort>/confirmacion", Roles(COORDINATION), "Confirmar la cohorte"),
    card(Post, "/cohortes/<cohort>/inicio", Roles(COORDINATION), "Iniciar la cohorte"),
    card(Get, "/cohortes/<cohort>/cancelacion", Roles(COORDINATION), "Cancelar la cohorte"),
    card(Post, "/cohortes/<cohort>/cancelacion", Roles(COORDINATION), "Cancelar la cohorte"),
    card(Get, "/cohortes/<cohort>/sesiones/nueva", Roles(COORDINATION), "Programar una sesión"),
    card(Post, "/cohortes/<cohort>/sesiones", Roles(COORDINATION), "Programar una sesión"),
    card(Get, "/sesiones/<session>", Roles(COORDINATION), "Cambiar la sesión"),
    card(Post, "/sesiones/<session>", Roles(COORDINATION), "Cambiar la sesión"),
    card(Get, "/sesiones/<session>/cancelacion", Roles(COORDINATION), "Cancelar la sesión"),
    card(Post, "/sesiones/<session>/cancelacion", Roles(COORDINATION), "Cancelar la sesión"),
];
