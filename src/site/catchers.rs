//! Errors that Rocket itself finds: unknown address, unreadable form, panic.

use rocket::http::Status;
use rocket::response::{self, Responder};
use rocket::{Catcher, Request};

use crate::platform::app::App;
use crate::platform::errors::{busy_page, error_page};
use crate::platform::origin::REFUSED_PATH;
use crate::sign_in::desk::know_reader;

/// A request that no handler answered.
struct FailedRequest {
    status: Status,
    /// Another site sent it.
    foreign: bool,
}

#[rocket::catch(default)]
async fn any(status: Status, request: &Request<'_>) -> FailedRequest {
    // No handler ran, so nobody has asked yet whose menu the page must show. When the
    // session cannot be read the page comes without one. A change that another site sent is
    // nobody's: it must not reach the database. Nor must what found it busy.
    let foreign = request.uri().path() == REFUSED_PATH;
    let asks = !foreign && status != Status::ServiceUnavailable;
    if let Some(app) = request.rocket().state::<App>().filter(|_| asks) {
        let _ = know_reader(app, request).await;
    }
    // An address whose id is no number is forwarded as 422; it names nothing, so it
    // must look like any other absent row.
    let names_nothing = status == Status::UnprocessableEntity;
    FailedRequest { status: if names_nothing { Status::NotFound } else { status }, foreign }
}

impl<'r> Responder<'r, 'static> for FailedRequest {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let app = request.rocket().state::<App>();
        if let Some(app) = app.filter(|_| self.foreign) {
            let title = "Formulario de otra dirección";
            let own = &app.config.public_url;
            return error_page(request, self.status, "errors/foreign", title, own);
        }
        if self.status == Status::PayloadTooLarge {
            let (template, title) = face(self.status);
            let text =
                "Es demasiado texto para un solo envío: escriba menos, o envíelo por partes.";
            return error_page(request, self.status, template, title, text);
        }
        if self.status == Status::ServiceUnavailable {
            return busy_page(request);
        }
        let (template, title) = face(self.status);
        error_page(request, self.status, template, title, "")
    }
}

fn face(status: Status) -> (&'static str, &'static str) {
    match status.code {
        404 => ("errors/not_found", "Página no encontrada"),
        401 | 403 => ("errors/forbidden", "Sin permiso"),
        429 => ("errors/too_many", "Demasiados intentos"),
        400..=499 => ("errors/bad_request", "No entendimos la solicitud"),
        _ => ("errors/internal", "Ocurrió un error"),
    }
}

pub fn all() -> Vec<Catcher> {
    rocket::catchers![any, crate::sign_in::typed::come_in_first]
}
