//! Stores an image of a drawn signature.

use sea_orm::{ActiveModelTrait, EntityTrait, PaginatorTrait, Set, SqlErr};
use serde_json::json;

use documents::certificate::{Enclosures, Signer, pdf_with, sample_of};
use documents::template::{Document, Template};
use platform::app::App;
use platform::errors::{Failure, refuse};
use platform::{blocking, secrets};
use sign_in_model::work::Work;

use super::entity::signature_drawing::{self, SignatureImageId};
use super::policy::KeepSignatureImage;
use super::queries::MOST;
use super::refusals::SignatureImageRefusal;

/// Remakes an image and stores it. It is printed on a sample first, so that an image which could not be
/// printed on the day of issue is refused today.
///
/// # Errors
/// Refused when the file is no drawing, or when the same image is stored already.
pub async fn keep(
    app: &App,
    permit: KeepSignatureImage,
    name: String,
    bytes: Vec<u8>,
) -> Result<SignatureImageId, Failure<SignatureImageRefusal>> {
    let drawing = blocking::run(move || {
        let drawing = scans::signature(&bytes).map_err(SignatureImageRefusal::File)?;
        let digest = secrets::digest(&drawing.bytes);
        if prints(&digest, &drawing.bytes) {
            Ok((digest, drawing))
        } else {
            Err(SignatureImageRefusal::NotDrawn)
        }
    })
    .await?;
    let (sha256, drawing) = drawing.map_err(Failure::Refused)?;
    let work = Work::begin(app, permit.by()).await?;
    if signature_drawing::Entity::find().count(&work.tx).await? >= MOST {
        return refuse(SignatureImageRefusal::TooMany);
    }
    let row = signature_drawing::ActiveModel {
        sha256: Set(sha256),
        content_type: Set(drawing.content_type.to_owned()),
        bytes: Set(drawing.bytes),
        name: Set(name),
        added_at: Set(work.now),
        added_by: Set(work.by.account),
        ..Default::default()
    };
    let row = match row.insert(&work.tx).await {
        Ok(row) => row,
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return refuse(SignatureImageRefusal::Known);
        }
        Err(error) => return Err(error.into()),
    };
    let subject = ("signature_drawing", row.id.0);
    work.record("certification.drawing.keep", subject, json!({})).await?;
    work.commit().await?;
    Ok(row.id)
}

/// Returns whether a document can be rendered with the image.
fn prints(digest: &str, bytes: &[u8]) -> bool {
    let signer = Signer { drawing: Some(digest.to_owned()), ..Signer::new("Prueba", "Prueba") };
    let template = Template { signers: vec![signer], ..Template::usual(Document::Curso) };
    let drawings = [(digest.to_owned(), bytes.to_vec())];
    let enclosures = Enclosures { drawings: &drawings, attachment: None };
    pdf_with(&sample_of(Document::Curso, &template, 0), enclosures).is_ok()
}
