//! Every route of activities, grades, products, appeals and the grade book: who may use it, its title
//! and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::{COORDINATION, TEACHING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cohortes/<cohort>/actividades", Roles(TEACHING), "Actividades y pesos"),
    card(Post, "/cohortes/<cohort>/actividades", Roles(COORDINATION), "Actividades y pesos"),
    card(Get, "/cohortes/<cohort>/notas", Roles(TEACHING), "Notas"),
    card(Post, "/cohortes/<cohort>/notas", Roles(TEACHING), "Notas").deciding(),
    card(Get, "/actividades/<graded>/notas/<enrolment>", Roles(TEACHING), "Historia de una nota"),
    card(Get, "/cohortes/<cohort>/notas/reapertura", Roles(TEACHING), "Reapertura de las notas"),
    card(Post, "/cohortes/<cohort>/notas/reapertura", Roles(COORDINATION), "Abrir las notas")
        .deciding(),
    card(
        Post,
        "/cohortes/<cohort>/notas/reapertura/cierre",
        Roles(COORDINATION),
        "Cerrar las notas",
    )
    .deciding(),
    // Appeals of a grade.
    card(Get, "/actividades/<activity>/mi-nota", SignedIn, "Mi nota"),
    // The appeal, its history and a letter to each who coordinates.
    card(Post, "/actividades/<activity>/mi-nota", SignedIn, "Reclamar una nota").budget(40),
    card(Get, "/reclamos", Roles(COORDINATION), "Reclamos por responder"),
    card(Get, "/reclamos/<appeal>", SignedIn, "Reclamo de una nota"),
    // The answer, its grade, its history and its letter are written at once.
    card(Post, "/reclamos/<appeal>", SignedIn, "Responder un reclamo").deciding().budget(40),
    card(Post, "/reclamos/<appeal>/retiro", SignedIn, "Retirar un reclamo").budget(25),
    card(Get, "/cohortes/<cohort>/reclamos", Roles(TEACHING), "Reclamos de notas"),
    // The grade book as a file.
    card(Get, "/cohortes/<cohort>/notas/xlsx", Roles(TEACHING), "Planilla de notas"),
    card(
        Get,
        "/cohortes/<cohort>/notas/importacion",
        Roles(TEACHING),
        "Subir la planilla de notas",
    ),
    card(
        Post,
        "/cohortes/<cohort>/notas/importacion",
        Roles(TEACHING),
        "Subir la planilla de notas",
    ),
    // A file is seen by its sender alone.
    card(Get, "/notas/<book>", SignedIn, "Revisar la planilla"),
    // It is looked at again and written whole, with its history.
    card(Post, "/notas/<book>", SignedIn, "Guardar la planilla").deciding().budget(40),
    card(Get, "/notas/<book>/archivo", SignedIn, "Planilla marcada"),
    // Products.
    card(Get, "/actividades/<product>/producto", Roles(TEACHING), "Producto"),
    card(Post, "/actividades/<product>/producto", Roles(COORDINATION), "Producto").budget(20),
    card(Get, "/actividades/<product>/entregas", Roles(TEACHING), "Entregas"),
    card(Get, "/entregas/<submission>", Roles(TEACHING), "Entrega"),
    card(Post, "/entregas/<submission>", Roles(TEACHING), "Calificar una entrega")
        .deciding()
        .budget(45),
    card(Post, "/entregas/<submission>/decision", Roles(COORDINATION), "Decidir una nota")
        .deciding()
        .budget(45),
    card(Get, "/entregas/<submission>/archivo", SignedIn, "Archivo de una entrega"),
    card(Get, "/inscripciones/<enrolment>/productos/<product>", SignedIn, "Mi producto"),
    card(Post, "/inscripciones/<enrolment>/productos/<product>", SignedIn, "Entregar un producto")
        .budget(40),
];
