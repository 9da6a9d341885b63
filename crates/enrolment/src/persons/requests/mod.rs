//! Changes of a record in which other units have a part (R80): who reaches the record asks, with a
//! reason, on the same form that makes the change elsewhere; another unit or the administration decides.

mod commands;
mod queries;
mod views;
mod web;

use people_model::commands::{RecordChange, ask};
use people_model::entity::person::PersonId;
use people_model::policy::{AskChange, PersonAccess, may_ask};
use people_model::rules::PersonRefusal;
use sign_in_model::actor::Actor;
use sign_in_model::permits::Denial;
use sign_in_model::prelude::*;

use crate::persons::queries::access;

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

    /// How the actor makes a change of one record: `at_once` says whether they may by themselves.
    ///
    /// # Errors
    /// They may neither make it nor ask for it.
    pub async fn for_one(
        desk: &Desk<'_>,
        actor: &Actor,
        person: PersonId,
        at_once: fn(&Actor, PersonAccess) -> Result<P, Denial>,
    ) -> Result<Self, AppError> {
        let access = access(desk.app, actor, person).await?;
        Ok(Self::of(at_once(actor, access), || may_ask(actor, &[access]))?)
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
