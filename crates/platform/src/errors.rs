//! One error for the whole application, and the calm pages that tell it.
//!
//! A rule that says no is not an error: commands answer [`Failure::Refused`] with the
//! capability's own refusal, and its page shows the form again.

use rocket::http::{Header, Method, Status};
use rocket::request::Request;
use rocket::response::{self, Redirect, Responder};
use sea_orm::DbErr;
use serde_json::json;

use super::back::page_behind;
use super::db::is_busy;
use super::pages::{Page, Shell, Views};
use super::typed::{CarriedForm, FormAgain};

/// What a client is told to wait before it asks again what was too much at once.
const BUSY_SECONDS: &str = "10";

/// Why a request got no page of its own.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Not there, or outside what the actor may see: the two look alike (R60).
    #[error("not found")]
    NotFound,
    /// Seen, but not allowed.
    #[error("not allowed")]
    Forbidden,
    /// Nobody is signed in; after signing in the person returns to this address, or to the
    /// form of a change. What was typed in one comes back: the catcher of 401 (`sign_in`) shows it.
    #[error("sign in first")]
    SignInFirst,
    /// The account owes a second factor and its days are over (R79): it is set up before anything else.
    #[error("set up the second factor first")]
    FactorFirst,
    /// A rule refused a request that has no form to go back to; the Spanish sentence says why.
    #[error("refused")]
    Refused(String),
    #[error("too many attempts")]
    TooMany { retry_after_seconds: u64 },
    /// More at once than is worked on; nothing was done.
    #[error("too much at once")]
    Busy,
    #[error("database: {0}")]
    Database(#[from] DbErr),
    #[error("{0}")]
    Internal(String),
}

impl From<super::secrets::NoRandomness> for AppError {
    fn from(error: super::secrets::NoRandomness) -> Self {
        Self::Internal(error.to_string())
    }
}

/// The error of a command that did not do what was asked.
#[derive(Debug)]
pub enum Failure<R> {
    /// A rule of the domain says no; nothing was changed.
    Refused(R),
    /// Something broke; nothing was changed.
    Broken(AppError),
}

/// Returns a refusal as what a command returns.
pub fn refuse<T, R>(refusal: R) -> Result<T, Failure<R>> {
    Err(Failure::Refused(refusal))
}

impl<R> From<DbErr> for Failure<R> {
    fn from(error: DbErr) -> Self {
        Self::Broken(error.into())
    }
}

impl<R> From<AppError> for Failure<R> {
    fn from(error: AppError) -> Self {
        Self::Broken(error)
    }
}

impl<R> From<super::secrets::NoRandomness> for Failure<R> {
    fn from(error: super::secrets::NoRandomness) -> Self {
        Self::Broken(error.into())
    }
}

impl<R> Failure<R> {
    /// Turns the refusal into another one; a broken thing stays broken.
    pub fn map<S>(self, change: impl FnOnce(R) -> S) -> Failure<S> {
        match self {
            Self::Refused(refusal) => Failure::Refused(change(refusal)),
            Self::Broken(error) => Failure::Broken(error),
        }
    }

    /// Splits what a page can tell from what only an error page can.
    pub fn refusal(self) -> Result<R, AppError> {
        match self {
            Self::Refused(refusal) => Ok(refusal),
            Self::Broken(error) => Err(error),
        }
    }
}

impl AppError {
    fn face(&self) -> (Status, &'static str, &'static str) {
        match self {
            Self::NotFound => (Status::NotFound, "errors/not_found", "Página no encontrada"),
            Self::Forbidden => (Status::Forbidden, "errors/forbidden", "Sin permiso"),
            Self::SignInFirst | Self::FactorFirst => {
                (Status::Unauthorized, "errors/forbidden", "Ingrese primero")
            }
            Self::Refused(_) => {
                (Status::UnprocessableEntity, "errors/refused", "No se hizo el cambio")
            }
            Self::TooMany { .. } => {
                (Status::TooManyRequests, "errors/too_many", "Demasiados intentos")
            }
            Self::Busy => (Status::ServiceUnavailable, "errors/busy", "Hay muchas solicitudes"),
            Self::Database(_) | Self::Internal(_) => {
                (Status::InternalServerError, "errors/internal", "Ocurrió un error")
            }
        }
    }
}

impl<'r> Responder<'r, 'static> for AppError {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let elsewhere = match self {
            Self::SignInFirst => Some("/ingresar"),
            Self::FactorFirst => Some("/segundo-factor"),
            _ => None,
        };
        if let Some(elsewhere) = elsewhere {
            if CarriedForm::of(request).is_some() {
                return Err(Status::Unauthorized);
            }
            let path = if request.method() == Method::Get {
                request.uri().to_string()
            } else {
                page_behind(request)
            };
            return Redirect::to(super::pager::address(elsewhere, &[("destino", &path)]))
                .respond_to(request);
        }
        if let Self::Database(error) = &self {
            // The statement's values are personal data; the kind of error is not.
            tracing::error!(
                request = super::logs::request_id(request),
                kind = kind_of(error),
                "database error"
            );
        }
        if let Self::Internal(reason) = &self {
            tracing::error!(request = super::logs::request_id(request), reason, "internal error");
        }
        let busy = match &self {
            Self::Busy => true,
            Self::Database(error) => is_busy(error),
            _ => false,
        };
        if busy {
            return busy_page(request);
        }
        let (status, template, title) = self.face();
        let text = match &self {
            Self::Refused(text) => text.as_str(),
            _ => "",
        };
        let mut response = error_page(request, status, template, title, text)?;
        if let Self::TooMany { retry_after_seconds } = self {
            response.set_header(Header::new("Retry-After", retry_after_seconds.to_string()));
        }
        Ok(response)
    }
}

/// What the log may say of an error: its kind, never the values of a statement (P15).
pub fn quiet(error: &AppError) -> String {
    match error {
        AppError::Database(error) => format!("database: {}", kind_of(error)),
        other => other.to_string(),
    }
}

fn kind_of(error: &DbErr) -> &'static str {
    match error {
        DbErr::ConnectionAcquire(_) => "no free connection",
        DbErr::Conn(_) => "connection",
        DbErr::Exec(_) => "execute",
        DbErr::Query(_) => "query",
        DbErr::RecordNotFound(_) => "record not found",
        _ => "other",
    }
}

/// Too many changes at once: says that nothing was done and gives back what was typed, so that
/// one button sends it again. Passwords are asked for once more.
///
/// # Errors
/// The page cannot be written.
pub fn busy_page(request: &Request<'_>) -> response::Result<'static> {
    let page = json!({
        "address": request.uri().to_string(),
        "changes": request.method() != Method::Get,
        "again": FormAgain::of(request),
    });
    let status = Status::ServiceUnavailable;
    let title = "Hay muchas solicitudes";
    let mut response = calm_page(request, status, "errors/busy", title, &page)?;
    response.set_header(Header::new("Retry-After", BUSY_SECONDS));
    Ok(response)
}

/// Writes an error page with the reader's own menu and the number to quote.
pub fn error_page(
    request: &Request<'_>,
    status: Status,
    template: &str,
    title: &str,
    text: &str,
) -> response::Result<'static> {
    let page = json!({ "text": text, "back": page_behind(request) });
    calm_page(request, status, template, title, &page)
}

fn calm_page(
    request: &Request<'_>,
    status: Status,
    template: &str,
    title: &str,
    page: &serde_json::Value,
) -> response::Result<'static> {
    let Some(views) = request.rocket().state::<Views>() else {
        return Err(status);
    };
    let shell = Shell::of(request, title);
    match views.render(template, &shell, page) {
        Ok(html) => Page { status, html }.respond_to(request),
        Err(error) => {
            tracing::error!(%error, template, "error page");
            Err(status)
        }
    }
}
