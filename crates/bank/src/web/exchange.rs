//! Questions as files: out as GIFT and XLSX, in after a look at what would happen.

use rocket::http::ContentType;
use rocket::{get, post};

use platform::errors::AppError;
use platform::fields::FormState;
use platform::forms::Fields;
use platform::marked::{SourceFile, cell_name, marked};
use platform::numbers::some;
use platform::pages::Figure;
use platform::texts::Refusal as _;
use platform::uploads::Upload;
use platform::{blocking, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};

use super::BankChoices;
use super::list::filter;
use crate::commands::{self, QuestionFileCheck, QuestionUpload};
use crate::entity::question_import::{QuestionFileFormat, QuestionImportId};
use crate::exchange::{ExportedQuestion, MOST, gift, sheet};
use crate::policy::{self, READERS};
use crate::queries;
use crate::rules::BankRefusal;
use crate::views::{QuestionCheckPage, QuestionIssueLine, QuestionUploadPage};

/// Issues that the page lists; the file has them all.
const LISTED: usize = 100;

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

#[get("/preguntas/archivo/gift")]
pub async fn gift_file(desk: Desk<'_>) -> Answer {
    let all = kept(&desk).await?;
    desk.file(FileReply {
        name: "banco-de-preguntas.gift".to_owned(),
        content_type: ContentType::new("text", "plain").with_params(("charset", "utf-8")),
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
    Ok(QuestionUploadPage { form, capacities: lists.capacities, most: MOST })
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
    let refusal = match upload.file {
        _ if upload.too_large => BankRefusal::Sheet(sheets::SheetRefusal::TooLarge),
        None => BankRefusal::NoFile,
        Some(file) => {
            let capacity = fields.first("capacidad");
            let capacity = (!capacity.is_empty()).then(|| capacity.to_owned());
            let file = QuestionUpload { name: file.name, bytes: file.bytes, capacity };
            match commands::upload(desk.app, permit, file).await {
                Ok(id) => return desk.go(format!("/banco/importacion/{id}")),
                Err(failure) => failure.refusal()?,
            }
        }
    };
    desk.refuse(&upload_page(&desk, fields.refused(&refusal)).await?)
}

/// One's own file, looked at now; the inner error is that it is over.
async fn looked(
    desk: &Desk<'_>,
    id: QuestionImportId,
) -> Result<Result<QuestionFileCheck, BankRefusal>, AppError> {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let import = queries::own_import(db, actor, id).await?;
    match commands::look(db, import).await {
        Ok(looked) => Ok(Ok(looked)),
        Err(failure) => Ok(Err(failure.refusal()?)),
    }
}

fn check_page(looked: &QuestionFileCheck, form: FormState) -> QuestionCheckPage {
    let preview = &looked.preview;
    let is_sheet = looked.import.format == QuestionFileFormat::Sheet;
    let errors = preview.errors();
    let lines = preview.issues.iter().take(LISTED).map(|issue| QuestionIssueLine {
        place: match issue.column {
            Some(column) => format!("Celda {}", cell_name(issue.row, column)),
            None if is_sheet => format!("Fila {}", issue.row),
            None => format!("Línea {}", issue.row),
        },
        is_error: issue.is_error,
        text: issue.what.clone(),
    });
    let address = format!("/banco/importacion/{}", looked.import.id);
    QuestionCheckPage {
        form,
        name: looked.import.file_name.clone(),
        figures: vec![
            (preview.new_ones(), "nuevas"),
            (preview.corrections(), "corregidas"),
            (preview.same, "sin cambios"),
            (errors, "errores"),
        ]
        .into_iter()
        .map(|(count, what)| Figure::new(count.to_string(), what))
        .collect(),
        summary: if errors > 0 {
            "No se importa nada mientras haya errores. Descargue su archivo con los errores marcados, corríjalo y súbalo de nuevo.".to_owned()
        } else if preview.steps.is_empty() {
            "El banco ya tiene estas preguntas, tal como están en el archivo.".to_owned()
        } else {
            "Las preguntas quedan en borrador: nadie las responde hasta que las publique."
                .to_owned()
        },
        warns: errors > 0,
        lines: lines.collect(),
        more: preview.issues.len().saturating_sub(LISTED),
        marked: (!preview.issues.is_empty()).then(|| format!("{address}/archivo")),
        button: (errors == 0 && !preview.steps.is_empty()).then(|| {
            format!("Importar {}", some(preview.steps.len() as i64, "pregunta", "preguntas"))
        }),
        action: address,
    }
}

#[get("/banco/importacion/<upload>")]
pub async fn check(desk: Desk<'_>, upload: QuestionImportId) -> Answer {
    match looked(&desk, upload).await? {
        Ok(looked) => desk.show(&check_page(&looked, FormState::default())),
        Err(refusal) => desk.warned("/banco/importacion", refusal.sentence()),
    }
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
            let refusal = failure.refusal()?;
            match looked(&desk, upload).await? {
                Ok(looked) => {
                    let mut form = FormState::default();
                    form.refuse("", refusal.sentence());
                    desk.refuse(&check_page(&looked, form))
                }
                Err(over) => desk.warned("/banco/importacion", over.sentence()),
            }
        }
    }
}

#[get("/banco/importacion/<upload>/archivo")]
pub async fn marked_file(desk: Desk<'_>, upload: QuestionImportId) -> Answer {
    let looked = match looked(&desk, upload).await? {
        Ok(looked) => looked,
        Err(refusal) => return desk.warned("/banco/importacion", refusal.sentence()),
    };
    let QuestionFileCheck { import, bytes, columns, preview } = looked;
    let (end, content_type) = match import.format {
        QuestionFileFormat::Sheet => ("xlsx", xlsx::content_type()),
        QuestionFileFormat::Gift => {
            ("gift", ContentType::new("text", "plain").with_params(("charset", "utf-8")))
        }
    };
    let bytes = match import.format {
        QuestionFileFormat::Gift => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            gift::marked(&text, &preview.issues).into_bytes()
        }
        QuestionFileFormat::Sheet => {
            blocking::run(move || {
                let as_text = |_| false;
                let source = SourceFile {
                    bytes: &bytes,
                    limits: sheet::limits(),
                    sheet: 0,
                    header: columns.header,
                    as_text: &as_text,
                };
                marked(&source, &preview.issues)
            })
            .await??
        }
    };
    desk.file(FileReply {
        name: format!("preguntas-por-corregir-{}.{end}", import.id),
        content_type,
        bytes,
        inline: false,
    })
}
