//! Answers for programs and not for people: JSON, and errors as `application/problem+json`
//! (RFC 9457) whose sentence a page can show as it is.

use rocket::http::{ContentType, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::errors::{AppError, quiet};

/// JSON as it was written, with a status.
pub struct Json {
    pub status: Status,
    pub body: String,
}

impl Json {
    pub fn of(status: Status, value: &impl Serialize) -> Result<Self, AppError> {
        let body = serde_json::to_string(value);
        let body = body.map_err(|error| AppError::Internal(error.to_string()))?;
        Ok(Self { status, body })
    }
}

impl<'r> Responder<'r, 'static> for Json {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        Response::build_from(self.body.respond_to(request)?)
            .status(self.status)
            .header(ContentType::JSON)
            .ok()
    }
}

/// Why a program did not get what it asked for.
#[derive(Debug)]
pub struct Problem {
    pub status: Status,
    pub title: &'static str,
    pub detail: String,
    /// What the program itself acts upon; apart, so that a result with a problem stays small.
    pub more: Box<Map<String, Value>>,
    pub retry_after_seconds: Option<u64>,
}

impl Problem {
    pub fn new(status: Status, title: &'static str, detail: impl Into<String>) -> Self {
        let more = Box::default();
        Self { status, title, detail: detail.into(), more, retry_after_seconds: None }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after_seconds: Some(seconds), ..self }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => Self::new(
                Status::NotFound,
                "No existe",
                "No existe, o no está entre lo que su cuenta puede ver.",
            ),
            AppError::Forbidden => {
                Self::new(Status::Forbidden, "Sin permiso", "Su cuenta no tiene permiso para esto.")
            }
            AppError::SignInFirst => {
                Self::new(Status::Unauthorized, "Ingrese primero", "Ingrese de nuevo.")
            }
            AppError::FactorFirst => Self::new(
                Status::Unauthorized,
                "Falta el segundo factor",
                "Abra la aplicación y configure su segundo factor; después siga aquí.",
            ),
            AppError::Refused(text) => {
                Self::new(Status::UnprocessableEntity, "No se hizo el cambio", text)
            }
            AppError::TooMany { retry_after_seconds } => Self::new(
                Status::TooManyRequests,
                "Demasiados intentos",
                "Espere un momento antes de intentarlo de nuevo.",
            )
            .retry_after(retry_after_seconds),
            AppError::Busy => Self::new(
                Status::ServiceUnavailable,
                "Hay muchas solicitudes",
                "No se hizo nada. Inténtelo de nuevo en unos segundos.",
            )
            .retry_after(10),
            error @ (AppError::Database(_) | AppError::Internal(_)) => {
                tracing::error!(reason = quiet(&error), "a program's request broke");
                Self::new(
                    Status::InternalServerError,
                    "Ocurrió un error",
                    "El servidor no pudo responder. Inténtelo de nuevo.",
                )
            }
        }
    }
}

impl<'r> Responder<'r, 'static> for Problem {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut body = json!({
            "type": "about:blank",
            "title": self.title,
            "status": self.status.code,
            "detail": self.detail,
        });
        if let Some(body) = body.as_object_mut() {
            body.extend(*self.more);
        }
        let mut response = Response::build_from(body.to_string().respond_to(request)?);
        response.status(self.status).header(ContentType::new("application", "problem+json"));
        if let Some(seconds) = self.retry_after_seconds {
            response.raw_header("Retry-After", seconds.to_string());
        }
        response.ok()
    }
}
