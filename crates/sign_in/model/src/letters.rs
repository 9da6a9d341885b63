//! The letter that carries a one-time link.

use chrono::TimeDelta;
use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::config::Config;
use platform::example::Samples;
use platform::numbers;

use super::entity::account;
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
    /// Why an account that asks for a link gets one: whoever never had a password did not lose it.
    pub fn fitting(account: &account::Model) -> Self {
        match account.password_hash {
            Some(_) => Self::Lost,
            None => Self::Invited,
        }
    }

    /// How long the link works.
    pub fn term(&self, config: &Config) -> TimeDelta {
        match self {
            Self::Lost => rules::LOST_LINK,
            Self::Invited | Self::Role { .. } => config.first_link,
        }
    }
}

impl PasswordLink {
    /// What its button does.
    fn does(&self) -> &'static str {
        match self.is_lost || self.role.is_some() {
            true => "Crear una contraseña nueva",
            false => "Crear su contraseña",
        }
    }

    /// The letter of a link that works for `term`.
    pub fn new(cause: LinkCause, term: TimeDelta, token: &str) -> Self {
        let term = term_in_words(term);
        let is_lost = cause == LinkCause::Lost;
        let role = match cause {
            LinkCause::Role { name } => Some(name),
            LinkCause::Invited | LinkCause::Lost => None,
        };
        Self { is_lost, role, term, token: token.to_owned() }
    }
}

/// How long a link works: «14 días», «1 hora».
pub fn term_in_words(term: TimeDelta) -> String {
    match term.num_days() {
        0 => numbers::some(term.num_hours(), "hora", "horas"),
        days => numbers::some(days, "día", "días"),
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
        Some(MailAction::new(self.does(), format!("/enlace/{}", self.token)))
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

impl Samples for PasswordLink {
    fn samples() -> Vec<Self> {
        let role = LinkCause::Role { name: "Coordinación".to_owned() };
        let term = TimeDelta::days(14);
        let lost = Self::new(LinkCause::Lost, rules::LOST_LINK, "abc");
        let others = [LinkCause::Invited, role].map(|cause| Self::new(cause, term, "abc"));
        others.into_iter().chain([lost]).collect()
    }
}

pub fn letters() -> Vec<LetterSample> {
    let mut all = samples_of::<PasswordLink>();
    all.extend(crate::factor::letters::letters());
    all
}
