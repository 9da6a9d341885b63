//! Every route of `enrolment`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::{COHORT_READERS, COORDINATION, KEEPING, NOMINATING, REPORTING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/oferta", Anyone, "Cursos abiertos"),
    card(Get, "/oferta/<code>", Anyone, "Curso abierto"),
    card(Get, "/oferta/<code>/calendario", Anyone, "Calendario del curso"),
    card(Get, "/personas", Roles(REPORTING), "Personas"),
    card(Get, "/personas/xlsx", Roles(REPORTING), "Personas en XLSX"),
    card(Post, "/personas/busqueda", Roles(COORDINATION), "Buscar por documento"),
    // The certificates are asked of a later capability.
    card(Get, "/personas/<person>", SignedIn, "Persona").budget(16),
    card(Post, "/personas/<person>/revision", Roles(COORDINATION), "Marcar revisado un documento")
        .deciding(),
    card(Get, "/personas/revision", Roles(COORDINATION), "Personas por revisar"),
    // Two histories beside each other: each capability tells what it knows of both.
    card(Get, "/personas/<person>/union/<other>", Roles(COORDINATION), "Unir dos registros")
        .budget(30),
    // Everything that hangs on a person moves at once, with its journal.
    card(Post, "/personas/<person>/union/<other>", Roles(COORDINATION), "Unir dos registros")
        .deciding()
        .budget(75),
    card(
        Post,
        "/personas/<person>/distinta/<other>",
        Roles(COORDINATION),
        "No son la misma persona",
    )
    .deciding(),
    card(Get, "/uniones/<union>", Roles(COORDINATION), "Unión de registros"),
    // Each value is proved before any is restored.
    card(Post, "/uniones/<union>/anulacion", Roles(COORDINATION), "Deshacer una unión")
        .deciding()
        .budget(60),
    card(Get, "/personas/<person>/nombre", Roles(COORDINATION), "Corregir el nombre"),
    card(Post, "/personas/<person>/nombre", Roles(COORDINATION), "Corregir el nombre").deciding(),
    card(Get, "/personas/<person>/contacto", Roles(COORDINATION), "Corregir el correo"),
    // The account moves, open offers are made anew, and both addresses are told.
    card(Post, "/personas/<person>/contacto", Roles(COORDINATION), "Corregir el correo")
        .deciding()
        .budget(55),
    card(Get, "/personas/<person>/documento", Roles(COORDINATION), "Cambiar el documento"),
    card(Post, "/personas/<person>/documento", Roles(COORDINATION), "Cambiar el documento")
        .deciding()
        .budget(20),
    card(Get, "/solicitudes-de-registro", Roles(COORDINATION), "Solicitudes sobre registros"),
    // One record or two, who asked and who decided, and what the reader is to each record.
    card(
        Get,
        "/solicitudes-de-registro/<asked>",
        Roles(COORDINATION),
        "Solicitud sobre un registro",
    ),
    // What was asked is done at once: two records become one.
    card(
        Post,
        "/solicitudes-de-registro/<asked>",
        Roles(COORDINATION),
        "Decidir una solicitud sobre un registro",
    )
    .deciding()
    .budget(70),
    card(Get, "/mis-datos", SignedIn, "Mis datos"),
    card(Get, "/mis-datos/telefono", SignedIn, "Cambiar mi teléfono"),
    card(Post, "/mis-datos/telefono", SignedIn, "Cambiar mi teléfono"),
    card(Get, "/vinculaciones", Roles(KEEPING), "Vinculaciones por confirmar"),
    card(Get, "/vinculaciones/<post>", SignedIn, "Vinculación"),
    card(Post, "/vinculaciones/<post>/confirmacion", SignedIn, "Confirmar una vinculación"),
    card(Post, "/vinculaciones/<post>/carrera", SignedIn, "Confirmar la carrera").deciding(),
    card(Post, "/vinculaciones/<post>/tipo", SignedIn, "Decir el tipo de vinculación"),
    card(Post, "/vinculaciones/<post>/fin", SignedIn, "Terminar una vinculación"),
    card(Post, "/vinculaciones/<post>/principal", SignedIn, "Elegir la vinculación principal"),
    card(Get, "/vinculaciones/<post>/correccion", SignedIn, "Corregir una vinculación"),
    card(Post, "/vinculaciones/<post>/correccion", SignedIn, "Corregir una vinculación"),
    card(Get, "/personas/<person>/vinculaciones/nueva", SignedIn, "Agregar una vinculación"),
    card(Post, "/personas/<person>/vinculaciones", SignedIn, "Agregar una vinculación"),
    // The seats as they would be given, and where people of elsewhere may say that they work.
    card(Get, "/oferta/<code>/registro", Anyone, "Registrarse").budget(20),
    // Under the cohort's lock: what the address asked for, the seat and the letter.
    card(Post, "/oferta/<code>/registro", Anyone, "Registrarse").budget(45),
    card(Get, "/registro/<token>", Anyone, "Confirmar la inscripción"),
    // Person, post, authorisation, account, session and place are written at once.
    card(Post, "/registro/<token>", Anyone, "Confirmar la inscripción").budget(90),
    // What the rulebook says of the person, and the turn that they would get.
    card(Get, "/oferta/<code>/inscripcion", SignedIn, "Inscribirse").budget(32),
    // The place is given under the cohort's lock, with its event, history and letter.
    card(Post, "/oferta/<code>/inscripcion", SignedIn, "Inscribirse").budget(55),
    card(Get, "/mis-inscripciones", SignedIn, "Mis inscripciones"),
    // The place with its sessions and its story, and other courses at its hours.
    card(Get, "/inscripciones/<enrolment>", SignedIn, "Inscripción").budget(22),
    card(Post, "/inscripciones/<enrolment>/aceptacion", SignedIn, "Aceptar la inscripción"),
    card(Get, "/inscripciones/<enrolment>/retiro", SignedIn, "Retirar la inscripción"),
    // The first who waits gets the seat in the same transaction.
    card(Post, "/inscripciones/<enrolment>/retiro", SignedIn, "Retirar la inscripción")
        .deciding()
        .budget(45),
    card(Get, "/inscripciones/<enrolment>/municipio", SignedIn, "Municipio de la inscripción"),
    // A seat that falls free by it goes to the first who waits.
    card(Post, "/inscripciones/<enrolment>/municipio", SignedIn, "Municipio de la inscripción")
        .deciding()
        .budget(40),
    // What the course asks for, what is left of each group, whom sessions do not count for, and how people
    // attend.
    card(Get, "/cohortes/<cohort>/inscritos", Roles(COHORT_READERS), "Inscritos").budget(22),
    card(Get, "/cohortes/<cohort>/inscritos/xlsx", Roles(COHORT_READERS), "Inscritos en XLSX"),
    card(Post, "/cohortes/<cohort>/inscritos/busqueda", Roles(COORDINATION), "Buscar en la lista"),
    card(Post, "/cohortes/<cohort>/inscritos/elegidas", Roles(COORDINATION), "Personas elegidas"),
    // Each of fifty people gives a seat back, with event, history and letter, and whoever waits is asked.
    card(
        Post,
        "/cohortes/<cohort>/inscritos/retiro",
        Roles(COORDINATION),
        "Retirar a varias personas",
    )
    .deciding()
    .budget(1_500),
    card(Get, "/cohortes/<cohort>/inscritos/nuevo", Roles(COORDINATION), "Agregar una persona")
        .budget(20),
    // Person, post, authorisation and place are written at once.
    card(Post, "/cohortes/<cohort>/inscritos/nuevo", Roles(COORDINATION), "Agregar una persona")
        .deciding()
        .budget(105),
    // Many people from a file.
    card(Get, "/cohortes/<cohort>/importacion", Roles(COORDINATION), "Importar personas"),
    // A file of few rows whose headings were decided before is checked at once, with the answers of then.
    // Of up to three earlier files it is asked whether their people authorised, and of the last one what was
    // mended on its page.
    card(Post, "/cohortes/<cohort>/importacion", Roles(COORDINATION), "Importar personas")
        .budget(74),
    card(
        Get,
        "/cohortes/<cohort>/importacion/plantilla.xlsx",
        Roles(COORDINATION),
        "Plantilla para importar",
    ),
    // Its rows under each filter, its questions with the municipalities of the country, its groups, and the
    // file with what was answered, for the cells that are mended in the list.
    card(Get, "/importaciones/<import>", Roles(COORDINATION), "Importación").budget(25),
    // A file of few rows is checked at once: its people are looked up, 500 a statement, and who is called as
    // somebody new.
    card(Post, "/importaciones/<import>/columnas", Roles(COORDINATION), "Columnas del archivo")
        .budget(70),
    card(Get, "/importaciones/<import>/filas/<line>", Roles(COORDINATION), "Fila del archivo"),
    card(Post, "/importaciones/<import>/filas/<line>", Roles(COORDINATION), "Fila del archivo")
        .budget(77),
    card(Post, "/importaciones/<import>/respuestas", Roles(COORDINATION), "Respuestas del archivo")
        .budget(127),
    // A file of few rows is written at once, all or nothing: some thirty statements a person.
    card(Post, "/importaciones/<import>/confirmacion", Roles(COORDINATION), "Importar el archivo")
        .deciding()
        .budget(8_000),
    card(Post, "/importaciones/<import>/descarte", Roles(COORDINATION), "Descartar el archivo"),
    card(Get, "/importaciones/<import>/xlsx", Roles(COORDINATION), "Archivo con errores marcados"),
    card(Get, "/cohortes/<cohort>/cupos", Roles(COORDINATION), "Cambiar los cupos"),
    // Every new seat goes to somebody who waits, with event, history and letter for each.
    card(Post, "/cohortes/<cohort>/cupos", Roles(COORDINATION), "Cambiar los cupos")
        .deciding()
        .budget(60),
    card(Get, "/cohortes/<cohort>/reservas", Roles(COORDINATION), "Reservar cupos"),
    // Seats that nobody keeps any more go to those who wait.
    card(Post, "/cohortes/<cohort>/reservas", Roles(COORDINATION), "Reservar cupos")
        .deciding()
        .budget(60),
    card(Post, "/cohortes/<cohort>/reservas/liberacion", Roles(COORDINATION), "Liberar cupos")
        .deciding()
        .budget(60),
    // The place moves with its event, history and letters; a seat left goes to who is next.
    card(Post, "/inscripciones/<enrolment>/oferta", SignedIn, "Responder a un cupo").budget(60),
    card(Get, "/cohortes/<cohort>/postulaciones", Roles(NOMINATING), "Postular a su gente")
        .budget(20),
    // A place, its event, history, offer and letter for each person, at most 300 of them.
    card(Post, "/cohortes/<cohort>/postulaciones", Roles(NOMINATING), "Postular a su gente")
        .deciding()
        .budget(4_500),
    card(
        Get,
        "/cohortes/<cohort>/postulaciones/nueva",
        Roles(NOMINATING),
        "Postular a otra persona",
    )
    .budget(20),
    card(
        Post,
        "/cohortes/<cohort>/postulaciones/nueva",
        Roles(NOMINATING),
        "Postular a otra persona",
    )
    .deciding()
    .budget(60),
    card(Get, "/cupo/<token>", Anyone, "Responder a un cupo"),
    card(Post, "/cupo/<token>", Anyone, "Responder a un cupo").budget(60),
];
