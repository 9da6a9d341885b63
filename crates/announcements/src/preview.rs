//! A letter as it would be sent, for the page that asks before it is.

use notices_model::commands::{contact_of, signed};
use notices_model::letters::{Letter, MailData};
use platform::prelude::*;

#[derive(Serialize, Example)]
pub struct LetterPreview {
    pub to: String,
    pub subject: String,
    pub text: String,
}

impl LetterPreview {
    /// The letter as somebody of this name reads it.
    ///
    /// # Errors
    /// The database's, and that of a template.
    pub async fn of<L: Letter>(app: &App, letter: &L, to: String) -> Result<Self, AppError> {
        let contact = contact_of(app.db.read().into(), app, &letter.unit()).await?;
        let mail = signed(app, letter, &to, contact.as_ref());
        let data = MailData { mail: &mail, page: letter };
        let text = app.views.render_bare(&format!("{}_text", L::TEMPLATE), &data);
        let text = text.map_err(|error| AppError::Internal(error.to_string()))?;
        Ok(Self { to, subject: mail.subject, text })
    }
}
