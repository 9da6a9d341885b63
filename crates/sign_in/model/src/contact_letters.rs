//! Letters about the mail of a person or an account. The old address never reads the new one, nor the
//! other way round.

use chrono::TimeDelta;
use serde::Serialize;

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::example::Example;
use platform::numbers;

use super::rules;

const UNIT: &str = "Formación Territorial";

/// The coordination or the administration wrote down another mail: told to both addresses.
#[derive(Clone, Debug, Serialize, Example)]
pub struct MailCorrected {
    /// Whether this is the address that counts no longer.
    pub is_old: bool,
    /// Whether somebody signs in with it: the password is void then.
    pub has_account: bool,
}

impl Letter for MailCorrected {
    const TEMPLATE: &'static str = "emails/sign_in/mail_corrected";

    fn subject(&self) -> String {
        let subject = match self.is_old {
            true => "Este correo ya no es el de su registro",
            false => "Este es ahora el correo de su registro",
        };
        subject.to_owned()
    }

    fn unit(&self) -> String {
        UNIT.to_owned()
    }
}

/// Somebody signed in asked for another mail: told to the address of today, which can still stop it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct MailRequested {}

impl Letter for MailRequested {
    const TEMPLATE: &'static str = "emails/sign_in/mail_requested";

    fn subject(&self) -> String {
        "Pidieron cambiar el correo de su cuenta".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Crear otra contraseña", "/ingresar/olvido"))
    }

    fn unit(&self) -> String {
        UNIT.to_owned()
    }
}

/// The link that proves the new mail. Nothing else about the person is in it: nobody knows yet whose
/// address it is.
#[derive(Clone, Debug, Serialize, Example)]
pub struct MailProof {
    /// How long the link works, in words.
    pub term: String,
    #[serde(skip)]
    token: String,
}

impl MailProof {
    pub fn new(token: &str) -> Self {
        Self { term: term(rules::MAIL_LINK), token: token.to_owned() }
    }
}

impl Letter for MailProof {
    const TEMPLATE: &'static str = "emails/sign_in/mail_proof";
    const SECRET: bool = true;

    fn subject(&self) -> String {
        "Confirme su correo nuevo".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Confirmar este correo", format!("/mi-correo/{}", self.token)))
    }

    fn unit(&self) -> String {
        UNIT.to_owned()
    }
}

/// The link was followed: told to the address of before.
#[derive(Clone, Debug, Serialize, Example)]
pub struct MailMoved {}

impl Letter for MailMoved {
    const TEMPLATE: &'static str = "emails/sign_in/mail_moved";

    fn subject(&self) -> String {
        "Su cuenta ya usa otro correo".to_owned()
    }

    fn unit(&self) -> String {
        UNIT.to_owned()
    }
}

fn term(term: TimeDelta) -> String {
    numbers::some(term.num_hours(), "hora", "horas")
}

pub fn letters() -> Vec<LetterSample> {
    let mut all = samples_of::<MailCorrected>();
    all.extend(samples_of::<MailRequested>());
    all.extend(samples_of::<MailProof>());
    all.extend(samples_of::<MailMoved>());
    all
}
