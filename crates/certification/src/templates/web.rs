//! Addresses of templates.

use rocket::http::ContentType;

use documents::certificate::{Enclosures, pdf_with, sample_of};
use documents::template::{Document, MOST_PARAGRAPHS, MOST_SIGNERS};
use platform::{blocking, dates};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use super::entity::document_template::{self, State};
use super::policy::{WriteTemplate, may_write};
use super::queries::{self, NumberedTemplate};
use super::views::{
    DocumentLikeness, DocumentTemplatePage, FieldRow, TemplateDraftPage, TemplatePreview,
    TemplateRow, TemplateVersionRow, TemplatesPage,
};
use super::{commands, labels, reading};
use crate::signature_images::queries::{self as signature_images, SignatureImageHead};

pub fn routes() -> Vec<Route> {
    routes![all, one, draft, save, publish, sample]
}

fn address(document: Document) -> String {
    format!("/documentos/{}", document.code())
}

/// Returns the kind of document that an address names, with the permit to write it.
fn opened(desk: &Desk<'_>, template: &str) -> Result<(Document, WriteTemplate), AppError> {
    let actor = desk.actor()?;
    // The policy is asked first, so that the refusal is the same for every address.
    may_write(actor, Document::Curso)?;
    let document = labels::of_code(template).ok_or(AppError::NotFound)?;
    Ok((document, may_write(actor, document)?))
}

fn day(version: &document_template::Model) -> String {
    dates::short(dates::bogota_date(version.published_at.unwrap_or(version.written_at)))
}

/// «Versión 3», «La del sistema».
fn named(number: u32) -> String {
    match number {
        0 => "La del sistema".to_owned(),
        number => format!("Versión {number}"),
    }
}

fn sample_address(document: Document, number: u32) -> String {
    format!("{}/muestra?version={number}", address(document))
}

#[get("/documentos")]
async fn all(desk: Desk<'_>) -> Answer {
    may_write(desk.actor()?, Document::Curso)?;
    let versions = queries::versions(desk.app.db.read(), None).await?;
    let rows = Document::ALL.map(|document| {
        let of_kind = |state| {
            versions.iter().find(|row| Document::from(row.kind) == document && row.state == state)
        };
        TemplateRow {
            href: address(document),
            name: labels::document(document),
            about: labels::about(document),
            used: of_kind(State::Published).map_or_else(
                || "Se usa la plantilla del sistema".to_owned(),
                |version| format!("Versión {}, desde el {}", version.number, day(version)),
            ),
            draft: of_kind(State::Draft).is_some(),
        }
    });
    desk.show(&TemplatesPage { rows: rows.to_vec() })
}

fn preview(
    used: &NumberedTemplate,
    note: Option<String>,
    drawings: &[SignatureImageHead],
) -> TemplatePreview {
    TemplatePreview {
        name: named(used.version),
        note,
        likeness: DocumentLikeness::sample(used.document, &used.template, drawings),
        pdf: sample_address(used.document, used.version),
    }
}

async fn page(
    desk: &Desk<'_>,
    document: Document,
    form: FormState,
) -> Result<DocumentTemplatePage, AppError> {
    let versions = queries::versions(desk.app.db.read(), Some(document)).await?;
    let drawings = signature_images::all(desk.app.db.read()).await?;
    let first = |state| versions.iter().find(|row| row.state == state);
    let draft = match first(State::Draft) {
        Some(row) => Some(preview(&NumberedTemplate::of(row)?, row.note.clone(), &drawings)),
        None => None,
    };
    let used = match first(State::Published) {
        Some(row) => preview(&NumberedTemplate::of(row)?, row.note.clone(), &drawings),
        None => preview(&NumberedTemplate::usual(document), None, &drawings),
    };
    let draft_href = format!("{}/borrador", address(document));
    let from = |number: u32| format!("{draft_href}?desde={number}");
    let mut rows: Vec<TemplateVersionRow> = versions
        .iter()
        .map(|row| {
            let number = u32::try_from(row.number).unwrap_or(0);
            TemplateVersionRow {
                name: named(number),
                tone: row.state.code(),
                state: row.state.label(),
                when: day(row),
                note: row.note.clone().unwrap_or_default(),
                pdf: sample_address(document, number),
                from: (row.state == State::Published).then(|| from(number)),
            }
        })
        .collect();
    rows.push(TemplateVersionRow {
        name: named(0),
        tone: State::Published.code(),
        state: State::Published.label(),
        when: String::new(),
        note: String::new(),
        pdf: sample_address(document, 0),
        from: Some(from(0)),
    });
    Ok(DocumentTemplatePage {
        form,
        name: labels::document(document),
        about: labels::about(document),
        publish: format!("{}/publicacion", address(document)),
        draft_href,
        draft,
        used,
        versions: rows,
    })
}

#[get("/documentos/<template>")]
async fn one(desk: Desk<'_>, template: &str) -> Answer {
    let (document, _) = opened(&desk, template)?;
    desk.show(&page(&desk, document, FormState::default()).await?)
}

#[post("/documentos/<template>/publicacion")]
async fn publish(desk: Desk<'_>, template: &str) -> Answer {
    let (document, permit) = opened(&desk, template)?;
    match commands::publish(desk.app, permit).await {
        Ok(number) => desk.done(
            address(document),
            format!(
                "Versión {number} publicada: la llevan los documentos que se expidan desde ahora."
            ),
        ),
        Err(failure) => {
            let form = FormState::default().refused("", failure.refusal()?.sentence());
            desk.refuse(&page(&desk, document, form).await?)
        }
    }
}

fn alternatives(drawings: &[SignatureImageHead]) -> Vec<Alternative> {
    drawings.iter().map(|head| Alternative::new(&head.sha256, head.name.clone())).collect()
}

/// Builds the page with the form of a draft and the likeness of its document.
pub(super) fn draft_page(
    document: Document,
    form: FormState,
    likeness: Option<DocumentLikeness>,
    drawings: &[SignatureImageHead],
) -> TemplateDraftPage {
    TemplateDraftPage {
        form,
        name: labels::document(document),
        href: address(document),
        action: format!("{}/borrador", address(document)),
        paragraphs: (1..=MOST_PARAGRAPHS).collect(),
        signers: (1..=MOST_SIGNERS).collect(),
        palettes: labels::palettes(),
        drawings: alternatives(drawings),
        fields: FieldRow::all(),
        likeness,
        is_constancia: document == Document::Constancia,
    }
}

/// Shows the draft, or a new draft that begins with the words of version `desde`.
#[get("/documentos/<template>/borrador?<desde>")]
async fn draft(desk: Desk<'_>, template: &str, desde: Option<u32>) -> Answer {
    let (document, _) = opened(&desk, template)?;
    let db = desk.app.db.read();
    let (template, note) = match desde {
        Some(number) => (queries::version(db, document, number).await?.template, None),
        None => match queries::versions(db, Some(document)).await?.into_iter().next() {
            Some(newest) => {
                let is_draft = newest.state == State::Draft;
                (queries::read(&newest.body)?, newest.note.filter(|_| is_draft))
            }
            None => (NumberedTemplate::usual(document).template, None),
        },
    };
    let form = reading::filled(&template, note.as_deref());
    let drawings = signature_images::all(db).await?;
    let likeness = DocumentLikeness::sample(document, &template, &drawings);
    desk.show(&draft_page(document, form, likeness, &drawings))
}

#[post("/documentos/<template>/borrador", data = "<fields>")]
async fn save(desk: Desk<'_>, template: &str, fields: Fields) -> Answer {
    let (document, permit) = opened(&desk, template)?;
    let drawings = signature_images::all(desk.app.db.read()).await?;
    let (template, note) = match reading::read(document, &fields, &alternatives(&drawings)) {
        Ok(read) => read,
        Err(form) => return desk.refuse(&draft_page(document, form, None, &drawings)),
    };
    let likeness = DocumentLikeness::sample(document, &template, &drawings);
    if fields.first("accion") == "ver" {
        return desk.show(&draft_page(document, fields.state(), likeness, &drawings));
    }
    match commands::save_draft(desk.app, permit, &template, note).await {
        Ok(_) => desk.done(
            address(document),
            "Borrador guardado. Mire el PDF de muestra y publíquelo cuando esté listo.",
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&draft_page(document, form, likeness, &drawings))
        }
    }
}

/// Serves a sample of a version: its people are invented, and every page says that it is not valid.
#[get("/documentos/<template>/muestra?<version>")]
async fn sample(desk: Desk<'_>, template: &str, version: Option<u32>) -> Answer {
    let (document, _) = opened(&desk, template)?;
    let db = desk.app.db.read();
    let used = match version {
        Some(number) => queries::version(db, document, number).await?,
        None => queries::in_use(db, document).await?,
    };
    let signers = &used.template.signers;
    let digests: Vec<String> = signers.iter().filter_map(|signer| signer.drawing.clone()).collect();
    let drawings = signature_images::bytes_of(db, &digests).await?;
    let bytes = blocking::run(move || {
        let enclosures = Enclosures { drawings: &drawings, attachment: None };
        pdf_with(&sample_of(used.document, &used.template, used.version), enclosures)
            .map_err(|error| AppError::Internal(format!("a document's sample: {error}")))
    })
    .await??;
    desk.file(FileReply {
        name: format!("muestra-{}.pdf", document.code()),
        content_type: ContentType::PDF,
        bytes,
        inline: true,
    })
}
