//! Every route of `certification`: who may use it, its title and its budget.

use rocket::http::Method::{Get, Post};

use platform::registry::Audience::{Anyone, Roles, SignedIn};
use platform::registry::{Card, card};
use sign_in_model::audiences::{ADMINISTRATION, COORDINATION, REPORTING};

pub(super) const CARDS: &[Card] = &[
    card(Get, "/cohortes/<cohort>/cierre", Roles(COORDINATION), "Lo que falta antes de cerrar"),
    // What blocks the closing is asked of every capability.
    card(Post, "/cohortes/<cohort>/cierre", Roles(COORDINATION), "Cerrar la cohorte").budget(50),
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
    card(Post, "/cohortes/<cohort>/certificados", Roles(COORDINATION), "Expedir certificados")
        .deciding()
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
    .deciding()
    .budget(4_500),
    card(Get, "/certificados/por-vencer", Roles(COORDINATION), "Certificados por vencer"),
    card(Get, "/certificados/<certificate>", SignedIn, "Certificado"),
    card(Get, "/certificados/<certificate>/pdf", SignedIn, "Certificado en PDF"),
    card(Get, "/certificados/<certificate>/revocacion", SignedIn, "Revocar un certificado"),
    card(Post, "/certificados/<certificate>/revocacion", SignedIn, "Revocar un certificado")
        .deciding(),
    card(Get, "/mis-certificados", SignedIn, "Mis certificados"),
    card(Get, "/mis-certificados/<certificate>/pdf", SignedIn, "Mi certificado en PDF"),
    card(Get, "/mis-certificados/compartir", SignedIn, "Compartir certificados"),
    card(Post, "/mis-certificados/compartir", SignedIn, "Compartir certificados"),
    card(Post, "/mis-certificados/compartir/<share>/fin", SignedIn, "Terminar un enlace"),
    // One statement whoever claims: the number of statements must tell nothing.
    card(Get, "/mis-certificados/recuperar", Anyone, "Recuperar mis certificados").budget(2),
    card(Post, "/mis-certificados/recuperar", Anyone, "Recuperar mis certificados").budget(4),
    // By the link of a letter, without an account.
    card(Get, "/portafolio/<token>", Anyone, "Certificados de una persona"),
    card(Get, "/portafolio/<token>/<certificate>/pdf", Anyone, "Certificado en PDF"),
    card(Get, "/portafolio/<token>/compartir", Anyone, "Compartir certificados"),
    card(Post, "/portafolio/<token>/compartir", Anyone, "Compartir certificados"),
    card(Post, "/portafolio/<token>/compartir/<share>/fin", Anyone, "Terminar un enlace"),
    // The page is light on purpose: its reader may have a poor connection.
    card(Get, "/compartidos/<token>", Anyone, "Certificados compartidos").budget(6),
    card(Get, "/inscripciones/<enrolment>/avance", SignedIn, "Mi avance"),
    card(Get, "/verificar", Anyone, "Verificar un certificado"),
    card(Post, "/verificar/archivo", Anyone, "Verificar un certificado con su archivo").budget(6),
    // The page is light on purpose: it opens after a scan of the QR code.
    card(Get, "/verificar/<code>", Anyone, "Verificar un certificado").budget(6),
    // Programs of strangers read these.
    card(Get, "/verificar/<code>/credencial", Anyone, "Credencial digital").budget(4),
    card(Get, "/emisor", Anyone, "Emisor de las credenciales").budget(2),
    card(Get, "/.well-known/did.json", Anyone, "Emisor como did:web").budget(3),
    card(Get, "/emisor/claves", Anyone, "Llaves públicas").budget(3),
    card(Get, "/emisor/claves/<key>", Anyone, "Llave pública").budget(3),
    card(Get, "/emisor/cursos/<version>", Anyone, "Logro de un curso").budget(6),
    card(Get, "/emisor/insignia.svg", Anyone, "Insignia del emisor").budget(2),
    card(Get, "/emisor/cursos/<version>/insignia.svg", Anyone, "Insignia de un curso").budget(6),
    card(Get, "/emisor/listas/<list>", Anyone, "Lista de credenciales revocadas").budget(6),
];
