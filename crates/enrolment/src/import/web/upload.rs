//! Sending a file, and the template to fill in.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::{CohortRow, municipalities};
use platform::dates::short_with_time;
use platform::numbers::{grouped, some};
use platform::uploads::Upload;
use platform::{blocking, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use super::{address, head, name_of, open_cohort};
use crate::entity::enrolment::Origin;
use crate::import::commands;
use crate::import::entity::import::State;
use crate::import::policy::may_upload;
use crate::import::rules::{AT_ONCE, ImportRefusal, MOST_MEGABYTES, MOST_PEOPLE};
use crate::import::views::{EarlierImport, ImportUploadPage};
use crate::import::{queries, template};
use crate::rules::EnrolmentWindow;

pub fn routes() -> Vec<Route> {
    routes![upload_form, upload, download_template]
}

async fn upload_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    form: FormState,
) -> Result<ImportUploadPage, AppError> {
    row.enter(desk, CohortTab::People).await?;
    let earlier = queries::of_cohort(desk.app.db.read(), row.cohort.id).await?;
    let most = grouped(i64::from(MOST_PEOPLE));
    Ok(ImportUploadPage {
        head: head(row),
        form,
        hint: format!("Hasta {MOST_MEGABYTES} MB y {most} personas."),
        earlier: earlier
            .into_iter()
            .map(|(import, account)| EarlierImport {
                name: name_of(&import),
                href: address(import.id),
                state: import.state.label(),
                when: short_with_time(import.created_at),
                who: account.map(|account| account.display_name).unwrap_or_default(),
                outcome: match import.state {
                    State::Done => some(
                        import.seated + import.waiting,
                        "persona inscrita",
                        "personas inscritas",
                    ),
                    State::Checked if import.with_errors > 0 => {
                        some(import.with_errors, "fila con errores", "filas con errores")
                    }
                    _ => String::new(),
                },
            })
            .collect(),
    })
}

#[get("/cohortes/<cohort>/importacion")]
async fn upload_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = open_cohort(&desk, cohort).await?;
    EnrolmentWindow::of(&row.cohort)
        .may_enrol(Origin::Coordinator, desk.app.clock.today())
        .map_err(|refusal| AppError::Refused(refusal.sentence()))?;
    desk.show(&upload_page(&desk, &row, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/importacion", data = "<upload>")]
async fn upload(desk: Desk<'_>, cohort: CohortId, upload: Upload) -> Answer {
    let row = open_cohort(&desk, cohort).await?;
    let permit = may_upload(desk.actor()?, &row.cohort)?;
    let refused = |refusal: ImportRefusal| Fields::default().refused(&refusal);
    let authorised = !upload.fields.first("autorizo").is_empty();
    let form = match upload.file {
        _ if upload.too_large => refused(ImportRefusal::File(sheets::SheetRefusal::TooLarge)),
        None => refused(ImportRefusal::NoFile),
        Some(file) => match commands::upload(desk.app, permit, file, authorised).await {
            Ok(import) => {
                if import.state == State::Checking && import.rows <= AT_ONCE {
                    commands::check(desk.app, import.id).await?;
                }
                return desk.go(address(import.id));
            }
            Err(failure) => refused(failure.refusal()?),
        },
    };
    desk.refuse(&upload_page(&desk, &row, form).await?)
}

#[get("/cohortes/<cohort>/importacion/plantilla.xlsx")]
async fn download_template(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = open_cohort(&desk, cohort).await?;
    let places = municipalities(desk.app.db.read(), cohort).await?;
    let title = head(&row).title();
    let bytes = blocking::run(move || template::workbook(&title, &places)).await??;
    desk.file(FileReply {
        name: format!("plantilla-inscritos-{cohort}.xlsx"),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}
