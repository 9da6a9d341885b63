//! The letter that carries a one-time link.

use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::example::Samples;

use super::rules;

/// A link to set a password, for a person who lost theirs or never had one.
#[derive(Serialize)]
pub struct PasswordLink {
    /// Somebody opened the account for this person; otherwise the person asked.
    pub invited: bool,
    pub hours: i64,
    #[serde(skip)]
    token: String,
}

impl PasswordLink {
    pub fn lost(token: &str) -> Self {
        Self { invited: false, hours: rules::LINK.num_hours(), token: token.to_owned() }
    }

    pub fn invitation(token: &str) -> Self {
        Self { invited: true, ..Self::lost(token) }
    }
}

impl Letter for PasswordLink {
    const TEMPLATE: &'static str = "emails/sign_in/password_link";
    const SECRET: bool = true;

    fn subject(&self) -> String {
        if self.invited {
            "Cree su contraseña de Formación Territorial".to_owned()
        } else {
            "Enlace para crear una contraseña nueva".to_owned()
        }
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
        vec![Self::lost("abc"), Self::invitation("abc")]
    }
}

pub fn letters() -> Vec<LetterSample> {
    samples_of::<PasswordLink>()
}
