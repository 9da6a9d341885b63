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

/// Tells the holder that an address to certificates of theirs was made: whoever came in with a link of a
/// letter may make one too. It does not hold the address.
#[derive(Serialize, Example)]
pub struct ShareLetter {
    /// «20 de noviembre de 2027»
    pub until: String,
    pub is_all: bool,
    /// How many certificates were chosen, where not all are shared.
    pub certificates: usize,
    /// The holder has an account, and ends the address there.
    pub has_account: bool,
    #[serde(skip)]
    pub unit: String,
}

impl Letter for ShareLetter {
    const TEMPLATE: &'static str = "emails/certification/share";

    fn subject(&self) -> String {
        "Se creó un enlace para compartir sus certificados".to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        let path = match self.has_account {
            true => "/mis-certificados/compartir",
            false => "/mis-certificados/recuperar",
        };
        Some(MailAction::new("Ver los enlaces que funcionan", path))
    }

    fn unit(&self) -> String {
        labels::unit(&self.unit)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    [samples_of::<WalletLinkLetter>(), samples_of::<ShareLetter>()].into_iter().flatten().collect()
}
