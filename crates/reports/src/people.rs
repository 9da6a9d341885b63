//! The people behind a number of a department's report: a page of them, and all of them as CSV. The counts
//! say whose cohorts must be read; of a department's thousands only these are.

use platform::blocking;
use platform::cells::CsvWriter;
use rocket::http::ContentType;
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;
use territory_model::addresses::DepartmentCode;

use super::figures::ReportFigures;
use super::queries::{self, Depth, Frame, ReportQuery};
use super::sheets::tables::{people_columns, people_rows};
use super::views::{DepartmentPage, PeopleChoice, Window};
use super::web::{ReportRequest, read_query};

pub fn routes() -> Vec<Route> {
    routes![page, file]
}

/// How many people are read at once for the file.
const PART: u64 = 10_000;

/// What an address chooses, with the counts of the report that it is of.
struct PeopleRequest {
    request: ReportRequest,
    choice: PeopleChoice,
    frame: Frame,
    lists: ReportFigures,
}

async fn read(
    desk: &Desk<'_>,
    department: &DepartmentCode,
    fields: &Fields,
) -> Result<Result<PeopleRequest, Box<DepartmentPage>>, AppError> {
    let choice = PeopleChoice::read(fields).ok_or(AppError::NotFound)?;
    let each = choice.shown.is_of_each();
    let lists = |code: &str, period| ReportQuery::new(code, period, Depth::Lists).with_each(each);
    let request = match read_query(desk, department, fields, lists).await? {
        Ok(request) => request,
        Err(page) => return Ok(Err(page)),
    };
    let db = desk.app.db.read();
    let frame = queries::frame(db, &request.query).await?;
    let facts = queries::facts_of(db, &request.query, frame.clone(), request.cut_off).await?;
    let lists = request.figures(facts);
    if !choice.is_of(&lists) {
        return Err(AppError::NotFound);
    }
    Ok(Ok(PeopleRequest { request, choice, frame, lists }))
}

#[get("/informes/departamentos/<department>/personas")]
async fn page(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let PeopleRequest { request, choice, frame, lists } =
        match read(&desk, &department, &fields).await? {
            Ok(read) => read,
            Err(page) => return desk.refuse(page.as_ref()),
        };
    let window = Window::of(&lists, choice, fields.first("pagina").parse().ok());
    let query = request.query.narrowed(window.cohorts());
    let facts = queries::facts_of(desk.app.db.read(), &query, frame, request.cut_off).await?;
    desk.show(&window.page(&request.figures(facts)))
}

#[get("/informes/departamentos/<department>/personas/csv")]
async fn file(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let PeopleRequest { request, choice, frame, lists } =
        match read(&desk, &department, &fields).await? {
            Ok(read) => read,
            Err(page) => return desk.refuse(page.as_ref()),
        };
    let db = desk.app.db.read();
    let chosen = choice.cohorts(&lists);
    let sessions = queries::last_session(db, &request.query, &chosen).await?;
    let mut lines = CsvWriter::begin(&people_columns(sessions))?;
    for part in lists.parts(PART) {
        let part: Vec<_> = part.into_iter().filter(|id| chosen.contains(id)).collect();
        if part.is_empty() {
            continue;
        }
        let query = request.query.narrowed(part);
        let facts = queries::facts_of(db, &query, frame.clone(), request.cut_off).await?;
        let mut figures = request.figures(facts);
        figures.attendance = choice.rows(&figures).cloned().collect();
        let added = move || lines.rows(people_rows(&figures, sessions)).map(|()| lines);
        lines = blocking::run(added).await??;
    }
    desk.file(FileReply {
        name: request.file_name("personas", "csv"),
        content_type: ContentType::new("text", "csv").with_params(("charset", "utf-8")),
        bytes: lines.finish()?,
        inline: false,
    })
}
