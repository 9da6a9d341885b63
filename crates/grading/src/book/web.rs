//! Addresses of the grade book as a file: down, up, looked at, written.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::masks;
use cohorts_model::queries::{CohortHead, cohort_head};
use enrolment_model as enrolment;
use enrolment_model::queries::roll;
use platform::numbers::{some, tenths};
use platform::previews::{FilePreview, IssueLine, LISTED, mark};
use platform::texts::Refusal as _;
use platform::uploads::Upload;
use platform::{blocking, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use super::commands::{self, ConflictChoices, GradeBookCheck};
use super::entity::grade_import::GradeImportId;
use super::preview::{GradeChoice, GradeConflict};
use super::refusals::BookRefusal;
use super::sheet::{self, BookContents};
use super::views::{
    GradeBookChangeLine, GradeBookCheckPage, GradeBookPersonLine, GradeBookUploadPage,
    GradeConflictLine,
};
use crate::entity::grade_entry::GradeEntryId;
use crate::reopening::queries::writing;
use crate::rules::{AssessmentRefusal, GradeEntryMode};
use crate::{policy, queries};

/// The longest reason.
const REASON: usize = 300;
/// Which grade of a conflict stays.
const OF_FILE: &str = "archivo";
const PRESENT: &str = "actual";

pub fn routes() -> Vec<Route> {
    routes![download, upload_form, upload, check, write, marked_file]
}

async fn head(desk: &Desk<'_>, actor: &Actor, cohort: CohortId) -> Result<CohortHead, AppError> {
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    policy::may_see(actor, &head.access)?;
    Ok(head)
}

/// Whether grades may be written now, and how.
async fn how(
    desk: &Desk<'_>,
    head: &CohortHead,
) -> Result<Result<GradeEntryMode, AssessmentRefusal>, AppError> {
    Ok(writing(desk.app.db.read(), &head.cohort, desk.app.clock.now()).await?)
}

#[get("/cohortes/<cohort>/notas/xlsx")]
pub async fn download(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let head = head(&desk, actor, cohort).await?;
    let db = desk.app.db.read();
    // The last entry first: a grade written between these reads counts as not seen. The digest then
    // is of other grades than the file shows, and the file is refused when it comes back.
    let seen = queries::last_entry(db, cohort).await?;
    let activities = queries::activities(db, cohort).await?;
    let people = roll(db, cohort, enrolment::policy::scope(actor)).await?;
    let grades = queries::grades(db, cohort).await?;
    let now = desk.app.clock.now();
    let name = format!("notas-{}.xlsx", head.cohort.public_code);
    let masked = masks(actor, &head.access.cohort);
    let bytes = blocking::run(move || {
        let book = BookContents {
            title: &head.title,
            cohort: &head.cohort,
            activities: &activities,
            people: &people,
            masked,
            grades: &grades,
            seen,
        };
        sheet::workbook(&book, now)
    })
    .await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

async fn upload_page(
    desk: &Desk<'_>,
    head: &CohortHead,
    form: FormState,
) -> Result<GradeBookUploadPage, AppError> {
    head.enter(desk, CohortTab::Evaluation).await?;
    Ok(GradeBookUploadPage {
        form,
        title: head.title.clone(),
        cohort_href: format!("/cohortes/{}", head.cohort.id),
        blocked: how(desk, head).await?.err().map(|refusal| refusal.sentence()),
    })
}

#[get("/cohortes/<cohort>/notas/importacion")]
pub async fn upload_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let head = head(&desk, actor, cohort).await?;
    desk.show(&upload_page(&desk, &head, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/notas/importacion", data = "<upload>")]
pub async fn upload(desk: Desk<'_>, cohort: CohortId, upload: Upload) -> Answer {
    let actor = desk.actor()?;
    let head = head(&desk, actor, cohort).await?;
    let permit = policy::may_grade(actor, &head.access)?;
    let fields = upload.fields;
    let refusal = match upload.file {
        _ if upload.too_large => BookRefusal::Sheet(sheets::SheetRefusal::TooLarge),
        None => BookRefusal::NoFile,
        Some(file) => match commands::keep(desk.app, permit, file).await {
            Ok(id) => return desk.go(format!("/notas/{id}")),
            Err(failure) => failure.refusal()?,
        },
    };
    desk.refuse(&upload_page(&desk, &head, fields.refused(&refusal)).await?)
}

/// One's own file of a cohort that one still sees, looked at now; refused when it is over.
async fn looked(
    desk: &Desk<'_>,
    actor: &Actor,
    id: GradeImportId,
) -> Result<(CohortHead, Result<GradeBookCheck, Failure<BookRefusal>>), AppError> {
    let db = desk.app.db.read();
    let import = commands::own(db, actor, id).await?;
    let head = head(desk, actor, import.cohort_id).await?;
    let masked = masks(actor, &head.access.cohort);
    Ok((head, commands::look(db, import, masked).await))
}

async fn check_page(
    desk: &Desk<'_>,
    actor: &Actor,
    head: &CohortHead,
    looked: &GradeBookCheck,
    form: FormState,
) -> Result<GradeBookCheckPage, AppError> {
    head.enter(desk, CohortTab::Evaluation).await?;
    let writing = how(desk, head).await?;
    let after_closing = writing == Ok(GradeEntryMode::WithReason);
    let preview = &looked.preview;
    let errors = preview.errors();
    let blocked = writing.err();
    let action = format!("/notas/{}", looked.import.id);
    let corrected = preview.changes.iter().filter(|change| change.before.is_some()).count();
    let lines = IssueLine::first(&preview.issues, "Fila");
    let grade = |value: Option<i32>| value.map_or_else(|| "sin nota".to_owned(), tenths);
    let masked = masks(actor, &head.access.cohort);
    // The changes of one row of the file stand together.
    let people = preview.changes.chunk_by(|one, next| one.enrolment == next.enrolment);
    let lines_of = people.clone().take(LISTED).filter_map(|changes| {
        let person = looked.people.get(&changes.first()?.enrolment)?;
        let changes = changes.iter().map(|change| GradeBookChangeLine {
            activity: change.activity.clone(),
            change: format!("{} → {}", grade(change.before), tenths(change.after)),
            over: change.over,
        });
        Some(GradeBookPersonLine {
            person: person.name.by_surname(),
            identity: person.identity(masked),
            changes: changes.collect(),
        })
    });
    let brings = !preview.cells.is_empty() || !preview.conflicts.is_empty();
    let ready = errors == 0 && brings && blocked.is_none();
    let conflicts = preview.conflicts.iter().filter_map(|conflict| {
        let person = looked.people.get(&conflict.change.enrolment)?;
        let (change, later) = (&conflict.change, &conflict.later);
        Some(GradeConflictLine {
            name: control(conflict),
            legend: format!("{}: {}", person.listed_name(), change.activity),
            choices: vec![
                Alternative::new(OF_FILE, format!("{}, la del archivo", tenths(change.after))),
                Alternative::new(
                    PRESENT,
                    format!("{}, la que escribió {}", grade(change.before), later.author),
                ),
            ],
        })
    });
    Ok(GradeBookCheckPage {
        title: head.title.clone(),
        cohort_href: format!("/cohortes/{}", head.cohort.id),
        more_people: people.count().saturating_sub(LISTED),
        people: lines_of.collect(),
        marked: (!preview.issues.is_empty()).then(|| format!("{action}/archivo")),
        asks_reason: ready && (after_closing || preview.asks_reason()),
        conflicts: conflicts.collect(),
        seen: looked.last.0,
        file: FilePreview {
            form,
            name: looked.import.file_name.clone(),
            figures: [
                (preview.changes.len() - corrected, "nuevas"),
                (corrected, "cambian"),
                (preview.same, "sin cambios"),
                (errors, "errores"),
            ]
            .map(|(count, what)| Figure::new(count, what))
            .into(),
            summary: if let Some(refusal) = blocked {
                refusal.sentence()
            } else if errors > 0 {
                "No se guarda nada mientras haya errores. Descargue su archivo con los errores marcados, corríjalo y súbalo de nuevo.".to_owned()
            } else if !preview.conflicts.is_empty() {
                "Algunas notas cambiaron después de descargar la planilla: diga cuál de las dos queda. Nada se ha guardado todavía.".to_owned()
            } else if preview.cells.is_empty() {
                "El archivo no cambia ninguna nota.".to_owned()
            } else {
                "Nada se ha guardado todavía: revise y guarde.".to_owned()
            },
            warns: errors > 0,
            more: preview.issues.len() - lines.len(),
            lines,
            button: ready.then(|| match preview.conflicts.is_empty() {
                true => format!("Guardar {}", some(preview.cells.len() as i64, "nota", "notas")),
                false => "Guardar las notas".to_owned(),
            }),
            action,
        },
    })
}

/// The control with which a conflict is decided: «cual[12][340]».
fn control(conflict: &GradeConflict) -> String {
    format!("cual[{}]", conflict.key())
}

/// What was decided about the grades that changed meanwhile.
fn choices(fields: &Fields) -> ConflictChoices {
    let chosen = fields.grid("cual").filter_map(|(key, value)| {
        let choice = match value {
            OF_FILE => GradeChoice::OfFile,
            PRESENT => GradeChoice::Present,
            _ => return None,
        };
        Some((key.to_owned(), choice))
    });
    let seen = fields.first("visto").parse().unwrap_or(GradeEntryId(0));
    ConflictChoices { seen, chosen: chosen.collect() }
}

/// Where somebody goes whose file is over.
fn over(head: &CohortHead) -> String {
    format!("/cohortes/{}/notas/importacion", head.cohort.id)
}

#[get("/notas/<book>")]
pub async fn check(desk: Desk<'_>, book: GradeImportId) -> Answer {
    let actor = desk.actor()?;
    match looked(&desk, actor, book).await? {
        (head, Ok(looked)) => {
            desk.show(&check_page(&desk, actor, &head, &looked, FormState::default()).await?)
        }
        (head, Err(failure)) => desk.warned(over(&head), failure.refusal()?.sentence()),
    }
}

#[post("/notas/<book>", data = "<fields>")]
pub async fn write(desk: Desk<'_>, book: GradeImportId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let import = commands::own(desk.app.db.read(), actor, book).await?;
    let head = head(&desk, actor, import.cohort_id).await?;
    let permit = policy::may_grade(actor, &head.access)?;
    let mut reader = Reader::new(&fields);
    let reason = reader.optional("motivo", REASON);
    let form = match reader.finish() {
        Err(form) => form,
        Ok(()) => match commands::write(desk.app, permit, book, choices(&fields), reason).await {
            Ok(count) => {
                let told = match count {
                    1 => "Se guardó 1 nota.".to_owned(),
                    more => format!("Se guardaron {more} notas."),
                };
                return desk.done(format!("/cohortes/{}/notas", head.cohort.id), told);
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
    };
    match looked(&desk, actor, book).await? {
        (head, Ok(looked)) => {
            let mut form = form;
            let seen = choices(&fields).seen;
            for conflict in &looked.preview.conflicts {
                // What was chosen about an older grade is no decision about this one.
                let is_newer = conflict.later.entry > seen;
                if is_newer {
                    form.values.remove(&control(conflict));
                }
                if is_newer || fields.first(&control(conflict)).is_empty() {
                    form.refuse(&control(conflict), BookRefusal::ConflictsUndecided.sentence());
                }
            }
            desk.refuse(&check_page(&desk, actor, &head, &looked, form).await?)
        }
        (head, Err(failure)) => desk.warned(over(&head), failure.refusal()?.sentence()),
    }
}

#[get("/notas/<book>/archivo")]
pub async fn marked_file(desk: Desk<'_>, book: GradeImportId) -> Answer {
    let actor = desk.actor()?;
    let (head, looked) = looked(&desk, actor, book).await?;
    let GradeBookCheck { import, bytes, reading, preview, .. } = match looked {
        Ok(looked) => looked,
        Err(failure) => return desk.warned(over(&head), failure.refusal()?.sentence()),
    };
    let header = reading.header;
    let as_text = move |column| Some(column) == reading.code_column();
    let bytes = mark(bytes, sheet::limits(), header, as_text, preview.issues).await?;
    desk.file(FileReply {
        name: format!("notas-por-corregir-{}.xlsx", import.id),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}
