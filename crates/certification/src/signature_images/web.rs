//! The addresses of signature images.

use rocket::http::ContentType;

use platform::texts::word;
use platform::uploads::Upload;
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::evidence::OF_STAFF;
use sign_in_model::kept_files;
use sign_in_model::prelude::*;

use super::entity::signature_drawing::SignatureImageId;
use super::policy::may_keep;
use super::refusals::SignatureImageRefusal;
use super::views::SignatureImagesPage;
use super::{commands, queries};

const PATH: &str = "/firmas";
const MEGABYTES: usize = scans::MOST_DRAWING_BYTES / 1024 / 1024;
/// Characters of a person's name.
const NAME: usize = 60;

pub fn routes() -> Vec<Route> {
    routes![all, keep, one]
}

async fn page(desk: &Desk<'_>, form: FormState) -> Result<SignatureImagesPage, AppError> {
    let kept = kept_files::note(desk, PATH).await?;
    Ok(SignatureImagesPage { form, kept, rows: queries::all(desk.app.db.read()).await? })
}

#[get("/firmas")]
async fn all(desk: Desk<'_>) -> Answer {
    may_keep(desk.actor()?)?;
    desk.show(&page(&desk, FormState::default()).await?)
}

#[post("/firmas", data = "<upload>")]
async fn keep(desk: Desk<'_>, upload: Upload<{ MEGABYTES }>) -> Answer {
    let permit = may_keep(desk.actor()?)?;
    let fields = &upload.fields;
    if upload.too_large {
        let refusal = SignatureImageRefusal::File(scans::DrawingRefusal::TooLarge);
        return desk.refuse(&page(&desk, fields.refused(&refusal)).await?);
    }
    let sent = kept_files::sent(&desk, PATH, upload.file, fields).await?;
    let mut reader = Reader::new(fields);
    let name = reader.text("nombre", NAME, "Escriba de quién es la firma.");
    if let Err(form) = reader.finish() {
        let form = kept_files::keep_sent(&desk, PATH, sent, OF_STAFF, form).await?;
        return desk.refuse(&page(&desk, form).await?);
    }
    let kept = match sent {
        None => Err(SignatureImageRefusal::NoFile),
        Some(file) => match commands::keep(desk.app, permit, name, file.bytes).await {
            Ok(_) => Ok(()),
            Err(failure) => Err(failure.refusal()?),
        },
    };
    // Whatever is refused now is the file itself.
    kept_files::forget(&desk, PATH).await?;
    match kept {
        Ok(()) => desk.done(PATH, word("certification.drawing_kept")),
        Err(refusal) => desk.refuse(&page(&desk, fields.refused(&refusal)).await?),
    }
}

/// Serves the image itself, as `scans` remade it.
#[get("/firmas/<drawing>")]
async fn one(desk: Desk<'_>, drawing: SignatureImageId) -> Answer {
    may_keep(desk.actor()?)?;
    let row = queries::get(desk.app.db.read(), drawing).await?;
    let svg = row.content_type == "image/svg+xml";
    desk.file(FileReply {
        name: format!("firma-{drawing}.{}", if svg { "svg" } else { "png" }),
        content_type: if svg { ContentType::SVG } else { ContentType::PNG },
        bytes: row.bytes,
        inline: true,
    })
}
