//! Pages where the mail of an account is changed.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

#[derive(Serialize, Example)]
pub struct AccountMailPage {
    pub form: FormState,
    pub name: String,
    pub mail: String,
    pub account: String,
}

impl View for AccountMailPage {
    const TEMPLATE: &'static str = "pages/accounts/mail";
    fn title(&self) -> String {
        "Corregir el correo".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cuentas", "/cuentas"),
            Crumb::to(self.name.clone(), self.account.clone()),
            Crumb::here("Corregir el correo"),
        ]
    }
}

#[derive(Serialize, Example)]
pub struct OwnMailPage {
    pub form: FormState,
    /// The mail that waits for its link to be followed, in a sentence.
    pub awaited: Option<String>,
    /// The mail of today.
    pub mail: String,
    /// How long the link works, in words.
    pub term: String,
}

impl View for OwnMailPage {
    const TEMPLATE: &'static str = "pages/accounts/own_mail";
    fn title(&self) -> String {
        "Cambiar mi correo".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mi cuenta", "/mi-cuenta"),
            Crumb::here("Cambiar mi correo"),
        ]
    }
}

/// What the link of the letter opens.
#[derive(Serialize, Example)]
pub struct MailProofPage {
    /// Why it did not become the mail, if it was tried.
    pub form: FormState,
    /// The new mail; `None` when the link can no longer be followed.
    pub mail: Option<String>,
    pub token: String,
}

impl View for MailProofPage {
    const TEMPLATE: &'static str = "pages/accounts/mail_proof";
    fn title(&self) -> String {
        match self.mail {
            Some(_) => "Confirme su correo nuevo".into(),
            None => "El enlace ya no sirve".into(),
        }
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<AccountMailPage>();
    all.extend(samples_of::<OwnMailPage>());
    all.extend(samples_of::<MailProofPage>());
    all
}
