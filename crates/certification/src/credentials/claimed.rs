//! A file that says it is a credential of ours, as somebody brings it to be compared.

use sea_orm::{ConnectionTrait, DbErr};

use credentials::badge::Badge;

use super::queries;
use crate::codes;
use crate::entity::certificate;
use crate::queries::certificates::behind;

/// The text and the code of the certificate that it says it is of. Nothing of it is believed.
pub struct ClaimedCredential<'a> {
    text: &'a str,
    codes: Vec<String>,
}

impl<'a> ClaimedCredential<'a> {
    /// Reads a file as it was handed out, or saved with a line's end; `None` when it is no credential.
    pub fn of(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let address = Badge::claimed_address(text)?;
        let page = address.strip_suffix("/credencial")?;
        let (_, code) = page.rsplit_once("/verificar/")?;
        Some(Self { text, codes: codes::candidates(code)? })
    }

    /// Returns the certificate whose credential is this text, letter by letter.
    pub async fn certificate(
        &self,
        db: &impl ConnectionTrait,
    ) -> Result<Option<certificate::Model>, DbErr> {
        let Some(row) = behind(db, &self.codes).await? else { return Ok(None) };
        let signed = queries::jwt(db, row.id).await?;
        Ok(signed.is_some_and(|signed| signed == self.text).then_some(row))
    }
}
