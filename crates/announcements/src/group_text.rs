//! A text for a group of WhatsApp: what a letter says, without anybody's name or address.

use cohorts_model::queries::CohortRow;
use platform::pager::address;
use platform::prelude::*;

#[derive(Serialize, Example)]
pub struct GroupText {
    pub text: String,
    /// `https://wa.me/?text=…`: WhatsApp asks to whom.
    pub href: String,
}

impl GroupText {
    /// These paragraphs, and the address of the cohort's public page.
    pub fn of(app: &App, row: &CohortRow, mut paragraphs: Vec<String>) -> Self {
        let code = &row.cohort.public_code;
        paragraphs.push(format!("{}/oferta/{code}", app.config.public_url));
        let text = paragraphs.join("\n\n");
        Self { href: address("https://wa.me/", &[("text", &text)]), text }
    }
}
