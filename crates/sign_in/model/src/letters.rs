//! The letter that carries a one-time link.

use chrono::TimeDelta;
use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::example::Samples;
use platform::numbers;

use super::rules;

/// A link to set a password, for a person who lost theirs or never had one.
#[derive(Serialize)]
pub struct PasswordLink {
    /// Somebody asked for a new password.
    pub is_lost: bool,
    /// The role that the account was given, in words, where that is why the password it had is void.
    /// Without it, and where nobody asked, somebody opened the account for this person.
    pub role: Option<String>,
    /// How long the link works, in words.
    pub term: String,
    #[serde(skip)]
    token: String,
}

/// Why a link to set a password leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkCause {
    /// Somebody opened the account for this person, who has no password yet.
    Invited,
    /// Somebody asked for a new password.
    Lost,
    /// The account was given a role of staff, and the password it had is void.
    Role { name: String },
}

impl LinkCause {
    /// How long the link works.
    pub fn term(&self) -> TimeDelta {
        match self {
            Self::Lost => rules::LOST_LINK,
            Self::Invited | Self::Role { .. } => rules::FIRST_LINK,
        }
    }
}

impl PasswordLink {
    pub fn new(cause: LinkCause, token: &str) -> Self {
        let term = match cause.term() {
            days if days.num_days() > 0 => numbers::some(days.num_days(), "día", "días"),
            hours => numbers::some(hours.num_hours(), "hora", "horas"),
        };
        let is_lost = cause == LinkCause::Lost;
        let role = match cause {
            LinkCause::Role { name } => Some(name),
            LinkCause::Invited | LinkCause::Lost => None,
        };
        Self { is_lost, role, term, token: token.to_owned() }
    }
}

impl Letter for PasswordLink {
    const TEMPLATE: &'static str = "emails/sign_in/password_link";
    const SECRET: bool = true;

    fn subject(&self) -> String {
        let subject = match (&self.role, self.is_lost) {
            (Some(_), _) => "Nuevo rol: cree una contraseña nueva",
            (None, true) => "Enlace para crear una contraseña nueva",
            (None, false) => "Cree su contraseña de Formación Territorial",
        };
        subject.to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Crear la contraseña", format!("/enlace/{}", self.token)))
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

impl Samples for PasswordLink {
    fn samples() -> Vec<Self> {
        let role = LinkCause::Role { name: "Coordinación".to_owned() };
        [LinkCause::Invited, LinkCause::Lost, role].map(|cause| Self::new(cause, "abc")).into()
    }
}

pub fn letters() -> Vec<LetterSample> {
    samples_of::<PasswordLink>()
}
