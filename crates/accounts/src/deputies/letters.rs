//! Mail about deputies.

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::texts::word;
use sign_in_model::prelude::*;

/// Somebody was named, told to those who may agree; or it was agreed, told to who stands in.
#[derive(Clone, Serialize, Example)]
pub struct DeputyNotice {
    /// It waits for the reader to agree.
    pub is_asked: bool,
    /// Who stands in.
    pub name: String,
    /// «Dirección territorial Meta».
    pub unit_name: String,
    /// «del 1 al 15 de diciembre de 2026».
    pub days: String,
}

impl Letter for DeputyNotice {
    const TEMPLATE: &'static str = "emails/accounts/deputy_notice";

    fn subject(&self) -> String {
        let code = match self.is_asked {
            true => "accounts.deputy_letter_asked",
            false => "accounts.deputy_letter_confirmed",
        };
        word(code).to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        let does = if self.is_asked { "Ver el encargo" } else { "Ingresar" };
        Some(MailAction::new(does, if self.is_asked { "/encargos" } else { "/ingresar" }))
    }

    fn unit(&self) -> String {
        "Formación Territorial".to_owned()
    }
}

pub fn letters() -> Vec<LetterSample> {
    samples_of::<DeputyNotice>()
}
