//! Every route of `cohorts`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::Roles;
use platform::registry::{Card, card};
use sign_in_model::audiences::{COORDINATION, FOLLOWING, TEACHING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cohortes", Roles(FOLLOWING), "Cohortes"),
    card(Get, "/cohortes/xlsx", Roles(FOLLOWING), "Cohortes en XLSX"),
    // What is planned is looked at beside everything that has its hour, then saved at once.
    card(Post, "/cohortes", Roles(COORDINATION), "Programar una cohorte").budget(45),
    card(Get, "/cohortes/nueva", Roles(COORDINATION), "Programar una cohorte").budget(18),
    card(Get, "/calendario", Roles(FOLLOWING), "Calendario"),
    card(Get, "/cohortes/<cohort>", Roles(FOLLOWING), "Cohorte"),
    card(Get, "/cohortes/<cohort>/historia", Roles(TEACHING), "Historia de la cohorte"),
    card(Get, "/cohortes/<cohort>/minimas", Roles(COORDINATION), "Actividades mínimas"),
    card(Post, "/cohortes/<cohort>/minimas", Roles(COORDINATION), "Actividades mínimas"),
    card(
        Post,
        "/cohortes/<cohort>/minimas/soportes",
        Roles(COORDINATION),
        "Adjuntar un soporte de las actividades mínimas",
    ),
    card(
        Get,
        "/cohortes/<cohort>/minimas/soportes/<evidence>",
        Roles(COORDINATION),
        "Soporte de las actividades mínimas",
    ),
    card(
        Post,
        "/cohortes/<cohort>/minimas/soportes/<evidence>/retiro",
        Roles(COORDINATION),
        "Retirar un soporte de las actividades mínimas",
    ),
    // The builder, beside the cohort that is copied.
    card(Get, "/cohortes/<cohort>/copia", Roles(COORDINATION), "Copiar a otras fechas").budget(18),
    card(Get, "/cohortes/<cohort>/plantilla", Roles(COORDINATION), "Guardar como plantilla"),
    card(Post, "/cohortes/<cohort>/plantilla", Roles(COORDINATION), "Guardar como plantilla"),
    card(Post, "/cohortes/<cohort>/plantilla/retiro", Roles(COORDINATION), "Quitar una plantilla"),
    card(Get, "/cohortes/<cohort>/municipio", Roles(COORDINATION), "Municipio donde se dicta"),
    card(Post, "/cohortes/<cohort>/municipio", Roles(COORDINATION), "Municipio donde se dicta"),
    card(Get, "/cohortes/<cohort>/datos", Roles(COORDINATION), "Cambiar los datos").budget(18),
    // The sessions to come move to another room, which is looked at beside everything that has its hour.
    card(Post, "/cohortes/<cohort>/datos", Roles(COORDINATION), "Cambiar los datos").budget(50),
    card(Post, "/cohortes/<cohort>/publicacion", Roles(COORDINATION), "Publicar la cohorte"),
    card(Post, "/cohortes/<cohort>/confirmacion", Roles(COORDINATION), "Confirmar la cohorte"),
    card(Post, "/cohortes/<cohort>/inicio", Roles(COORDINATION), "Iniciar la cohorte"),
    card(Get, "/cohortes/<cohort>/cancelacion", Roles(COORDINATION), "Cancelar la cohorte"),
    card(Post, "/cohortes/<cohort>/cancelacion", Roles(COORDINATION), "Cancelar la cohorte")
        .budget(36),
    card(Get, "/cohortes/<cohort>/sesiones/nueva", Roles(COORDINATION), "Programar una sesión")
        .budget(18),
    // Who teaches, the room, the venue and the link are locked, then the session is numbered and told, and the
    // letters that leave are counted.
    card(Post, "/cohortes/<cohort>/sesiones", Roles(COORDINATION), "Programar una sesión")
        .budget(46),
    card(Get, "/sesiones/<session>", Roles(COORDINATION), "Cambiar la sesión").budget(18),
    card(Post, "/sesiones/<session>", Roles(COORDINATION), "Cambiar la sesión").budget(46),
    // With a day in the address, what the session would meet on it.
    card(Get, "/sesiones/<session>/otro-dia", Roles(COORDINATION), "Pasar a otro día").budget(26),
    card(Post, "/sesiones/<session>/otro-dia", Roles(COORDINATION), "Pasar a otro día").budget(46),
    card(Get, "/sesiones/<session>/cancelacion", Roles(COORDINATION), "Cancelar la sesión"),
    card(Post, "/sesiones/<session>/cancelacion", Roles(COORDINATION), "Cancelar la sesión")
        .budget(36),
    card(Get, "/sedes", Roles(COORDINATION), "Sedes"),
    // The sessions whose place names the venue are found anew.
    card(Post, "/sedes", Roles(COORDINATION), "Agregar una sede").budget(25),
    card(Get, "/sedes/<venue>", Roles(COORDINATION), "Cambiar la sede"),
    card(Post, "/sedes/<venue>", Roles(COORDINATION), "Cambiar la sede").budget(25),
];
