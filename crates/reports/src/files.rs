//! A department's report as files: workbook, document and one sheet as CSV. The list of people is read
//! in parts, so that a country's largest department takes no more memory than a page of it.

use rocket::http::ContentType;
use sea_orm::DatabaseTransaction;

use cohorts_model::entity::cohort::CohortId;
use platform::cells::{NOTES, notes_as_csv};
use platform::{blocking, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;
use territory_model::addresses::DepartmentCode;

use super::figures::ReportFigures;
use super::pdf;
use super::queries::{self, Depth, Frame, ReportQuery};
use super::sheets::{self, PeopleWriter, SheetKind};
use super::web::{ReportRequest, ReportScope, read_query};

pub fn routes() -> Vec<Route> {
    routes![workbook, document, sheet]
}

/// How many people one part holds: enough to be worth its statements, few enough to fit in memory.
const PART: u64 = 10_000;

/// How much of a request is read at once.
enum FirstReading {
    /// Every person fits in one part, so that a single reading with fewer statements will do.
    Everybody(Box<ReportFigures>),
    /// The cohorts are known, whose people are still to be read.
    Cohorts(Frame),
}

impl FirstReading {
    async fn of(db: &DatabaseTransaction, request: &ReportRequest) -> Result<Self, AppError> {
        let frame = queries::frame(db, &request.query).await?;
        let people: i64 = frame.cohorts.iter().map(|cohort| cohort.enrolled).sum();
        if u64::try_from(people).unwrap_or(0) > PART {
            return Ok(Self::Cohorts(frame));
        }
        let query = ReportQuery { depth: Depth::People, ..request.query.clone() };
        let read = queries::facts_of(db, &query, frame, request.cut_off).await?;
        Ok(Self::Everybody(Box::new(request.figures(read))))
    }
}

/// Renders the document of a report.
pub(super) async fn printed(figures: ReportFigures, demo: bool) -> Result<Vec<u8>, AppError> {
    blocking::run(move || {
        documents::report::pdf(&pdf::report(&figures, demo))
            .map_err(|error| AppError::Internal(format!("report: {error}")))
    })
    .await?
}

/// Writes a report with every person in it. The cohorts are read in parts within one snapshot of the
/// database, and no thread is held while the next part is read.
async fn written<W: PeopleWriter>(
    desk: &Desk<'_>,
    request: &ReportRequest,
) -> Result<Vec<u8>, AppError> {
    let db = desk.app.db.snapshot().await?;
    let ReportRequest { query, cut_off, .. } = request;
    let frame = match FirstReading::of(&db, request).await? {
        FirstReading::Cohorts(frame) => frame,
        FirstReading::Everybody(figures) => {
            db.rollback().await?;
            return blocking::run(move || W::whole(&figures)).await?;
        }
    };
    let cohorts: Vec<CohortId> = frame.cohorts.iter().map(|cohort| cohort.id).collect();
    let sessions = queries::last_session(&db, query, &cohorts).await?;
    let whole = queries::facts_of(&db, query, frame.clone(), *cut_off).await?;
    let whole = request.figures(whole);
    let parts = whole.parts(PART);
    // Thousands of rows keep a processor busy: not one that answers other requests.
    let mut writing = blocking::run(move || W::begin(whole, sessions)).await??;
    for part in parts {
        let part = query.narrowed(part);
        let read = queries::facts_of(&db, &part, frame.clone(), *cut_off).await?;
        let part = request.figures(read);
        let added = move || writing.people(&part).map(|()| writing);
        writing = blocking::run(added).await??;
    }
    db.rollback().await?;
    blocking::run(move || writing.finish()).await?
}

#[get("/informes/departamentos/<department>/xlsx")]
async fn workbook(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let all = |code: &str, period| ReportScope::Sheets.query(code, period);
    let request = match read_query(&desk, &department, &fields, all).await? {
        Ok(request) => request,
        Err(page) => return desk.refuse(page.as_ref()),
    };
    let bytes = written::<sheets::Workbook>(&desk, &request).await?;
    let name = request.file_name("informe", "xlsx");
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

/// Computes the figures of a document. A department of a few hundred people is read with all of them; of a
/// larger one only the sessions of the cohorts that the document draws are read.
async fn on_paper(desk: &Desk<'_>, request: &ReportRequest) -> Result<ReportFigures, AppError> {
    let db = desk.app.db.snapshot().await?;
    let ReportRequest { query, cut_off, .. } = request;
    let frame = match FirstReading::of(&db, request).await? {
        FirstReading::Cohorts(frame) => frame,
        FirstReading::Everybody(mut figures) => {
            if figures.summary.enrolled > pdf::MOST_PEOPLE {
                figures.attendance.clear();
            }
            db.rollback().await?;
            return Ok(*figures);
        }
    };
    let whole = queries::facts_of(&db, query, frame.clone(), *cut_off).await?;
    let mut figures = request.figures(whole);
    let is_listed = figures.summary.enrolled <= pdf::MOST_PEOPLE;
    let cohorts = match is_listed {
        true => figures.parts(u64::MAX).concat(),
        false => pdf::drawn_of(&figures),
    };
    if !cohorts.is_empty() {
        let read = queries::facts_of(&db, &query.narrowed(cohorts), frame, *cut_off).await?;
        figures.show(request.figures(read), is_listed);
    }
    db.rollback().await?;
    Ok(figures)
}

#[get("/informes/departamentos/<department>/pdf")]
async fn document(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let all = |code: &str, period| ReportScope::Sheets.query(code, period);
    let request = match read_query(&desk, &department, &fields, all).await? {
        Ok(request) => request,
        Err(page) => return desk.refuse(page.as_ref()),
    };
    let name = request.file_name("informe", "pdf");
    let figures = on_paper(&desk, &request).await?;
    let bytes = printed(figures, desk.app.demo).await?;
    desk.file(FileReply { name, content_type: ContentType::PDF, bytes, inline: false })
}

#[get("/informes/departamentos/<department>/csv/<sheet>")]
async fn sheet(desk: Desk<'_>, department: DepartmentCode, sheet: &str) -> Answer {
    let fields = Fields::of_address(desk.request());
    let kind = match sheet {
        NOTES => None,
        slug => Some(SheetKind::read(slug).ok_or(AppError::NotFound)?),
    };
    // The notes say what the summary knows.
    let scope = || ReportScope::sheet(kind.unwrap_or(SheetKind::Summary));
    let of = |code: &str, period| scope().query(code, period);
    let request = match read_query(&desk, &department, &fields, of).await? {
        Ok(request) => request,
        Err(page) => return desk.refuse(page.as_ref()),
    };
    let bytes = match kind {
        Some(SheetKind::Attendance) => written::<sheets::Listing>(&desk, &request).await?,
        _ => {
            let db = desk.app.db.read();
            let facts = queries::facts(db, &request.query, request.cut_off).await?;
            let figures = request.figures(facts);
            match kind {
                Some(kind) => sheets::csv(&figures, kind)?,
                None => notes_as_csv(&sheets::notes(&figures))?,
            }
        }
    };
    desk.file(FileReply {
        name: request.file_name(kind.map_or(NOTES, SheetKind::slug), "csv"),
        content_type: ContentType::new("text", "csv").with_params(("charset", "utf-8")),
        bytes,
        inline: false,
    })
}
