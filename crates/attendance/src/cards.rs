//! Every route of `attendance`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::{COHORT_READERS, COORDINATION, TEACHING};

pub(super) const CARDS: &[Card] = &[
    // The page that opens without a network, for everybody alike; its data asks who.
    card(Get, "/campo", Anyone, "Pasar lista sin señal"),
    card(Get, "/campo/sw.js", Anyone, "Pasar lista sin señal: lo que se guarda"),
    card(Get, "/campo/<part>", Anyone, "Pasar lista sin señal: archivo"),
    card(Post, "/campo/dispositivo", Roles(TEACHING), "Registrar un teléfono"),
    card(Post, "/campo/dispositivo/salida", Roles(TEACHING), "Olvidar un teléfono"),
    card(Post, "/campo/listas", Roles(TEACHING), "Listas para un teléfono"),
    // People who came without a place are registered with the marks.
    card(Post, "/campo/marcas", Roles(TEACHING), "Registros de un teléfono").deciding().budget(60),
    card(Get, "/mi-cuenta/dispositivos", Roles(TEACHING), "Mis teléfonos"),
    card(Post, "/mi-cuenta/dispositivos/<device>/retiro", Roles(TEACHING), "Retirar un teléfono"),
    card(Get, "/cohortes/<cohort>/por-revisar", Roles(TEACHING), "Asistencias por revisar"),
    card(Post, "/cohortes/<cohort>/por-revisar", Roles(COORDINATION), "Decidir registros")
        .deciding(),
    card(
        Post,
        "/cohortes/<cohort>/por-revisar/llegadas/<walk_in>",
        Roles(COORDINATION),
        "Decir quién llegó",
    )
    .deciding(),
    card(Get, "/cohortes/<cohort>/asistencia", Roles(COHORT_READERS), "Asistencia"),
    card(Get, "/cohortes/<cohort>/asistencia/xlsx", Roles(COHORT_READERS), "Asistencia en XLSX"),
    card(
        Get,
        "/cohortes/<cohort>/asistencia/archivo",
        Roles(COORDINATION),
        "Asistencia desde un archivo",
    ),
    card(
        Post,
        "/cohortes/<cohort>/asistencia/archivo",
        Roles(COORDINATION),
        "Revisar un archivo de asistencia",
    ),
    // Each of the sessions that the file changes is locked and written in turn.
    card(
        Post,
        "/cohortes/<cohort>/asistencia/archivo/registros",
        Roles(COORDINATION),
        "Guardar la asistencia de un archivo",
    )
    .deciding()
    .budget(200),
    card(
        Get,
        "/cohortes/<cohort>/asistencia/reapertura",
        Roles(TEACHING),
        "Reapertura de la asistencia",
    ),
    card(
        Post,
        "/cohortes/<cohort>/asistencia/reapertura",
        Roles(COORDINATION),
        "Abrir la asistencia de nuevo",
    )
    .deciding(),
    card(
        Post,
        "/cohortes/<cohort>/asistencia/reapertura/cierre",
        Roles(COORDINATION),
        "Cerrar la asistencia",
    )
    .deciding(),
    card(
        Get,
        "/cohortes/<cohort>/desde-cuando",
        Roles(COORDINATION),
        "Desde cuándo cuenta cada persona",
    ),
    // The marks of up to sixty sessions are written at once.
    card(
        Post,
        "/cohortes/<cohort>/desde-cuando",
        Roles(COORDINATION),
        "Decir desde cuándo cuentan",
    )
    .deciding()
    .budget(60),
    card(Get, "/sesiones/<session>/asistencia", Roles(TEACHING), "Pasar lista"),
    card(Post, "/sesiones/<session>/asistencia", Roles(TEACHING), "Pasar lista").deciding(),
    card(Get, "/sesiones/<session>/cambios", Roles(TEACHING), "Registros de la sesión"),
    card(Get, "/sesiones/<session>/cierre", Roles(TEACHING), "Terminar la lista"),
    card(Post, "/sesiones/<session>/cierre", Roles(TEACHING), "Terminar la lista").deciding(),
    card(Post, "/sesiones/<session>/reapertura", Roles(TEACHING), "Abrir de nuevo una lista"),
    // Codes.
    card(Get, "/sesiones/<session>/codigo", Roles(TEACHING), "Código de ingreso"),
    card(Post, "/sesiones/<session>/codigo", Roles(TEACHING), "Abrir el ingreso por código"),
    card(
        Post,
        "/sesiones/<session>/codigo/cierre",
        Roles(TEACHING),
        "Cerrar el ingreso por código",
    ),
    card(Get, "/sesiones/<session>/llegadas", Roles(TEACHING), "Llegadas por código"),
    card(Get, "/llegada", SignedIn, "Registrar mi llegada"),
    card(Post, "/llegada", SignedIn, "Registrar mi llegada").deciding(),
    card(Get, "/llegada/<token>", Anyone, "Registrar mi llegada"),
    card(Post, "/llegada/<token>", Anyone, "Registrar mi llegada"),
    // Paper.
    card(Get, "/sesiones/<session>/planilla", Roles(TEACHING), "Planilla de la sesión"),
    card(Post, "/sesiones/<session>/planilla", Roles(TEACHING), "Planilla de la sesión"),
    card(Get, "/planillas/<print>", Roles(TEACHING), "Digitar una planilla"),
    // A roll-call, and the marks that somebody else wrote meanwhile.
    card(Post, "/planillas/<print>", Roles(TEACHING), "Digitar una planilla").deciding().budget(30),
    card(Get, "/planillas/<print>/pdf", Roles(TEACHING), "Planilla en PDF"),
    card(Post, "/sesiones/<session>/soportes", Roles(TEACHING), "Adjuntar la planilla firmada")
        .budget(20),
    card(Get, "/soportes/<scan>", Roles(TEACHING), "Planilla firmada"),
    card(Get, "/soportes/<scan>/retiro", Roles(TEACHING), "Retirar un soporte"),
    card(Post, "/soportes/<scan>/retiro", Roles(TEACHING), "Retirar un soporte").budget(20),
    // One's own, and what is asked about it.
    card(Get, "/inscripciones/<enrolment>/asistencia", SignedIn, "Mi asistencia"),
    card(Get, "/inscripciones/<enrolment>/asistencia/<session>", SignedIn, "Pedir una corrección"),
    // The marks, the place and what waits are asked again under the cohort's lock.
    card(Post, "/inscripciones/<enrolment>/asistencia/<session>", SignedIn, "Pedir una corrección")
        .budget(30),
    card(Get, "/solicitudes", Roles(COORDINATION), "Solicitudes de asistencia"),
    card(Get, "/solicitudes/<request>", SignedIn, "Solicitud"),
    // The decision, its mark, its history and its letter are written at once.
    card(Post, "/solicitudes/<request>", SignedIn, "Decidir una solicitud").deciding().budget(40),
    card(Post, "/solicitudes/<request>/retiro", SignedIn, "Retirar una solicitud").budget(25),
    card(Get, "/solicitudes/<request>/soporte", SignedIn, "Soporte de una solicitud"),
    card(Get, "/cohortes/<cohort>/solicitudes", Roles(COORDINATION), "Solicitudes"),
    card(Get, "/cohortes/<cohort>/riesgo", Roles(COORDINATION), "Asistencia en riesgo"),
];
