//! The letter that answers a claim without an account: it holds the link to the certificates.

use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::prelude::*;
use territory_model::labels;

use super::rules;

#[derive(Serialize, Example)]
pub struct WalletLinkLetter {
    pub hours: i64,
    /// «22/11/2026, 9:14 a. m.»
    pub until: String,
    #[serde(skip)]
    unit: String,
    #[serde(skip)]
    token: String,
}

impl WalletLinkLetter {
    pub fn new(unit: String, expires_at: DateTime<Utc>, token: String) -> Self {
        let until = dates::short_with_time(expires_at);
        Self { hours: rules::LINK.num_hours(), until, unit, token }
    }
}

impl Letter for WalletLinkLetter {
    const TEMPLATE: &'static str = "emails/certification/wallet";
    const SECRET: bool = true;

    fn subject(&self) -> String {
        "Enlace para ver sus certificados".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver mis certificados", format!("/portafolio/{}", self.token)))
    }

    fn unit(&self) -> String {
        labels::unit(&self.unit)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<WalletLinkLetter>()
}
