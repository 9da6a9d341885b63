//! A department's report as files: workbook, document and one sheet as CSV. The list of people is read
//! in parts, so that a country's largest department takes no more memory than a page of it.

use rocket::http::ContentType;
use rocket::{Route, get, routes};
use sea_orm::DatabaseTransaction;

use cohorts_model::entity::cohort::CohortId;
use platform::errors::AppError;
use platform::forms::Fields;
use platform::{workshop, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};
use territory_model::addresses::DepartmentCode;

use super::figures::Figures;
use super::paper;
use super::queries::{self, Depth, Frame, Question};
use super::sheets::{self, Kind, Writing};
use super::web::{Of, Posed, asked};

pub fn routes() -> Vec<Route> {
    routes![workbook, document, sheet]
}

/// People of a part: enough that a part is worth its statements, few enough to hold at once.
const PART: u64 = 10_000;

/// Whether everybody fits in one part: then all is asked for at once, in fewer statements.
fn is_few(frame: &Frame) -> bool {
    let people: i64 = frame.cohorts.iter().map(|cohort| cohort.enrolled).sum();
    u64::try_from(people).unwrap_or(0) <= PART
}

/// All that was asked for with everybody, at once.
async fn everybody(
    db: &DatabaseTransaction,
    posed: &Posed,
    frame: Frame,
) -> Result<Figures, AppError> {
    let question = Question { depth: Depth::People, ..posed.question.clone() };
    let read = queries::facts_of(db, &question, frame, posed.cut_off).await?;
    Ok(posed.figures(read))
}

/// Writes a report with everybody in it, some cohorts at a time, all as it is at one moment. Who writes
/// keeps no thread from anybody while the next part is read.
async fn written<W: Writing>(desk: &Desk<'_>, posed: &Posed) -> Result<Vec<u8>, AppError> {
    let db = desk.app.db.snapshot().await?;
    let Posed { question, cut_off, .. } = posed;
    let frame = queries::frame(&db, question).await?;
    if is_few(&frame) {
        let figures = everybody(&db, posed, frame).await?;
        db.rollback().await?;
        return workshop::run(move || W::whole(&figures)).await?;
    }
    let cohorts: Vec<CohortId> = frame.cohorts.iter().map(|cohort| cohort.id).collect();
    let sessions = queries::most_sessions(&db, question, &cohorts).await?;
    let whole = queries::facts_of(&db, question, frame.clone(), *cut_off).await?;
    let whole = posed.figures(whole);
    let parts = whole.parts(PART);
    // Thousands of rows keep a processor busy: not one that answers other requests.
    let mut writing = workshop::run(move || W::begin(whole, sessions)).await??;
    for part in parts {
        let part = question.narrowed(part);
        let read = queries::facts_of(&db, &part, frame.clone(), *cut_off).await?;
        let part = posed.figures(read);
        let added = move || writing.people(&part).map(|()| writing);
        writing = workshop::run(added).await??;
    }
    db.rollback().await?;
    workshop::run(move || writing.finish()).await?
}

#[get("/informes/departamentos/<department>/xlsx")]
async fn workbook(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let all = |code: &str, period| Of::Sheets.question(code, period);
    let posed = match asked(&desk, &department, &fields, all).await? {
        Ok(posed) => posed,
        Err(page) => return desk.refuse(page.as_ref()),
    };
    let bytes = written::<sheets::Workbook>(&desk, &posed).await?;
    let name = posed.file_name("informe", "xlsx");
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

/// The figures of a document: with everybody of a department of a few hundred, and of a larger one with
/// the sessions of those cohorts alone that it draws.
async fn on_paper(desk: &Desk<'_>, posed: &Posed) -> Result<Figures, AppError> {
    let db = desk.app.db.snapshot().await?;
    let Posed { question, cut_off, .. } = posed;
    let frame = queries::frame(&db, question).await?;
    if is_few(&frame) {
        let mut figures = everybody(&db, posed, frame).await?;
        if figures.summary.enrolled > paper::MOST_PEOPLE {
            figures.attendance.clear();
        }
        db.rollback().await?;
        return Ok(figures);
    }
    let whole = queries::facts_of(&db, question, frame.clone(), *cut_off).await?;
    let mut figures = posed.figures(whole);
    let is_listed = figures.summary.enrolled <= paper::MOST_PEOPLE;
    let cohorts = match is_listed {
        true => figures.parts(u64::MAX).concat(),
        false => paper::drawn_of(&figures),
    };
    if !cohorts.is_empty() {
        let read = queries::facts_of(&db, &question.narrowed(cohorts), frame, *cut_off).await?;
        figures.show(posed.figures(read), is_listed);
    }
    db.rollback().await?;
    Ok(figures)
}

#[get("/informes/departamentos/<department>/pdf")]
async fn document(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let all = |code: &str, period| Of::Sheets.question(code, period);
    let posed = match asked(&desk, &department, &fields, all).await? {
        Ok(posed) => posed,
        Err(page) => return desk.refuse(page.as_ref()),
    };
    let name = posed.file_name("informe", "pdf");
    let figures = on_paper(&desk, &posed).await?;
    let demo = desk.app.demo;
    let bytes = workshop::run(move || {
        documents::report::pdf(&paper::report(&figures, demo))
            .map_err(|error| AppError::Internal(format!("report: {error}")))
    })
    .await??;
    desk.file(FileReply { name, content_type: ContentType::PDF, bytes, inline: false })
}

#[get("/informes/departamentos/<department>/csv/<sheet>")]
async fn sheet(desk: Desk<'_>, department: DepartmentCode, sheet: &str) -> Answer {
    let fields = Fields::of_address(desk.request());
    let kind = Kind::read(sheet).ok_or(AppError::NotFound)?;
    let of = |code: &str, period| Of::sheet(kind).question(code, period);
    let posed = match asked(&desk, &department, &fields, of).await? {
        Ok(posed) => posed,
        Err(page) => return desk.refuse(page.as_ref()),
    };
    let bytes = match kind {
        Kind::Attendance => written::<sheets::Listing>(&desk, &posed).await?,
        _ => {
            let db = desk.app.db.read();
            let facts = queries::facts(db, &posed.question, posed.cut_off).await?;
            sheets::csv(&posed.figures(facts), kind)?
        }
    };
    desk.file(FileReply {
        name: posed.file_name(kind.slug(), "csv"),
        content_type: ContentType::new("text", "csv").with_params(("charset", "utf-8")),
        bytes,
        inline: false,
    })
}
