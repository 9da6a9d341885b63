//! What must hold of a signed document: it begins with what was rendered, and the rest is a signature
//! of it.

use platform::secrets;

use super::{of_row, update};
use crate::entity::certificate_document;

/// Returns what is wrong with a stored document that claims to be signed; `None` means nothing.
pub fn fault(row: &certificate_document::Model) -> Option<String> {
    let says = [
        row.signing_provider.is_some(),
        row.rendered_sha256.is_some(),
        row.rendered_length.is_some(),
    ];
    let Some(signature) = of_row(row) else {
        return says.contains(&true).then(|| "says only a part of who signed it".to_owned());
    };
    let length = usize::try_from(signature.rendered_length).ok();
    let Some(rendered) = length.and_then(|length| row.pdf.get(..length)) else {
        return Some("is shorter than what was rendered".to_owned());
    };
    if secrets::digest(rendered) != signature.rendered_sha256 {
        return Some("does not begin with what was rendered".to_owned());
    }
    let objection = update::judge(rendered, &row.pdf).err()?;
    Some(format!("is not what was rendered and a signature: {objection}"))
}
