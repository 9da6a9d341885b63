//! Every route of `reports`: who may use it, its title and its budget. A file of more than ten thousand
//! people reads them in parts, four statements each (`files`, `people`).

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles};
use platform::registry::{Card, card};
use sign_in_model::audiences::{ANSWERING, COORDINATION, REPORTING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/informes", Roles(REPORTING), "Informes por departamento"),
    card(Get, "/informes/ganancia", Roles(REPORTING), "Ganancia por municipio"),
    card(Get, "/informes/ganancia/xlsx", Roles(REPORTING), "Ganancia por municipio en XLSX"),
    card(Get, "/informes/departamentos/<department>", Roles(REPORTING), "Informe de asistencia"),
    card(
        Get,
        "/informes/departamentos/<department>/resultados",
        Roles(REPORTING),
        "Capacidades y calidad de un departamento",
    ),
    card(Get, "/informes/departamentos/<department>/xlsx", Roles(REPORTING), "Informe en XLSX"),
    card(Get, "/informes/departamentos/<department>/pdf", Roles(REPORTING), "Informe en PDF"),
    card(
        Get,
        "/informes/departamentos/<department>/csv/<sheet>",
        Roles(REPORTING),
        "Informe en CSV",
    ),
    card(
        Get,
        "/informes/departamentos/<department>/cortes",
        Roles(REPORTING),
        "Cortes del informe",
    ),
    card(
        Get,
        "/informes/departamentos/<department>/cortes/<term>",
        Roles(REPORTING),
        "Corte del informe",
    ),
    card(
        Get,
        "/informes/departamentos/<department>/cortes/<term>/xlsx",
        Roles(REPORTING),
        "Corte en XLSX",
    ),
    card(
        Get,
        "/informes/departamentos/<department>/cortes/<term>/pdf",
        Roles(REPORTING),
        "Corte en PDF",
    ),
    card(
        Get,
        "/informes/departamentos/<department>/cortes/<term>/csv/<sheet>",
        Roles(REPORTING),
        "Hoja de un corte en CSV",
    ),
    card(
        Get,
        "/informes/departamentos/<department>/cohortes/<cohort>",
        Roles(REPORTING),
        "Asistencia de la cohorte",
    ),
    card(
        Get,
        "/informes/departamentos/<department>/personas",
        Roles(REPORTING),
        "Personas del informe",
    ),
    card(
        Get,
        "/informes/departamentos/<department>/personas/csv",
        Roles(REPORTING),
        "Personas del informe en CSV",
    ),
    card(Get, "/municipios", Anyone, "Municipios"),
    card(Get, "/municipios/xlsx", Anyone, "Municipios en XLSX"),
    card(Get, "/municipios/<municipality>", Anyone, "Municipio"),
    card(Get, "/municipios/<place>/pdf", Roles(ANSWERING), "El municipio en una página"),
    card(Get, "/prioridades", Roles(REPORTING), "Prioridades"),
    card(Get, "/prioridades/xlsx", Roles(REPORTING), "Prioridades en XLSX"),
    card(Get, "/municipios/<place>/prioridad", Roles(COORDINATION), "Cambiar un puesto"),
    card(Post, "/municipios/<place>/prioridad", Roles(COORDINATION), "Cambiar un puesto"),
    card(Post, "/municipios/<place>/prioridad/retiro", Roles(COORDINATION), "Retirar un cambio"),
];
