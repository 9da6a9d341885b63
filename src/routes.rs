//! Every route with who may use it, its title and its budget, in one place.
//!
//! A mounted route that is missing here stops the start with a sentence that says how to
//! add it; a test walks this table with every role against own, foreign and absent rows (P1).

use rocket::http::Method::{Get, Post};

use crate::platform::registry::Audience::{Anyone, DemoOnly, Roles, SignedIn};
use crate::platform::registry::{Card, card};

const ADMINISTRATION: &[&str] = &["national_administrator"];
const COORDINATION: &[&str] = &["national_administrator", "coordinator"];
const REPORTING: &[&str] = &["national_administrator", "coordinator", "gobernacion"];
/// Who says what municipalities need.
const ASKING: &[&str] = &["national_administrator", "coordinator", "gobernacion", "focal_point"];
const NOMINATING: &[&str] = &["focal_point"];
const TEACHING: &[&str] = &["national_administrator", "coordinator", "facilitator"];

const KEEPING: &[&str] = &["national_administrator", "coordinator", "focal_point"];

/// Who has pages about cohorts; each sees those of their scope.
const FOLLOWING: &[&str] =
    &["national_administrator", "coordinator", "facilitator", "gobernacion", "focal_point"];
/// Those who work on a cohort, and the gobernación without documents.
const COHORT_READERS: &[&str] =
    &["national_administrator", "coordinator", "facilitator", "gobernacion"];

/// Placeholders name what they hold, the same everywhere: `<cohort>`, `<session>`,
/// `<enrolment>`, `<need>`, `<course>`, `<capacity>`, `<measure>` (an indicator of a capacity), `<person>`, `<other>`
/// (a second person), `<union>`, `<post>`, `<certificate>`, `<batch>` (of certificates), `<share>` (of certificates), `<department>`,
/// `<municipality>`, `<term>` (a month or quarter, «2026-10»), `<subscription>` (to a report by mail), `<place>` (a municipality that one answers for), `<import>`, `<print>` (the code of a printed sheet), `<scan>`, `<message>`,
/// `<account>`, `<grant>`, `<request>` (about attendance), `<question>`, `<picture>` (its number), `<upload>` (of questions, of values), `<book>` (of grades),
/// `<part>` (of a page), `<device>` (somebody's telephone), `<walk_in>`, `<survey>` (the word of a
/// kind), `<template>` (of a document), `<drawing>` (of a signature), `<activity>`, `<graded>` (an activity, beside whose grade), `<exam>`, `<attempt>`, `<position>` (of a question), `<number>` (of one's
/// attempt), `<printing>` (of a test), `<form>` (its letter), `<paper>` (the code of an answer
/// sheet), `<appeal>`, `<table>` (of a file, by its word), `<code>`, `<key>` (the thumbprint of the issuer's), `<list>` (its number) and `<token>` (codes that strangers see).
pub const TABLE: &[Card] = &[
    // site
    card(Get, "/estatico/<name>", Anyone, "Archivo"),
    card(Get, "/salud/viva", Anyone, "Salud: viva"),
    card(Get, "/salud/lista", Anyone, "Salud: lista"),
    card(Get, "/solicitud-de-otro-sitio", Anyone, "Solicitud rechazada"),
    card(Get, "/robots.txt", Anyone, "Indicaciones a los buscadores"),
    card(Get, "/datos-personales", Anyone, "Tratamiento de datos personales"),
    card(Get, "/accesibilidad", Anyone, "Accesibilidad"),
    // sign_in
    card(Get, "/ingresar", Anyone, "Ingresar"),
    card(Post, "/ingresar", Anyone, "Ingresar"),
    card(Post, "/salir", Anyone, "Salir"),
    card(Get, "/ingresar/olvido", Anyone, "Perdí mi contraseña"),
    card(Post, "/ingresar/olvido", Anyone, "Perdí mi contraseña"),
    card(Get, "/enlace/<token>", Anyone, "Crear la contraseña"),
    card(Post, "/enlace/<token>", Anyone, "Crear la contraseña"),
    card(Get, "/contrasena", SignedIn, "Cambiar la contraseña"),
    card(Post, "/contrasena", SignedIn, "Cambiar la contraseña"),
    // mailroom
    card(Get, "/correo", DemoOnly, "Correos de la demostración"),
    card(Get, "/correo/<message>", DemoOnly, "Correo"),
    card(Get, "/correo/<message>/html", DemoOnly, "Correo con formato"),
    card(Get, "/envios", Roles(ADMINISTRATION), "Envíos de correo"),
    card(Post, "/envios/<message>/reintento", Roles(ADMINISTRATION), "Reintentar un envío"),
    // accounts
    card(Get, "/cuentas", Roles(ADMINISTRATION), "Cuentas"),
    card(Get, "/cuentas/nueva", Roles(ADMINISTRATION), "Abrir una cuenta"),
    card(Post, "/cuentas", Roles(ADMINISTRATION), "Abrir una cuenta"),
    card(Get, "/cuentas/<account>", Roles(ADMINISTRATION), "Cuenta"),
    card(Post, "/cuentas/<account>/suspension", Roles(ADMINISTRATION), "Suspender la cuenta"),
    card(Post, "/cuentas/<account>/reactivacion", Roles(ADMINISTRATION), "Reactivar la cuenta"),
    card(
        Post,
        "/cuentas/<account>/enlace",
        Roles(ADMINISTRATION),
        "Enviar el enlace de la contraseña",
    ),
    card(Post, "/cuentas/<account>/roles", Roles(ADMINISTRATION), "Dar un rol"),
    card(Post, "/cuentas/<account>/roles/<grant>/retiro", Roles(ADMINISTRATION), "Quitar un rol"),
    // cohorts
    card(Get, "/oferta", Anyone, "Cursos abiertos"),
    card(Get, "/oferta/<code>", Anyone, "Curso abierto"),
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
    card(Get, "/cohortes/<cohort>/cierre", Roles(COORDINATION), "Lo que falta antes de cerrar"),
    card(Post, "/cohortes/<cohort>/cierre", Roles(COORDINATION), "Cerrar la cohorte"),
    card(Get, "/cohortes/<cohort>/cancelacion", Roles(COORDINATION), "Cancelar la cohorte"),
    card(Post, "/cohortes/<cohort>/cancelacion", Roles(COORDINATION), "Cancelar la cohorte"),
    card(Get, "/cohortes/<cohort>/sesiones/nueva", Roles(COORDINATION), "Programar una sesión"),
    card(Post, "/cohortes/<cohort>/sesiones", Roles(COORDINATION), "Programar una sesión"),
    card(Get, "/sesiones/<session>", Roles(COORDINATION), "Cambiar la sesión"),
    card(Post, "/sesiones/<session>", Roles(COORDINATION), "Cambiar la sesión"),
    card(Get, "/sesiones/<session>/cancelacion", Roles(COORDINATION), "Cancelar la sesión"),
    card(Post, "/sesiones/<session>/cancelacion", Roles(COORDINATION), "Cancelar la sesión"),
    // announcements
    card(Get, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar"),
    card(Post, "/cohortes/<cohort>/convocatoria", Roles(COORDINATION), "Convocar"),
    // calendars
    card(Get, "/oferta/<code>/calendario", Anyone, "Calendario del curso"),
    card(Get, "/mi-calendario", SignedIn, "Mi calendario"),
    card(Post, "/mi-calendario", SignedIn, "Mi calendario"),
    card(Post, "/mi-calendario/baja", SignedIn, "Cerrar la dirección de mi calendario"),
    card(Get, "/calendarios/<token>", Anyone, "Calendario de una persona"),
    // needs
    card(Get, "/necesidades", Roles(ASKING), "Necesidades"),
    card(Get, "/necesidades/xlsx", Roles(ASKING), "Necesidades en XLSX"),
    card(Get, "/necesidades/nueva", Roles(ASKING), "Registrar una necesidad"),
    // The need, its history and a letter to each who coordinates, where there is no offer.
    card(Post, "/necesidades", Roles(ASKING), "Registrar una necesidad").budget(40),
    card(Get, "/necesidades/propuesta", Roles(COORDINATION), "Proponer una cohorte"),
    card(Get, "/necesidades/<need>", Roles(ASKING), "Necesidad"),
    // Both are locked and looked at again before anything is written.
    card(Post, "/necesidades/<need>/cohortes", Roles(COORDINATION), "Asignar a una cohorte")
        .budget(35),
    card(Post, "/necesidades/<need>/rechazo", Roles(COORDINATION), "Rechazar una necesidad")
        .budget(25),
    // ledger
    card(Get, "/capacidad-instalada", Roles(REPORTING), "Capacidad instalada"),
    card(Get, "/capacidad-instalada/xlsx", Roles(REPORTING), "Capacidad instalada en XLSX"),
    card(Get, "/capacidad-instalada/csv/<table>", Roles(REPORTING), "Capacidad instalada en CSV"),
    card(Get, "/municipios/<place>/capacidad", Roles(REPORTING), "Capacidad de un municipio"),
    card(Get, "/municipios/<place>/capacidad/meta", Roles(COORDINATION), "Meta de una capacidad"),
    card(Post, "/municipios/<place>/capacidad/meta", Roles(COORDINATION), "Fijar una meta"),
    card(
        Get,
        "/municipios/<place>/capacidad/personas",
        Roles(REPORTING),
        "Personas detrás de una cifra",
    ),
    // reports
    card(Get, "/tablero", Roles(REPORTING), "Tablero"),
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
    // As many statements for the country as for a village, fifteen at most with those that say who asks.
    card(Get, "/informes/ejecutivos/operacion", Roles(REPORTING), "Operación"),
    card(Get, "/informes/ejecutivos/operacion/xlsx", Roles(REPORTING), "Operación en XLSX"),
    card(Get, "/informes/ejecutivos/operacion/pdf", Roles(REPORTING), "Operación en PDF"),
    card(Get, "/informes/suscripciones", Roles(REPORTING), "Informes por correo"),
    card(Post, "/informes/suscripciones", Roles(REPORTING), "Recibir un informe por correo"),
    // Who lost the role may still stop what they receive.
    card(Post, "/informes/suscripciones/<subscription>/fin", SignedIn, "Detener un informe"),
    // Kept in memory: a crowd of readers sends no statement.
    card(Get, "/datos-abiertos", Anyone, "Datos abiertos").budget(6),
    card(Get, "/datos-abiertos/formacion.csv", Anyone, "Datos abiertos en CSV").budget(6),
    card(Get, "/datos-abiertos/diccionario.csv", Anyone, "Diccionario de los datos").budget(2),
    card(Get, "/informes/ejecutivos/calidad", Roles(REPORTING), "Calidad percibida"),
    card(Get, "/informes/ejecutivos/calidad/xlsx", Roles(REPORTING), "Calidad percibida en XLSX"),
    card(Get, "/informes/ejecutivos/calidad/pdf", Roles(REPORTING), "Calidad percibida en PDF"),
    card(Get, "/informes/ejecutivos/capacidad", Roles(REPORTING), "Resultados de capacidad"),
    card(Get, "/informes/ejecutivos/capacidad/xlsx", Roles(REPORTING), "Resultados en XLSX"),
    card(Get, "/informes/ejecutivos/capacidad/pdf", Roles(REPORTING), "Resultados en PDF"),
    card(Get, "/municipios", Anyone, "Municipios"),
    card(Get, "/municipios/<municipality>", Anyone, "Municipio"),
    // home
    card(Get, "/", Anyone, "Inicio"),
    // attendance: the page that opens without a network, for everybody alike; its data asks who
    card(Get, "/campo", Anyone, "Pasar lista sin señal"),
    card(Get, "/campo/sw.js", Anyone, "Pasar lista sin señal: lo que se guarda"),
    card(Get, "/campo/<part>", Anyone, "Pasar lista sin señal: archivo"),
    card(Post, "/campo/dispositivo", Roles(TEACHING), "Registrar un teléfono"),
    card(Post, "/campo/dispositivo/salida", Roles(TEACHING), "Olvidar un teléfono"),
    card(Post, "/campo/listas", Roles(TEACHING), "Listas para un teléfono"),
    card(Post, "/campo/marcas", Roles(TEACHING), "Registros de un teléfono"),
    card(Get, "/mi-cuenta/dispositivos", Roles(TEACHING), "Mis teléfonos"),
    card(Post, "/mi-cuenta/dispositivos/<device>/retiro", Roles(TEACHING), "Retirar un teléfono"),
    card(Get, "/cohortes/<cohort>/por-revisar", Roles(TEACHING), "Registros por revisar"),
    card(Post, "/cohortes/<cohort>/por-revisar", Roles(COORDINATION), "Decidir registros"),
    card(
        Post,
        "/cohortes/<cohort>/por-revisar/llegadas/<walk_in>",
        Roles(COORDINATION),
        "Decir quién llegó",
    ),
    // attendance
    card(Get, "/cohortes/<cohort>/asistencia", Roles(COHORT_READERS), "Asistencia"),
    card(Get, "/cohortes/<cohort>/asistencia/xlsx", Roles(COHORT_READERS), "Asistencia en XLSX"),
    card(Get, "/sesiones/<session>/asistencia", Roles(TEACHING), "Pasar lista"),
    card(Post, "/sesiones/<session>/asistencia", Roles(TEACHING), "Pasar lista"),
    card(Get, "/sesiones/<session>/cambios", Roles(TEACHING), "Registros de la sesión"),
    card(Post, "/sesiones/<session>/cierre", Roles(TEACHING), "Cerrar la sesión"),
    // attendance: codes
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
    card(Post, "/llegada", SignedIn, "Registrar mi llegada"),
    card(Get, "/llegada/<token>", Anyone, "Registrar mi llegada"),
    card(Post, "/llegada/<token>", Anyone, "Registrar mi llegada"),
    // attendance: paper
    card(Get, "/sesiones/<session>/planilla", Roles(TEACHING), "Planilla de la sesión"),
    card(Post, "/sesiones/<session>/planilla", Roles(TEACHING), "Planilla de la sesión"),
    card(Get, "/planillas/<print>", Roles(TEACHING), "Digitar una planilla"),
    // A roll-call, and the marks that somebody else wrote meanwhile.
    card(Post, "/planillas/<print>", Roles(TEACHING), "Digitar una planilla").budget(30),
    card(Get, "/planillas/<print>/pdf", Roles(TEACHING), "Planilla en PDF"),
    card(Post, "/sesiones/<session>/soportes", Roles(TEACHING), "Adjuntar la planilla firmada")
        .budget(20),
    card(Get, "/soportes/<scan>", Roles(TEACHING), "Planilla firmada"),
    card(Get, "/soportes/<scan>/retiro", Roles(TEACHING), "Retirar un soporte"),
    card(Post, "/soportes/<scan>/retiro", Roles(TEACHING), "Retirar un soporte").budget(20),
    // attendance: one's own, and what is asked about it
    card(Get, "/inscripciones/<enrolment>/asistencia", SignedIn, "Mi asistencia"),
    card(Get, "/inscripciones/<enrolment>/asistencia/<session>", SignedIn, "Pedir una corrección"),
    // The marks, the place and what waits are asked again under the cohort's lock.
    card(Post, "/inscripciones/<enrolment>/asistencia/<session>", SignedIn, "Pedir una corrección")
        .budget(30),
    card(Get, "/solicitudes", Roles(COORDINATION), "Solicitudes por decidir"),
    card(Get, "/solicitudes/<request>", SignedIn, "Solicitud"),
    // The decision, its mark, its history and its letter are written at once.
    card(Post, "/solicitudes/<request>", SignedIn, "Decidir una solicitud").budget(40),
    card(Post, "/solicitudes/<request>/retiro", SignedIn, "Retirar una solicitud").budget(25),
    card(Get, "/solicitudes/<request>/soporte", SignedIn, "Soporte de una solicitud"),
    card(Get, "/cohortes/<cohort>/solicitudes", Roles(COORDINATION), "Solicitudes"),
    card(Get, "/cohortes/<cohort>/riesgo", Roles(COORDINATION), "Asistencia en riesgo"),
    // assessment
    card(Get, "/cohortes/<cohort>/actividades", Roles(TEACHING), "Actividades y pesos"),
    card(Post, "/cohortes/<cohort>/actividades", Roles(COORDINATION), "Actividades y pesos"),
    card(Get, "/cohortes/<cohort>/notas", Roles(TEACHING), "Notas"),
    card(Post, "/cohortes/<cohort>/notas", Roles(TEACHING), "Notas"),
    card(Get, "/actividades/<graded>/notas/<enrolment>", Roles(TEACHING), "Historia de una nota"),
    card(Get, "/cohortes/<cohort>/notas/reapertura", Roles(TEACHING), "Reapertura de las notas"),
    card(Post, "/cohortes/<cohort>/notas/reapertura", Roles(COORDINATION), "Abrir las notas"),
    card(
        Post,
        "/cohortes/<cohort>/notas/reapertura/cierre",
        Roles(COORDINATION),
        "Cerrar las notas",
    ),
    // assessment: appeals of a grade
    card(Get, "/actividades/<activity>/mi-nota", SignedIn, "Mi nota"),
    // The appeal, its history and a letter to each who coordinates.
    card(Post, "/actividades/<activity>/mi-nota", SignedIn, "Reclamar una nota").budget(40),
    card(Get, "/reclamos", Roles(COORDINATION), "Reclamos por responder"),
    card(Get, "/reclamos/<appeal>", SignedIn, "Reclamo de una nota"),
    // The answer, its grade, its history and its letter are written at once.
    card(Post, "/reclamos/<appeal>", SignedIn, "Responder un reclamo").budget(40),
    card(Post, "/reclamos/<appeal>/retiro", SignedIn, "Retirar un reclamo").budget(25),
    card(Get, "/cohortes/<cohort>/reclamos", Roles(TEACHING), "Reclamos de notas"),
    // assessment: the grade book as a file
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
    card(Post, "/notas/<book>", SignedIn, "Guardar la planilla").budget(40),
    card(Get, "/notas/<book>/archivo", SignedIn, "Planilla marcada"),
    // surveys: one's own ticket, and what is answered by an address alone
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
    // assessment: the bank of questions
    card(Get, "/preguntas", Roles(TEACHING), "Banco de preguntas"),
    card(Post, "/preguntas", Roles(COORDINATION), "Crear una pregunta"),
    card(Get, "/preguntas/nueva", Roles(COORDINATION), "Crear una pregunta"),
    card(Get, "/preguntas/archivo/gift", Roles(TEACHING), "Preguntas en GIFT"),
    card(Get, "/preguntas/archivo/xlsx", Roles(TEACHING), "Preguntas en XLSX"),
    card(Get, "/banco/importacion", Roles(COORDINATION), "Importar preguntas"),
    card(Post, "/banco/importacion", Roles(COORDINATION), "Importar preguntas"),
    card(Get, "/banco/importacion/plantilla", Roles(COORDINATION), "Plantilla de preguntas"),
    // A file of questions is seen by its sender alone.
    card(Get, "/banco/importacion/<upload>", SignedIn, "Revisar el archivo"),
    // Five statements for each of five hundred questions, all or nothing.
    card(Post, "/banco/importacion/<upload>", SignedIn, "Importar preguntas").budget(3_000),
    card(Get, "/banco/importacion/<upload>/archivo", SignedIn, "Archivo marcado"),
    card(Get, "/preguntas/<question>", Roles(TEACHING), "Pregunta"),
    card(
        Get,
        "/preguntas/<question>/vista",
        Roles(TEACHING),
        "Pregunta, como la ve quien responde",
    ),
    card(
        Get,
        "/preguntas/<question>/imagenes/<picture>",
        Roles(TEACHING),
        "Imagen de una pregunta",
    ),
    card(Post, "/preguntas/<question>/imagenes", Roles(COORDINATION), "Agregar una imagen"),
    card(Get, "/preguntas/<question>/edicion", Roles(COORDINATION), "Corregir una pregunta"),
    card(Post, "/preguntas/<question>/edicion", Roles(COORDINATION), "Corregir una pregunta"),
    card(Post, "/preguntas/<question>/publicacion", Roles(COORDINATION), "Publicar una pregunta"),
    card(Post, "/preguntas/<question>/retiro", Roles(COORDINATION), "Retirar una pregunta"),
    card(
        Post,
        "/preguntas/<question>/reintegro",
        Roles(COORDINATION),
        "Volver a usar una pregunta",
    ),
    // assessment: tests
    card(Get, "/actividades/<activity>/prueba", Roles(TEACHING), "Prueba"),
    // What is typed is looked at beside the bank, then written whole.
    card(Post, "/actividades/<activity>/prueba", Roles(COORDINATION), "Prueba").budget(25),
    card(Post, "/actividades/<activity>/prueba/plazo", Roles(COORDINATION), "Ampliar el plazo")
        .budget(25),
    card(
        Get,
        "/actividades/<activity>/prueba/vista-previa",
        Roles(TEACHING),
        "Vista previa de la prueba",
    ),
    card(Get, "/actividades/<activity>/prueba/intentos", Roles(TEACHING), "Intentos de la prueba"),
    card(
        Get,
        "/actividades/<activity>/prueba/intentos/<attempt>",
        Roles(TEACHING),
        "Intento de una prueba",
    ),
    // One row for each open answer, then the grade and its history.
    card(
        Post,
        "/actividades/<activity>/prueba/intentos/<attempt>",
        Roles(TEACHING),
        "Calificar un intento",
    )
    .budget(60),
    card(
        Get,
        "/actividades/<activity>/prueba/recalificar",
        Roles(COORDINATION),
        "Recalificar la prueba",
    ),
    card(
        Get,
        "/actividades/<activity>/prueba/recalificar/<question>",
        Roles(COORDINATION),
        "Recalificar una pregunta",
    ),
    // What is shown is looked at again before it is done; then a grade for each person who changes.
    card(
        Post,
        "/actividades/<activity>/prueba/recalificar/<question>",
        Roles(COORDINATION),
        "Recalificar una pregunta",
    )
    .budget(60),
    card(Get, "/inscripciones/<enrolment>/pruebas", SignedIn, "Pruebas"),
    card(Get, "/pruebas/<exam>", SignedIn, "Prueba"),
    // The draw is written whole with the attempt.
    card(Post, "/pruebas/<exam>", SignedIn, "Empezar una prueba").budget(25),
    card(Get, "/pruebas/<exam>/preguntas/<position>", SignedIn, "Pregunta"),
    // Three hundred people send it at once.
    card(Post, "/pruebas/<exam>/preguntas/<position>", SignedIn, "Responder").budget(8),
    card(Get, "/pruebas/<exam>/entrega", SignedIn, "Entregar la prueba"),
    // Scores, the grade and its history.
    card(Post, "/pruebas/<exam>/entrega", SignedIn, "Entregar la prueba").budget(25),
    card(Get, "/pruebas/<exam>/intentos/<number>", SignedIn, "Resultado de una prueba"),
    card(
        Get,
        "/pruebas/<exam>/intentos/<number>/preguntas/<position>/imagenes/<picture>",
        SignedIn,
        "Imagen de una pregunta de la prueba",
    ),
    card(
        Get,
        "/actividades/<activity>/prueba/resultados",
        Roles(TEACHING),
        "Resultados de la prueba",
    ),
    // Tests on paper.
    card(Get, "/actividades/<activity>/prueba/papel", Roles(TEACHING), "Prueba en papel"),
    // The test is drawn and kept with its forms and sheets.
    card(Post, "/actividades/<activity>/prueba/papel", Roles(TEACHING), "Imprimir una prueba")
        .budget(35),
    card(Get, "/impresiones/<printing>", Roles(TEACHING), "Hojas de respuestas"),
    card(
        Get,
        "/impresiones/<printing>/cuadernillo/<form>",
        Roles(TEACHING),
        "Cuadernillo de preguntas en PDF",
    ),
    card(Get, "/impresiones/<printing>/planilla", Roles(TEACHING), "Digitar en planilla"),
    // As many as forty sheets, each as if it were sent alone.
    card(Post, "/impresiones/<printing>/planilla", Roles(TEACHING), "Digitar en planilla")
        .budget(2_000),
    card(Get, "/impresiones/<printing>/hojas", Roles(TEACHING), "Hojas de respuestas en PDF"),
    card(Get, "/impresiones/<printing>/clave", Roles(TEACHING), "Clave de la prueba en PDF"),
    card(Get, "/hojas/<paper>", Roles(TEACHING), "Digitar una hoja de respuestas"),
    // An attempt is written whole; a correction writes two rows for each answer that changed.
    card(Post, "/hojas/<paper>", Roles(TEACHING), "Digitar una hoja de respuestas").budget(60),
    // Products.
    card(Get, "/actividades/<product>/producto", Roles(TEACHING), "Producto"),
    card(Post, "/actividades/<product>/producto", Roles(COORDINATION), "Producto").budget(20),
    card(Get, "/actividades/<product>/entregas", Roles(TEACHING), "Entregas"),
    card(Get, "/entregas/<submission>", Roles(TEACHING), "Entrega"),
    card(Post, "/entregas/<submission>", Roles(TEACHING), "Calificar una entrega").budget(45),
    card(Post, "/entregas/<submission>/decision", Roles(COORDINATION), "Decidir una nota")
        .budget(45),
    card(Get, "/entregas/<submission>/archivo", SignedIn, "Archivo de una entrega"),
    card(Get, "/inscripciones/<enrolment>/productos/<product>", SignedIn, "Mi producto"),
    card(Post, "/inscripciones/<enrolment>/productos/<product>", SignedIn, "Entregar un producto")
        .budget(40),
    // certification
    card(Get, "/documentos", Roles(ADMINISTRATION), "Documentos"),
    card(Get, "/documentos/<template>", Roles(ADMINISTRATION), "Documento"),
    card(
        Post,
        "/documentos/<template>/publicacion",
        Roles(ADMINISTRATION),
        "Publicar una plantilla",
    ),
    card(Get, "/documentos/<template>/borrador", Roles(ADMINISTRATION), "Borrador de un documento"),
    card(
        Post,
        "/documentos/<template>/borrador",
        Roles(ADMINISTRATION),
        "Borrador de un documento",
    ),
    card(Get, "/documentos/<template>/muestra", Roles(ADMINISTRATION), "Muestra de un documento"),
    card(Get, "/firmas", Roles(ADMINISTRATION), "Firmas de los documentos"),
    card(Post, "/firmas", Roles(ADMINISTRATION), "Guardar una firma"),
    card(Get, "/firmas/<drawing>", Roles(ADMINISTRATION), "Firma dibujada"),
    card(Get, "/cohortes/<cohort>/certificados", Roles(REPORTING), "Certificados de la cohorte"),
    card(Post, "/cohortes/<cohort>/certificados", Roles(REPORTING), "Expedir certificados")
        .budget(40),
    card(Get, "/expediciones/<batch>", Roles(COORDINATION), "Expedición de certificados"),
    // Two statements for each fifty certificates.
    card(Get, "/cohortes/<cohort>/certificados/zip", Roles(REPORTING), "Certificados en ZIP")
        .budget(60),
    // Two statements for each two hundred certificates.
    card(
        Get,
        "/cohortes/<cohort>/certificados/cambios",
        Roles(COORDINATION),
        "Cambios después de expedir",
    ),
    card(
        Post,
        "/cohortes/<cohort>/certificados/cambios",
        Roles(COORDINATION),
        "Ver lo que va a pasar con los certificados",
    ),
    // As issuing: a short transaction for each, at most 200 a request.
    card(
        Post,
        "/cohortes/<cohort>/certificados/cambios/hechos",
        Roles(COORDINATION),
        "Mantener, reemplazar o revocar certificados",
    )
    .budget(4_500),
    card(Get, "/certificados/por-vencer", Roles(COORDINATION), "Certificados por vencer"),
    card(Get, "/certificados/<certificate>", SignedIn, "Certificado"),
    card(Get, "/certificados/<certificate>/pdf", SignedIn, "Certificado en PDF"),
    card(Get, "/certificados/<certificate>/revocacion", SignedIn, "Revocar un certificado"),
    card(Post, "/certificados/<certificate>/revocacion", SignedIn, "Revocar un certificado"),
    card(Get, "/mis-certificados", SignedIn, "Mis certificados"),
    card(Get, "/mis-certificados/<certificate>/pdf", SignedIn, "Mi certificado en PDF"),
    card(Get, "/mis-certificados/compartir", SignedIn, "Compartir certificados"),
    card(Post, "/mis-certificados/compartir", SignedIn, "Compartir certificados"),
    card(Post, "/mis-certificados/compartir/<share>/fin", SignedIn, "Terminar un enlace"),
    // One statement for whoever it may be: its number must tell nothing.
    card(Get, "/mis-certificados/recuperar", Anyone, "Recuperar mis certificados").budget(2),
    card(Post, "/mis-certificados/recuperar", Anyone, "Recuperar mis certificados").budget(4),
    // By the link of a letter, without an account.
    card(Get, "/portafolio/<token>", Anyone, "Certificados de una persona"),
    card(Get, "/portafolio/<token>/<certificate>/pdf", Anyone, "Certificado en PDF"),
    card(Get, "/portafolio/<token>/compartir", Anyone, "Compartir certificados"),
    card(Post, "/portafolio/<token>/compartir", Anyone, "Compartir certificados"),
    card(Post, "/portafolio/<token>/compartir/<share>/fin", Anyone, "Terminar un enlace"),
    // Whoever was given the address waits for this page: light on purpose.
    card(Get, "/compartidos/<token>", Anyone, "Certificados compartidos").budget(6),
    card(Get, "/inscripciones/<enrolment>/avance", SignedIn, "Mi avance"),
    card(Get, "/verificar", Anyone, "Verificar un certificado"),
    card(Post, "/verificar/archivo", Anyone, "Verificar un certificado con su archivo").budget(6),
    // Whoever scans a QR waits for this page: light on purpose.
    card(Get, "/verificar/<code>", Anyone, "Verificar un certificado").budget(6),
    // Programs of strangers read these.
    card(Get, "/verificar/<code>/credencial", Anyone, "Credencial digital").budget(4),
    card(Get, "/emisor", Anyone, "Emisor de las credenciales").budget(2),
    card(Get, "/emisor/claves", Anyone, "Llaves públicas").budget(3),
    card(Get, "/emisor/claves/<key>", Anyone, "Llave pública").budget(3),
    card(Get, "/emisor/cursos/<version>", Anyone, "Logro de un curso").budget(6),
    card(Get, "/emisor/listas/<list>", Anyone, "Lista de credenciales revocadas").budget(6),
    // capacities
    card(Get, "/capacidades", Anyone, "Capacidades municipales"),
    card(Get, "/capacidades/<capacity>", Anyone, "Capacidad"),
    card(Get, "/capacidades/nueva", Roles(ADMINISTRATION), "Agregar una capacidad"),
    card(Post, "/capacidades", Roles(ADMINISTRATION), "Agregar una capacidad"),
    card(Get, "/capacidades/dimensiones", Roles(ADMINISTRATION), "Dimensiones del marco"),
    card(Post, "/capacidades/dimensiones", Roles(ADMINISTRATION), "Dimensiones del marco"),
    card(Get, "/capacidades/<capacity>/edicion", Roles(ADMINISTRATION), "Cambiar una capacidad"),
    card(Post, "/capacidades/<capacity>/edicion", Roles(ADMINISTRATION), "Cambiar una capacidad"),
    card(
        Get,
        "/capacidades/<capacity>/indicador-nuevo",
        Roles(ADMINISTRATION),
        "Agregar un indicador",
    ),
    card(
        Post,
        "/capacidades/<capacity>/indicadores",
        Roles(ADMINISTRATION),
        "Agregar un indicador",
    ),
    card(
        Get,
        "/capacidades/<capacity>/indicadores/<measure>",
        Roles(ADMINISTRATION),
        "Cambiar un indicador",
    ),
    card(
        Post,
        "/capacidades/<capacity>/indicadores/<measure>",
        Roles(ADMINISTRATION),
        "Cambiar un indicador",
    ),
    card(
        Get,
        "/capacidades/<capacity>/historia",
        Roles(ADMINISTRATION),
        "Historia de una capacidad",
    ),
    // indicators
    card(Get, "/indicadores", Roles(REPORTING), "Datos de indicadores"),
    card(Get, "/indicadores/importacion", Roles(ADMINISTRATION), "Importar datos"),
    card(Post, "/indicadores/importacion", Roles(ADMINISTRATION), "Importar datos"),
    // Whoever sent a file is alone with it.
    card(Get, "/indicadores/importacion/<upload>", SignedIn, "Revisar los datos"),
    // Five hundred rows in a statement: a national file of 150.000 takes three hundred.
    card(Post, "/indicadores/importacion/<upload>", SignedIn, "Importar datos").budget(400),
    card(Get, "/brechas", Roles(REPORTING), "Brechas"),
    card(Get, "/prioridades", Roles(REPORTING), "Prioridades"),
    card(Get, "/municipios/<place>/prioridad", Roles(COORDINATION), "Cambiar un puesto"),
    card(Post, "/municipios/<place>/prioridad", Roles(COORDINATION), "Cambiar un puesto"),
    card(Post, "/municipios/<place>/prioridad/retiro", Roles(COORDINATION), "Retirar un cambio"),
    card(Get, "/municipios/<municipality>/brecha", Roles(REPORTING), "Brecha de un municipio"),
    card(
        Get,
        "/municipios/<municipality>/indicadores",
        Roles(REPORTING),
        "Indicadores de un municipio",
    ),
    // courses
    card(Get, "/cursos", SignedIn, "Cursos"),
    card(Get, "/cursos/nuevo", Roles(COORDINATION), "Crear un curso"),
    card(Post, "/cursos", Roles(COORDINATION), "Crear un curso"),
    card(Get, "/cursos/<course>", SignedIn, "Curso"),
    card(Get, "/cursos/<course>/lecciones", Roles(TEACHING), "Lecciones de un curso"),
    card(Get, "/cohortes/<cohort>/lecciones", Roles(COORDINATION), "Lecciones de una cohorte"),
    card(Post, "/cohortes/<cohort>/lecciones", Roles(COORDINATION), "Escribir una lección"),
    card(Post, "/lecciones/<lesson>/retiro", Roles(COORDINATION), "Retirar una lección"),
    card(Get, "/cursos/<course>/version", Roles(COORDINATION), "Editar un curso"),
    card(Post, "/cursos/<course>/version", Roles(COORDINATION), "Editar un curso"),
    card(Post, "/cursos/<course>/publicacion", Roles(COORDINATION), "Publicar una versión"),
    // people
    card(Get, "/personas", Roles(REPORTING), "Personas"),
    card(Post, "/personas/busqueda", Roles(COORDINATION), "Buscar por documento"),
    card(Get, "/personas/<person>", SignedIn, "Persona"),
    card(Post, "/personas/<person>/revision", Roles(COORDINATION), "Marcar revisado un documento"),
    card(Get, "/personas/revision", Roles(COORDINATION), "Registros por revisar"),
    // Two histories beside each other: each capability tells what it knows of both.
    card(Get, "/personas/<person>/union/<other>", Roles(COORDINATION), "Unir dos registros")
        .budget(30),
    // Everything that hangs on a person moves at once, with its journal.
    card(Post, "/personas/<person>/union/<other>", Roles(COORDINATION), "Unir dos registros")
        .budget(60),
    card(
        Post,
        "/personas/<person>/distinta/<other>",
        Roles(COORDINATION),
        "No son la misma persona",
    ),
    card(Get, "/uniones/<union>", Roles(COORDINATION), "Unión de registros"),
    // Each value is proved before any is restored.
    card(Post, "/uniones/<union>/anulacion", Roles(COORDINATION), "Deshacer una unión").budget(60),
    card(Get, "/personas/<person>/nombre", Roles(COORDINATION), "Corregir el nombre"),
    card(Post, "/personas/<person>/nombre", Roles(COORDINATION), "Corregir el nombre"),
    card(Get, "/personas/<person>/documento", Roles(COORDINATION), "Cambiar el documento"),
    card(Post, "/personas/<person>/documento", Roles(COORDINATION), "Cambiar el documento")
        .budget(20),
    card(Get, "/mis-datos", SignedIn, "Mis datos"),
    card(Get, "/vinculaciones", Roles(KEEPING), "Vinculaciones por confirmar"),
    card(Get, "/vinculaciones/<post>", SignedIn, "Vinculación"),
    card(Post, "/vinculaciones/<post>/confirmacion", SignedIn, "Confirmar una vinculación"),
    card(Post, "/vinculaciones/<post>/fin", SignedIn, "Terminar una vinculación"),
    card(Post, "/vinculaciones/<post>/principal", SignedIn, "Elegir la vinculación principal"),
    card(Get, "/vinculaciones/<post>/correccion", SignedIn, "Corregir una vinculación"),
    card(Post, "/vinculaciones/<post>/correccion", SignedIn, "Corregir una vinculación").budget(20),
    card(Get, "/personas/<person>/vinculaciones/nueva", SignedIn, "Agregar una vinculación"),
    card(Post, "/personas/<person>/vinculaciones", SignedIn, "Agregar una vinculación").budget(20),
    // enrolment
    card(Get, "/oferta/<code>/registro", Anyone, "Registrarse"),
    // Person, post, authorisation, account, session and place are written at once.
    card(Post, "/oferta/<code>/registro", Anyone, "Registrarse").budget(45),
    card(Get, "/oferta/<code>/inscripcion", SignedIn, "Inscribirse"),
    // The place is given under the cohort's lock, with its event, history and letter.
    card(Post, "/oferta/<code>/inscripcion", SignedIn, "Inscribirse").budget(30),
    card(Get, "/mis-inscripciones", SignedIn, "Mis inscripciones"),
    card(Get, "/inscripciones/<enrolment>", SignedIn, "Inscripción"),
    card(Get, "/inscripciones/<enrolment>/retiro", SignedIn, "Retirar la inscripción"),
    // The first who waits gets the seat in the same transaction.
    card(Post, "/inscripciones/<enrolment>/retiro", SignedIn, "Retirar la inscripción").budget(35),
    card(Get, "/inscripciones/<enrolment>/municipio", SignedIn, "Municipio de la inscripción"),
    // A seat that falls free by it goes to the first who waits.
    card(Post, "/inscripciones/<enrolment>/municipio", SignedIn, "Municipio de la inscripción")
        .budget(40),
    card(Get, "/cohortes/<cohort>/inscritos", Roles(COHORT_READERS), "Inscritos"),
    card(Get, "/cohortes/<cohort>/inscritos/nuevo", Roles(COORDINATION), "Agregar una persona"),
    // Person, post, authorisation and place are written at once.
    card(Post, "/cohortes/<cohort>/inscritos/nuevo", Roles(COORDINATION), "Agregar una persona")
        .budget(45),
    // enrolment: many people from a file
    card(Get, "/cohortes/<cohort>/importacion", Roles(COORDINATION), "Importar personas"),
    card(Post, "/cohortes/<cohort>/importacion", Roles(COORDINATION), "Importar personas"),
    card(
        Get,
        "/cohortes/<cohort>/importacion/plantilla.xlsx",
        Roles(COORDINATION),
        "Plantilla para importar",
    ),
    card(Get, "/importaciones/<import>", Roles(COORDINATION), "Importación"),
    // A file of few rows is checked at once: its people are looked up, 500 a statement.
    card(Post, "/importaciones/<import>/columnas", Roles(COORDINATION), "Columnas del archivo")
        .budget(40),
    // A file of few rows is written at once, all or nothing: some thirty statements a person.
    card(Post, "/importaciones/<import>/confirmacion", Roles(COORDINATION), "Importar el archivo")
        .budget(8_000),
    card(Post, "/importaciones/<import>/descarte", Roles(COORDINATION), "Descartar el archivo"),
    card(Get, "/importaciones/<import>/xlsx", Roles(COORDINATION), "Archivo con errores marcados"),
    card(Get, "/cohortes/<cohort>/cupos", Roles(COORDINATION), "Cambiar los cupos"),
    // Every new seat goes to somebody who waits, with event, history and letter for each.
    card(Post, "/cohortes/<cohort>/cupos", Roles(COORDINATION), "Cambiar los cupos").budget(60),
    card(Get, "/cohortes/<cohort>/reservas", Roles(COORDINATION), "Reservar cupos"),
    // Seats that nobody keeps any more go to those who wait.
    card(Post, "/cohortes/<cohort>/reservas", Roles(COORDINATION), "Reservar cupos").budget(60),
    card(Post, "/cohortes/<cohort>/reservas/liberacion", Roles(COORDINATION), "Liberar cupos")
        .budget(60),
    // The place moves with its event, history and letters; a seat left goes to who is next.
    card(Post, "/inscripciones/<enrolment>/oferta", SignedIn, "Responder a un cupo").budget(50),
    card(Get, "/cohortes/<cohort>/postulaciones", Roles(NOMINATING), "Postular a su gente"),
    // A place, its event, history, offer and letter for each person, at most 300 of them.
    card(Post, "/cohortes/<cohort>/postulaciones", Roles(NOMINATING), "Postular a su gente")
        .budget(4_500),
    card(
        Get,
        "/cohortes/<cohort>/postulaciones/nueva",
        Roles(NOMINATING),
        "Postular a otra persona",
    ),
    card(
        Post,
        "/cohortes/<cohort>/postulaciones/nueva",
        Roles(NOMINATING),
        "Postular a otra persona",
    )
    .budget(50),
    card(Get, "/cupo/<token>", Anyone, "Responder a un cupo"),
    card(Post, "/cupo/<token>", Anyone, "Responder a un cupo").budget(50),
];
