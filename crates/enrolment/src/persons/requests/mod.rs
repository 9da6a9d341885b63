//! Changes of a record in which other units have a part (R80): who reaches the record asks, with a
//! reason, on the same form that makes the change elsewhere; another unit or the administration decides.

mod commands;
mod queries;
mod views;
mod web;

use people_model::commands::{RecordChange, ask};
use people_model::policy::AskChange;
use people_model::rules::PersonRefusal;
use sign_in_model::permits::Denial;
use sign_in_model::prelude::*;

pub use views::samples;
pub use web::routes;

/// How a change of a record is made.
pub enum ChangeWay<P> {
    /// By whoever has the record alone.
    AtOnce(P),
    /// By asking.
    Asked(AskChange),
}

impl<P> ChangeWay<P> {
    /// Takes the permit for the change, or else the one to ask for it.
    ///
    /// # Errors
    /// Neither was granted.
    pub fn of(
        at_once: Result<P, Denial>,
        asked: impl FnOnce() -> Result<AskChange, Denial>,
    ) -> Result<Self, Denial> {
        match at_once {
            Ok(permit) => Ok(Self::AtOnce(permit)),
            Err(_) => asked().map(Self::Asked),
        }
    }

    pub fn asks(&self) -> bool {
        matches!(self, Self::Asked(_))
    }

    /// Reads why the change is asked for; nothing where it is made at once.
    pub fn reason(&self, reader: &mut Reader<'_>) -> String {
        match self {
            Self::AtOnce(_) => String::new(),
            Self::Asked(_) => reader.text("motivo", 500, "Escriba por qué hace falta el cambio."),
        }
    }
}

/// Asks, and goes back to where the person is; the inner error is for the form.
pub async fn send(
    desk: &Desk<'_>,
    permit: AskChange,
    change: RecordChange,
    reason: &str,
    back: String,
) -> Result<Answer, Failure<PersonRefusal>> {
    ask(desk.app, permit, change, reason).await?;
    let text =
        "La solicitud quedó enviada: la decide otra territorial o la administración nacional.";
    Ok(desk.done(back, text))
}
