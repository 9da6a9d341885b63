//! Questions as files: out as GIFT and XLSX, in after a look at what would happen.

use std::mem;

use rocket::http::ContentType;

use platform::numbers::some;
use platform::previews::{FilePreview, IssueLine, mark};
use platform::texts::Refusal as _;
use platform::uploads::Upload;
use platform::{blocking, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::evidence::OF_STAFF;
use sign_in_model::kept_files;
use sign_in_model::prelude::*;

use super::BankChoices;
use super::list::filter;
use crate::commands::{self, QuestionFileCheck, QuestionUpload};
use crate::entity::question_import::{QuestionFileFormat, QuestionImportId};
use crate::exchange::{ExportedQuestion, MOST, gift, sheet};
use crate::policy::{self, READERS};
use crate::queries;
use crate::rules::BankRefusal;
use crate::views::{QuestionCheckPage, QuestionUploadPage};

const PATH: &str = "/banco/importacion";

/// The questions that the address filters, at most as many as a file takes back.
async fn kept(desk: &Desk<'_>) -> Result<Vec<ExportedQuestion>, AppError> {
    let actor = desk.actor_as(&READERS)?;
    let filter = filter(&Fields::of_address(desk.request()));
    let db = desk.app.db.read();
    let courses = queries::course_codes(db).await?;
    let all = queries::all(db, actor, &filter, MOST as u64).await?;
    all.into_iter()
        .map(|one| {
            Ok(ExportedQuestion {
                question: queries::read_body(one.version, &one.body)?,
                code: one.code,
                capacity: one.capacity_code,
                difficulty: one.difficulty,
                course: one.course_id.and_then(|course| courses.get(&course).cloned()),
            })
        })
        .collect()
}

fn gift_type() -> ContentType {
    ContentType::new("text", "plain").with_params(("charset", "utf-8"))
}

#[get("/preguntas/archivo/gift")]
pub async fn gift_file(desk: Desk<'_>) -> Answer {
    let all = kept(&desk).await?;
    desk.file(FileReply {
        name: "banco-de-preguntas.gift".to_owned(),
        content_type: gift_type(),
        bytes: gift::write(&all).into_bytes(),
        inline: false,
    })
}

#[get("/preguntas/archivo/xlsx")]
pub async fn xlsx_file(desk: Desk<'_>) -> Answer {
    let all = kept(&desk).await?;
    workbook(&desk, all, "banco-de-preguntas.xlsx").await
}

#[get("/banco/importacion/plantilla")]
pub async fn template(desk: Desk<'_>) -> Answer {
    policy::may_write(desk.actor_as(&READERS)?)?;
    workbook(&desk, Vec::new(), "plantilla-preguntas.xlsx").await
}

async fn workbook(desk: &Desk<'_>, all: Vec<ExportedQuestion>, name: &str) -> Answer {
    let now = desk.app.clock.now();
    let bytes = blocking::run(move || sheet::workbook(&all, now)).await??;
    desk.file(FileReply {
        name: name.to_owned(),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}

async fn upload_page(desk: &Desk<'_>, form: FormState) -> Result<QuestionUploadPage, AppError> {
    let lists = BankChoices::read(desk).await?;
    let kept = kept_files::note(desk, PATH).await?;
    Ok(QuestionUploadPage { form, kept, capacities: lists.capacities, most: MOST })
}

#[get("/banco/importacion")]
pub async fn upload_form(desk: Desk<'_>) -> Answer {
    policy::may_write(desk.actor_as(&READERS)?)?;
    desk.show(&upload_page(&desk, FormState::default()).await?)
}

#[post("/banco/importacion", data = "<upload>")]
pub async fn upload(desk: Desk<'_>, upload: Upload) -> Answer {
    let permit = policy::may_write(desk.actor_as(&READERS)?)?;
    let fields = upload.fields;
    if upload.too_large {
        let refusal = BankRefusal::Sheet(sheets::SheetRefusal::TooLarge);
        return desk.refuse(&upload_page(&desk, fields.refused(&refusal)).await?);
    }
    let mut sent = kept_files::sent(&desk, PATH, upload.file, &fields).await?;
    let refusal = match &mut sent {
        None => BankRefusal::NoFile,
        Some(sent) => {
            let capacity = fields.first("capacidad");
            let capacity = (!capacity.is_empty()).then(|| capacity.to_owned());
            let (name, bytes) = (sent.name.clone(), mem::take(&mut sent.bytes));
            let mut file = QuestionUpload { name, bytes, capacity };
            match commands::upload(desk.app, permit, &mut file).await {
                Ok(id) => {
                    kept_files::forget(&desk, PATH).await?;
                    return desk.go(format!("{PATH}/{id}"));
                }
                Err(failure) => {
                    sent.bytes = file.bytes;
                    failure.refusal()?
                }
            }
        }
    };
    let form = fields.refused(&refusal);
    let form = kept_files::keep_sent(&desk, PATH, sent, OF_STAFF, form).await?;
    desk.refuse(&upload_page(&desk, form).await?)
}

/// One's own file, looked at now; refused when it is over.
async fn looked(
    desk: &Desk<'_>,
    id: QuestionImportId,
) -> Result<QuestionFileCheck, Failure<BankRefusal>> {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let import = queries::own_import(db, actor, id).await?;
    commands::look(db, import).await
}

/// Shows what would happen to a file now, and what refused its import.
async fn show_check(desk: &Desk<'_>, id: QuestionImportId, form: FormState) -> Answer {
    match looked(desk, id).await {
        Ok(looked) if form.has_errors() => desk.refuse(&check_page(&looked, form)),
        Ok(looked) => desk.show(&check_page(&looked, form)),
        Err(failure) => desk.warned(PATH, failure.refusal()?.sentence()),
    }
}

fn check_page(looked: &QuestionFileCheck, form: FormState) -> QuestionCheckPage {
    let preview = &looked.preview;
    let errors = preview.errors();
    let row = looked.import.format.label();
    let lines = IssueLine::first(&preview.issues, row);
    let address = format!("{PATH}/{}", looked.import.id);
    QuestionCheckPage {
        marked: (!preview.issues.is_empty()).then(|| format!("{address}/archivo")),
        file: FilePreview {
            form,
            name: looked.import.file_name.clone(),
            figures: [
                (preview.new_ones(), "nuevas"),
                (preview.corrections(), "corregidas"),
                (preview.same, "sin cambios"),
                (errors, "errores"),
            ]
            .map(|(count, what)| Figure::new(count, what))
            .into(),
            summary: if errors > 0 {
                "No se importa nada mientras haya errores. Descargue su archivo con los errores marcados, corríjalo y súbalo de nuevo."
            } else if preview.steps.is_empty() {
                "El banco ya tiene estas preguntas, tal como están en el archivo."
            } else {
                "Las preguntas quedan en borrador: nadie las responde hasta que las publique."
            }
            .to_owned(),
            warns: errors > 0,
            more: preview.issues.len() - lines.len(),
            lines,
            button: (errors == 0 && !preview.steps.is_empty()).then(|| {
                format!("Importar {}", some(preview.steps.len() as i64, "pregunta", "preguntas"))
            }),
            action: address,
        },
    }
}

#[get("/banco/importacion/<upload>")]
pub async fn check(desk: Desk<'_>, upload: QuestionImportId) -> Answer {
    show_check(&desk, upload, FormState::default()).await
}

#[post("/banco/importacion/<upload>")]
pub async fn import(desk: Desk<'_>, upload: QuestionImportId) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let import = queries::own_import(desk.app.db.read(), actor, upload).await?;
    let permit = policy::may_import(actor, &import)?;
    match commands::import(desk.app, permit).await {
        Ok((new, corrected)) => {
            let mut told = vec![some(new as i64, "pregunta nueva", "preguntas nuevas")];
            if corrected > 0 {
                told.push(some(corrected as i64, "corregida", "corregidas"));
            }
            let told = told.join(" y ");
            desk.done("/preguntas?estado=borrador", format!("Quedaron en borrador: {told}."))
        }
        Err(failure) => {
            let why = failure.refusal()?.sentence();
            show_check(&desk, upload, FormState::default().refused("", why)).await
        }
    }
}

#[get("/banco/importacion/<upload>/archivo")]
pub async fn marked_file(desk: Desk<'_>, upload: QuestionImportId) -> Answer {
    let QuestionFileCheck { import, bytes, columns, preview } = match looked(&desk, upload).await {
        Ok(looked) => looked,
        Err(failure) => return desk.warned(PATH, failure.refusal()?.sentence()),
    };
    let (end, content_type, bytes) = match import.format {
        QuestionFileFormat::Gift => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let bytes = gift::marked(&text, &preview.issues).into_bytes();
            ("gift", gift_type(), bytes)
        }
        QuestionFileFormat::Sheet => {
            let (limits, header) = (sheet::limits(), columns.header);
            let bytes = mark(bytes, limits, header, |_| false, preview.issues).await?;
            ("xlsx", xlsx::content_type(), bytes)
        }
    };
    desk.file(FileReply {
        name: format!("preguntas-por-corregir-{}.{end}", import.id),
        content_type,
        bytes,
        inline: false,
    })
}
